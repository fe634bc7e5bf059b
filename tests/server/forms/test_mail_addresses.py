import pytest

from aldaba.forms.mail_addresses import read, suggestion


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ana@cliente.example", "ana@cliente.example"),
        ("Ana.Maria+casa@GMAIL.com", "Ana.Maria+casa@gmail.com"),
        ("=1+1@cliente.example", "=1+1@cliente.example"),
        ("jose@peña.example", "jose@xn--pea-8ma.example"),
        ("a@b.co", "a@b.co"),
    ],
)
def test_an_address_keeps_its_name_and_gets_a_plain_domain(typed: str, address: str) -> None:
    assert read(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "ana",
        "ana@",
        "@cliente.example",
        "ana@cliente",
        "ana@127.0.0.1",
        "ana @cliente.example",
        "ana@cliente .example",
        ".ana@cliente.example",
        "ana..b@cliente.example",
        "ana@cliente..example",
        "ana@-cliente.example",
        "ana@cliente.example\n",
        "ana@cliente.example\nBcc: all@cliente.example",
        "Ana <ana@cliente.example>",
        "añá@cliente.example",
        "ana@a@cliente.example",
        "a" * 65 + "@cliente.example",
        "ana@" + "a" * 64 + ".example",
        "ana@" + "a." * 130 + "example",
        "ana@\U0001f9ca" + "\u0301" * 300,
    ],
)
def test_no_mail_is_sent_to_what_is_no_address(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ana@gmial.com", "ana@gmail.com"),
        ("ana@gmail.con", "ana@gmail.com"),
        ("ana@gmai.com", "ana@gmail.com"),
        ("ana@gmail.co", "ana@gmail.com"),
        ("ana@gmail.com.br", "ana@gmail.com"),
        ("ana@gmail", "ana@gmail.com"),
        ("ana@uol", "ana@uol.com.br"),
        ("ana@hotmial.com", "ana@hotmail.com"),
        ("ana@hotmail.co", "ana@hotmail.com"),
        ("ana@outlok.com", "ana@outlook.com"),
        ("ana@YAHO.com.br", "ana@yahoo.com.br"),
        ("ana@yahoo.com.b", "ana@yahoo.com.br"),
        ("ana@iclou.com", "ana@icloud.com"),
        ("ana@bol.com.r", "ana@bol.com.br"),
        ("ana@hotmal.com.ar", "ana@hotmail.com.ar"),
    ],
)
def test_a_slip_in_a_common_domain_is_questioned(typed: str, meant: str) -> None:
    assert suggestion(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "ana@gmail.com",
        "ana@mail.com",
        "ana@ymail.com",
        "ana@bol.com.br",
        "ana@uol.com.br",
        "ana@me.com",
        "ana@yahoo.com.pe",
        "ana@hotmail.fr",
        "ana@outlook.com.br",
        "ana@live.com.mx",
        "ana@cliente.example",
        "ana@horizonte.example",
        "ana@usp.br",
        "ana",
        "@gmial.com",
        "ana@",
        "ana@" + "g" * 5000,
    ],
)
def test_other_domains_are_left_alone(typed: str) -> None:
    assert suggestion(typed) is None
