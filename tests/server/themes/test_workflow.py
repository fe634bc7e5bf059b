"""A company's workflow: chosen from one closed list, each mistake named where it stands."""

import pytest

from aldaba import texts
from aldaba.people import staff
from aldaba.requests import status
from aldaba.themes import workflow
from aldaba.themes.workflow import CODES, product, read_workflow

LANGUAGES = ("es", "en")


def read(text: str):
    found, faults = read_workflow({"workflow.toml": text.encode()}, LANGUAGES)
    return found, [str(fault) for fault in faults]


def test_the_product_has_one_without_a_mistake():
    text = (workflow.Path(workflow.__file__).with_name("workflow.toml")).read_text("utf-8")
    found, faults = read(text)
    assert faults == []
    assert found == product()
    assert not {code for code in found if code.startswith("workshop")}


def test_every_code_has_its_words_and_stands_on_one_side_of_the_queue():
    assert set(status.STATUSES) == set(CODES)
    for language in texts.languages():
        known = texts.catalogue(language)
        said = {f"status.{code}.{part}" for code in CODES for part in ("label", "sentence")}
        assert said <= known.keys()


def test_roles_are_those_of_the_staff():
    assert set(workflow.ROLES) <= set(staff.ROLES)


def test_without_a_file_the_products_is_in_service():
    assert read_workflow({}, LANGUAGES) == ({}, [])


def test_a_companys_file_changes_key_by_key():
    found, faults = read(
        '[in_progress]\nto = ["workshop_pending"]\n\n[workshop_pending]\nto = ["closed"]\n'
        'who = ["technician"]\nsentence.es = "En el taller, el {date}."\n'
    )
    assert faults == []
    assert found["in_progress"].to == ("workshop_pending",)
    assert found["workshop_pending"].who == ("technician",)
    assert found["approved"] == product()["approved"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[in_progres]\n", "1:2: error: in_progres is not a state; write in_progress"),
        ("in_progress = 1\n", "1:1: error: write [in_progress]"),
        ('[closed]\nnext = ["accepted"]\n', "2:1: error: next is not a key of a state"),
        ('[closed]\nto = "accepted"\n', "2:1: error: to: expected array"),
        (
            '[closed]\nto = ["acepted"]\n',
            "2:7: error: acepted is no state of yours; write accepted",
        ),
        ('[closed]\nto = ["workshop_ready"]\n', "2:7: error: workshop_ready is no state of yours"),
        ('[closed]\nwho = ["boss"]\n', "2:8: error: boss is no role"),
        ('[closed]\nsees_customer = ["boss"]\n', "2:18: error: boss is no role"),
        ('[accepted]\nto = ["closed"]\n', "2:7: error: accepted is final: only reopened"),
        ("[in_progress]\nto = []\n", "1:2: error: in_progress leads nowhere"),
        ('[closed]\nsentence.pt-BR = "x"\n', "2:1: error: pt-BR is none of the languages"),
        ('[closed]\nsentence.es = "{fecha}"\n', "2:1: error: {fecha} is no blank"),
        ('[closed]\nsentence.es = "{date!r}"\n', "2:1: error: a blank is a name in braces"),
        ('[closed]\nsentence.es = "{"\n', "2:1: error: a blank is a name in braces"),
        ('[workshop_ready]\nto = ["closed"]\n', "1:2: warning: nothing leads to workshop_ready"),
        ("[closed\n", "1:8: error: this is not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_column(text, said):
    _, faults = read(text)
    assert any(fault.startswith(f"workflow.toml:{said}") for fault in faults), faults
