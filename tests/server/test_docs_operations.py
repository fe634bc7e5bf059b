"""The operators' page names every setting that is read, with its default, and every command."""

import re
from pathlib import Path

from aldaba import settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
SOURCE = Path(settings.__file__).read_text("utf-8")

TABLE = dict(re.findall(r"^\| `(ALDABA_\w+)` \| (.+?) \|", PAGE, re.MULTILINE))


def test_the_table_names_every_setting_that_is_read_and_no_other() -> None:
    assert set(TABLE) == set(re.findall(r'"(ALDABA_\w+)"', SOURCE))


def test_what_has_no_default_is_refused_when_it_is_missing() -> None:
    needed = {name for name, default in TABLE.items() if default == "–"}
    names = ("BASE_URL", "THEMES", "SECRET_KEYS", "DATA_KEYS")
    assert needed == {f"ALDABA_{name}" for name in names}


def test_the_defaults_are_those_of_the_code() -> None:
    defaults = {name: default.strip("`") for name, default in TABLE.items()}
    for name in ("ALDABA_DATABASE_URL", "ALDABA_MAIL_URL", "ALDABA_FILES_URL"):
        assert f'"{defaults[name].replace("<data>", "{data}")}"' in SOURCE, name
    assert f'"{defaults["ALDABA_DATA"]}"' in SOURCE
