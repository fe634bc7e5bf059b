"""What a role may do is a table."""

import pytest

from aldaba import texts
from aldaba.people.staff import RIGHTS, ROLES, Staff, demand, may
from aldaba.problems import Problem


def staff(role: str) -> Staff:
    return Staff("1", "norte", "ana@norte.example", "Ana", role, "es")


def test_coordinators_and_managers_decide_and_technicians_do_not():
    assert [role for role in ROLES if may(staff(role), "decide")] == ["coordinator", "manager"]
    with pytest.raises(Problem, match="not_allowed"):
        demand(staff("technician"), "decide")
    demand(staff("manager"), "decide")


def test_rights_name_roles_that_exist_and_each_has_a_word():
    assert set().union(*RIGHTS.values()) <= set(ROLES)
    for language in texts.languages():
        for role in ROLES:
            assert texts.catalogue(language)[f"people.role.{role}"]
