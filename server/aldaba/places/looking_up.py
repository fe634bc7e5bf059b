"""What the registry knows of a place or a product that somebody named. Names are compared without
accents and case; whoever writes something else is believed all the same."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, select

from aldaba.forms.characters import fold
from aldaba.places.models import development, product, unit
from aldaba.places.registry import key_of

MOST = 200  # suggestions for a field


class Registered(Struct, frozen=True):
    """The rows of what was named, as far as it is known."""

    development: Row[Any] | None = None
    unit: Row[Any] | None = None
    product: Row[Any] | None = None

    def __bool__(self) -> bool:
        return any((self.development, self.unit, self.product))


def registered(db: Connection, tenant: str, named: Row[Any]) -> Registered:
    """What is known of the development, block and unit, and of the model and serial number, that
    the columns of `named` hold."""
    home = _development(db, tenant, named.development) if named.development else None
    return Registered(
        development=home,
        unit=_unit(db, tenant, home.id, named) if home and named.unit else None,
        product=_product(db, tenant, named) if named.serial_number else None,
    )


def suggestions(db: Connection, tenant: str) -> dict[str, tuple[str, ...]]:
    """Names for the fields `development`, `block` and `model`, the first `MOST` of each. For staff
    alone: a list of blocks and models is nobody else's business."""
    columns = {"development": development.c.name, "block": unit.c.block, "model": product.c.model}
    found = {}
    for field, column in columns.items():
        found[field] = _names(db, column, column.table.c.tenant == tenant)
    return found


class Narrowed(Struct, frozen=True):
    """What may be meant once a development, a block or a model is named: names by field, and the
    development's own words for `block` and `unit`, where it has any."""

    names: dict[str, tuple[str, ...]]
    words: dict[str, str]


def narrowed(db: Connection, tenant: str, named: Mapping[str, str]) -> Narrowed:
    """The blocks and units of the development, the serial numbers of the model, that are `named`;
    the first `MOST` of each. For staff alone: nobody else may know which serial numbers exist."""
    home = _development(db, tenant, named["development"]) if named["development"] else None
    names: dict[str, tuple[str, ...]] = {}
    if home:
        mine = (unit.c.tenant == tenant) & (unit.c.development == home.id)
        names["block"] = _names(db, unit.c.block, mine)
        if named["block"]:
            mine &= _written(unit.c.block, named["block"])
        names["unit"] = _names(db, unit.c.unit, mine)
    if named["model"]:
        mine = (product.c.tenant == tenant) & _written(product.c.model, named["model"])
        names["serial_number"] = _names(db, product.c.serial_number, mine)
    words = {"block": home.block_word, "unit": home.unit_word} if home else {}
    return Narrowed(names, {field: word for field, word in words.items() if word})


def _names(db: Connection, column: Any, mine: ColumnElement[bool]) -> tuple[str, ...]:
    found = select(column).where(mine, column != "").distinct()
    return tuple(db.scalars(found.order_by(column).limit(MOST)))


def _development(db: Connection, tenant: str, name: str) -> Row[Any] | None:
    mine = select(development).where(development.c.tenant == tenant)
    return next((row for row in db.execute(mine) if key_of(row.name) == key_of(name)), None)


def _unit(db: Connection, tenant: str, home: str, named: Row[Any]) -> Row[Any] | None:
    mine = select(unit).where(unit.c.tenant == tenant, unit.c.development == home)
    rows = db.execute(mine.where(_written(unit.c.unit, named.unit))).all()
    alike = [row for row in rows if not named.block or fold(row.block) == fold(named.block)]
    return alike[0] if len(alike) == 1 else None


def _product(db: Connection, tenant: str, named: Row[Any]) -> Row[Any] | None:
    mine = select(product).where(
        product.c.tenant == tenant,
        _written(product.c.model, named.model),
        _written(product.c.serial_number, named.serial_number),
    )
    return db.execute(mine.limit(1)).one_or_none()


def _written(column: Any, said: str) -> ColumnElement[bool]:
    """As it was said, in capitals or in small letters: an index finds these."""
    bare = " ".join(said.split())
    return column.in_({bare, bare.upper(), bare.lower()})  # type: ignore[no-any-return]
