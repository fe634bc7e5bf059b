"""A fault in a TOML file is named where it stands."""

from aldaba.themes.fault import Fault
from aldaba.themes.toml import Toml, read_toml


def places(source: str) -> Toml:
    toml = read_toml("tenant.toml", source)
    assert isinstance(toml, Toml)
    return toml


def test_keys_tables_and_elements_have_their_places() -> None:
    toml = places(
        '# ñ\nname = "ñ"\nmail.from = "a"\n[phones]\n  contact = 1\n'
        '[[reasons]]\ncode = "a"\n[[reasons]]\n"code" = "b"\ntext = { "pt-BR" = "x", es = "y" }\n'
        "[reasons.more]\nlist = [\n  1, # one\n  [2, 3],\n]\n"
    )
    assert toml.places[("name",)] == (2, 1)
    assert toml.places["mail", "from"] == (3, 1)
    assert toml.places["phones", "contact"] == (5, 3)
    assert toml.places["reasons", 1, "code"] == (9, 1)
    assert toml.places["reasons", 1, "text", "es"] == (10, 25)
    assert toml.places["reasons", 1, "more", "list", 1] == (14, 3)
    assert toml.places["reasons", 1, "more", "list", 1, 1] == (14, 7)


def test_columns_count_characters_not_bytes() -> None:
    assert places('a = ["ñandú", "x"]').places["a", 1] == (1, 15)


def test_a_fault_without_a_place_of_its_own_stands_at_what_is_above_it() -> None:
    toml = places("[mail]\n")
    assert str(toml.fault(("mail", "from"), "m")) == "tenant.toml:1:2: error: m"
    assert str(toml.fault(("name",), "m")) == "tenant.toml:1:1: error: m"


def test_broken_syntax_is_named_by_line_and_column() -> None:
    for source, where in (
        ('name = "Casa\n', "1:13"),
        ("a = 1\nb = = 2\n", "2:5"),
        ("a = 1\r\na = 2\r\n", "2:6"),
        ("a = 1\n[", "2:2"),
        ("a = [1,", "1:8"),
    ):
        fault = read_toml("tenant.toml", source)
        assert isinstance(fault, Fault)
        assert str(fault).startswith(f"tenant.toml:{where}: error: this is not TOML: ")


def test_nesting_without_end_is_a_fault() -> None:
    fault = read_toml("tenant.toml", "a = " + "[" * 100_000)
    assert isinstance(fault, Fault)
    assert "nested too deeply" in fault.message
