"""Surveys as the application runs them: reactions installed, a request that was closed."""

from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec import Struct
from sqlalchemy import Connection, Row, select, update
from tests.server.scene import send_request

from aldaba import clock
from aldaba.app import CAPABILITIES, create_app
from aldaba.capabilities.surveys import service
from aldaba.capabilities.surveys.inviting import invite_due
from aldaba.capabilities.surveys.page import link_of
from aldaba.events import Event, record
from aldaba.events.closures import (
    ClosureAccepted,
    ClosureUndone,
    RequestClosed,
    RequestReopened,
)
from aldaba.outbox import rows
from aldaba.outbox.attempt import attempt
from aldaba.outbox.models import outbox
from aldaba.outbox.transport import transport_of
from aldaba.requests.models import request
from aldaba.requests.service import stream_of
from aldaba.storage.database import EVERY_TENANT
from aldaba.web.deployment import Deployment

GOOD = {"overall": "5", "recommend": "10", "solved": "first"}
LOW = {"overall": "2", "recommend": "4", "solved": "part", "more": "The grille still drips."}


@pytest.fixture
async def client(deployment: Deployment):
    """A browser before the whole application; it doesn't follow redirects."""
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor


class Case(Struct, frozen=True):
    """A request of `tenant`'s customer, and what is done to it."""

    deployment: Deployment
    tenant: str
    number: str

    async def happens(self, event: Event, status: str) -> None:
        def job(db: Connection, tenant: str) -> None:
            mine = (request.c.tenant == tenant, request.c.number == self.number)
            db.execute(update(request).where(*mine).values(status=status))
            record(db, tenant, stream_of(self.number), event, at=clock.now(), role="staff")

        await self.deployment.store.write(self.tenant, job)

    async def close(self, round_: int = 1) -> None:
        at = clock.now()
        event = RequestClosed(round_, "Feito.", (), at + 7 * clock.DAY, at + 30 * clock.DAY)
        await self.happens(event, "closed")

    async def accept(self, round_: int = 1) -> None:
        event = ClosureAccepted(round_, "", "pt-BR", "acceptance", (), clock.now())
        await self.happens(event, "accepted")

    async def reopen(self, round_: int = 1) -> None:
        event = RequestReopened(round_, "Voltou.", (), "", "pt-BR", "acceptance", (), clock.now())
        await self.happens(event, "reopened")

    async def undo(self, round_: int = 1, decision: str = "accepted") -> None:
        await self.happens(ClosureUndone(round_, decision), "closed")

    async def row(self, round_: int = 0) -> Row[Any]:
        found = await self.deployment.store.read(self.tenant, service.find, self.number, round_)
        assert found is not None
        return found

    async def token(self, round_: int = 0) -> str:
        link = link_of(await self.row(round_), "pt-BR", clock.now())
        return self.deployment.signer.sign(link)

    async def mails(self, kind: str = "surveys/") -> list[Row[Any]]:
        def job(db: Connection, tenant: str) -> list[Row[Any]]:
            mine = (outbox.c.tenant == tenant, outbox.c.stream == stream_of(self.number))
            rows = db.execute(select(outbox).where(*mine).order_by(outbox.c.due_at)).all()
            return [row for row in rows if row.kind.startswith(kind)]

        return await self.deployment.store.read(self.tenant, job)

    async def post(self) -> list[str]:
        """All that is due goes out; the subjects of every mail that ever went, in turn."""
        emails = {each.kind: each for capability in CAPABILITIES for each in capability.emails}
        store, now, to = self.deployment.store, clock.now(), transport_of(self.mail_url)
        for tenant, id_ in await store.read(EVERY_TENANT, rows.due, now, 99, [], 99):
            for row in await store.write(tenant, rows.lease, [id_], now, now + clock.MINUTE):
                await attempt(self.deployment, emails, to, row)
        return self.subjects()

    def subjects(self) -> list[str]:
        files = sorted(Path(self.mail_url.removeprefix("folder:")).glob("*.eml"))
        return [message_from_bytes(each.read_bytes(), policy=SMTP)["subject"] for each in files]

    @property
    def mail_url(self) -> str:
        return self.deployment.settings.mail_url

    async def look(self) -> Row[Any]:
        """The inviter looks once; the invitation afterwards."""
        await invite_due(self.deployment)
        return await self.row()


@pytest.fixture
async def case(deployment: Deployment, frozen_clock: object) -> Case:
    """Horizonte's: asked after accepting."""
    sent = await send_request(deployment, "horizonte")
    return Case(deployment, "horizonte", sent.number)


@pytest.fixture
async def nortes(deployment: Deployment, frozen_clock: object) -> Case:
    """Norte's: asked a day after the closing."""
    sent = await send_request(deployment, "norte")
    return Case(deployment, "norte", sent.number)
