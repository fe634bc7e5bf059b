"""The message itself: parts, headers, and what can't be smuggled into them."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from aldaba.links import Signer
from aldaba.outbox.message import Letter, compose, logo_of
from aldaba.themes.theme import Asset, Theme

from .scene import BASE_URL, NOON, letter, logo, theme

SIGNER = Signer(("a key of at least thirty-two characters",))


def mail(about: Letter | None = None, of: Theme | None = None, **columns: Any) -> EmailMessage:
    row = {"id": "a1", "tenant": "horizonte", "kind": "example/received", "language": "pt-BR"}
    row |= {"recipient": "customer"} | columns
    look, about = of or theme(), about or letter()
    data = compose(SimpleNamespace(**row), about, look, SIGNER, base_url=BASE_URL, at=NOON)
    parsed = message_from_bytes(data, policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_headers_say_who_writes_to_whom_and_that_a_program_did():
    message = mail()
    assert message["From"] == "Horizonte Construções <assistencia@horizonte.example>"
    assert message["To"] == "ana@cliente.example"
    assert message["Reply-To"] == "equipe@horizonte.example"
    assert message["Subject"] == "Recebemos sua solicitação 7K2-M9Q-XB4, Ana"
    assert message["Date"] == "Thu, 26 Nov 2026 12:00:00 +0000"
    assert message["Message-ID"] == "<a1.horizonte@care.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "pt-BR"


def test_text_comes_first_then_html_with_the_logo_beside_it():
    message = mail()
    assert [one.get_content_type() for one in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    picture = list(message.walk())[-1]
    assert picture["Content-ID"] == "<logo@care.example>"
    assert picture.get_content() == logo().body
    assert 'src="cid:logo@care.example" width="240" height="40"' in part(message, "html")
    assert 'alt="Horizonte Construções"' in part(message, "html")


def test_both_parts_carry_the_same_link():
    message = mail()
    text, html = part(message, "plain"), part(message, "html")
    url = f"{BASE_URL}/l/{SIGNER.sign(letter().links['follow'])}"
    assert f"\n{url}\n" in text
    assert html.count(f'href="{url}"') == 2
    assert f">{url}</a>" in html


def test_the_text_reads_well_on_its_own():
    text = part(mail(), "plain")
    assert text.startswith("Olá, Ana!\n\nRecebemos sua solicitação.")
    assert "\n\n\n" not in text
    assert "o chuveiro & a pia" in text
    assert "Fotos" not in text
    assert text.endswith("em uma solicitação a Horizonte Construções.\n")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt-BR", "O botão não funciona?"),
        ("es", "¿El botón no funciona?"),
        ("en", "Does the button not work?"),
    ],
)
def test_the_shell_speaks_the_row_s_language(language: str, said: str):
    message = mail(language=language)
    assert said in part(message, "html")
    assert f'<html lang="{language}">' in part(message, "html")


def test_a_row_without_a_language_speaks_the_company_s_first():
    message = mail(language="", recipient="team")
    assert message["Content-Language"] == theme().tenant.languages[0]
    assert "porque cuida das solicitações" in part(message, "plain")


def test_a_fact_without_a_value_is_left_out():
    assert "Fotos" not in part(mail(), "html")


def test_a_company_s_own_words_come_first():
    own = replace(theme(), texts={"pt-BR": {"mail.greeting": "Oi, {name}!"}})
    assert part(mail(of=own), "plain").startswith("Oi, Ana!")


def test_the_team_is_told_why_it_gets_the_mail():
    text = part(mail(recipient="team"), "plain")
    assert "porque cuida das solicitações" in text
    assert "responder" not in text


def test_nothing_is_fetched_from_anywhere():
    html = part(mail(), "html")
    assert html.count("src=") == 1
    assert "url(" not in html
    assert "<script" not in html
    assert "<link" not in html


def test_a_mail_is_under_40_kb_without_its_logo():
    bare = replace(theme(), assets={})
    assert len(mail(of=bare).as_bytes()) < 40_000


def test_without_a_logo_the_name_stands_in_its_place():
    html = part(mail(of=replace(theme(), assets={})), "html")
    assert "<img" not in html
    assert ">Horizonte Construções</strong>" in html


@pytest.mark.parametrize("media_type", ["image/webp", "image/svg+xml"])
def test_only_png_goes_by_mail(media_type: str):
    assert logo_of(Asset("logo", "", media_type, b"<svg/>"), BASE_URL) is None


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [(600, 100, (240, 40)), (100, 100, (40, 40)), (2400, 100, (240, 10)), (60, 20, (120, 40))],
)
def test_a_logo_keeps_its_shape(width: int, height: int, shown: tuple[int, int]):
    found = logo_of(logo(width, height), BASE_URL)
    assert found is not None
    assert (found.width, found.height) == shown


@pytest.mark.parametrize(
    "name",
    [
        "Ana\r\nBcc: todos@cliente.example",
        "Ana\nBcc: todos@cliente.example\n\nHTML",
        "Ana\x0b\x0c\x1c\x85\u2028Bcc: x",
        "=?utf-8?q?Ana=0D=0ABcc:_todos@cliente.example?=",
        "Ana\x00\x1b[31m\u202e",
        "ñandú " * 60 + "\rBcc: x",
    ],
)
def test_a_name_can_t_add_a_header(name: str):
    plain = mail()
    message = mail(letter(name=name), replace(theme(company=name), name="horizonte"))
    assert message.keys() == plain.keys()
    for header in ("Subject", "From"):
        assert str(message[header]).isprintable()
    assert [address.addr_spec for address in message["From"].addresses] == [
        "assistencia@horizonte.example"
    ]


def test_a_name_can_t_add_markup():
    html = part(mail(letter(name="<script>alert(1)</script>")), "html")
    assert "<script" not in html


@pytest.mark.parametrize(
    "address", ["ana@cliente.example\r\nBcc: x@y.example", "ana@x, eva@y", "", "ana"]
)
def test_what_is_no_address_is_refused(address: str):
    with pytest.raises(Exception):  # noqa: B017, PT011 - what the email package raises differs
        mail(letter(address))


def test_long_ids_stay_whole():
    message = mail(id="f" * 32, tenant="a" * 40)
    assert message["Message-ID"] == f"<{'f' * 32}.{'a' * 40}@care.example>"
