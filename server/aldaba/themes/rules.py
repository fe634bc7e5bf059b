"""What a company can't be: each rule yields the path in `tenant.toml` and what to write there."""

import re
from collections.abc import Callable, Iterator
from datetime import date, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale

from aldaba import texts
from aldaba.forms import mail_addresses, phones
from aldaba.forms.document_kinds import KINDS
from aldaba.links import HELD
from aldaba.themes import after_work, everyday, of_the_desk
from aldaba.themes.tenant import WEEKDAYS, Tenant
from aldaba.themes.toml import Path

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\Z")
PAGE = re.compile(r"https?://[^\s#?]+\Z")
ON_OWN_SITE = ("acceptance", "survey")  # purposes whose pages an embed may show
Found = Iterator[tuple[Path, str]]
Rule = Callable[[Tenant], Found]


def rules_for(tenant: Tenant) -> tuple[Rule, ...]:
    """All that hold for the company; of its country only where there is such a country."""
    return RULES if any(_place(tenant)) else RULES + OF_COUNTRY


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


def _links(tenant: Tenant) -> Found:
    for purpose, address in tenant.links.items():
        if purpose not in ON_OWN_SITE:
            known = ", ".join(ON_OWN_SITE)
            yield ("links", purpose), f"{purpose} has no page for other sites; there are {known}"
        elif not PAGE.match(address) or not address.startswith(_within(tenant)):
            advice = "write a page of one of your origins, without ? and #"
            yield ("links", purpose), f"{address} is no address for links; {advice}"
    for purpose, days in tenant.link_days.items():
        if purpose not in (*ON_OWN_SITE, *HELD):
            known = ", ".join((*ON_OWN_SITE, *HELD))
            yield ("link_days", purpose), f"{purpose} is none of {known}"
        elif not 1 <= days <= 3650:
            yield ("link_days", purpose), "write 1 to 3650 days"


def _within(tenant: Tenant) -> tuple[str, ...]:
    return tuple(f"{origin}/" for origin in tenant.origins)


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


RULES: tuple[Rule, ...] = (
    _place,
    _languages,
    _mail,
    _hours,
    _calendar,
    after_work.closing,
    after_work.surveys,
    _origins,
    _links,
    of_the_desk.reasons,
    of_the_desk.subjects,
    of_the_desk.switches,
)
OF_COUNTRY: tuple[Rule, ...] = (_phones, _documents)  # which make no sense until the country does
