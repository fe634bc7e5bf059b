"""The list of deliberate faults keeps up with the code; `make durability` tries them."""

import pytest

from tests.durability.mutants import ROOT, SERVICE, Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.says)
def test_a_deliberate_fault_has_its_place_in_the_code_and_its_test(mutant: Mutant):
    assert (SERVICE / mutant.file).read_text("utf-8").count(mutant.find) == 1
    file, _, name = mutant.test.partition("::")
    assert f"def {name.partition('[')[0]}(" in (ROOT / file).read_text("utf-8")
