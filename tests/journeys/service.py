"""The command `aldaba serve`, or `aldaba demo`, in a process of its own, and the mail that it
sends."""

import base64
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import IO

from msgspec import Struct
from playwright.sync_api import StorageState

from tests.ports import free_port

THEMES = Path(__file__).parents[2] / "themes"
ALDABA = (sys.executable, "-m", "aldaba")


class Mailed(Struct, frozen=True):
    """A mail as it was sent: its headers, its plain text, and the first of our addresses in it."""

    message: EmailMessage
    text: str
    link: str


class Service:
    """A service of its own settings, keys and data, which can be stopped and started again.

    `invitations` are the addresses where staff choose a password, by e-mail; `sessions` the
    browsers' states of those who did.
    """

    def __init__(self, data: Path, database_url: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.log: IO[bytes] | None = None
        self.mails = data / "mail"
        self.invitations: dict[str, str] = {}
        self.sessions: dict[str, StorageState] = {}
        self.settings = os.environ | {
            "ALDABA_DATA": str(data),
            "ALDABA_DATABASE_URL": database_url,
            "ALDABA_BASE_URL": self.url,
            "ALDABA_THEMES": str(THEMES),
            "ALDABA_SECRET_KEYS": secrets.token_urlsafe(32),
            "ALDABA_DATA_KEYS": f"index:{_key()},k1:{_key()}",
        }

    def invite(self, email: str, name: str, role: str, tenant: str = "horizonte") -> None:
        """Somebody new at a company's desk. Not while the service runs: it alone holds the
        database."""
        said = ("staff", "add", email, "--tenant", tenant, "--name", name, "--role", role)
        added = subprocess.run(
            (*ALDABA, *said), env=self.settings, check=True, capture_output=True, text=True
        )
        self.invitations[email] = added.stdout.strip()

    def start(self, *command: str) -> None:
        """`command` is another than `serve`, with its options but for the port."""
        serve = (*ALDABA, *(command or ("serve",)), "--port", str(self.port))
        self.process = subprocess.Popen(serve, env=self.settings, stderr=self.log)
        for _ in range(3000):
            try:
                urllib.request.urlopen(f"{self.url}/health/ready", timeout=1)
                return
            except OSError:
                assert self.process.poll() is None, "the service did not start"
                time.sleep(0.01)
        raise AssertionError("the service did not start within 30 s")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def kill(self) -> None:
        """End it as a power cut would, but for what the kernel still holds. It has to run."""
        assert self.process.poll() is None, f"it had ended by itself: {self.process.returncode}"
        self.process.kill()
        self.process.wait(20)

    def mail(self, to: str, subject: str) -> Mailed:
        """The mail to an address whose subject holds `subject`; waits 50 s for it, as what can be
        taken back goes out after 30."""
        for _ in range(500):
            for message in self.mails_to(to):
                if subject in message["Subject"]:
                    return _read(message)
            time.sleep(0.1)
        raise AssertionError(f"no mail about {subject!r}")

    def link_in(self, message: EmailMessage) -> str:
        """The first of our addresses in a mail."""
        return _read(message).link

    def mails_to(self, to: str) -> list[EmailMessage]:
        """All that was sent to an address so far, in no order."""
        files = list(self.mails.glob("*.eml"))
        sent = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [message for message in sent if to in message["To"]]


@contextmanager
def running(service: Service, *command: str) -> Iterator[Service]:
    """`service`, until the end; `command` as `Service.start` has it."""
    service.start(*command)
    try:
        yield service
    finally:
        service.stop()


def _read(message: EmailMessage) -> Mailed:
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    link = re.search(r"http://127\.0\.0\.1:\d+/\S+", text)
    assert link is not None
    return Mailed(message, text, link.group())


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
