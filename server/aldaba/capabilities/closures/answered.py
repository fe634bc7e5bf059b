"""What was sent from the page of a closing, read and judged field by field."""

from typing import Any

from litestar import Request
from msgspec import Struct

from aldaba import clock
from aldaba.capabilities.closures.showing import Screen
from aldaba.forms.characters import plain
from aldaba.forms.versions import TermsKept, load_terms
from aldaba.photos.of_form import photos_of
from aldaba.photos.staging import Staged
from aldaba.problems import FieldProblem
from aldaba.themes.theme import Terms
from aldaba.web.answers import Answers
from aldaba.web.deployment import Deployment

ROLES = ("owner", "renter", "building_manager", "other")
MOST_WORDS = 4000
MOST_NAME = 200
STATES = ("waiting", "accepted", "reopened", "unanswered")

# The choice that each answer of the page makes.
CHOICES = {"accept": "accepted", "reopen": "reopened", "later": "later", "other": "other"}


class Answered(Struct, frozen=True):
    """A decision as it was written. `genuine` says that it comes from a page of ours that showed
    the state `seen` and `terms`; `meant` that it was asked about and confirmed."""

    genuine: bool
    seen: str
    terms: Terms | TermsKept | None
    fields: dict[str, list[str]]
    choice: str
    words: str
    name: str
    role: str
    meant: bool
    photos: tuple[Staged, ...]
    problems: dict[str, list[FieldProblem]]


async def read(
    request: Request[Any, Any, Any], deployment: Deployment, screen: Screen, answers: Answers
) -> Answered:
    """The decision in `answers`, with what is wrong with it by field."""
    seen, version = answers.one("_seen"), answers.one("_terms")
    terms = await _terms(deployment, screen, version)
    signed = answers.one("_nonce")
    genuine = seen in STATES and (terms is not None or not version)
    genuine = genuine and deployment.signer.fits(signed, clock.now(), screen.token, seen, version)
    meant = answers.one("meant")
    pressed = meant if meant in CHOICES else answers.one("choice")
    choice = CHOICES.get(pressed, "")
    texts = {name: plain(answers.one(name)) or "" for name in ("words", "reason", "name")}
    words = texts["words"] if choice == "accepted" else texts["reason"]
    if choice in ("reopened", "other") and not words and meant:
        words = texts["words"]
    tenant = screen.reader.theme.name
    photos: tuple[Staged, ...] = ()
    faults: dict[str, list[FieldProblem]] = {}
    if genuine and choice in ("reopened", "other"):
        photos, faults = await photos_of(request, deployment, tenant, answers)
    role = answers.one("role")
    return Answered(
        genuine=genuine,
        seen=seen,
        terms=terms,
        fields=answers.fields,
        choice=choice,
        words=words,
        name=texts["name"][:MOST_NAME],
        role=role if role in ROLES else "",
        meant=bool(meant),
        photos=photos,
        problems=faults | _problems(choice, words, screen.reader.theme.tenant.closing.least_reason),
    )


def _problems(choice: str, words: str, least: int) -> dict[str, list[FieldProblem]]:
    if not choice:
        return {"choice": [FieldProblem("missing_choice")]}
    field = "words" if choice == "accepted" else "reason"
    if len(words) > MOST_WORDS:
        return {field: [FieldProblem("too_long", {"max": MOST_WORDS, "given": len(words)})]}
    if choice in ("reopened", "other") and len(words) < least:
        return {field: [FieldProblem("too_short", {"min": least, "given": len(words)})]}
    return {}


async def _terms(deployment: Deployment, screen: Screen, version: str) -> Terms | TermsKept | None:
    """The terms that the page showed: in service, or kept from then."""
    theme = screen.reader.theme
    shown = next((each for each in theme.terms.values() if each.hash == version), None)
    if shown or not version:
        return shown
    return await deployment.store.read(theme.name, load_terms, version)
