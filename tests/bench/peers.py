"""The same task with two well-known programs: a ticket of django-helpdesk, a comment in isso.

Each is installed from PyPI into an environment of its own under `data/peers`, served by gunicorn
with one process, its defaults and SQLite, on the servers' core, and sent to by the same load
generator. Their mail is switched off, as ours waits.
"""

import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.load import get, send
from tests.bench.rounds import Round, in_turn, loaded, middle, said
from tests.bench.service import ROOT, Server, free_port, prepared, running, serving
from tests.bench.submissions import DESCRIPTION, shown_form, valid
from tests.bench.table import Row, at_least

HOME = ROOT / "data" / "peers"
HELPDESK = ("django-helpdesk==2.6.1", "gunicorn==23.0.0")
ISSO = ("isso==0.14.0", "gunicorn==23.0.0")
SERVING = ("--worker-class=gthread", "--threads=4", "--keep-alive=75")
QUEUE = """
import django
django.setup()
from helpdesk.models import Queue
Queue.objects.create(title="Care", slug="care", allow_public_submission=True)
"""
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(rb"csrftoken=([^;]+)")


def peer_rows(folder: Path, count: int) -> Iterator[Row]:
    """The lines of the table about peers; they get `count` requests a round, we ten times that."""
    ours = prepared(folder / "ours")
    with (
        serving(ours) as server,
        helpdesk(folder / "helpdesk") as tickets,
        isso(folder / "isso") as comments,
    ):
        version = shown_form(server.port)
        rounds = in_turn(
            lambda: loaded(server, valid(version, count * 10), 201),
            lambda: loaded(tickets, _tickets(tickets, count), 302, may_fail=True),
            lambda: loaded(comments, _comments(count * 2), 201, may_fail=True),
        )
    kept, sent, written = zip(*rounds, strict=True)
    yield _against("a ticket sent to django-helpdesk", 40, kept, sent)
    yield _against("a comment posted to isso", 10, kept, written)


def _against(what: str, budget: float, ours: Sequence[Round], theirs: Sequence[Round]) -> Row:
    pairs = list(zip(ours, theirs, strict=True))
    cpu = middle(other.cpu / own.cpu for own, other in pairs)
    return at_least(
        f"pre-request kept, against {what}",
        budget,
        middle(own.rate / other.rate for own, other in pairs),
        "×",
        f"{said(theirs)} ({cpu:.1f} × our CPU); ours {said(ours)}",
    )


@contextmanager
def helpdesk(folder: Path) -> Iterator[Server]:
    """django-helpdesk with one queue that takes public tickets."""
    folder.mkdir()
    home, port = _environment("helpdesk", HELPDESK), free_port()
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.bench.helpdesk_site.settings",
        "HELPDESK_DATABASE": str(folder / "helpdesk.db"),
        "PYTHONPATH": str(ROOT),
    }
    for prepare in (["django-admin", "migrate", "-v0"], ["python", "-c", QUEUE]):
        command: list[str] = [str(home / prepare[0]), *prepare[1:]]
        subprocess.run(command, env=environment, cwd=ROOT, check=True)
    command = _gunicorn(home, port, "django.core.wsgi:get_wsgi_application()")
    with running(command, port, environment, folder / "log") as server:
        yield server


@contextmanager
def isso(folder: Path) -> Iterator[Server]:
    """isso without its guard, which admits two comments a minute from one address."""
    folder.mkdir()
    home, port = _environment("isso", ISSO), free_port()
    settings = folder / "isso.cfg"
    settings.write_text(
        f"[general]\ndbpath = {folder}/isso.db\nhost = http://127.0.0.1:{port}/\n"
        "[guard]\nenabled = false\n"
    )
    command = _gunicorn(home, port, "isso.run:application")
    with running(command, port, {"ISSO_SETTINGS": str(settings)}, folder / "log") as server:
        yield server


def _environment(name: str, packages: Sequence[str]) -> Path:
    """The programs of an environment that has `packages`, made once."""
    home = HOME / name
    ready = home / ".ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        pip = [str(home / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        ready.touch()
    return home / "bin"


def _gunicorn(home: Path, port: int, application: str) -> list[str]:
    return [str(home / "gunicorn"), *SERVING, f"--bind=127.0.0.1:{port}", application]


def _tickets(server: Server, count: int) -> Iterator[bytes]:
    shown = send(server.port, [get("/tickets/submit/")], 1)
    token, cookie = TOKEN.search(shown.body), COOKIE.search(shown.head)
    assert token, shown.body
    assert cookie, shown.head
    for _ in range(count):
        answers = {
            "csrfmiddlewaretoken": token[1].decode(),
            "queue": "1",
            "title": "Manual do proprietário",
            "body": DESCRIPTION,
            "priority": "3",
            "submitter_email": f"marina.{secrets.token_hex(6)}@correio.example",
        }
        yield _post(
            "/tickets/submit/",
            "application/x-www-form-urlencoded",
            urlencode(answers),
            f"Cookie: csrftoken={cookie[1].decode()}",
        )


def _comments(count: int) -> Iterator[bytes]:
    for _ in range(count):
        said = {
            "text": DESCRIPTION,
            "author": "Marina Albuquerque dos Santos",
            "email": f"marina.{secrets.token_hex(6)}@correio.example",
            "title": "A page",
        }
        yield _post("/new?uri=%2Fpage", "application/json", json.dumps(said))


def _post(path: str, media_type: str, text: str, *headers: str) -> bytes:
    body = text.encode()
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return "\r\n".join((*lines, "", "")).encode() + body
