import pytest

from aldaba.forms.documents import read, shown
from aldaba.forms.fields import TaxNumber
from aldaba.problems import FieldProblem

BRAZIL = ("cpf", "cnpj")
ARGENTINA = ("dni", "cuit", "passport")


@pytest.mark.parametrize(
    ("typed", "kinds", "kind", "number"),
    [
        ("000.000.101-54", BRAZIL, "cpf", "00000010154"),
        (" 000 000 101 54", BRAZIL, "cpf", "00000010154"),
        ("000.000.101\u201154", BRAZIL, "cpf", "00000010154"),
        ("12.ABC.345/01DE-35", BRAZIL, "cnpj", "12ABC34501DE35"),
        ("12abc34501de35", BRAZIL, "cnpj", "12ABC34501DE35"),
        ("11.222.333/0001-81", ("cnpj",), "cnpj", "11222333000181"),
        ("99.000.101", ARGENTINA, "dni", "99000101"),
        ("9900010", ("dni",), "dni", "9900010"),
        ("30-99000101-0", ARGENTINA, "cuit", "30990001010"),
        ("27-99000102-8", ("cuil",), "cuil", "27990001028"),
        ("x0000111", ARGENTINA, "passport", "X0000111"),
        ("12.345.678-5", ("rut",), "rut", "123456785"),
        ("10.000.013-k", ("rut",), "rut", "10000013K"),
    ],
)
def test_a_document_is_read_as_people_write_it(
    typed: str, kinds: tuple[str, ...], kind: str, number: str
) -> None:
    assert read(typed, kinds) == TaxNumber(kind, number)


@pytest.mark.parametrize(
    ("typed", "kinds", "code"),
    [
        ("111.111.111-11", BRAZIL, "check_document"),
        ("000.000.000-00", ("cpf",), "check_document"),
        ("00.000.000/0000-00", ("cnpj",), "check_document"),
        ("000.000.101-55", BRAZIL, "check_document"),
        ("12.ABC.345/01DE-36", BRAZIL, "check_document"),
        ("30-99000101-1", ARGENTINA, "check_document"),
        ("30-99000101-0", ("cuil",), "check_document"),
        ("12.345.678-6", ("rut",), "check_document"),
        ("123", ("cpf",), "not_a_cpf"),
        ("123", ("cnpj",), "not_a_cnpj"),
        ("123", BRAZIL, "not_a_cpf_or_cnpj"),
        ("٠٠٠٠٠٠١٠١٥٤", BRAZIL, "not_a_cpf_or_cnpj"),
        ("０００００010154", ("cpf",), "not_a_cpf"),
        ("0000001015ß", ("cpf",), "not_a_cpf"),
        ("=00000010154", BRAZIL, "not_a_cpf_or_cnpj"),
        ("123456", ("dni",), "not_a_dni"),
        ("123", ("cuit",), "not_a_cuit"),
        ("123", ("cuil",), "not_a_cuil"),
        ("no tengo", ("rut",), "not_a_rut"),
        ("123", ("passport",), "not_a_passport"),
        ("123", ARGENTINA, "not_a_document"),
    ],
)
def test_what_is_no_document_is_answered_with_what_to_write(
    typed: str, kinds: tuple[str, ...], code: str
) -> None:
    problem = read(typed, kinds)
    assert isinstance(problem, FieldProblem)
    assert problem.code == code


def test_a_wrong_check_digit_names_the_document() -> None:
    assert read("000.000.101-55", BRAZIL) == FieldProblem("check_document", {"document": "CPF"})


@pytest.mark.parametrize(
    ("document", "written"),
    [
        (TaxNumber("cpf", "00000010154"), "000.000.101-54"),
        (TaxNumber("cnpj", "12ABC34501DE35"), "12.ABC.345/01DE-35"),
        (TaxNumber("dni", "99000101"), "99.000.101"),
        (TaxNumber("cuit", "30990001010"), "30-99000101-0"),
        (TaxNumber("passport", "X0000111"), "X0000111"),
    ],
)
def test_a_document_is_shown_as_people_write_it(document: TaxNumber, written: str) -> None:
    assert shown(document) == written
