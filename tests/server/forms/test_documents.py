import pytest

from aldaba.forms.document_kinds import BY_COUNTRY, KINDS
from aldaba.forms.documents import of_company, read, shown
from aldaba.forms.fields import TaxNumber
from aldaba.problems import FieldProblem

BRAZIL = ("cpf", "cnpj")
ARGENTINA = ("dni", "cuit", "passport")
URUGUAY, PARAGUAY, PERU = (BY_COUNTRY[country] for country in ("UY", "PY", "PE"))
COLOMBIA, MEXICO, SPAIN = (BY_COUNTRY[country] for country in ("CO", "MX", "ES"))


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
        ("1.234.567-2", URUGUAY, "ci_uy", "12345672"),
        ("21-100342-001-7", URUGUAY, "rut_uy", "211003420017"),
        ("1.234.567", PARAGUAY, "ci_py", "1234567"),
        ("80028061-0", PARAGUAY, "ruc_py", "800280610"),
        ("10117410", PERU, "dni_pe", "10117410"),
        ("10117410-2", PERU, "dni_pe", "101174102"),
        ("20512333797", PERU, "ruc_pe", "20512333797"),
        ("1.023.456.789", COLOMBIA, "cc", "1023456789"),
        ("900.373.913-4", COLOMBIA, "nit", "9003739134"),
        ("gode 561231 gr8", MEXICO, "rfc", "GODE561231GR8"),
        ("ÑAB-930714-8T4", MEXICO, "rfc", "ÑAB9307148T4"),
        ("BOXW310820HNERXN09", MEXICO, "curp", "BOXW310820HNERXN09"),
        ("501 964 843", ("nif",), "nif", "501964843"),
        ("54362315-k", SPAIN, "dni_es", "54362315K"),
        ("x-2482300w", SPAIN, "nie", "X2482300W"),
        ("J99216582", SPAIN, "cif", "J99216582"),
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
        ("11.111.111-1", ("rut",), "check_document"),
        ("1.234.567-3", URUGUAY, "check_document"),
        ("211003420018", URUGUAY, "check_document"),
        ("80028061-1", PARAGUAY, "check_document"),
        ("10117410-3", PERU, "check_document"),
        ("20512333798", PERU, "check_document"),
        ("900.373.913-5", COLOMBIA, "check_document"),
        ("BOXW310820HNERXN08", MEXICO, "check_document"),
        ("501964842", ("nif",), "check_document"),
        ("54362315Z", SPAIN, "check_document"),
        ("X2482300A", SPAIN, "check_document"),
        ("J99216583", SPAIN, "check_document"),
        ("12", SPAIN, "not_a_document"),
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
        (TaxNumber("cc", "1023456789"), "1.023.456.789"),
        (TaxNumber("ci_uy", "12345672"), "1.234.567-2"),
        (TaxNumber("ruc_py", "800280610"), "80028061-0"),
        (TaxNumber("nit", "9003739134"), "900.373.913-4"),
    ],
)
def test_a_document_is_shown_as_people_write_it(document: TaxNumber, written: str) -> None:
    assert shown(document) == written


def test_each_country_asks_for_kinds_that_there_are() -> None:
    asked = {kind for kinds in BY_COUNTRY.values() for kind in kinds}
    assert KINDS.keys() - asked == {"cuil", "passport"}  # asked for only where a company says so
    assert asked <= KINDS.keys()


def test_a_company_is_known_by_its_document() -> None:
    assert [of_company(kind) for kind in ("cnpj", "cpf", "", "nit", "rut_uy")] == [
        True,
        False,
        False,
        True,
        True,
    ]
