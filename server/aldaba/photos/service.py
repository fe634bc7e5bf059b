"""The verbs of photos: keep a staged one, attach it to a request, find it, let it go.

Plain functions of a connection; each runs in one transaction (`storage.Store`).
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from sqlalchemy import Connection, Select, delete, insert, select, update

from aldaba import clock
from aldaba.photos.models import photo

STAGED_FOR = clock.DAY

# The sweep waits longer than a form may: whatever it takes, no form can attach any more.
SWEPT_AFTER = STAGED_FOR + clock.HOUR


class Photo(Struct, frozen=True, kw_only=True):
    """A row. `stream` and `sequence` say which event it came with, None while staged; `name` is the
    sender's word for it, a text to show and never a path or a header."""

    tenant: str
    id: str
    stream: str | None = None
    sequence: int | None = None
    digest: str
    name: str
    width: int
    height: int
    staged_at: int


def keep(db: Connection, tenant: str, staged: Photo) -> None:
    """Keep the row of a photo whose files are on disk."""
    row = {column: getattr(staged, column) for column in staged.__struct_fields__}
    db.execute(insert(photo).values(row | {"tenant": tenant}))


def find(db: Connection, tenant: str, photo_id: str) -> Photo | None:
    """The photo `photo_id`, staged or attached."""
    found = _photos(db, _named(tenant, [photo_id]))
    return found[0] if found else None


def known(db: Connection, tenant: str, ids: Iterable[str]) -> set[str]:
    """Those of `ids` that have a row."""
    return {found.id for found in _photos(db, _named(tenant, [*ids]))}


def keeps_any(db: Connection, tenant: str) -> bool:
    """Whether there is a photo of `tenant` at all."""
    return db.scalar(select(photo.c.id).where(photo.c.tenant == tenant).limit(1)) is not None


def of_stream(db: Connection, tenant: str, stream: str) -> list[Photo]:
    """The photos of a request's stream, in the order of its events."""
    mine = select(photo).where(photo.c.tenant == tenant, photo.c.stream == stream)
    return _photos(db, mine.order_by(photo.c.sequence, photo.c.staged_at, photo.c.id))


def digests(db: Connection, tenant: str, ids: Sequence[str]) -> list[str]:
    """What the photos `ids` show, sorted: the same for the same uploads, whatever their ids."""
    return sorted(found.digest for found in _photos(db, _named(tenant, ids)))


def unavailable(
    db: Connection, tenant: str, ids: Sequence[str], at: int, stream: str | None = None
) -> tuple[str, ...]:
    """Those of `ids` that can't become part of a request: unknown, staged too long ago, or part of
    another stream than `stream`. The others' rows stay locked until the transaction ends."""
    if not ids:
        return ()
    known = _photos(db, _named(tenant, ids).with_for_update())
    free = {
        found.id
        for found in known
        if (found.stream is None and at <= found.staged_at + STAGED_FOR)
        or (found.stream is not None and found.stream == stream)
    }
    return tuple(photo_id for photo_id in ids if photo_id not in free)


def let_go(db: Connection, tenant: str, stream: str) -> None:
    """The photos of `stream` belong to nothing any more: the sweep takes them."""
    mine = (photo.c.tenant == tenant, photo.c.stream == stream)
    db.execute(update(photo).where(*mine).values(stream=None, sequence=None))


def attach(
    db: Connection, tenant: str, ids: Sequence[str], *, stream: str, sequence: int, at: int
) -> tuple[str, ...]:
    """Make staged photos part of the event `sequence` of `stream`. All or none: the `unavailable`
    ones are returned. Those that `stream` has already stay as they are."""
    refused = unavailable(db, tenant, ids, at, stream)
    if ids and not refused:
        staged = (photo.c.tenant == tenant) & photo.c.id.in_(ids) & photo.c.stream.is_(None)
        db.execute(update(photo).where(staged).values(stream=stream, sequence=sequence))
    return refused


def never_sent(db: Connection, _every_tenant: str, at: int) -> list[Photo]:
    """The photos of all tenants that were staged and that no form can attach any more."""
    stale = photo.c.stream.is_(None) & (photo.c.staged_at < at - SWEPT_AFTER)
    return _photos(db, select(photo).where(stale))


def forget(db: Connection, tenant: str, photo_id: str) -> None:
    """Delete the row of a staged photo."""
    mine = (photo.c.tenant == tenant) & (photo.c.id == photo_id)
    db.execute(delete(photo).where(mine, photo.c.stream.is_(None)))


def _named(tenant: str, ids: Sequence[str]) -> Select[tuple[object, ...]]:
    return select(photo).where(photo.c.tenant == tenant, photo.c.id.in_(ids))


def _photos(db: Connection, query: Select[tuple[object, ...]]) -> list[Photo]:
    return [Photo(**row) for row in db.execute(query).mappings()]
