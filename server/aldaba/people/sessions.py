"""A staff member's session: the cookie that carries it and the token that guards its forms.

The cookie holds 32 random bytes, the database their SHA-256. A session ends 12 hours after it
began, however it is used: a working day, and no write for each page. The company's name is in the
cookie's, because two companies of one service share its origin; the path keeps it from customers'
pages, which is why it can't be called `__Host-…` (that demands the path `/`).
"""

import hashlib
import hmac
import secrets
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from aldaba import clock
from aldaba.people import service
from aldaba.web.deployment import Deployment

LASTS = 12 * clock.HOUR


async def begin(deployment: Deployment, tenant: str, staff_id: str) -> Cookie:
    """Begin a session; the cookie to answer with."""
    token = secrets.token_urlsafe(32)
    at = clock.now()
    session = (digest(token), staff_id, at, at + LASTS)
    await deployment.store.write(tenant, service.open_session, *session)
    return _cookie(deployment, tenant, token, LASTS // clock.SECOND)


async def end(deployment: Deployment, tenant: str, token: str) -> Cookie:
    """End the session of `token`; the cookie that takes the browser's away."""
    await deployment.store.write(tenant, service.close_session, digest(token))
    return _cookie(deployment, tenant, "", 0)


def token_of(connection: ASGIConnection[Any, Any, Any, Any], tenant: str) -> str:
    """What the browser's cookie for `tenant` holds."""
    return connection.cookies.get(_name(tenant), "")


def digest(token: str) -> bytes:
    """What the database knows of a session's token."""
    return hashlib.sha256(token.encode()).digest()


def csrf(token: str) -> str:
    """The hidden field `_csrf` of every form in this session: another session's doesn't fit."""
    return hmac.digest(token.encode(), b"csrf", "sha256").hex()


def _cookie(deployment: Deployment, tenant: str, value: str, seconds: int) -> Cookie:
    return Cookie(
        key=_name(tenant),
        value=value,
        max_age=seconds,
        path=f"/desk/{tenant}",
        httponly=True,
        samesite="lax",  # strict would sign staff out who follow a link from their mail
        secure=deployment.settings.base_url.startswith("https:"),
    )


def _name(tenant: str) -> str:
    return f"aldaba_{tenant}"
