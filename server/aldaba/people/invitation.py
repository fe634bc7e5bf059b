"""How somebody comes to the desk: a link, for one use, to choose a password. The same way leads
back in for who forgot it."""

import secrets
from collections.abc import Collection
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect
from sqlalchemy import Row

from aldaba import clock
from aldaba.forms import mail_addresses
from aldaba.links import Link
from aldaba.people import passwords, service, sessions
from aldaba.people.guard import SIGNED_OUT
from aldaba.problems import Problem
from aldaba.settings import SettingsError
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.links import opened
from aldaba.web.reader import reader_of

PURPOSE = "password"
LASTS = 72 * clock.HOUR


async def invite(
    deployment: Deployment,
    tenant: str,
    email: str,
    name: str,
    role: str,
    teams: Collection[str] | None = None,
) -> str:
    """Put `email` on the staff of `tenant` as a `role` of `staff.ROLES`; the address where they
    choose their password, once. Who is there already gets this name and role, and a new link;
    their teams stay unless `teams` are named.

    Raises SettingsError for an unknown company or team, or something that is no e-mail address.
    """
    theme = deployment.themes.get(tenant)
    if theme is None:
        raise SettingsError(f"{tenant} has no folder in {deployment.settings.themes}.")
    address = mail_addresses.read(email)
    if address is None:
        raise SettingsError(f"{email} is not an e-mail address.")
    for team in teams or ():
        if team not in theme.tenant.teams:
            known = ", ".join(theme.tenant.teams) or "none"
            raise SettingsError(
                f"{team} is no team of {tenant}; in its tenant.toml there are {known}."
            )
    account = await deployment.store.write(
        tenant,
        service.put,
        address.casefold(),
        id_=secrets.token_hex(8),
        name=name or address.partition("@")[0],
        role=role,
        language=theme.tenant.languages[0],
        at=clock.now(),
    )
    if teams:
        await deployment.store.write(tenant, service.set_teams, account.id, teams)
    expires = clock.now() + LASTS
    version = account.password_version
    link = Link(PURPOSE, tenant, account.id, version, expires, account.language)
    return f"{deployment.settings.base_url}{_path(tenant, deployment.signer.sign(link))}"


@get("/password/{token:str}", opt=SIGNED_OUT)
async def password_page(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, token: str
) -> Response[str]:
    """The page that asks for a password."""
    account = await _invited(deployment, tenant, token)
    return _form(request, deployment, account, token)


@post("/password/{token:str}", opt=SIGNED_OUT, status_code=200)
async def choose_password(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, token: str
) -> Response[Any]:
    """Keep the password and sign in; the link has served."""
    account = await _invited(deployment, tenant, token)
    password = (await read_answers(request)).one("password")
    company = reader_of(request, deployment, tenant).theme.tenant
    local_part = account.email.partition("@")[0]
    known = (account.email, local_part, account.name, company.name, company.legal_name)
    refused = passwords.refusal(password, *known)
    if refused:
        return _form(request, deployment, account, token, f"people.password_page.{refused}")
    chosen = (account.id, account.password_version, await passwords.hashed(password))
    if not await deployment.store.write(tenant, service.set_password, *chosen):
        raise Problem("link_superseded")
    cookie = await sessions.begin(deployment, tenant, account.id)
    return Redirect(f"/desk/{tenant}", status_code=303, cookies=[cookie])


def _form(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    account: Row[Any],
    token: str,
    refused: str = "",
) -> Response[str]:
    reader = reader_of(request, deployment, account.tenant, account.language)
    return reader.page(
        "people/password.html",
        status=422 if refused else 200,
        action=_path(account.tenant, token),
        name=account.name,
        email=account.email,
        minimum=passwords.SHORTEST,
        refused=refused,
    )


async def _invited(deployment: Deployment, tenant: str, token: str) -> Row[Any]:
    """The account that the link is for. Raises Problem, `link_superseded` once it was used."""
    link = opened(deployment, token, {PURPOSE})
    account = await deployment.store.read(tenant, service.by_id, link.subject)
    if link.tenant != tenant or account is None:
        raise Problem("link_unknown")
    if account.password_version != link.version:
        raise Problem("link_superseded")
    return account


def _path(tenant: str, token: str) -> str:
    return f"/desk/{tenant}/password/{token}"
