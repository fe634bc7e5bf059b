"""Each proof can fail: a copy of the service with one deliberate fault must turn its test red."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

ROOT = Path(__file__).parents[2]
SERVICE = ROOT / "server" / "aldaba"


class Mutant(msgspec.Struct, frozen=True):
    """A fault in words and in code, and the test that must see it."""

    says: str
    file: str
    find: str
    replace: str
    test: str


def mutants() -> list[Mutant]:
    """Those of `mutants.toml`."""
    written = Path(__file__).with_name("mutants.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(written)["mutant"], list[Mutant])


def turns_red(mutant: Mutant) -> bool:
    """Whether its test fails on a service with that fault."""
    with TemporaryDirectory(prefix="aldaba-mutant-") as folder:
        copy = Path(folder) / "aldaba"
        shutil.copytree(SERVICE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        file = copy / mutant.file
        file.write_text(file.read_text("utf-8").replace(mutant.find, mutant.replace), "utf-8")
        done = subprocess.run(
            (sys.executable, "-m", "pytest", "-qxm", "", "-p", "no:cacheprovider", mutant.test),
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": folder},
            capture_output=True,
            check=False,
        )
    return done.returncode == 1
