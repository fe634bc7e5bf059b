"""Where mail goes: a folder, or a real SMTP server."""

import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtplib import SMTPException
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec.structs import replace

from aldaba.outbox import transport
from aldaba.outbox.transport import Folder, Outgoing, Smtp, deliver, transport_of
from aldaba.settings import SettingsError

from .smtp_server import Mailbox, dripping_server, smtp_server

pytestmark = pytest.mark.anyio

MAIL = Outgoing(
    "20261126T120000.000000-a1",
    "assistencia@horizonte.example",
    ("ana@cliente.example", "eva@cliente.example"),
    b"Subject: x\r\n\r\n.one line begins with a dot\r\n",
)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("folder:data/mail", Folder(Path("data/mail"))),
        ("folder:/var/mail", Folder(Path("/var/mail"))),
        ("smtp://mail.example", Smtp("mail.example", None, None, None, tls=False)),
        ("smtps://mail.example:465", Smtp("mail.example", 465, None, None, tls=True)),
        (
            "smtp://ana%40x.example:p%2Fw@mail.example:587",
            Smtp("mail.example", 587, "ana@x.example", "p/w", tls=False),
        ),
    ],
)
def test_a_mail_url_says_where(url: str, meant: Folder | Smtp):
    assert transport_of(url) == meant


@pytest.mark.parametrize(
    "url", ["", "folder:", "mail", "http://mail.example", "smtp://", "smtp://x:99999", "smtp://[x"]
)
def test_any_other_mail_url_stops_the_start(url: str):
    with pytest.raises(SettingsError, match="ALDABA_MAIL_URL"):
        transport_of(url)


async def test_a_folder_gets_one_file_for_each_message(tmp_path: Path):
    folder = Folder(tmp_path / "new" / "mail")
    assert await deliver(folder, MAIL) == {}
    assert await deliver(folder, MAIL) == {}
    assert [file.name for file in folder.path.iterdir()] == ["20261126T120000.000000-a1.eml"]
    assert next(folder.path.iterdir()).read_bytes() == MAIL.message


async def test_a_folder_that_can_t_be_written_raises(tmp_path: Path):
    (tmp_path / "mail").write_text("a file")
    with pytest.raises(OSError, match="mail"):
        await deliver(Folder(tmp_path / "mail"), MAIL)


async def test_a_server_takes_the_mail_for_all_recipients():
    mailbox = Mailbox()
    async with smtp_server(mailbox) as url:
        assert await deliver(transport_of(url), MAIL) == {}
    (delivered,) = mailbox.delivered
    assert delivered.mail_from == MAIL.sender
    assert delivered.rcpt_tos == list(MAIL.recipients)
    assert delivered.content == MAIL.message


async def test_each_refused_recipient_is_told_with_its_code():
    mailbox = Mailbox()
    mailbox.refusals["eva@cliente.example"] = "550 5.1.1 nobody here"
    async with smtp_server(mailbox) as url:
        assert await deliver(transport_of(url), MAIL) == {"eva@cliente.example": 550}
        mailbox.refusals["ana@cliente.example"] = "450 4.2.0 come again"
        assert await deliver(transport_of(url), MAIL) == {
            "ana@cliente.example": 450,
            "eva@cliente.example": 550,
        }
    assert [one.rcpt_tos for one in mailbox.delivered] == [["ana@cliente.example"]]


async def test_a_message_that_is_refused_is_refused_to_all():
    mailbox = Mailbox()
    mailbox.data = "554 5.7.1 no such mail"
    async with smtp_server(mailbox) as url:
        assert set((await deliver(transport_of(url), MAIL)).values()) == {554}


async def test_a_server_that_drips_bytes_is_cut_by_the_deadline(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "DEADLINE", 0.3)
    async with dripping_server() as url:
        start = time.monotonic()
        with pytest.raises(TimeoutError):
            await deliver(transport_of(url), MAIL)
        assert time.monotonic() - start < 1


async def test_a_goodbye_that_never_ends_doesn_t_undo_a_delivery(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "GOODBYE", 0.1)
    mailbox = Mailbox()
    mailbox.silent_at_quit = True
    async with smtp_server(mailbox) as url:
        assert await deliver(transport_of(url), MAIL) == {}
    assert len(mailbox.delivered) == 1


async def test_nobody_listening_raises():
    with pytest.raises(OSError, match="connect"):
        await deliver(transport_of("smtp://127.0.0.1:1"), MAIL)


class TestElsewhere:
    """A server that is not this machine's own."""

    @pytest.fixture(autouse=True)
    def _abroad(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(transport, "LOOPBACK", set())

    async def test_starttls_is_taken_when_it_is_offered(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        served, trusted = _certificate(tmp_path)
        monkeypatch.setattr(transport, "_trusted", lambda: trusted)
        mailbox = Mailbox()
        async with smtp_server(mailbox, served) as url:
            assert await deliver(transport_of(url), MAIL) == {}
        assert mailbox.encrypted == [True]

    async def test_a_certificate_that_nobody_vouches_for_is_refused(self, tmp_path: Path):
        served, _ = _certificate(tmp_path)
        mailbox = Mailbox()
        async with smtp_server(mailbox, served) as url:
            with pytest.raises((OSError, SMTPException)):
                await deliver(transport_of(url), MAIL)
        assert mailbox.delivered == []

    async def test_mail_without_a_password_goes_where_starttls_is_not_offered(self):
        mailbox = Mailbox()
        async with smtp_server(mailbox) as url:
            assert await deliver(transport_of(url), MAIL) == {}

    async def test_a_password_is_never_sent_unencrypted(self):
        mailbox = Mailbox()
        async with smtp_server(mailbox) as url:
            to = transport_of(url)
            assert isinstance(to, Smtp)
            with pytest.raises(SMTPException):
                await deliver(replace(to, user="ana", password="secret"), MAIL)
        assert mailbox.delivered == []


def _certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Contexts of a server on 127.0.0.1 and of a client that trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(file)
    return served, ssl.create_default_context(cafile=file)
