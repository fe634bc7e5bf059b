"""`tenant.toml`, read and judged: every fault at the line of its key."""

import msgspec

from aldaba import texts
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, text_of
from aldaba.themes.rules import rules_for
from aldaba.themes.schema import misfits
from aldaba.themes.tenant import Tenant
from aldaba.themes.toml import read_toml

FILE = "tenant.toml"


def read_tenant(files: Files) -> tuple[Tenant | None, list[Fault]]:
    """The company that the folder's `tenant.toml` describes; None with at least one fault."""
    source = text_of(files, FILE)
    toml = source if isinstance(source, Fault) else read_toml(FILE, source)
    if isinstance(toml, Fault):
        return None, [toml]
    found = list(misfits(toml))
    if found:
        return None, [toml.fault(path, message) for path, message in found]
    tenant = msgspec.convert(toml.values, Tenant)
    found = [each for rule in rules_for(tenant) for each in rule(tenant)]
    faults = [toml.fault(path, message) for path, message in found]
    return (None if faults else tenant), faults


def likely_languages(files: Files) -> tuple[str, ...]:
    """The languages of a company whose file has faults, so that its texts are judged too."""
    source = text_of(files, FILE)
    toml = source if isinstance(source, Fault) else read_toml(FILE, source)
    said = [] if isinstance(toml, Fault) else toml.values.get("languages", [])
    spoken = texts.languages()
    known = [each for each in spoken if isinstance(said, list) and each in said]
    return tuple(known) or spoken
