"""Customers who are asked something by mail: whether the work is done, and how it was."""

import itertools
from collections.abc import Callable

from anyio.from_thread import start_blocking_portal
from sqlalchemy import Connection, update
from tests.server.capabilities.closures.conftest import close_request
from tests.server.scene import Sent, write_form

from aldaba import clock
from aldaba.capabilities.closures import service as closures
from aldaba.capabilities.intake import service as intake
from aldaba.capabilities.intake.service import Received
from aldaba.capabilities.surveys import page
from aldaba.capabilities.surveys import service as surveys
from aldaba.capabilities.surveys.models import invitation
from aldaba.web.deployment import Deployment

counted = itertools.count()

# (purpose, tenant="horizonte", language="pt-BR") -> token
Mailed = Callable[..., str]


def link_about_work(
    deployment: Deployment, purpose: str, tenant: str = "horizonte", language: str = "pt-BR"
) -> str:
    """The token of a link to the `acceptance` or the `survey` of work that was just done."""
    with start_blocking_portal() as portal:  # this thread may be Playwright's
        return portal.call(_made, deployment, purpose, tenant, language)


async def _made(deployment: Deployment, purpose: str, tenant: str, language: str) -> str:
    person = next(counted)  # of whom one sends so many forms a day
    contacts = {"email": f"asked{person}@cliente.example", "phone": f"11 5555-{2000 + person}"}
    sent = await write_form(deployment, tenant, language=language, **contacts)
    kept = await deployment.store.write(tenant, intake.submit, sent)
    assert isinstance(kept, Received)
    case = await close_request(deployment, Sent(tenant, kept.number, ""))
    if purpose == "acceptance":
        return deployment.signer.sign(closures.link_of(await case.row(), language))
    await deployment.store.write(tenant, _invited, kept.number)
    asked = await deployment.store.read(tenant, surveys.find, kept.number)
    assert asked is not None
    return deployment.signer.sign(page.link_of(asked, language, clock.now()))


def _invited(db: Connection, tenant: str, number: str) -> None:
    """The company's own rules would wait for days."""
    mine = (invitation.c.tenant == tenant, invitation.c.number == number)
    at = clock.now()
    asked = {"state": "invited", "survey": "survey", "invited_at": at, "deadline": at + clock.DAY}
    db.execute(update(invitation).where(*mine).values(asked))
