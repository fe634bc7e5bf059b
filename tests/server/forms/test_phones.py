import pytest

from aldaba.forms.phones import address, example, read, shown


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("(11) 90000-0101", "BR", "+5511900000101"),
        ("11900000101", "BR", "+5511900000101"),
        ("011 90000 0101", "BR", "+5511900000101"),
        ("+55 (11) 90000-0101", "AR", "+5511900000101"),
        ("\u202a+55\u00a011\u00a090000\u20110101\u202c", "BR", "+5511900000101"),
        ("tel: 11.90000.0101 (WhatsApp)", "BR", "+5511900000101"),
        ("（11）９００００－０１０１", "BR", "+5511900000101"),
        ("(11) 2000-0101", "BR", "+551120000101"),
        ("+54 9 11 5555-0106", "BR", "+5491155550106"),
        ("11 5555-0101", "AR", "+541155550101"),
        ("011 15-5555-0101", "AR", "+5491155550101"),
        ("+54 9 351 555-0103", "AR", "+5493515550103"),
        ("11 90000-0101 falar com Ana", "BR", "+5511900000101"),
        ("(212) 555-0101", "US", "+12125550101"),
        ("9 1234 5678", "CL", "+56912345678"),
    ],
)
def test_a_phone_is_read_as_people_of_that_country_write_it(
    typed: str, country: str, number: str
) -> None:
    assert read(typed, country) == number


@pytest.mark.parametrize(
    "typed",
    [
        "90000-0101",
        "5555-0101",
        "11 9",
        "não tenho",
        "0" * 300,
        "+",
        "+999 11 5555",
        "\u0301" * 2000,
    ],
)
def test_what_nobody_can_call_is_no_phone(typed: str) -> None:
    assert read(typed, "BR") is None


def test_a_phone_is_shown_nationally_at_home_and_internationally_elsewhere() -> None:
    assert shown("+5511900000101", "BR") == "(11) 90000-0101"
    assert shown("+5511900000101", "AR") == "+55 11 90000-0101"


@pytest.mark.parametrize("country", ["BR", "AR", "CL", "MX", "UY"])
def test_the_example_of_a_country_is_a_phone_there(country: str) -> None:
    assert read(example(country), country)


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("(11) 90000-0190", "tel:+5511900000190"), ("192", "tel:192"), ("*99 #", "tel:99")],
)
def test_a_phone_on_a_page_is_dialled_with_its_country(written: str, dialled: str) -> None:
    assert address(written, "BR") == dialled
