"""Pre-requests as the form's page sends them, each somebody else's."""

import re
import secrets
from collections.abc import Iterator

from tests.bench.load import get, send

PATH = "/f/horizonte/pre-request"
BOUNDARY = "----aldaba-benchmark"
FORM_VERSION = re.compile(rb'name="_form" value="([0-9a-f]{64})"')
DESCRIPTION = (
    "Preciso do manual do proprietário e das garantias dos equipamentos. Na entrega das chaves "
    "recebi uma pasta, mas a parte do aquecedor não veio, e o técnico pede o número de série."
)


def shown_form(port: int) -> str:
    """The version of the form that the page shows."""
    found = FORM_VERSION.search(send(port, [get(PATH)], 1).body)
    assert found, "the page has no form"
    return found[1].decode()


def valid(version: str, count: int) -> Iterator[bytes]:
    """Pre-requests that are kept. Each has an address and a phone of its own, because one person
    may send only a few an hour."""
    for _ in range(count):
        yield _post(_answers(version))


def refused(version: str, count: int) -> Iterator[bytes]:
    """The same with one answer missing."""
    for _ in range(count):
        yield _post(_answers(version) | {"description": ""})


def _answers(version: str) -> dict[str, str]:
    return {
        "_key": secrets.token_urlsafe(16),
        "_form": version,
        "_lang": "pt-BR",
        "website": "",
        "subject": "papers",
        "description": DESCRIPTION,
        "development": "Residencial Ipê-Anil",
        "block": "B",
        "unit": "1204",
        "name": "Marina Albuquerque dos Santos",
        "relation": "owner",
        "phone": f"(11) 9{6 * 10**7 + secrets.randbelow(3 * 10**7)}",
        "email": f"marina.{secrets.token_hex(6)}@correio.example",
        "document": "529.982.247-25",
        "conditions": "yes",
        "privacy": "yes",
    }


def _post(answers: dict[str, str]) -> bytes:
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in answers.items()
    )
    body = ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()
    lines = (
        f"POST {PATH} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: application/json",
        "Accept-Language: pt-BR,pt;q=0.9,en;q=0.8",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body
