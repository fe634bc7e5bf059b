"""Migrations make what the `models.py` files say, on both databases, all of it or nothing."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

import aldaba
from aldaba.storage import append_only
from aldaba.storage.database import open_writer
from aldaba.storage.migrate import MIGRATIONS, migrate, newest
from aldaba.storage.tables import metadata

PACKAGE = Path(aldaba.__path__[0])


def differences(db: Connection, _tenant: str) -> list[object]:
    for models in PACKAGE.rglob("models.py"):
        name = ".".join(models.relative_to(PACKAGE.parent).with_suffix("").parts)
        importlib.import_module(name)
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(db, opts=options), metadata))


def tables(db: Connection, _tenant: str) -> list[str]:
    return inspect(db).get_table_names()


def test_the_migrated_schema_is_the_one_of_the_models(database_url: str) -> None:
    with open_writer(database_url) as lane:
        assert lane.transact("*", differences) == []


def test_every_table_has_the_tenant_first_in_its_key(database_url: str) -> None:
    with open_writer(database_url) as lane:
        lane.transact("*", differences)

    keys = {name: list(table.primary_key.columns.keys()) for name, table in metadata.tables.items()}
    assert len(keys) > 10
    assert {name: key for name, key in keys.items() if key[0] != "tenant"} == {}


def test_migrating_again_changes_nothing(database_url: str) -> None:
    migrate(database_url)

    with open_writer(database_url) as lane:
        assert lane.transact("*", differences) == []


def test_a_migration_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/aldaba.db"

    def fail(_db: Connection) -> None:
        raise LookupError("the power goes")

    monkeypatch.setattr(append_only, "protect", fail)
    with pytest.raises(LookupError):
        migrate(url)

    with open_writer(url) as lane:
        assert lane.transact("*", tables) == []


def test_the_newest_migration_is_known_without_alembic() -> None:
    script = ScriptDirectory(str(MIGRATIONS))

    assert newest() == script.get_current_head()


def test_a_database_that_is_up_to_date_needs_no_alembic(sqlite_url: str) -> None:
    code = f"import sys; from aldaba.storage.migrate import migrate; migrate({sqlite_url!r});"
    code += "assert 'alembic' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True)
