"""Whatever a client sends, it is told what is wrong with it, and never that we failed."""

import logging
import socket
import time

import pytest
from tests.server.web.wire import Address, get, post, say

FORM = "/f/horizonte/pre-request"
SIGN_IN = "/desk/horizonte/sign-in"
URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


def part(*headers: str, body: bytes = b"x") -> bytes:
    return b"--b\r\n" + "\r\n".join(headers).encode() + b"\r\n\r\n" + body + b"\r\n"


NAMED = 'Content-Disposition: form-data; name="email"'

BODIES = {
    "JSON": ("application/json", b'{"email": "ana"}', 415, "unsupported_media_type"),
    "broken JSON": ("application/json", b'{"email', 415, "unsupported_media_type"),
    "deep JSON": ("application/json", b"[" * 100_000, 415, "unsupported_media_type"),
    "JSON as text": ("text/plain", b"{}", 415, "unsupported_media_type"),
    "no type": ("", b"email=ana", 415, "unsupported_media_type"),
    "a type of nonsense": (";;=,/", b"email=ana", 415, "unsupported_media_type"),
    "bytes that are no text": (URL_ENCODED, b"email=\xff\xfe", 400, "malformed"),
    "escapes that are no text": (URL_ENCODED, b"email=%FF%FE", 400, "malformed"),
    "too many fields": (URL_ENCODED, b"a=1&" * 5_000, 400, "malformed"),
    "NUL in a field": (URL_ENCODED, b"email=a%00b", 422, "fields"),
    "NUL in a name": (URL_ENCODED, b"a%00b=1", 400, "malformed"),
    "no boundary": ("multipart/form-data", part(NAMED), 400, "malformed"),
    "an empty boundary": ("multipart/form-data; boundary=", part(NAMED), 400, "malformed"),
    "a foreign boundary": ("multipart/form-data; boundary=c", part(NAMED), 400, "malformed"),
    "multipart cut short": (MULTIPART, part(NAMED)[:-4], 400, "malformed"),
    "multipart without its end": (MULTIPART, part(NAMED), 400, "malformed"),
    "a part without a name": (MULTIPART, part("Content-Type: a/b") + b"--b--", 400, "malformed"),
    "a part of bytes": (MULTIPART, part(NAMED, body=b"\xff") + b"--b--", 400, "malformed"),
    "a charset of nonsense": (
        MULTIPART,
        part(NAMED, "Content-Type: text/plain; charset=klingon") + b"--b--",
        400,
        "malformed",
    ),
    "a charset that is no text's": (
        MULTIPART,
        part(NAMED, "Content-Type: text/plain; charset=zlib") + b"--b--",
        400,
        "malformed",
    ),
    "lone surrogates": (
        MULTIPART,
        part(NAMED, "Content-Type: text/plain; charset=utf-7", body=b"+2AA-") + b"--b--",
        422,
        "fields",
    ),
    "thousands of parts": (MULTIPART, part(NAMED) * 2_000 + b"--b--", 400, "malformed"),
    "a huge part's header": (MULTIPART, part(NAMED, f"X: {'x' * 90_000}"), 400, "malformed"),
    "a hundred headers": (MULTIPART, part(NAMED, *["X: x"] * 100), 400, "malformed"),
}


@pytest.mark.parametrize("path", [FORM, SIGN_IN])
def test_a_body_that_cant_be_read_is_refused(address: Address, path: str):
    answers = {name: say(address, post(path, *sent)) for name, (*sent, _, _) in BODIES.items()}
    said = {name: (answer.status, answer.code) for name, answer in answers.items()}
    assert said == {name: (status, code) for name, (*_, status, code) in BODIES.items()}
    kinds = {answer.headers["content-type"] for answer in answers.values()}
    assert kinds == {"application/problem+json"}


def test_a_body_over_the_limit_is_too_large(address: Address):
    answer = say(address, post(SIGN_IN, URL_ENCODED, b"email=" + b"a" * 300_000))
    assert (answer.status, answer.code) == (413, "body_too_large")


def test_a_body_that_breaks_off_is_nobodys_failure(
    address: Address, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    with socket.create_connection(address) as connection:
        connection.sendall(post(SIGN_IN, URL_ENCODED, b"email=ana%40example.com")[:-5])
        time.sleep(0.1)
    while not (answered := [each for each in caplog.records if each.name == "aldaba.access"]):
        time.sleep(0.01)
    facts = answered[0].facts
    said = (facts["method"], facts["route"], facts["status"])
    assert said == ("POST", "/desk/{tenant}/sign-in", 400)
    assert "ERROR" not in caplog.text


REQUESTS = {
    "NUL in a path": (get("/f/horizonte%00/pre-request"), 400),
    "NUL in a query": (get(FORM + "?lang=%00"), 400),
    "dots": (get("/f/../../etc/passwd"), 404),
    "escaped dots": (get("/f/%2e%2e/%2e%2e%2fetc"), 404),
    "an asset of nobody": (get("/c/..%2f..%2fetc%2fpasswd"), 404),
    "escapes of nonsense": (get("/f/%zz/%"), 404),
    "a path of 50 kB": (get("/f/" + "a" * 50_000), 404),
    "bytes in a path": (b"GET /f/\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "an infinite weight": (get("/nowhere", "Accept: text/html;q=inf, */*;q=nan"), 404),
    "languages of nonsense": (get("/nowhere", "Accept-Language: ;;q=x,,%00,*;q=9e9"), 404),
    "a cookie of nonsense": (get("/desk/horizonte", 'Cookie: aldaba_horizonte="\\000;=;'), 401),
    "a proxy of nonsense": (
        post(SIGN_IN, URL_ENCODED, b"email=a", "X-Forwarded-For: ::1%lo, <script>, 999.1.1.1"),
        401,
    ),
    "a forged link": (get("/l/follow.e30.AAAA"), 404),
    "a link of nonsense": (get("/l/%F0%9F%92%A9...."), 404),
    "a host of nonsense": (b"GET / HTTP/1.1\r\nHost: <>\r\n\r\n", 400),
    "a method of nonsense": (b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "a method that isn't offered": (b"DELETE " + get(FORM)[4:], 405),
    "HTTP of nonsense": (b"\x16\x03\x01\x02\x00", 400),
    "a length of nonsense": (b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", 400),
    "chunks of nonsense": (
        f"POST {SIGN_IN} HTTP/1.1\r\nHost: a\r\nContent-Type: {URL_ENCODED}\r\n"
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode(),
        400,
    ),
    "a websocket": (
        get("/health/live", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x"),
        200,
    ),
}


def test_an_address_or_header_of_nonsense_gets_a_clear_answer(address: Address):
    said = {name: say(address, raw).status for name, (raw, _) in REQUESTS.items()}
    assert said == {name: status for name, (_, status) in REQUESTS.items()}
