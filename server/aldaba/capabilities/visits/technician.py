"""What the technician of a visit may do, by the link of that visit and with no account: read the
job, and tell what came of it."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy import Connection, Row

from aldaba import clock
from aldaba.capabilities.visits import service
from aldaba.capabilities.visits.links import PURPOSE
from aldaba.capabilities.visits.report import FORM, Report, read_report
from aldaba.events import history
from aldaba.links import Link
from aldaba.photos.showing import photo_response
from aldaba.problems import Problem
from aldaba.requests import service as requests
from aldaba.requests.facts import access
from aldaba.requests.timeline import Entry, seen_by_customer
from aldaba.web.answers import read_answers
from aldaba.web.deployment import Deployment
from aldaba.web.links import opened
from aldaba.web.problem_pages import wants_json
from aldaba.web.reader import Reader


class Job(Struct, frozen=True):
    """A visit with its request, and what its customer sees of the story: who comes may be from
    another company."""

    visit: Row[Any]
    request: Row[Any]
    story: list[Entry]


def job_of(db: Connection, tenant: str, visit_id: str) -> Job | None:
    """The job of the visit `visit_id`."""
    visit = service.find(db, tenant, visit_id)
    found = requests.find(db, tenant, visit.number) if visit else None
    if visit is None or found is None:
        return None
    story = history(db, tenant, requests.stream_of(found.number))
    return Job(visit, found, seen_by_customer(story))


def about(db: Connection, tenant: str, number: str) -> tuple[str, int] | None:
    """Subject and version of a link to the visit of the request that is planned first."""
    visits = service.of_request(db, tenant, number)
    planned = (each for each in visits if each.state == "planned")
    return next(((each.id, each.assignment) for each in planned), None)


async def show(
    reader: Reader,
    _request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """The job. Raises Problem `link_unknown` where it is somebody else's now."""
    return await _page(reader, deployment, link, token)


async def tell(
    reader: Reader,
    request: Request[Any, Any, Any],
    deployment: Deployment,
    link: Link,
    token: str,
) -> Response[Any]:
    """What came of the visit; once, the page shows it afterwards."""
    answers = await read_answers(request)
    job = await _job(deployment, link)
    report = await read_report(request, deployment, reader, link.subject, answers)
    if report.event is None:
        if wants_json(request):
            raise Problem("fields", fields=report.problems)
        return await _page(reader, deployment, link, token, report)
    said = (link.subject, job.visit.revision, report.event, clock.now(), "technician")
    by = job.visit.technician_name
    await deployment.store.write(link.tenant, service.finish, *said, by)
    return Redirect(f"/l/{token}", status_code=303)


@get(["/l/{token:str}/job/photos/{photo:str}", "/l/{token:str}/job/photos/{photo:str}/thumbnail"])
async def photo(
    request: Request[Any, Any, Any], deployment: Deployment, token: str, photo: str
) -> Response[Any]:
    """A photo of the request that the visit is for."""
    link = opened(deployment, token, {PURPOSE})
    stream = requests.stream_of((await _job(deployment, link)).request.number)
    small = request.url.path.endswith("/thumbnail")
    return await photo_response(deployment, link.tenant, photo, stream=stream, thumbnail=small)


async def _job(deployment: Deployment, link: Link) -> Job:
    job = await deployment.store.read(link.tenant, job_of, link.subject)
    if job is None or job.visit.assignment != link.version:
        raise Problem("link_unknown")
    return job


async def _page(
    reader: Reader,
    deployment: Deployment,
    link: Link,
    token: str,
    report: Report | None = None,
) -> Response[Any]:
    job = await _job(deployment, link)
    theme = reader.theme
    form = deployment.themes.form(theme, requests.FORM, reader.language)
    return reader.page(
        "visits/job.html",
        status=422 if report else 200,
        job=job,
        subject=requests.subject_of(job.request, form),
        place=requests.place_of(job.request, form),
        access=access(form, job.request),
        where=msgspec.json.decode(job.request.answers).get("address") or job.request.development,
        form=deployment.themes.form(theme, FORM, reader.language),
        fields=report.fields if report else {},
        problems=report.problems if report else {},
        staged=report.staged if report else (),
        upload=f"/p/{theme.name}",
        token=token,
    )
