"""The receipt: the number, what happens next and by when, a link to keep."""

from typing import Any

from litestar import Request, Response

from aldaba import clock
from aldaba.links import Link
from aldaba.pages import View, whatsapp
from aldaba.problems import Problem
from aldaba.requests import number, service
from aldaba.requests.letters import follow_link
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


async def receipt(
    reader: Reader,
    _request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    _token: str,
) -> Response[str]:
    """The page behind a receipt link; nothing of the customer's but a masked address."""
    shown = await _shown(reader, deployment, link.subject)
    return reader.page("intake/receipt.html", **shown)


async def receipt_in_place(reader: Reader, deployment: Deployment, stored: str) -> View:
    """The same for an embed, of the request with the number `stored`."""
    shown = await _shown(reader, deployment, stored)
    return reader.view("intake/receipt.html", deployment.settings.base_url, **shown)


async def _shown(reader: Reader, deployment: Deployment, stored: str) -> dict[str, Any]:
    """What the receipt of the request `stored` tells. Raises Problem `link_unknown`."""
    found = await deployment.store.read(reader.theme.name, service.find, stored)
    if found is None:
        raise Problem("link_unknown")
    link = follow_link(reader.theme.name, stored, reader.language, clock.now())
    follow = deployment.address(link)
    text = reader.words("intake.receipt_share", number=number.shown(stored), link=follow)
    return {
        "request": found,
        "masked_email": masked(found.email),
        "follow": follow,
        "share": whatsapp(text),
    }


def masked(email: str) -> str:
    """`b•••@cliente.example`: enough for its owner to know it, too little for anybody else. Of a
    name of one letter nothing is shown."""
    name, at, domain = email.partition("@")
    first = name[0] if len(name) > 1 else ""
    return f"{first}•••@{domain}" if at else ""
