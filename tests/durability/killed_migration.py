"""`python -m tests.durability.killed_migration`: migrates the database of the settings, and is
killed when all of it is done but the commit."""

import os
import signal
from typing import Any

from sqlalchemy import Engine, event

from aldaba.settings import read
from aldaba.storage.migrate import migrate, newest


def die_at_the_end(_db: Any, _cursor: Any, statement: str, *_: Any) -> None:
    """The last migration's last statement writes that it is done."""
    if "alembic_version" in statement and f"'{newest()}'" in statement:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    event.listen(Engine, "after_cursor_execute", die_at_the_end)
    migrate(read(os.environ).database_url)
