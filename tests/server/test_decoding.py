"""No thread is the first to decode a type: msgspec is not safe there."""

import subprocess
import sys

# In a process of its own, where msgspec asks a function that writes down what it is asked for.
PROGRAM = """
import importlib.util, sys
from pathlib import Path

(home,) = importlib.util.find_spec("msgspec").submodule_search_locations
spec = importlib.util.spec_from_file_location("msgspec._utils", Path(home) / "_utils.py")
utils = importlib.util.module_from_spec(spec)
sys.modules["msgspec._utils"] = utils
spec.loader.exec_module(utils)
described, real = [], utils.get_class_annotations
utils.get_class_annotations = lambda kind: (described.append(kind), real(kind))[1]

import msgspec
MODULE
early = len(described)
from aldaba.capabilities.outbox import desk
from aldaba.events.reader import kinds
from aldaba.forms.form import Form
from aldaba.themes.keeping import Found, TermsVersion
from aldaba.themes.tenant import Tenant
from aldaba.themes.theme import Theme
from aldaba.themes.workflow import Step

for kind in (*kinds().values(), Form, Found, TermsVersion, Tenant, Theme, Step):
    msgspec.msgpack.Decoder(kind)
print(early > 0, len(described) - early)
"""


def described_late(module: str) -> list[str]:
    """Whether types are described once `module` is loaded, and how many of those that are decoded
    were left for later."""
    code = PROGRAM.replace("MODULE", module)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.split()


def test_all_that_is_decoded_is_described_before_a_thread_can_begin() -> None:
    assert described_late("import aldaba.app") == ["True", "0"]


def test_without_the_application_it_would_be_described_late() -> None:
    _, late = described_late("import aldaba.clock")
    assert int(late) > 0
