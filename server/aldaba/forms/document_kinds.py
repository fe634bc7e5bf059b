"""The kinds of tax and identity document of ten countries, and which of them each country has.

Check digits are python-stdnum's; the rules that it lacks stand here. A kind's key is stored beside
the number, so it is never renamed; where two countries use one name, the later one carries its
country.
"""

import re
from collections.abc import Callable

import stdnum.ar.cuit
import stdnum.ar.dni
import stdnum.br.cnpj
import stdnum.br.cpf
import stdnum.cl.rut
import stdnum.co.nit
import stdnum.es.cif
import stdnum.es.dni
import stdnum.es.nie
import stdnum.mx.curp
import stdnum.mx.rfc
import stdnum.pe.cui
import stdnum.pe.ruc
import stdnum.pt.nif
import stdnum.py.ruc
import stdnum.uy.rut
from msgspec import Struct


class Kind(Struct, frozen=True):
    """A kind of document: its name, which is the same in every language; the shape of its compact
    number; whether a number of that shape agrees with its check digits; how people write it;
    whether it is (mostly) a company's."""

    name: str
    shape: re.Pattern[str]
    agrees: Callable[[str], bool] = lambda _: True
    written: Callable[[str], str] = str
    company: bool = False


def _kind(
    name: str,
    shape: str,
    check: Callable[[str], bool],
    written: Callable[[str], str] = str,
    *,
    company: bool = False,
) -> Kind:
    """111.111.111-11 has the right check digits, and is nobody's."""
    return Kind(
        name,
        re.compile(rf"(?:{shape})\Z"),
        lambda number: len(set(number)) > 1 and check(number),
        written,
        company,
    )


def _cuil(number: str) -> bool:
    """A CUIL is a person's, so its first digits are never a company's."""
    return number[:2] in {"20", "23", "24", "27"} and stdnum.ar.cuit.is_valid(number)


def _cedula(number: str) -> bool:
    """The check digit of an Uruguayan cédula, whose first digit may be left out: weights
    2 9 8 7 6 3 4 make, with the check digit, a multiple of ten."""
    digits = [int(digit) for digit in number.zfill(8)]
    weighed = zip(digits, (2, 9, 8, 7, 6, 3, 4, 1), strict=True)
    return sum(digit * weight for digit, weight in weighed) % 10 == 0


def _cedula_written(number: str) -> str:
    body = f"{int(number[:-1]):,}".replace(",", ".")
    return f"{body}-{number[-1]}"


def _thousands(number: str) -> str:
    return f"{int(number):,}".replace(",", ".")


KINDS = {
    # Spanish companies' NIF, which used to be called CIF.
    "cif": _kind("NIF", r"[A-Z][0-9]{7}[0-9A-J]", stdnum.es.cif.is_valid, company=True),
    "cc": Kind("CC", re.compile(r"(?:[0-9]{6,8}|1[0-9]{9})\Z"), written=_thousands),
    "ci_py": Kind("CI", re.compile(r"[0-9]{5,7}\Z"), written=_thousands),
    "ci_uy": _kind("CI", r"[0-9]{7,8}", _cedula, _cedula_written),
    # Letters and digits for new companies since July 2026, with the old numbers still good.
    "cnpj": _kind(
        "CNPJ",
        r"[0-9A-Z]{12}[0-9]{2}",
        stdnum.br.cnpj.is_valid,
        stdnum.br.cnpj.format,
        company=True,
    ),
    "cpf": _kind("CPF", r"[0-9]{11}", stdnum.br.cpf.is_valid, stdnum.br.cpf.format),
    "cuil": _kind("CUIL", r"[0-9]{11}", _cuil, stdnum.ar.cuit.format),
    "cuit": _kind(
        "CUIT", r"[0-9]{11}", stdnum.ar.cuit.is_valid, stdnum.ar.cuit.format, company=True
    ),
    "curp": _kind("CURP", r"[A-Z]{4}[0-9]{6}[A-Z]{6}[0-9A-Z][0-9]", stdnum.mx.curp.is_valid),
    "dni": Kind("DNI", re.compile(r"[0-9]{7,8}\Z"), stdnum.ar.dni.is_valid, stdnum.ar.dni.format),
    "dni_es": _kind("DNI", r"[0-9]{8}[A-Z]", stdnum.es.dni.is_valid),
    # The check digit is printed apart from the eight digits, and mostly left out.
    "dni_pe": _kind("DNI", r"[0-9]{8}[0-9A-K]?", stdnum.pe.cui.is_valid),
    "nie": _kind("NIE", r"[XYZ][0-9]{7}[A-Z]", stdnum.es.nie.is_valid),
    "nif": _kind("NIF", r"[0-9]{9}", stdnum.pt.nif.is_valid),
    # A company's, by its first digit; a person's is the cédula with one more digit.
    "nit": _kind(
        "NIT", r"[89][0-9]{9}", stdnum.co.nit.is_valid, stdnum.co.nit.format, company=True
    ),
    # Nine characters are all that a passport's machine-readable line has room for (ICAO 9303).
    "passport": Kind("", re.compile(r"[0-9A-Z]{6,9}\Z")),
    "rfc": _kind("RFC", r"[A-ZÑ&]{3,4}[0-9]{6}[0-9A-Z]{3}", stdnum.mx.rfc.is_valid),
    "ruc_pe": _kind("RUC", r"[12][0-9]{10}", stdnum.pe.ruc.is_valid, company=True),
    # Seven digits and fewer are read as a cédula: a RUC of that length is one with a digit added.
    "ruc_py": _kind(
        "RUC", r"[0-9]{8,9}", stdnum.py.ruc.is_valid, stdnum.py.ruc.format, company=True
    ),
    "rut": _kind("RUT", r"[0-9]{7,8}[0-9K]", stdnum.cl.rut.is_valid, stdnum.cl.rut.format),
    "rut_uy": _kind(
        "RUT", r"[0-9]{12}", stdnum.uy.rut.is_valid, stdnum.uy.rut.format, company=True
    ),
}

# What a customer of a company in that country (ISO 3166) is asked for, unless it says otherwise.
BY_COUNTRY = {
    "AR": ("dni", "cuit"),
    "BR": ("cpf", "cnpj"),
    "CL": ("rut",),
    "CO": ("cc", "nit"),
    "ES": ("dni_es", "nie", "cif"),
    "MX": ("rfc", "curp"),
    "PE": ("dni_pe", "ruc_pe"),
    "PT": ("nif",),
    "PY": ("ci_py", "ruc_py"),
    "UY": ("ci_uy", "rut_uy"),
}
