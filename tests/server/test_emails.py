"""Every mail that any capability may send, as it leaves the house, in every language it is sent in.

The mails are those of the application's own list, so that a new one can't be forgotten here.
"""

import re
from collections.abc import Awaitable, Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, select
from tests.server.mail_scenes import SCENES, TOLD
from tests.server.scene import write_form

from aldaba import clock
from aldaba.app import CAPABILITIES
from aldaba.capabilities.intake import service
from aldaba.outbox.message import compose
from aldaba.outbox.models import outbox
from aldaba.texts import Words
from aldaba.web.deployment import Deployment

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("reactions")]

SPOKEN = [
    ("horizonte", "pt-BR"),
    ("horizonte", "es"),
    ("horizonte", "en"),
    ("norte", "es"),
    ("norte", "en"),
]
EMAILS = {email.kind: email for capability in CAPABILITIES for email in capability.emails}
LEFTOVER = re.compile(r"\{\w*\}|\{\{|\{%|%\}|\}\}|Undefined|None\b")


class Shown(HTMLParser):
    """What a person reads of a mail's HTML: its texts, without styles, title and preheader."""

    HIDDEN = ("style", "title")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0
        self.feed(re.sub(r'<div style="display:none.*?</div>', "", html, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._hidden += tag in self.HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self.HIDDEN

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.texts.append(" ".join(data.split()))


Mails = Callable[[str, str], Awaitable[dict[str, EmailMessage]]]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A mail reads alike from either database."""
    return sqlite_url


def due(db: Connection, tenant: str) -> list[Any]:
    return list(
        db.execute(select(outbox).where(outbox.c.tenant == tenant).order_by(outbox.c.created_at))
    )


@pytest.fixture
def mails(deployment: Deployment) -> Mails:
    async def written(tenant: str, language: str) -> dict[str, EmailMessage]:
        """The mail of each kind, in `language`."""
        for play in SCENES:
            await play(deployment, tenant, language)
        theme = deployment.themes.get(tenant)
        made = {}
        for row in await deployment.store.read(tenant, due):
            letter = await deployment.store.read(tenant, EMAILS[row.kind].load, row)
            if letter is None:  # of a question that was answered meanwhile
                continue
            spoken = SimpleNamespace(**{**row._mapping, "language": language})
            data = compose(
                spoken,
                letter,
                theme,
                deployment.signer,
                base_url="https://care.example",
                at=clock.now(),
            )
            made.setdefault(row.kind, message_from_bytes(data, policy=SMTP))
        assert made.keys() == EMAILS.keys()
        return made

    return written


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


# The part of the address that a mail opens, other than the page that the customer follows.
DOORS = {
    "closures/closed": "l/acceptance.",
    "closures/reminder": "l/acceptance.",
    "closures/link": "l/acceptance.",
    "closures/unanswered": "l/acceptance.",
    "closures/accepted": "l/certificate.",
    "closures/reopened": "l/undo.",
    "closures/decided": "desk/{tenant}/requests/",
    "surveys/invitation": "l/survey.",
    "surveys/reminder": "l/survey.",
    "surveys/low": "desk/{tenant}/requests/",
    "intake/new": "desk/{tenant}/requests/",
    "questions/answered": "desk/{tenant}/requests/",
    "requests/withdrawn": "desk/{tenant}/requests/",
    "requests/given": "desk/{tenant}/requests/",
    "requests/digest": "desk/{tenant}/requests/",
    "questions/asked": "l/answer.",
    "visits/job": "l/visit.",
}
TO_TELL = {"visits/released"}  # there is nothing to open any more
TO_COMPANY = {
    "closures/decided",
    "intake/new",
    "questions/answered",
    "requests/withdrawn",
    "requests/given",
    "requests/digest",
    "surveys/low",
    "visits/job",
    "visits/released",
}
QUOTING = (
    "intake/received",
    "intake/new",
    "intake/rejected",
    "requests/comment",
    "requests/status",
    "requests/cancelled",
    "requests/withdrawn",
    "requests/given",
    "questions/asked",
    "questions/answered",
)


def to_customer(kind: str) -> bool:
    return kind not in TO_COMPANY


@pytest.mark.parametrize(("tenant", "language"), SPOKEN)
async def test_every_mail_is_whole_in_every_language(mails: Mails, tenant: str, language: str):
    for kind, message in (await mails(tenant, language)).items():
        subject, text, html = message["Subject"], part(message, "plain"), part(message, "html")
        assert subject, kind
        assert "\n" not in subject, kind
        assert message["Content-Language"] == language
        assert f'<html lang="{language}">' in html
        for said in (subject, text, html):
            assert not LEFTOVER.search(said), (kind, LEFTOVER.search(said))
        assert len(html.encode()) < 40_000, kind
        assert "\n\n\n" not in text


@pytest.mark.parametrize(("tenant", "language"), SPOKEN)
async def test_every_mail_opens_what_it_is_about(
    mails: Mails, deployment: Deployment, tenant: str, language: str
):
    for kind, message in (await mails(tenant, language)).items():
        text, html = part(message, "plain"), part(message, "html")
        if kind in TO_TELL:
            assert "https://care.example/" not in text, kind
            continue
        door = DOORS.get(kind, "l/follow.").format(tenant=tenant)
        addresses = set(re.findall(rf"https://care\.example/{door}\S+", text))
        assert addresses, kind
        for address in addresses:
            assert f'href="{address}"' in html, kind
            if to_customer(kind):
                token = re.split("[?#]", address.rpartition("/l/")[2])[0]
                link = deployment.signer.read(token)
                assert link
                assert (link.tenant, link.purpose) == (tenant, door[2:-1])


@pytest.mark.parametrize(("tenant", "language"), SPOKEN)
async def test_the_plain_text_says_all_that_the_html_says(mails: Mails, tenant: str, language: str):
    trouble = Words(language)("mail.button_trouble")
    for kind, message in (await mails(tenant, language)).items():
        text = " ".join(part(message, "plain").split())
        shown = Shown(part(message, "html")).texts
        assert len(shown) > 5
        missing = [said for said in shown if said not in text and said != trouble]
        assert not missing, kind


@pytest.mark.parametrize(("tenant", "language"), SPOKEN)
async def test_what_was_written_is_quoted_as_it_was_and_never_as_html(
    mails: Mails, tenant: str, language: str
):
    written = await mails(tenant, language)
    for kind in QUOTING:
        assert TOLD in part(written[kind], "plain"), kind
        assert "&lt;b&gt;5 &amp; 6&lt;/b&gt;" in part(written[kind], "html"), kind


async def test_a_customer_is_greeted_by_the_first_name_and_never_told_the_document(mails: Mails):
    for kind, message in (await mails("horizonte", "pt-BR")).items():
        whole = part(message, "plain") + part(message, "html")
        assert ("Olá, Benedita!" in whole) == to_customer(kind)
        assert "000.000.101-54" not in whole
        assert "00000010154" not in whole


async def test_a_form_that_asks_for_no_name_has_its_mails_too(deployment: Deployment):
    sent = await write_form(deployment, "horizonte")
    sent.record["name"] = ""
    await deployment.store.write("horizonte", service.submit, sent)
    for row in await deployment.store.read("horizonte", due):
        letter = await deployment.store.read("horizonte", EMAILS[row.kind].load, row)
        assert letter.context["name"] == ""


@pytest.mark.parametrize(("language", "products_word"), [("es", "solicitud"), ("en", "request")])
async def test_to_a_company_that_hears_claims_nobody_sends_a_request(
    mails: Mails, language: str, products_word: str
):
    for kind, message in (await mails("norte", language)).items():
        if to_customer(kind):
            said = message["Subject"] + part(message, "plain").replace(TOLD, "")
            assert products_word not in re.sub(r"https?://\S+", "", said).lower(), kind


async def test_a_mailed_link_holds_as_long_as_its_company_says(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch, mails: Mails
):
    theme = deployment.themes.get("norte")
    assert theme
    rules = replace(theme, tenant=replace(theme.tenant, link_days={"follow": 90}))
    monkeypatch.setattr(deployment.themes, "get", lambda _: rules)
    text = part((await mails("norte", "es"))["intake/received"], "plain")
    token = re.findall(r"https://care\.example/l/(follow\S+)", text)[0]
    link = deployment.signer.read(token)
    assert link
    assert abs(link.expires - clock.now() - 90 * clock.DAY) < clock.MINUTE
    seen = deployment.signer.read(deployment.path(link).removeprefix("/l/"))
    assert seen
    assert abs(seen.expires - clock.now() - 90 * clock.DAY) < clock.MINUTE
