"""What a person saw, kept by its hash: forms and terms, each version once and for ever."""

from typing import Protocol

from msgspec import Struct
from sqlalchemy import Connection, Table, bindparam, literal, select

from aldaba.forms.form import Form
from aldaba.forms.models import form_version, terms_version
from aldaba.storage.insert import insert_into
from aldaba.storage.statement import Statement


def _kept_already(table: Table) -> Statement:
    mine = (table.c.tenant == bindparam("tenant")) & (table.c.hash == bindparam("hash"))
    return Statement(lambda _: select(literal(1)).where(mine))


KNOWN_FORM, KNOWN_TERMS = _kept_already(form_version), _kept_already(terms_version)


class Terms(Protocol):
    """Terms as they are shown; see `TermsKept`."""

    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def html(self) -> str: ...


class TermsKept(Struct, frozen=True):
    """A text that people agree to, as it was shown. `hash` is the SHA-256 of `source` (Markdown),
    hexadecimal; `html` is what it was rendered to."""

    name: str
    language: str
    hash: str
    source: str
    html: str


def keep_form(db: Connection, tenant: str, form: Form, shown_at: int) -> None:
    """Keep `form` under its version. `shown_at` (UTC microseconds) stays that of the first time."""
    if KNOWN_FORM.one(db, {"tenant": tenant, "hash": form.version}):
        return
    row = {
        "tenant": tenant,
        "hash": form.version,
        "form": form.name,
        "language": form.language,
        "source": form.encode().decode(),
        "shown_at": shown_at,
    }
    db.execute(insert_into(db, form_version).on_conflict_do_nothing(), row)


def load_form(db: Connection, tenant: str, version: str) -> Form | None:
    """The form that was kept under `version`, or None."""
    chosen = form_version.c
    source = db.scalar(select(chosen.source).where(chosen.tenant == tenant, chosen.hash == version))
    return None if source is None else Form.decode(source.encode())


def keep_terms(db: Connection, tenant: str, terms: Terms, shown_at: int) -> None:
    """Keep `terms` under their hash. `shown_at` stays that of the first time."""
    if KNOWN_TERMS.one(db, {"tenant": tenant, "hash": terms.hash}):
        return
    row = {
        "tenant": tenant,
        "hash": terms.hash,
        "name": terms.name,
        "language": terms.language,
        "source": terms.source,
        "rendered": terms.html,
        "shown_at": shown_at,
    }
    db.execute(insert_into(db, terms_version).on_conflict_do_nothing(), row)


def load_terms(db: Connection, tenant: str, version: str) -> TermsKept | None:
    """The terms that were kept under the hash `version`, or None."""
    chosen = terms_version.c
    row = db.execute(
        select(chosen.name, chosen.language, chosen.hash, chosen.source, chosen.rendered).where(
            chosen.tenant == tenant, chosen.hash == version
        )
    ).one_or_none()
    return None if row is None else TermsKept(*row)
