"""What a table of places or of products may hold, column by column."""

from msgspec import Struct


class Column(Struct, frozen=True):
    """A column: characters that it has room for, whether it must be filled in, whether it holds a
    day. Those of the `key` say which row it is."""

    most: int = 60
    key: bool = False
    needed: bool = False
    day: bool = False


KINDS: dict[str, dict[str, Column]] = {
    "units": {
        "development": Column(200, key=True, needed=True),
        "block": Column(key=True),
        "unit": Column(key=True, needed=True),
        "handed_over_at": Column(day=True),
        "place": Column(200),
        "block_word": Column(40),
        "unit_word": Column(40),
    },
    "products": {
        "model": Column(key=True, needed=True),
        "serial_number": Column(key=True, needed=True),
        "name": Column(200),
        "invoice": Column(),
        "sold_at": Column(day=True),
        "registered_at": Column(day=True),
    },
}
