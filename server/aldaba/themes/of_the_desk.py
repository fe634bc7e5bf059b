"""What a company can't say of its team's work: rules, like those of `rules`."""

import re
from collections.abc import Iterator

from aldaba.forms import mail_addresses
from aldaba.themes import everyday
from aldaba.themes.tenant import SWITCHES, Tenant
from aldaba.themes.toml import Path

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
Found = Iterator[tuple[Path, str]]


def reasons(tenant: Tenant) -> Found:
    codes = [reason.code for reason in tenant.reasons]
    for position, reason in enumerate(tenant.reasons):
        if not CODE.match(reason.code) or reason.code in codes[:position]:
            yield ("reasons", position, "code"), "write a code that no other reason has, such as R1"
        for language in reason.text.keys() - set(tenant.languages):
            yield ("reasons", position, "text", language), f"{language} is none of the languages"
        if tenant.languages and not reason.text.get(tenant.languages[0]):
            yield ("reasons", position, "text"), f"has no text in {tenant.languages[0]}"


def subjects(tenant: Tenant) -> Found:
    for code, said in tenant.subjects.items():
        if said.responsible and mail_addresses.read(said.responsible) is None:
            yield (
                ("subjects", code, "responsible"),
                f"{said.responsible} is not an e-mail address; write that of somebody at the desk",
            )
        if said.team and said.team not in tenant.teams:
            advice = everyday.advice(said.team, tenant.teams)
            yield ("subjects", code, "team"), f"{said.team} is not one of the teams; {advice}"
        if not 0 <= said.answer_hours <= 400:
            yield ("subjects", code, "answer_hours"), "write 1 to 400 working hours"


def switches(tenant: Tenant) -> Found:
    for name in tenant.switches:
        if name not in SWITCHES:
            advice = everyday.advice(name, SWITCHES)
            yield ("switches", name), f"{name} is not a switch; {advice}"
