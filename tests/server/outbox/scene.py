"""A running service as the outbox sees it, two companies and one kind of mail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from typing import Any

from msgspec import Struct
from PIL import Image
from sqlalchemy import Connection, Row, select

from aldaba import outbox
from aldaba.capability import Email
from aldaba.links import Link, Signer
from aldaba.outbox import Letter
from aldaba.outbox.models import outbox as table
from aldaba.storage.database import EVERY_TENANT, Store
from aldaba.themes import palette
from aldaba.themes.colours import Colour
from aldaba.themes.tenant import Mail, Phones, Tenant
from aldaba.themes.theme import Asset, Theme

BASE_URL = "https://care.example"
ANA = "ana@cliente.example"
TOLD = "Desde terça pinga do teto.\nPiora quando o vizinho de cima usa o chuveiro & a pia."
NOON = 1_795_694_400_000_000  # 26 November 2026, 12:00 UTC


class Settings(Struct):
    base_url: str
    mail_url: str


class Themes(Struct):
    known: dict[str, Theme]

    def get(self, tenant: str) -> Theme | None:
        return self.known.get(tenant)


class Service(Struct):
    """What the worker is given; its letters say what `load` finds for a row's id."""

    settings: Settings
    store: Store
    themes: Themes
    signer: Signer
    letters: dict[str, Letter | Exception | None]

    def load(self, _db: Connection, _tenant: str, row: Row[Any]) -> Letter | None:
        found = self.letters.get(row.id, letter())
        if isinstance(found, Exception):
            raise found
        return found

    @property
    def emails(self) -> dict[str, Email]:
        return {kind: Email(kind, self.load) for kind in ("example/received", "example/broken")}

    async def add(self, key: str, tenant: str = "horizonte", **columns: Any) -> None:
        row = {"kind": "example/received", "recipient": "customer", "language": "pt-BR"} | columns
        row = {"id": key, "stream": "request:7K2M9QXB4", "sequence": 1, "at": NOON} | row
        await self.store.write(tenant, outbox.add, **row)

    async def row(self, key: str) -> Row[Any]:
        return await self.store.read(EVERY_TENANT, _row, key)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[asyncio.Event]:
        """The worker, at work until the block ends; yields its bell."""
        bell = asyncio.Event()
        task = asyncio.create_task(outbox.worker(self, self.emails, bell))
        try:
            yield bell
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def until(self, key: str, *states: str, attempts: int = 0) -> Row[Any]:
        """The row, once it is in one of `states` after at least so many failed tries."""
        async with asyncio.timeout(5):
            while True:
                row = await self.row(key)
                if row.state in states and row.attempts >= attempts:
                    return row
                await asyncio.sleep(0.005)


def _row(db: Connection, _tenant: str, key: str) -> Row[Any]:
    return db.execute(select(table).where(table.c.id == key)).one()


def letter(*to: str, **context: Any) -> Letter:
    """About request 7K2M9QXB4, to Ana unless `to` says otherwise."""
    place = "Torre Sul, apartamento 1203, Residencial Parque das Águas"
    return Letter(
        to or (ANA,),
        {"name": "Ana", "code": "7K2M9QXB4", "place": place, "told": TOLD} | context,
        {"follow": Link("follow", "horizonte", "7K2M9QXB4", 0, NOON, "pt-BR")},
    )


def logo(width: int = 600, height: int = 100) -> Asset:
    file = BytesIO()
    Image.new("RGB", (width, height), "#0b5c4a").save(file, "PNG")
    return Asset("horizonte_logo-email", "0" * 16, "image/png", file.getvalue())


def theme(name: str = "horizonte", company: str = "Horizonte Construções") -> Theme:
    day = palette.light({"brand": Colour(11, 92, 74)})
    look = {"font-body": "Figtree,system-ui,sans-serif", "font-heading": '"Petrona",Georgia,serif'}
    look |= {"radius": "10px"}
    return Theme(
        name=name,
        tenant=Tenant(
            name=company,
            legal_name=f"{company} S.A.",
            country="BR",
            timezone="America/Sao_Paulo",
            languages=("pt-BR", "es", "en"),
            mail=Mail(
                sender=f"assistencia@{name}.example",
                reply_to=f"equipe@{name}.example",
                team=("um@equipe.example", "dois@equipe.example"),
            ),
            phones=Phones(contact="(11) 90000-0100", emergency="(11) 90000-0199"),
            hours={"mon": "08:00-18:00"},
            documents=("cpf",),
        ),
        hash="",
        css="",
        light={key: str(colour) for key, colour in day.items()} | look,
        dark={key: str(colour) for key, colour in palette.dark({}, day).items()} | look,
        terms={},
        texts={},
        forms={},
        assets={"logo-email": logo()},
    )
