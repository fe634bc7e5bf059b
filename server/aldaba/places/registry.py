"""The registry of places and products: what is known of them, and what a table changes there. An
empty cell changes nothing, so that a table may hold only what is new."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Table, func, select

from aldaba import clock
from aldaba.forms.characters import fold
from aldaba.places.columns import KINDS
from aldaba.places.models import development, product, unit
from aldaba.places.sheet_file import Line
from aldaba.storage.insert import insert_into

Values = dict[str, Any]
OF_DEVELOPMENT = ("place", "block_word", "unit_word")
TABLES = {"development": development, "unit": unit, "product": product}
MOST_SHOWN = 200  # models
ID_LENGTH = 40  # characters, of a development


class Change(Struct, frozen=True):
    """What a table would change: whole rows by table, and how many of its lines are `new`, say
    something `changed`, or say what is known already (`same`)."""

    rows: dict[str, list[Values]]
    new: int
    changed: int
    same: int


class Development(Struct, frozen=True):
    """A development with its blocks, and how many units it has and have been handed over."""

    name: str
    place: str
    block_word: str
    unit_word: str
    blocks: tuple[str, ...]
    units: int
    handed_over: int


class Known(Struct, frozen=True):
    """What the registry holds: developments, and (model, name, how many) of products."""

    developments: list[Development]
    models: list[Row[Any]]


def known(db: Connection, tenant: str, at: int) -> Known:
    """All developments at the moment `at`, and the first `MOST_SHOWN` models."""
    counted = (
        select(
            unit.c.development,
            unit.c.block,
            func.count().label("units"),
            func.count().filter(unit.c.handed_over_at <= at).label("handed_over"),
        )
        .where(unit.c.tenant == tenant)
        .group_by(unit.c.development, unit.c.block)
        .order_by(unit.c.block)
    )
    blocks: dict[str, list[Row[Any]]] = {}
    for row in db.execute(counted):
        blocks.setdefault(row.development, []).append(row)
    rows = select(development).where(development.c.tenant == tenant).order_by(development.c.name)
    models = (
        select(product.c.model, func.max(product.c.name).label("name"), func.count().label("count"))
        .where(product.c.tenant == tenant)
        .group_by(product.c.model)
        .order_by(product.c.model)
        .limit(MOST_SHOWN)
    )
    shown = [_shown(row, blocks.get(row.id, [])) for row in db.execute(rows)]
    return Known(shown, list(db.execute(models)))


def _shown(row: Row[Any], blocks: Sequence[Row[Any]]) -> Development:
    return Development(
        row.name,
        row.place,
        row.block_word,
        row.unit_word,
        tuple(block.block for block in blocks if block.block),
        sum(block.units for block in blocks),
        sum(block.handed_over for block in blocks),
    )


def everything(db: Connection, tenant: str, kind: str) -> list[Row[Any]]:
    """Every row of `kind` (of `columns.KINDS`), with the columns of its table."""
    if kind == "products":
        columns = [product.c[name] for name in KINDS[kind]]
        mine = select(*columns).where(product.c.tenant == tenant)
        return list(db.execute(mine.order_by(product.c.model, product.c.serial_number)))
    of = {"development": development.c.name} | {n: development.c[n] for n in OF_DEVELOPMENT}
    columns = [of[name] if name in of else unit.c[name] for name in KINDS[kind]]
    both = (unit.c.tenant == development.c.tenant) & (unit.c.development == development.c.id)
    mine = select(*columns).join_from(unit, development, both).where(unit.c.tenant == tenant)
    return list(db.execute(mine.order_by(development.c.name, unit.c.block, unit.c.unit)))


def compare(db: Connection, tenant: str, kind: str, lines: Sequence[Line], timezone: str) -> Change:
    """What `lines` of the kind would change. Days begin in the IANA zone `timezone`."""
    rows = [_values(kind, line.cells, timezone) for line in lines]
    if kind == "products":
        return _compared({"product": _changes(db, tenant, product, rows)}, "product", len(rows))
    known = {key_of(row.name): row for row in db.execute(_mine(development, tenant))}
    named: dict[str, Values] = {}
    for row in rows:
        name, key = row["development"], key_of(row["development"])
        id_, name = (known[key].id, known[key].name) if key in known else (key, name)
        row["development"] = id_
        said = named.setdefault(id_, {"id": id_, "name": name})
        said |= {each: row.pop(each) for each in OF_DEVELOPMENT if each in row}
    return _compared(
        {
            "development": _changes(db, tenant, development, named.values()),
            "unit": _changes(db, tenant, unit, rows),
        },
        "unit",
        len(rows),
    )


def keep(db: Connection, tenant: str, table: str, rows: Sequence[Values]) -> None:
    """Put whole rows of `compare` in a table of `TABLES`, over those with the same key."""
    of = TABLES[table]
    put = insert_into(db, of)
    others = {each.name: put.excluded[each.name] for each in of.columns if not each.primary_key}
    put = put.on_conflict_do_update(index_elements=[*of.primary_key], set_=others)
    db.execute(put, [{"tenant": tenant, **row} for row in rows])


def key_of(name: str) -> str:
    """The id of a development that is written so, accents, case and signs aside; 40 characters."""
    plainly = re.sub(r"[\W_]+", "-", fold(name)).strip("-") or "-"
    if len(plainly) <= ID_LENGTH:
        return plainly
    return f"{plainly[:31]}-{hashlib.blake2s(plainly.encode(), digest_size=4).hexdigest()}"


def _values(kind: str, cells: Mapping[str, str], timezone: str) -> Values:
    days = {name for name, column in KINDS[kind].items() if column.day}
    values: Values = {name: "" for name, column in KINDS[kind].items() if column.key}
    for name, cell in cells.items():
        day = name in days
        values[name] = clock.start_of(date.fromisoformat(cell), timezone) if day else cell
    return values


def _mine(table: Table, tenant: str) -> Any:
    return select(table).where(table.c.tenant == tenant)


def _changes(
    db: Connection, tenant: str, table: Table, rows: Iterable[Values]
) -> list[tuple[bool, Values]]:
    """The whole rows that say something else than the record, each with whether it is new. What is
    known already stays written as it is, accents and case aside."""
    keys = [column.name for column in table.primary_key if column.name != "tenant"]
    blank = {
        column.name: None if column.nullable else ""
        for column in table.columns
        if column.name != "tenant"
    }
    there: dict[tuple[str, ...], Values] = {}
    for kept in db.execute(_mine(table, tenant)).mappings():
        there[tuple(fold(kept[key]) for key in keys)] = {name: kept[name] for name in blank}
    changes = []
    for row in rows:
        before = there.get(tuple(fold(row[key]) for key in keys))
        written = {key: before[key] for key in keys} if before else {}
        after = {**blank, **(before or {}), **row, **written}
        if after != before:
            changes.append((before is None, after))
    return changes


def _compared(changes: dict[str, list[tuple[bool, Values]]], lines_of: str, count: int) -> Change:
    of_lines = [new for new, _ in changes[lines_of]]
    rows = {table: [row for _, row in each] for table, each in changes.items()}
    return Change(rows, sum(of_lines), len(of_lines) - sum(of_lines), count - len(of_lines))
