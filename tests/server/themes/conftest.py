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
    files = (ROOT / "server/aldaba/capabilities").glob("*/form.toml")
    forms = [tomllib.loads(file.read_text("utf-8")) for file in files]
    return {form["name"]: form for form in forms}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the tenant `casa`, a copy of the manual."""
    return Path(shutil.copytree(ROOT / "themes/default", tmp_path / "themes/casa"))
