"""What came of a visit, as its form tells it: done or not, in words, with photos."""

from typing import Any

from litestar import Request
from msgspec import Struct

from aldaba import clock
from aldaba.events.visits import VisitDone, VisitMissed
from aldaba.photos.of_form import photos_of
from aldaba.photos.staging import Staged
from aldaba.problems import FieldProblem
from aldaba.web.answers import Answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

FORM = "visit-report"
OUTCOMES = {"done": VisitDone, "missed": VisitMissed}


class Report(Struct, frozen=True):
    """The event to record, or None; what is wrong by field; the answers and photos so far."""

    event: VisitDone | None
    problems: dict[str, list[FieldProblem]]
    fields: dict[str, list[str]]
    staged: tuple[Staged, ...]


async def read_report(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    visit: str,
    answers: Answers,
) -> Report:
    """The answers to the form `visit-report`. No outcome is preselected, so that a program that
    sends whatever forms it finds (H20) decides nothing."""
    tenant = reader.theme.tenant
    form = deployment.themes.form(reader.theme, FORM, reader.language)
    staged, faults = await photos_of(request, deployment, reader.theme.name, answers)
    sent = answers.fields | {"photos": [photo.signed for photo in staged]}
    reading = form.read(sent, clock.local(clock.now(), tenant.timezone).date())
    problems = faults | reading.problems
    if problems:
        return Report(None, problems, answers.fields, staged)
    kind, photos = OUTCOMES[reading.values["outcome"]], tuple(photo.id for photo in staged)
    event = kind(visit=visit, report=reading.values["report"], photos=photos)
    return Report(event, {}, answers.fields, staged)
