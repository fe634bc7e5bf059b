"""What staff may do: ask the customer."""

from typing import Any

from litestar import Request, Response, post

from aldaba import clock
from aldaba.capabilities.questions import service
from aldaba.people.staff import Staff
from aldaba.requests.moves import within_reach
from aldaba.requests.page import done, overtaken, page_of, request_of, version_of
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

QUESTION_LENGTH = 2000


@post("/requests/{number:str}/question")
async def ask(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Ask; the customer gets a mail with a link to answer by, and the request waits for that."""
    answers = await read_answers(request)
    row = await request_of(deployment, staff, number)
    question = answers.text("question", QUESTION_LENGTH)
    kept = {"question": question}
    if not question:
        return await page_of(request, deployment, reader, staff, number, kept)
    asked = (number, version_of(answers), question, clock.now(), staff.id)
    allowed = service.WAITING in within_reach(reader.theme, row, staff)
    if not allowed or not await deployment.store.write(staff.tenant, service.ask, *asked):
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    return done(staff.tenant, number, "asked")
