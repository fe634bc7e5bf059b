"""Signing in and out. Whether an account exists is never told: the answer is the same for an
unknown e-mail and a wrong password, and takes the same time."""

import re
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.response import Redirect
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.people import passwords, service, sessions
from aldaba.people.guard import SIGNED_OUT
from aldaba.problems import CODES, Problem
from aldaba.web import throttle
from aldaba.web.answers import Answers, read_answers
from aldaba.web.client_network import network_of
from aldaba.web.deployment import Deployment
from aldaba.web.problem_pages import wants_json
from aldaba.web.reader import Reader, reader_of

PER_ACCOUNT = throttle.Rate(burst=20, per_hour=20)
# Carriers put thousands of phones behind one address: a crowded network is not shut out, each
# account only gets fewer tries from there.
PER_NETWORK = throttle.Rate(burst=60, per_hour=120)
FROM_A_CROWD = throttle.Rate(burst=3, per_hour=3)

REFUSED = {"sign_in_failed": "people.sign_in.refused", "too_many": "people.sign_in.too_many"}


@get("/sign-in", opt=SIGNED_OUT)
async def sign_in_page(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str
) -> Response[str]:
    """The page that asks who one is. `?next=` is where it leads to."""
    return form(reader_of(request, deployment, tenant), _next(request, tenant))


@post("/sign-in", opt=SIGNED_OUT, status_code=200)
async def sign_in(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str
) -> Response[Any]:
    """Begin a session and go on to where one wanted to."""
    answers = await read_answers(request)
    reader, onward = reader_of(request, deployment, tenant), _next(request, tenant)
    account = await _admitted(request, deployment, tenant, answers)
    if isinstance(account, Row):
        cookie = await sessions.begin(deployment, tenant, account.id)
        return Redirect(onward, status_code=303, cookies=[cookie])
    if wants_json(request):
        raise Problem(account)
    return form(reader, onward, answers.one("email"), REFUSED[account], CODES[account])


@post("/sign-out")
async def sign_out(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str
) -> Response[Any]:
    """End the session."""
    cookie = await sessions.end(deployment, tenant, sessions.token_of(request, tenant))
    return Redirect(f"/desk/{tenant}/sign-in", status_code=303, cookies=[cookie])


def form(
    reader: Reader, onward: str, email: str = "", refused: str = "", status: int = 200
) -> Response[str]:
    """The sign-in page, which leads to the path `onward`; `refused` is a key of texts."""
    action = f"/desk/{reader.theme.name}/sign-in?{urlencode({'next': onward})}"
    return reader.page(
        "people/sign-in.html", status=status, action=action, email=email, refused=refused
    )


async def _admitted(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, answers: Answers
) -> Row[Any] | str:
    """The account whose e-mail and password these are, or the code of the refusal."""
    email, password = answers.one("email").strip().casefold(), answers.one("password")
    account_bucket = _bucket(deployment, tenant, email)
    network_bucket = _bucket(deployment, tenant, network_of(request, deployment.settings))
    tried = (account_bucket, network_bucket, clock.now())
    if not await deployment.store.write(tenant, _take, *tried):
        return "too_many"
    account = await deployment.store.read(tenant, service.by_email, email)
    stored = account.password if account else None
    if not await passwords.matches(stored, password) or account is None:
        return "sign_in_failed"
    if passwords.outdated(account.password):
        fresh = await passwords.hashed(password)
        old = account.password
        await deployment.store.write(tenant, service.rehash, account.id, old, fresh)
    return account


def _bucket(deployment: Deployment, tenant: str, whose: str) -> str:
    """A name that doesn't tell whose."""
    return deployment.vault.index(tenant, whose).hex()[:32]


def _take(db: Connection, tenant: str, account: str, network: str, at: int) -> bool:
    """Count a try; whether it may be made."""
    crowded = not throttle.take(db, tenant, f"sign-in:network:{network}", PER_NETWORK, at)
    if crowded and not throttle.take(db, tenant, f"sign-in:crowd:{account}", FROM_A_CROWD, at):
        return False
    return throttle.take(db, tenant, f"sign-in:account:{account}", PER_ACCOUNT, at)


def _next(request: Request[Any, Any, Any], tenant: str) -> str:
    """Where `?next=` leads, when that is a page of this desk; else its first page."""
    desk = f"/desk/{tenant}"
    asked = request.query_params.get("next", "")
    local = re.fullmatch(rf"{desk}(?:[/?][\w/.?=&%+-]*)?", asked, re.ASCII)
    return asked if local else desk
