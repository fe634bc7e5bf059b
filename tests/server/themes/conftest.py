import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
Bases = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def bases() -> Bases:
    """The product's forms."""
    file = ROOT / "server/aldaba/capabilities/intake/form.toml"
    return {"pre-request": tomllib.loads(file.read_text("utf-8"))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the tenant `casa`, a copy of the manual."""
    return Path(shutil.copytree(ROOT / "themes/default", tmp_path / "themes/casa"))
