"""One mail as bytes: text and HTML with the company's logo, from three templates and a Letter."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from struct import unpack
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from sqlalchemy import Row

from aldaba import clock
from aldaba.links import Link, Signer, held
from aldaba.outbox.calendar import Appointment, add_entry
from aldaba.pages import render
from aldaba.texts import Words
from aldaba.themes.tenant import Mail
from aldaba.themes.theme import Asset, Theme

ENCODING = "quoted-printable"  # lines stay short and no server needs 8BITMIME


class Policy(EmailPolicy):
    """As `email.policy.SMTP`, but an address stays one: what is longer than a line and has no blank
    would be written as an RFC 2047 encoded word, which no mail program reads as a link."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != STOP:
            return super().fold_binary(name, value)
        return f"{name}: {value}{self.linesep}".encode("ascii")


STOP = "List-Unsubscribe"
POLICY = Policy(linesep="\r\n")


class Letter(Struct, frozen=True):
    """What a mail says and to whom.

    `to` are addresses; empty in a row to the `team`, it means the company's `mail.team`. `context`
    fills the templates, beside `base_url`; each of `links` becomes its URL under the same name in
    their `links`; one that is named `stop` ends mails of this kind by one press of the mail program
    (RFC 8058). An `appointment` goes along as a calendar entry. What the team is told names those
    of its addresses that are told `apart`, by a choice of their own.
    """

    to: tuple[str, ...]
    context: dict[str, Any]
    links: dict[str, Link] = {}
    appointment: Appointment | None = None
    apart: tuple[str, ...] | None = None


def addressees(row: Row[Any], letter: Letter, mail: Mail) -> tuple[str, ...]:
    """Who gets it: nobody of the staff twice, nor any of the team what the company left out."""
    if letter.apart is None:
        return letter.to or (mail.team if row.recipient == "team" else ())
    left_out = row.kind.partition("/")[2] in mail.not_told
    team = () if left_out else tuple(each for each in mail.team if each not in letter.apart)
    if row.recipient == "team":
        return team
    return tuple(each for each in letter.to if each not in team)


class Logo(Struct, frozen=True):
    """The company's logo inside a mail: its Content-ID and its size in CSS pixels."""

    cid: str
    width: int
    height: int


def language_of(row: Row[Any], theme: Theme) -> str:
    """The language of a row, where it says none the company's first: its team's."""
    return row.language or theme.tenant.languages[0]


def message_id(row: Row[Any], base_url: str) -> str:
    """The same for every try of `row`, on the base URL's host."""
    return f"<{row.id}.{row.tenant}@{urlsplit(base_url).hostname}>"


def compose(
    row: Row[Any], letter: Letter, theme: Theme, signer: Signer, *, base_url: str, at: int
) -> bytes:
    """The whole message, dated `at`. Header lines can't be broken by what a customer wrote.

    Raises what a faulty template or address raises.
    """
    mail = theme.tenant.mail
    subject, text, html, logo = _render(row, letter, theme, signer, base_url)
    message = EmailMessage(POLICY)
    message["From"] = Address(one_line(theme.tenant.name), addr_spec=mail.sender)
    message["To"] = [Address(addr_spec=address) for address in letter.to]
    message["Reply-To"] = Address(addr_spec=mail.reply_to)
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(clock.local(at, "UTC"))
    message["Message-ID"] = message_id(row, base_url)
    message["Auto-Submitted"] = "auto-generated"
    if "stop" in letter.links:
        message[STOP] = f"<{address_of(letter.links['stop'], theme, signer, base_url)}>"
        message[f"{STOP}-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(tidy(text), cte=ENCODING)
    message.add_alternative(html, subtype="html", cte=ENCODING)
    if letter.appointment:
        add_entry(message, letter.appointment, to=letter.to[0], organizer=mail.reply_to, at=at)
    if logo:
        _attach(message, theme.assets["logo-email"], logo)
    # Last: the parts that were added before would have taken every Content header along.
    message["Content-Language"] = language_of(row, theme)
    return message.as_bytes()


def _render(
    row: Row[Any], letter: Letter, theme: Theme, signer: Signer, base_url: str
) -> tuple[str, str, str, Logo | None]:
    """Subject, text, HTML, and the logo that the HTML shows."""
    package, name = row.kind.split("/")
    language = language_of(row, theme)
    words = Words(language, theme.own_words(language))
    logo = logo_of(theme.assets.get("logo-email"), base_url)
    context = letter.context | {
        "base_url": base_url,
        "links": {
            key: address_of(link, theme, signer, base_url) for key, link in letter.links.items()
        },
        "logo": logo,
        "recipient": row.recipient,
        "sees": lambda request: theme.allows(
            "sees_customer", letter.context.get("role", ""), request.status
        ),
    }
    subject, text, html = (
        render(f"{package}/emails/{name}/{file}", theme=theme, words=words, **context)
        for file in ("subject.txt", "body.txt", "body.html")
    )
    return subject, text, html, logo


def address_of(link: Link, theme: Theme, signer: Signer, base_url: str) -> str:
    """Where a mailed link leads: our page, or the one of the company's own site that `tenant.toml`
    names for its purpose, with the token in the fragment, which no server gets to see."""
    page = theme.tenant.links.get(link.purpose)
    link = held(link, theme.tenant.link_days)
    return f"{page}#aldaba={signer.sign(link)}" if page else signer.address(base_url, link)


def _attach(message: EmailMessage, asset: Asset, logo: Logo) -> None:
    """Put the logo beside the HTML part: mail programs fail on remote, WebP and SVG images."""
    html = message.get_body(("html",))
    assert html is not None  # noqa: S101 - compose has just added it
    html.add_related(
        asset.body,
        maintype="image",
        subtype="png",
        cid=f"<{logo.cid}>",
        filename="logo.png",
        disposition="inline",
    )


def logo_of(asset: Asset | None, base_url: str, height: int = 40, width: int = 240) -> Logo | None:
    """How to show a PNG `asset` inside `width` × `height` CSS pixels; None for anything else."""
    if asset is None or asset.media_type != "image/png":
        return None
    wide, high = unpack(">II", asset.body[16:24])  # IHDR, the first chunk of every PNG
    scale = min(height / high, width / wide)
    cid = f"logo@{urlsplit(base_url).hostname}"
    return Logo(cid, round(wide * scale), round(high * scale))


def one_line(text: str) -> str:
    """`text` as a header may hold it: one line without control characters, and nothing that reads
    as an RFC 2047 encoded word, which Python 3.11's email package would decode and write out,
    line breaks and all."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split()).replace("=?", "= ?")


def tidy(text: str) -> str:
    """`text` with at most one empty line in a row, as templates leave more."""
    return re.sub(r"\n\s*\n", "\n\n", text).strip() + "\n"
