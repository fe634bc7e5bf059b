"""How a typed tax or identity document is read and shown.

Numbers are compact and in upper case, as they are stored and compared.
"""

import re

from aldaba.forms.document_kinds import KINDS
from aldaba.forms.fields import TaxNumber
from aldaba.problems import FieldProblem

SEPARATORS = re.compile(r"[\s./\u2010-\u2015\u2212-]")
# Looked for before capitals are made: `ß` would become two letters. A Mexican RFC may have a Ñ.
FOREIGN = re.compile(r"[^\x00-\x7fÑñ]")


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


def of_company(kind: str) -> bool:
    """Whether who has a document of `kind`, which may be none, is a company."""
    return kind in KINDS and KINDS[kind].company


def _compact(text: str) -> str:
    number = SEPARATORS.sub("", text)
    return "" if FOREIGN.search(number) else number.upper()


def _wanted(kinds: tuple[str, ...]) -> str:
    if len(kinds) == 1:
        return f"not_a_{kinds[0]}"
    return "not_a_cpf_or_cnpj" if set(kinds) == {"cpf", "cnpj"} else "not_a_document"
