"""Where mail goes: a folder, or an SMTP server. Which one is a value, read from a URL."""

import asyncio
import os
import ssl
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientsRefused
from msgspec import Struct

from aldaba.settings import LOOPBACK, SettingsError

DEADLINE = 30.0  # seconds for one try in all: timeouts of single reads never cut a peer that drips
GOODBYE = 1.0  # seconds for the QUIT of a mail that was taken already


class Folder(Struct, frozen=True):
    """Every message becomes a file `<name>.eml` in `path`."""

    path: Path


class Smtp(Struct, frozen=True):
    """A server that takes mail, under TLS from the first byte (`tls`) or by STARTTLS when it is
    offered; with a password it must be. Mail to this machine's own server stays as it is."""

    host: str
    port: int | None
    user: str | None
    password: str | None
    tls: bool


class Outgoing(Struct, frozen=True):
    """A message and its envelope. `name` names it in a folder."""

    name: str
    sender: str
    recipients: tuple[str, ...]
    message: bytes


def transport_of(url: str) -> Folder | Smtp:
    """`folder:<path>`, `smtp://[user:password@]host[:port]` or `smtps://…` as a value.

    Raises SettingsError for anything else.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"ALDABA_MAIL_URL: {error}.") from error
    if parts.scheme == "folder" and parts.path:
        return Folder(Path(parts.path))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError("ALDABA_MAIL_URL: write folder:<path>, smtp://host or smtps://host.")
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return Smtp(parts.hostname, port, user, password, parts.scheme == "smtps")


async def deliver(to: Folder | Smtp, mail: Outgoing) -> dict[str, int]:
    """Hand `mail` over; the SMTP codes of the recipients that were refused, by address.

    Raises TimeoutError, OSError or SMTPException when it could not be tried to the end.
    """
    if isinstance(to, Smtp):
        return await _send(to, mail)
    await asyncio.to_thread(_write, to.path, mail)
    return {}


async def _send(to: Smtp, mail: Outgoing) -> dict[str, int]:
    client = SMTP(
        hostname=to.host,
        port=to.port,
        username=to.user,
        password=to.password,
        use_tls=to.tls,
        start_tls=_start_tls(to),
        tls_context=_trusted(),
    )
    try:
        async with asyncio.timeout(DEADLINE):
            await client.connect()
            refused = await _transact(client, mail)
        await _part(client)
        return refused
    finally:
        client.close()


def _start_tls(to: Smtp) -> bool | None:
    """Whether STARTTLS is demanded (True), refused (False) or taken when offered (None)."""
    if to.tls or to.host in LOOPBACK:
        return False
    return True if to.user else None


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()  # reading the system's certificates takes 20 ms


async def _transact(client: SMTP, mail: Outgoing) -> dict[str, int]:
    try:
        refused, _ = await client.sendmail(mail.sender, mail.recipients, mail.message)
    except SMTPRecipientsRefused as error:
        return {one.recipient: one.code for one in error.recipients}
    except SMTPDataError as error:  # the message itself was refused: to everybody
        return dict.fromkeys(mail.recipients, error.code)
    return {address: response.code for address, response in refused.items()}


async def _part(client: SMTP) -> None:
    """Say QUIT, briefly: whatever happens now, the mail was taken and must not go again."""
    with suppress(TimeoutError, OSError, SMTPException):
        async with asyncio.timeout(GOODBYE):
            await client.quit()


def _write(folder: Path, mail: Outgoing) -> None:
    """A reader sees the whole file or none, and so does whoever comes after a power cut."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{mail.name}.part"
    with part.open("wb") as file:
        file.write(mail.message)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / f"{mail.name}.eml")
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
