"""A form without files is read the same way by the short path and by Litestar's parser."""

from typing import Any

import pytest
from litestar import Litestar, Request, post
from litestar.testing import AsyncTestClient

from aldaba.web import answers, plain_multipart
from aldaba.web.limits import FORM_BODY, FORM_PARTS

pytestmark = pytest.mark.anyio

BOUNDARY = "----WebKitFormBoundaryx7MA4YWxkTrZu0gW"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def part(said: str, text: bytes, boundary: str = BOUNDARY) -> bytes:
    return b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (
        boundary.encode(),
        said.encode(),
        text,
    )


END = f"--{BOUNDARY}--\r\n".encode()

PLAIN = {
    "texts": part('name="a"', b"one") + part('name="b_c.d-e"', "duas linhas\r\nção".encode()) + END,
    "nothing": part('name="a"', b"") + END,
    "twice": part('name="a"', b"1") + part('name="a"', b"2") + END,
    "dashes": part('name="a"', b"--\r\n-- " + BOUNDARY[:-1].encode()) + END,
    "no last break": part('name="a"', b"x") + END[:-2],
    "blank line in it": part('name="a"', b"\r\n\r\n") + END,
}
OTHER = {
    "a file": part('name="a"; filename="x.txt"', b"one") + END,
    "an empty file": part('name="a"; filename=""', b"") + END,
    "a type of its own": part('name="a"\r\nContent-Type: text/plain; charset=latin-1', b"\xe7")
    + END,
    "a name in other letters": part('name="são"', b"one") + END,
    "no quotes": part("name=a", b"one") + END,
    "broken letters": part('name="a"', b"\xff") + END,
    "no end": part('name="a"', b"one"),
    "words after the end": part('name="a"', b"one") + END + b"more",
    "words before": b"before\r\n" + part('name="a"', b"one") + END,
    "another boundary": part('name="a"', b"one", "other") + END,
    "a boundary that goes on": part('name="a"', b"x\r\n--" + BOUNDARY.encode() + b"yz") + END,
    "bare line feeds": part('name="a"', b"one").replace(b"\r\n", b"\n") + END,
    "too many": part('name="a"', b"x") * (FORM_PARTS + 1) + END,
    "empty": b"",
}


@pytest.fixture
async def client():
    @post("/", status_code=200, request_max_body_size=4 * FORM_BODY)
    async def read(request: Request[Any, Any, Any]) -> dict[str, Any]:
        found = await answers.read_answers(request)
        again = await answers.read_answers(request)
        assert again.fields == found.fields
        names = {name: [file.filename for file in files] for name, files in found.files.items()}
        return {"fields": found.fields, "files": names}

    app = Litestar([read], multipart_form_part_limit=FORM_PARTS, openapi_config=None)
    async with AsyncTestClient(app) as client:
        yield client


async def both(client: Any, body: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """What comes of `body` with the short path and without."""
    said = []
    for path in (plain_multipart.texts, lambda *_: None):
        monkeypatch.setattr(plain_multipart, "texts", path)
        try:
            answer = await client.post("/", content=body, headers={"content-type": KIND})
            said.append((answer.status_code, answer.json()))  # names in any order
        except Exception as error:
            said.append((type(error), str(error)))
    return said[0], said[1]


@pytest.mark.parametrize("body", PLAIN.values(), ids=PLAIN)
async def test_a_plain_form_is_read_alike(client, body, monkeypatch) -> None:
    assert plain_multipart.texts(body, BOUNDARY, FORM_PARTS) is not None
    short, long = await both(client, body, monkeypatch)
    assert short == long


@pytest.mark.parametrize("body", OTHER.values(), ids=OTHER)
async def test_everything_else_is_left_to_the_parser(client, body, monkeypatch) -> None:
    assert plain_multipart.texts(body, BOUNDARY, FORM_PARTS) is None
    short, long = await both(client, body, monkeypatch)
    assert short == long


async def test_a_large_form_is_not_held_in_memory(client, monkeypatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it was read at once")

    monkeypatch.setattr(plain_multipart, "texts", never)
    body = part('name="a"', b"x" * FORM_BODY) + END
    answer = await client.post("/", content=body, headers={"content-type": KIND})
    assert answer.status_code == 200
