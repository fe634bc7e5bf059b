"""From what a person sent to what the job keeps: everything that a job may not make by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from aldaba.capabilities.intake.service import Submission
from aldaba.events.intake import RequestOpened
from aldaba.forms.fields import TaxNumber
from aldaba.forms.form import Form
from aldaba.requests import number
from aldaba.requests.deadlines import first_answer_by
from aldaba.requests.search import searchable
from aldaba.requests.status import turn_of
from aldaba.storage.keys import Vault
from aldaba.themes.tenant import Subject
from aldaba.themes.theme import Terms, Theme

CANDIDATES = 4  # numbers drawn, of which the job takes the first free one
APART = {"document", "photos", "conditions", "privacy"}  # kept in places of their own
SUBJECT = ("subject", "sub_subject")
COLUMNS = (*SUBJECT, "description", "name", "email", "phone")
PLACE = ("development", "block", "unit", "product", "model", "serial_number")


def make(
    vault: Vault,
    theme: Theme,
    form: Form,
    values: Mapping[str, Any],
    *,
    photos: Sequence[str],
    digests: Sequence[str],
    key: str,
    network: str,
    test: bool = False,
    at: int,
) -> Submission:
    """The submission of `values`, as `form` read them, under the idempotency key `key`.

    `photos` are ids, `digests` what they show: the same photo sent twice has two ids. A `test` is
    for nobody to answer.
    """
    tenant = theme.name
    after = theme.tenant.looking_after(*(values.get(name) or "" for name in SUBJECT))
    answers = {name: value for name, value in values.items() if name not in APART}
    event = RequestOpened(
        language=form.language,
        description=values.get("description", ""),
        answers=answers,
        photos=tuple(photos),
        form_version=form.version,
        conditions_version=form.terms_version("conditions"),
        privacy_version=form.terms_version("privacy"),
        test=test,
    )
    document = values.get("document")
    return Submission(
        key=key,
        content=vault.index(tenant, _canonical([answers, document, digests])),
        numbers=tuple(number.draw() for _ in range(CANDIDATES)),
        contacts=tuple(_contacts(vault, tenant, values)),
        network=f"network:{vault.index(tenant, network).hex()[:32]}",
        event=event,
        record=_row(theme, form, values, event, after, at) | _document(vault, tenant, document),
        form=form,
        terms=_terms_shown(theme, event),
        responsible=after.responsible,
        at=at,
    )


def _canonical(said: object) -> str:
    return msgspec.json.encode(said, order="deterministic").decode()


def _contacts(vault: Vault, tenant: str, values: Mapping[str, Any]) -> list[str]:
    written = (values.get("email"), values.get("phone"))
    return [f"contact:{vault.index(tenant, each).hex()[:32]}" for each in written if each]


def _document(vault: Vault, tenant: str, document: TaxNumber | None) -> dict[str, object]:
    if document is None:
        return {}
    return {
        "document_kind": document.kind,
        "document_sealed": vault.seal(tenant, document.number),
        "document_index": vault.index(tenant, document.number),
    }


def _terms_shown(theme: Theme, event: RequestOpened) -> tuple[Terms, ...]:
    """Those in service among the terms shown; older ones were kept with their first request."""
    shown = {event.conditions_version, event.privacy_version}
    return tuple(terms for terms in theme.terms.values() if terms.hash in shown)


def _row(
    theme: Theme,
    form: Form,
    values: Mapping[str, Any],
    event: RequestOpened,
    after: Subject,
    at: int,
) -> dict[str, object]:
    emergency = form.emergency(values)
    return {
        "stage": "pre_request",
        "status": "received",
        "turn": turn_of("received", emergency),
        "open": not event.test,
        "test": event.test,
        "version": 0,
        "language": form.language,
        "opened_at": at,
        "waiting_since": at,
        "answer_by": first_answer_by(theme.tenant, after, at),
        "team": after.team,
        "priority": after.priority or "normal",
        "emergency": emergency,
        "form_version": form.version,
        "conditions_version": event.conditions_version,
        "privacy_version": event.privacy_version,
        "answers": _canonical(event.answers),
        "search": searchable(values),
        **{name: values.get(name) or "" for name in (*COLUMNS, *PLACE)},
    }
