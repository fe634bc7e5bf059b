"""The certificate as people read it, and its public check, which shows nobody's data."""

import re
from typing import Any

from litestar import Request, Response, get

from aldaba.capabilities.closures import certificates
from aldaba.capabilities.closures.certificates import ALPHABET, CODE, Certified
from aldaba.capabilities.closures.service import latest
from aldaba.events import verify
from aldaba.forms.versions import load_terms
from aldaba.links import Link
from aldaba.problems import Problem
from aldaba.requests import service as requests
from aldaba.storage.keys import is_signed
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader, reader_of

WRITTEN = re.compile(r"([a-z0-9][a-z0-9-]{1,39})\.([A-Z0-9-]{10,40})\Z", re.IGNORECASE)


async def show(
    reader: Reader,
    _request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    _token: str,
) -> Response[Any]:
    """The certificate of the acceptance that the link names, to print."""
    read = deployment.store.read
    found = await read(link.tenant, certificates.of_event, link.subject, link.version)
    if found is None:
        raise Problem("link_unknown")
    return await certificate_page(reader, deployment, found)


async def certificate_page(
    reader: Reader, deployment: Deployment, found: Certified
) -> Response[Any]:
    """The page of a certificate, for who may see whose it is."""
    tenant, row = reader.theme.name, found.row
    version = found.event.terms_version if found.event else ""
    code = f"{tenant}.{row.code}"
    return reader.page(
        "closures/certificate.html",
        certified=found,
        request=await deployment.store.read(tenant, requests.find, row.number),
        closing=await deployment.store.read(tenant, latest, row.number),
        terms=await deployment.store.read(tenant, load_terms, version) if version else None,
        code=code,
        address=f"{deployment.settings.base_url}/verify/{code}",
        stands=await deployment.store.read(tenant, _stands, row),
    )


@get("/verify/{code:str}")
async def check(
    request: Request[Any, Any, Any], deployment: Deployment, code: str
) -> Response[Any]:
    """Is this certificate true? It holds as long as the signature fits, the history is whole, and
    the acceptance was not taken back."""
    written = WRITTEN.match(code)
    if written is None:
        raise Problem("certificate_unknown")
    tenant = written[1].lower()
    reader = reader_of(request, deployment, tenant)
    found = await deployment.store.read(tenant, certificates.of_code, _read(written[2]))
    if found is None:
        raise Problem("certificate_unknown")
    row = found.row
    stream = requests.stream_of(row.number)
    faults = await deployment.store.read(tenant, verify, stream)
    signed = is_signed(row.public_key, row.signature, row.statement.encode())
    return reader.page(
        "closures/verify.html",
        row=row,
        signed=signed,
        ours=deployment.vault.knows(row.public_key),
        whole=found.same and not faults,
        stands=await deployment.store.read(tenant, _stands, row),
        code=f"{tenant}.{row.code}",
    )


def _read(code: str) -> str:
    """A code as somebody types it: with hyphens, in lower case, with O for 0 and I or L for 1."""
    plain = code.upper().replace("-", "").translate(str.maketrans("OIL", "011"))
    known = len(plain) == CODE and set(plain) <= set(ALPHABET)
    return plain if known else ""


def _stands(db: Any, tenant: str, row: Any) -> bool:
    """Whether the acceptance is still what was decided."""
    closing = latest(db, tenant, row.number)
    if closing is None or closing.state != "accepted":
        return False
    return bool(closing.decided_sequence == row.sequence)
