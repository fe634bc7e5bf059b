"""Intake's part on the preview's stage: a few invented requests, in each state that it knows."""

from typing import Any

from aldaba import clock
from aldaba.capabilities.intake import service, submission, verdicts
from aldaba.capabilities.intake.service import Received
from aldaba.events.intake import RequestApproved, RequestRejected
from aldaba.forms import phones
from aldaba.forms.fields import (
    Choice,
    Choices,
    Consent,
    Date,
    Email,
    Field,
    LongText,
    Phone,
    TaxDocument,
    Text,
    YesNo,
)
from aldaba.forms.form import Form
from aldaba.forms.idempotency import fresh_key
from aldaba.people import news
from aldaba.requests import service as requests
from aldaba.requests.deadlines import answer_by
from aldaba.themes import Theme

# Invented names; the long one is the longest of the samples.
NAMES = (
    "Ana Amostra",
    "Caio Maquete",
    "Elvira Borrador",
    "Bruno Ensaio",
    "Dora Prueba",
    "Nilda Modelo",
    "Otto Croquis",
)
APPROVED = (1, 3, 4, 5, 6)
REJECTED = 2
LONGEST = "Rita de Cássia Exemplo da Conceição e Albuquerque"


async def rehearse(play: Any) -> None:
    """Requests that wait, one with the longest answers among them; some approved, one not. Who
    looks after them is told of decisions once a day."""
    deployment, theme = play.deployment, play.theme
    for position, name in enumerate((*NAMES, LONGEST)):
        number = await _sent(play, name, position, long=name == LONGEST)
        play.numbers.append(number)
    write, at = deployment.store.write, clock.now()
    about = (at, play.staff)
    once_a_day = (play.staff, {"decided": "daily"}, theme.tenant.timezone)
    await write(theme.name, news.choose, *once_a_day)
    until = answer_by(theme.tenant, at)
    for number in (play.numbers[position] for position in APPROVED):
        found = await deployment.store.read(theme.name, requests.find, number)
        verdict = RequestApproved(
            subject=found.subject,
            sub_subject=found.sub_subject,
            responsible=play.staff,
            team="",
            priority="normal",
        )
        await write(theme.name, verdicts.approve, number, 0, verdict, *about, until)
    reason = _reason(theme) or play.said
    refusal = RequestRejected(reason_code="", reason=reason)
    await write(theme.name, verdicts.reject, play.numbers[REJECTED], 0, refusal, *about)
    await write(theme.name, requests.comment, play.numbers[APPROVED[0]], reason, True, *about)


def _reason(theme: Theme) -> str:
    """The longest of the company's own reasons, if it has any."""
    first = theme.tenant.languages[0]
    return max((each.text[first] for each in theme.tenant.reasons), key=len, default="")


async def _sent(play: Any, name: str, position: int, *, long: bool) -> str:
    deployment, theme, at = play.deployment, play.theme, clock.now()
    form = deployment.themes.form(theme, requests.FORM, theme.tenant.languages[0])
    today = clock.local(at, theme.tenant.timezone).date()
    email = f"{position}@cliente.example"
    said = answers(form, name, email, today.isoformat(), play.said, long=long)
    reading = form.read(said, today)
    sent = submission.make(
        deployment.vault,
        theme,
        form,
        reading.values,
        photos=(),
        digests=(),
        key=fresh_key(),
        network="stage",
        at=at,
    )
    outcome = await deployment.store.write(theme.name, service.submit, sent)
    assert isinstance(outcome, Received)  # noqa: S101 - the stage is empty before
    return outcome.number


def answers(
    form: Form, name: str, email: str, today: str, words: str, *, long: bool
) -> dict[str, list[str]]:
    """Something for every field of `form`, as its customer would send it; `words` where there is
    room for them."""
    said: dict[str, list[str]] = {}
    for field in form.fields:
        said |= _answer(field, email, today, words, long=long)
    return said | {"name": [name]}


def _answer(
    field: Field, email: str, today: str, words: str, *, long: bool
) -> dict[str, list[str]]:
    said = {Consent: "yes", YesNo: "yes", Date: today, Email: email}.get(type(field), "")
    more: dict[str, list[str]] = {}
    match field:
        case Choice() | Choices() if field.options:
            chosen = max(field.options, key=_length) if long else field.options[0]
            said = chosen.code
            if isinstance(field, Choice) and chosen.options:
                more = {field.refined_by: [chosen.options[0].code]}
        case Text():
            said = (field.suggestions or (words if long else "12",))[0]
        case LongText():
            said = " ".join([words] * (8 if long else 1))
        case TaxDocument():
            more = {f"{field.name}_none": ["yes"]}
        case Phone():
            said = phones.example(field.country)[:-1] + email[0]  # nobody sends this many
    return more | ({field.name: [said]} if said else {})


def _length(option: Any) -> int:
    return 0 if option.emergency else len(option.label)
