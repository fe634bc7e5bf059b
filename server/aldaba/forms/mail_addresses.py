"""E-mail addresses: which can be written to, and which look like a slip of the finger."""

import re
from functools import lru_cache

LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*\Z", re.ASCII)
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
LONGEST = 254  # RFC 5321 with erratum 1690

# Domains that people in our countries really have, by their endings. Some stand here only because
# they look like a slip of another one.
DOMAINS = {
    "com": "gmail hotmail outlook yahoo icloud live msn globo globomail me mac aol r7 ymail mail"
    " email gmx zoho protonmail",
    "com.br": "yahoo uol bol terra hotmail outlook ig oi",
    "com.ar": "yahoo hotmail live outlook fibertel arnet speedy ciudad",
    "com.mx": "live yahoo",
    "net": "gmx vtr",
    "me": "proton",
}
COMMON = tuple(f"{name}.{end}" for end, names in DOMAINS.items() for name in names.split())
# These have a domain in nearly every country; .co and .cm are more often a slip of .com.
ABROAD = re.compile(r"(hotmail|live|outlook|yahoo)\.(com?\.)?(?!co\Z|cm\Z)[a-z]{2}\Z")
MISTAKEN = {"gmail.com.ar": "gmail.com", "gmail.com.br": "gmail.com", "gmail.com.mx": "gmail.com"}


def read(text: str) -> str | None:
    """The address with its domain in lower case (IDNA where it isn't ASCII), or None when no mail
    can be sent to it: RFC 5321's dot-string and a domain of two labels or more."""
    local, at, domain = text.rpartition("@")
    if not at or len(text) > LONGEST or len(local) > 64 or not LOCAL.match(local):
        return None
    try:
        domain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = domain.split(".")
    usable = len(labels) > 1 and all(LABEL.match(label) for label in labels)
    return f"{local}@{domain}" if usable and not labels[-1].isdigit() else None


def suggestion(text: str) -> str | None:
    """The address that was probably meant when the domain of `text` looks like a slip of a common
    one, else None."""
    local, _, domain = text.rpartition("@")
    domain = domain.lower()
    known = domain in COMMON or ABROAD.match(domain)
    if known or not local or not 1 < len(domain) < 40:
        return None
    meant = MISTAKEN.get(domain) or _nearest(domain)
    return f"{local}@{meant}" if meant else None


@lru_cache(maxsize=1024)
def _nearest(domain: str) -> str | None:
    if "." not in domain:
        return next((common for common in COMMON if common.split(".")[0] == domain), None)
    forgiven = 1 if len(domain) < 9 else 2
    alike = [common for common in COMMON if abs(len(common) - len(domain)) <= forgiven]
    distances = {common: _distance(domain, common) for common in alike}
    nearest = min(distances, key=distances.__getitem__, default=None)
    return nearest if nearest and distances[nearest] <= forgiven else None


def _distance(one: str, other: str) -> int:
    """How many letters were added, left out, changed, or swapped with their neighbour (optimal
    string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]
