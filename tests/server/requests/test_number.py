"""A number survives being read aloud, written by hand and typed on a phone."""

import re

import pytest

from aldaba.requests import number


def test_a_number_is_eight_random_characters_and_a_check() -> None:
    drawn = {number.draw() for _ in range(500)}
    assert len(drawn) == 500
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{9}", each) for each in drawn)
    assert all(number.read(each) == each for each in drawn)


def test_every_wrong_character_is_noticed() -> None:
    drawn = number.draw()
    for position in range(9):
        for other in number.ALPHABET.replace(drawn[position], ""):
            assert number.read(drawn[:position] + other + drawn[position + 1 :]) is None


def test_swapped_neighbours_are_noticed_unless_16_apart() -> None:
    for _ in range(200):
        drawn = number.draw()
        for position in range(7):
            one, two = drawn[position], drawn[position + 1]
            apart = abs(number.ALPHABET.index(one) - number.ALPHABET.index(two))
            swapped = drawn[:position] + two + one + drawn[position + 2 :]
            if apart not in {0, 16}:
                assert number.read(swapped) is None


@pytest.mark.parametrize(
    "typed",
    ["{shown}", "{shown} ", " {lower}", "{spaced}", "{letters}"],
    ids=["as shown", "blank behind", "lower case", "blanks between", "O for 0, L and I for 1"],
)
def test_what_people_type_is_forgiven(typed: str) -> None:
    stored = next(
        each for each in (number.draw() for _ in range(10_000)) if {"0", "1"} <= set(each)
    )
    shown = number.shown(stored)
    text = typed.format(
        shown=shown,
        lower=shown.lower(),
        spaced=" ".join(stored),
        letters=shown.replace("0", "O").replace("1", "l", 1).replace("1", "I"),
    )
    assert number.read(text) == stored


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 9, "0" * 10, "00000000\n1", "𝟘" * 9])
def test_what_can_be_no_number_is_none(typed: str) -> None:
    assert number.read(typed) is None
