"""`docs/themes.md` says all that a theme can say, and nothing else."""

import re
import tomllib
from pathlib import Path

import pytest

from aldaba import texts
from aldaba.__main__ import _parser
from aldaba.themes.contrast import contrast_faults
from aldaba.themes.parts import CASES, PARTS, PROPERTIES
from aldaba.themes.stylesheet import read_stylesheet
from aldaba.themes.tenant import Tenant
from aldaba.themes.tokens import DARK, LIGHT
from aldaba.themes.workflow import BLANKS, CODES, ROLES, Step, read_workflow

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs/themes.md").read_text("utf-8")
MANUAL = ROOT / "themes/default"
CSS = re.findall(r"```css\n(.*?)```", DOCS, re.DOTALL)
EXAMPLES = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
WORKFLOWS = [toml for toml in EXAMPLES if toml.startswith("# workflow.toml")]
TOML = [toml for toml in EXAMPLES if toml not in WORKFLOWS]


def first_column(heading: str) -> list[str]:
    """The first cells of the table under the row `heading`."""
    rows = DOCS.partition(f"| {heading} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [cell for row in rows for cell in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_every_token_is_in_it_and_every_token_in_it_exists() -> None:
    assert sorted(first_column("token")) == sorted(f"--{name}" for name in LIGHT)
    named = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", DOCS))
    assert named - {f"--{name}" for name in LIGHT} == set()


def test_every_token_is_in_the_manual_with_what_it_is_for() -> None:
    manual = (MANUAL / "theme.css").read_text("utf-8")
    light, _, dark = manual.partition("@media")
    explained = re.findall(r"--([a-z-]+): [^;]+;(?: \*/)? /\* ", light)
    assert sorted(explained) == sorted(LIGHT)
    assert sorted(re.findall(r"--([a-z-]+): [^;]+;", dark.partition("@font-face")[0])) == sorted(
        DARK
    )


def test_every_part_and_property_is_in_it() -> None:
    assert sorted(first_column("part")) == sorted(PARTS)
    assert sorted(first_column("property")) == sorted(PROPERTIES)
    assert all(f"`{case}`" in DOCS for case in CASES)


@pytest.mark.parametrize("css", [re.sub(r"(?m)^   ", "", each) for each in CSS])
def test_every_example_passes(css: str) -> None:
    sheet = read_stylesheet(css)
    assert sheet.faults == []
    assert contrast_faults(sheet) == []


def test_all_of_a_workflow_is_in_it_and_its_example_is_one() -> None:
    keys = {key.partition(".")[0] for key in first_column("key")}
    assert keys == set(Step.__struct_encode_fields__)
    section = DOCS.partition("## Workflow")[2].partition("\n## ")[0]
    prose = re.sub(r"```.*?```", "", section, flags=re.DOTALL)
    said = set(re.findall(r"`([^`]+)`", prose))
    assert {*CODES, *ROLES} <= said
    assert {f"{{{blank}}}" for blank in BLANKS} <= said
    (example,) = WORKFLOWS
    workflow, faults = read_workflow({"workflow.toml": example.encode()}, ("en",))
    assert faults == []
    assert workflow["accepted"].sees_customer == ("coordinator", "manager")


@pytest.mark.parametrize("toml", TOML)
def test_every_example_of_words_is_a_text_of_the_product(toml: str) -> None:
    assert dict(texts.flatten(tomllib.loads(toml))).keys() <= texts.catalogue("en").keys()


def test_every_key_of_the_company_is_in_its_manual() -> None:
    manual = tomllib.loads((MANUAL / "tenant.toml").read_text("utf-8"))
    keys = set(Tenant.__struct_encode_fields__)
    assert manual.keys() <= keys
    source = (MANUAL / "tenant.toml").read_text("utf-8")
    unsaid = {key for key in keys if not re.search(rf"(?m)^#? ?\[*{key}\b", source)}
    assert unsaid == set()


def test_its_commands_exist() -> None:
    commands = set(re.findall(r"`aldaba themes (\w+)", DOCS))
    assert commands == {"preview", "font", "publish", "check"}
    for command in commands:
        file = ["x.ttf"] if command == "font" else []
        assert _parser().parse_args(["themes", command, *file, "casa"])


def test_the_fault_that_it_quotes_is_what_is_said() -> None:
    css = ":root {\n  --brand: #0a5c36;\n  --muted: #aaa;\n}"
    (fault,) = contrast_faults(read_stylesheet(css))
    assert f"    {fault}\n" in DOCS
