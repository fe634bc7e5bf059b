"""`tenant.toml`, read and judged: every fault at the line of its key."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import msgspec
from babel import Locale

from aldaba import texts
from aldaba.forms import mail_addresses, phones
from aldaba.forms.document_kinds import KINDS
from aldaba.themes import everyday
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, text_of
from aldaba.themes.tenant import WEEKDAYS, Tenant
from aldaba.themes.toml import Path, Toml, read_toml

FILE = "tenant.toml"
WHERE = re.compile(r"(.*) - at `(?:key in )?\$(.*)`\Z")
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\Z")
PAGE = re.compile(r"https?://[^\s#?]+\Z")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
ADVICE = (
    (r"Expected `str`, got `\w+`", 'write it in quotes: "…"'),
    (r"Expected `int`, got `\w+`", "write a whole number, without quotes"),
    (r"Expected `bool`, got `\w+`", "write true or false, without quotes"),
    (r"Expected `array`, got `\w+`", 'write a list in brackets: ["…", "…"]'),
    (r"Expected `object`, got `\w+`", "write a table: its name in brackets, its keys below"),
    (r"Object missing required field `(\w+)`", "{} is missing"),
)

ON_OWN_SITE = ("acceptance", "survey")  # purposes whose pages an embed may show
CLOSING = {
    "answer_days": (1, 90, "days"),
    "reminder_days": (0, 89, "days"),
    "reopen_days": (1, 730, "days"),
    "least_reason": (1, 200, "characters"),
    "undo_minutes": (0, 1440, "minutes"),
}
SURVEYS = {
    "delay_hours": (0, 720, "hours"),
    "answer_days": (1, 90, "days"),
    "every_days": (0, 365, "days"),
}

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
    rules = RULES if any(_place(tenant)) else RULES + OF_COUNTRY
    faults = [toml.fault(path, message) for rule in rules for path, message in rule(tenant)]
    return (None if faults else tenant), faults


def likely_languages(files: Files) -> tuple[str, ...]:
    """The languages of a company whose file has faults, so that its texts are judged too."""
    source = text_of(files, FILE)
    toml = source if isinstance(source, Fault) else read_toml(FILE, source)
    said = [] if isinstance(toml, Fault) else toml.values.get("languages", [])
    spoken = texts.languages()
    known = [each for each in spoken if isinstance(said, list) and each in said]
    return tuple(known) or spoken


def _schema(toml: Toml) -> Found:
    """What has the wrong name or type: msgspec stops at the first, so each key is asked alone."""
    known = {each.encode_name: each for each in msgspec.structs.fields(Tenant)}
    for key in toml.values.keys() - known.keys():
        yield (key,), f"{key} is not a key of tenant.toml; {everyday.advice(key, known)}"
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
        yield path + _unknown(message), _plainly(message, wanted)


def _plainly(message: str, wanted: Any) -> str:
    """What msgspec says, as a person would."""
    for said, advice in ADVICE:
        if found := re.match(said, message):
            return advice.format(*found.groups())
    if unknown := _unknown(message):
        return f"{unknown[0]} is no key here; {everyday.advice(str(unknown[0]), _keys(wanted))}"
    if found := re.match(r"Invalid enum value '(.*)'", message):
        return f"{found[1]} is not known here; {everyday.advice(found[1], get_args(wanted))}"
    return message[:1].lower() + message[1:].replace("`", "")


def _keys(wanted: Any) -> list[str]:
    """The keys of a struct, or of the structs in a list of them."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return [each.encode_name for each in msgspec.structs.fields(wanted)]
    return [key for inner in get_args(wanted) for key in _keys(inner)]


def _unknown(message: str) -> Path:
    found = re.match(r"Object contains unknown field `(.+)`\Z", message)
    return (found.group(1),) if found else ()


def _place(tenant: Tenant) -> Found:
    territories = Locale("en").territories
    if len(tenant.country) != 2 or tenant.country not in territories:
        yield (
            ("country",),
            f"{tenant.country} is not a country; write its ISO code of two letters, such as BR",
        )
    try:
        ZoneInfo(tenant.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("timezone",), f"{tenant.timezone} is not a time zone; {_zone(tenant)}"


def _zone(tenant: Tenant) -> str:
    near = everyday.nearest(tenant.timezone, available_timezones())
    return f"write {near or 'it as America/Sao_Paulo'}"


def _languages(tenant: Tenant) -> Found:
    spoken = texts.languages()
    if not tenant.languages:
        yield ("languages",), f"name at least one of {', '.join(spoken)}"
    for position, language in enumerate(tenant.languages):
        if language not in spoken:
            advice = everyday.advice(language, spoken)
            yield ("languages", position), f"{language} is not spoken here; {advice}"
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
            yield ("hours", day), f"{day} is not a day; {everyday.advice(day, WEEKDAYS)}"
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


def _closing(tenant: Tenant) -> Found:
    closing = tenant.closing
    for name, (least, most, unit) in CLOSING.items():
        if not least <= getattr(closing, name) <= most:
            yield ("closing", name), f"write {least} to {most} {unit}"
    if closing.reminder_days >= closing.answer_days:
        yield ("closing", "reminder_days"), "must be fewer than answer_days"
    if closing.reopen_days < closing.answer_days:
        yield ("closing", "reopen_days"), "must be at least answer_days"


def _links(tenant: Tenant) -> Found:
    for purpose, address in tenant.links.items():
        if purpose not in ON_OWN_SITE:
            known = ", ".join(ON_OWN_SITE)
            yield ("links", purpose), f"{purpose} has no page for other sites; there are {known}"
        elif not PAGE.match(address) or not address.startswith(_within(tenant)):
            advice = "write a page of one of your origins, without ? and #"
            yield ("links", purpose), f"{address} is no address for links; {advice}"
    for purpose, days in tenant.link_days.items():
        if purpose not in ON_OWN_SITE:
            yield ("link_days", purpose), f"{purpose} is none of {', '.join(ON_OWN_SITE)}"
        elif not 1 <= days <= 3650:
            yield ("link_days", purpose), "write 1 to 3650 days"


def _within(tenant: Tenant) -> tuple[str, ...]:
    return tuple(f"{origin}/" for origin in tenant.origins)


def _surveys(tenant: Tenant) -> Found:
    rules = tenant.surveys
    for name, (least, most, unit) in SURVEYS.items():
        if not least <= getattr(rules, name) <= most:
            yield ("surveys", name), f"write {least} to {most} {unit}"
    for position, days in enumerate(rules.reminder_days):
        if not 1 <= days < rules.answer_days:
            advice = f"write 1 to {rules.answer_days - 1} days, before answer_days are over"
            yield ("surveys", "reminder_days", position), advice
    if len(rules.reminder_days) > 2:
        yield ("surveys", "reminder_days"), "write one or two: nobody likes to be asked four times"


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
    _hours,
    _calendar,
    _closing,
    _surveys,
    _origins,
    _links,
    _reasons,
)
OF_COUNTRY = (_phones, _documents)  # which make no sense until the country does
