"""`tenant.toml`, read and judged: every fault at the line of its key."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from babel import Locale

from aldaba import texts
from aldaba.forms import mail_addresses, phones
from aldaba.forms.document_kinds import KINDS
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, text_of
from aldaba.themes.tenant import WEEKDAYS, Tenant
from aldaba.themes.toml import Path, Toml, read_toml

FILE = "tenant.toml"
WHERE = re.compile(r"(.*) - at `(?:key in )?\$(.*)`\Z")
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\Z")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")

Found = Iterator[tuple[Path, str]]


def read_tenant(files: Files) -> tuple[Tenant | None, list[Fault]]:
    """The company that the folder's `tenant.toml` describes; None with at least one fault."""
    source = text_of(files, FILE)
    toml = source if isinstance(source, Fault) else read_toml(FILE, source)
    if isinstance(toml, Fault):
        return None, [toml]
    found = list(_schema(toml))
    if found:
        return None, [toml.fault(path, message) for path, message in found]
    tenant = msgspec.convert(toml.values, Tenant)
    faults = [toml.fault(path, message) for rule in RULES for path, message in rule(tenant)]
    return (None if faults else tenant), faults


def _schema(toml: Toml) -> Found:
    """What has the wrong name or type: msgspec stops at the first, so each key is asked alone."""
    known = {each.encode_name: each for each in msgspec.structs.fields(Tenant)}
    for key in toml.values.keys() - known.keys():
        yield (key,), f"{key} is not a key of tenant.toml; there are {', '.join(known)}"
    for key, each in known.items():
        if key in toml.values:
            yield from _type(key, toml.values[key], each.type)
        elif each.required:
            yield (), f"{key} is missing"


def _type(key: str, value: Any, wanted: Any) -> Found:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        found = WHERE.match(str(error))
        message, where = found.groups() if found else (str(error), "")
        steps = STEP.findall(where)
        path = (key, *(name or int(position) for name, position in steps))
        yield path + _unknown(message), message[:1].lower() + message[1:].replace("`", "")


def _unknown(message: str) -> Path:
    found = re.match(r"Object contains unknown field `(.+)`\Z", message)
    return (found.group(1),) if found else ()


def _place(tenant: Tenant) -> Found:
    territories = Locale("en").territories
    if len(tenant.country) != 2 or tenant.country not in territories:
        yield ("country",), f"{tenant.country} is not a country; write its ISO code, such as BR"
    try:
        ZoneInfo(tenant.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("timezone",), f"{tenant.timezone} is not a time zone; write as America/Sao_Paulo"


def _languages(tenant: Tenant) -> Found:
    spoken = texts.languages()
    if not tenant.languages:
        yield ("languages",), f"name at least one of {', '.join(spoken)}"
    for position, language in enumerate(tenant.languages):
        if language not in spoken:
            yield ("languages", position), f"{language} is not spoken here; {', '.join(spoken)} are"
        elif language in tenant.languages[:position]:
            yield ("languages", position), f"{language} is there twice"


def _mail(tenant: Tenant) -> Found:
    team = ((("mail", "team", position), each) for position, each in enumerate(tenant.mail.team))
    single = ((("mail", "from"), tenant.mail.sender), (("mail", "reply_to"), tenant.mail.reply_to))
    for path, address in (*single, *team):
        if mail_addresses.read(address) is None:
            yield (
                path,
                f"{address} is not an e-mail address; write only the address, as care@firm.example",
            )


def _phones(tenant: Tenant) -> Found:
    for name in ("contact", "emergency", "whatsapp"):
        number = getattr(tenant.phones, name)
        if number and phones.read(number, tenant.country) is None:
            yield ("phones", name), f"{number} can't be dialled from {tenant.country}"
    if tenant.phones.whatsapp and not tenant.phones.whatsapp.startswith("+"):
        yield ("phones", "whatsapp"), "write it with + and the country's code"


def _hours(tenant: Tenant) -> Found:
    if not tenant.hours:
        yield ("hours",), 'name at least one day, such as mon = "08:00-18:00"'
    for day, hours in tenant.hours.items():
        if day not in WEEKDAYS:
            yield ("hours", day), f"{day} is not a day; there are {', '.join(WEEKDAYS)}"
        elif not _opens_before_closing(hours):
            yield (
                ("hours", day),
                f'{hours} is not a time of opening and closing, such as "08:00-18:00"',
            )


def _opens_before_closing(hours: str) -> bool:
    try:
        opening, closing = (time.fromisoformat(part.strip()) for part in hours.split("-"))
    except ValueError:
        return False
    return opening < closing


def _calendar(tenant: Tenant) -> Found:
    for position, holiday in enumerate(tenant.holidays):
        try:
            exact = date.fromisoformat(holiday).isoformat() == holiday
        except ValueError:
            exact = False
        if not exact:
            yield ("holidays", position), f"{holiday} is not a day; write as 2026-12-25"
    if not 1 <= tenant.deadlines.review <= 30:
        yield ("deadlines", "review"), "write 1 to 30 working days"


def _origins(tenant: Tenant) -> Found:
    for position, origin in enumerate(tenant.origins):
        if not _is_origin(origin):
            advice = "write scheme and host only, such as https://www.firm.example"
            yield ("origins", position), f"{origin} is not an origin; {advice}"


def _is_origin(origin: str) -> bool:
    try:
        url = urlsplit(origin)
        port = f":{url.port}" if url.port else ""
    except ValueError:
        return False
    host = url.hostname or ""
    return bool(HOST.match(host)) and origin in (f"https://{host}{port}", f"http://{host}{port}")


def _documents(tenant: Tenant) -> Found:
    known = ", ".join(KINDS)
    if not tenant.asked_documents():
        yield (), f"name the documents that your customers have: documents = […] of {known}"
    for position, kind in enumerate(tenant.documents):
        if kind not in KINDS:
            yield ("documents", position), f"{kind} is not a kind of document; there are {known}"


def _reasons(tenant: Tenant) -> Found:
    codes = [reason.code for reason in tenant.reasons]
    for position, reason in enumerate(tenant.reasons):
        if not CODE.match(reason.code) or reason.code in codes[:position]:
            yield ("reasons", position, "code"), "write a code that no other reason has, such as R1"
        for language in reason.text.keys() - set(tenant.languages):
            yield ("reasons", position, "text", language), f"{language} is none of the languages"
        if tenant.languages and not reason.text.get(tenant.languages[0]):
            yield ("reasons", position, "text"), f"has no text in {tenant.languages[0]}"


RULES = (
    _place,
    _languages,
    _mail,
    _phones,
    _hours,
    _calendar,
    _origins,
    _documents,
    _reasons,
)
