"""A service that is about to have a bad day, in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.ledger import Ledger
from tests.durability.load import Load
from tests.durability.shim import Shim
from tests.journeys.service import Service


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Service]:
    """A service over an empty SQLite file, not started; whatever is left of it ends with the
    test."""
    data = tmp_path / "victim"
    made = Service(data, f"sqlite:///{data}/aldaba.db")
    with (tmp_path / "service.log").open("ab") as made.log:
        yield made
    if made.process and made.process.poll() is None:
        made.kill()


@pytest.fixture
def shim(victim: Service, tmp_path: Path) -> Shim:
    """The switches of the victim, which will run under the shim."""
    made = Shim(tmp_path, tmp_path / "victim")
    victim.settings |= made.environment
    return made


@pytest.fixture
def load(victim: Service, tmp_path: Path) -> Load:
    """The victim's customers."""
    return Load(victim.port, Ledger(tmp_path / "ledger"))
