"""What staff may do: approve a pre-request, or not."""

import re
from typing import Any

from litestar import Request, Response, post
from msgspec.structs import asdict
from sqlalchemy import Row

from aldaba import clock
from aldaba.capabilities.intake import verdicts
from aldaba.events.intake import RequestApproved, RequestRejected
from aldaba.people import service as people
from aldaba.people.staff import Staff, demand
from aldaba.requests.charge import Charge, charge_in
from aldaba.requests.colleagues import colleagues
from aldaba.requests.deadlines import answer_by
from aldaba.requests.moves import within_reach
from aldaba.requests.page import done, overtaken, page_of, request_of, version_of
from aldaba.requests.service import FORM
from aldaba.themes.tenant import Tenant
from aldaba.web.answers import Answers, read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader

REASON_LENGTH = 4000
BLANK = re.compile(r"\{\w+\}")  # of a reason in the company's list, for staff to fill in


@post("/requests/{number:str}/approve")
async def approve(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Take it on, with subject, responsible and priority as staff left or changed them."""
    demand(staff, "decide")
    answers = await read_answers(request)
    found = await request_of(deployment, staff, number)
    form = deployment.themes.form(reader.theme, FORM, reader.language)
    names = await deployment.store.read(staff.tenant, people.names)
    charge = charge_in(answers, form, reader.theme, staff, names, found)
    at = clock.now()
    event, until = RequestApproved(**asdict(charge)), answer_by(reader.theme.tenant, at)
    verdict = (number, version_of(answers), event, at, staff.id, until)
    allowed = "approved" in within_reach(reader.theme, found, staff)
    if not allowed or not await deployment.store.write(staff.tenant, verdicts.approve, *verdict):
        kept = {"charge": charge}
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    return done(staff.tenant, number, "approved")


async def approve_marked(
    deployment: Deployment, reader: Reader, staff: Staff, row: Row[Any], _answers: Answers
) -> str:
    """Take the pre-request `row` on as it is, one of several that are marked in the queue."""
    if "approved" not in within_reach(reader.theme, row, staff):
        return "requests.bulk.no_way"
    kept = {name: getattr(row, name) for name in Charge.__struct_fields__ if name != "colleagues"}
    beside = await deployment.store.read(staff.tenant, colleagues, row.number)
    event = RequestApproved(**kept, colleagues=beside)
    at = clock.now()
    verdict = (row.number, row.version, event, at, staff.id, answer_by(reader.theme.tenant, at))
    taken = await deployment.store.write(staff.tenant, verdicts.approve, *verdict)
    return "" if taken else "requests.bulk.decided"


@post("/requests/{number:str}/reject")
async def reject(
    request: Request[Any, Any, Any],
    deployment: Deployment,
    reader: Reader,
    staff: Staff,
    number: str,
) -> Response[Any]:
    """Don't, for a reason that the customer reads: one of the company's list, or staff's own
    words. What is missing, a blank of the list's text included, is asked for."""
    demand(staff, "decide")
    answers = await read_answers(request)
    found = await request_of(deployment, staff, number)
    code = answers.text("reason_code", 20)
    listed = _listed(reader.theme.tenant, code, found.language)
    reason = answers.text("reason", REASON_LENGTH) or listed
    if not reason or BLANK.search(reason):
        return await page_of(request, deployment, reader, staff, number, {"reason": reason})
    event = RequestRejected(reason_code=code, reason=reason)
    verdict = (number, version_of(answers), event, clock.now(), staff.id)
    allowed = "rejected" in within_reach(reader.theme, found, staff)
    if not allowed or not await deployment.store.write(staff.tenant, verdicts.reject, *verdict):
        kept = {"reason": reason}
        return await overtaken(request, deployment, reader, staff, number, answers, kept)
    return done(staff.tenant, number, "rejected")


def _listed(tenant: Tenant, code: str, language: str) -> str:
    """The reason `code` as the customer would read it, in the company's first language where the
    customer's is missing."""
    texts = next((reason.text for reason in tenant.reasons if reason.code == code), {})
    return texts.get(language) or texts.get(tenant.languages[0], "")
