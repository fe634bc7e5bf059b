"""Tax and identity documents: their kinds, and how a typed one is read.

Numbers are compact and in upper case, as they are stored and compared. Check digits are
python-stdnum's; the rules that it lacks stand here.
"""

import re
from collections.abc import Callable

import stdnum.ar.cuit
import stdnum.ar.dni
import stdnum.br.cnpj
import stdnum.br.cpf
import stdnum.cl.rut
from msgspec import Struct

from aldaba.forms.fields import TaxNumber
from aldaba.problems import FieldProblem

SEPARATORS = re.compile(r"[\s./\u2010-\u2015\u2212-]")


class Kind(Struct, frozen=True):
    """A kind of document: its name, which is the same in every language; the shape of its compact
    number; whether a number of that shape agrees with its check digits; how people write it."""

    name: str
    shape: re.Pattern[str]
    agrees: Callable[[str], bool]
    written: Callable[[str], str] = str


def _varied(check: Callable[[str], bool]) -> Callable[[str], bool]:
    """111.111.111-11 has the right check digits, and is nobody's."""
    return lambda number: len(set(number)) > 1 and check(number)


def _cuil(number: str) -> bool:
    """A CUIL is a person's, so its first digits are never a company's."""
    return number[:2] in {"20", "23", "24", "27"} and stdnum.ar.cuit.is_valid(number)


KINDS = {
    # Letters and digits for new companies since July 2026, with the old numbers still good.
    "cnpj": Kind(
        "CNPJ",
        re.compile(r"[0-9A-Z]{12}[0-9]{2}\Z"),
        _varied(stdnum.br.cnpj.is_valid),
        stdnum.br.cnpj.format,
    ),
    "cpf": Kind(
        "CPF", re.compile(r"[0-9]{11}\Z"), _varied(stdnum.br.cpf.is_valid), stdnum.br.cpf.format
    ),
    "cuil": Kind("CUIL", re.compile(r"[0-9]{11}\Z"), _cuil, stdnum.ar.cuit.format),
    "cuit": Kind(
        "CUIT", re.compile(r"[0-9]{11}\Z"), stdnum.ar.cuit.is_valid, stdnum.ar.cuit.format
    ),
    "dni": Kind("DNI", re.compile(r"[0-9]{7,8}\Z"), stdnum.ar.dni.is_valid, stdnum.ar.dni.format),
    # Nine characters are all that a passport's machine-readable line has room for (ICAO 9303).
    "passport": Kind("", re.compile(r"[0-9A-Z]{6,9}\Z"), lambda _: True),
    "rut": Kind(
        "RUT", re.compile(r"[0-9]{7,8}[0-9K]\Z"), stdnum.cl.rut.is_valid, stdnum.cl.rut.format
    ),
}


def read(text: str, kinds: tuple[str, ...]) -> TaxNumber | FieldProblem:
    """The document that `text` is, as the first of `kinds` (keys of `KINDS`) whose number it can
    be; blanks, dots, slashes and hyphens are forgiven."""
    number = _compact(text)
    alike = [kind for kind in kinds if KINDS[kind].shape.match(number)]
    for kind in alike:
        if KINDS[kind].agrees(number):
            return TaxNumber(kind, number)
    if alike:
        return FieldProblem("check_document", {"document": KINDS[alike[0]].name})
    return FieldProblem(_wanted(kinds))


def shown(document: TaxNumber) -> str:
    """A document as people write it: `000.000.101-54`, `12.ABC.345/01DE-35`."""
    return KINDS[document.kind].written(document.number)


def _compact(text: str) -> str:
    number = SEPARATORS.sub("", text)
    return number.upper() if number.isascii() else ""


def _wanted(kinds: tuple[str, ...]) -> str:
    if len(kinds) == 1:
        return f"not_a_{kinds[0]}"
    return "not_a_cpf_or_cnpj" if set(kinds) == {"cpf", "cnpj"} else "not_a_document"
