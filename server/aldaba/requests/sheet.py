"""A request on paper, for who does the work: where it is, how to get in, what was asked, with its
photos and room to write."""

from litestar import Response, get

from aldaba.events import history
from aldaba.people.staff import Staff
from aldaba.requests import service
from aldaba.requests.customer_data import seen_by
from aldaba.requests.facts import access
from aldaba.requests.page import request_of
from aldaba.requests.timeline import entries
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader


@get("/requests/{number:str}/sheet")
async def sheet(deployment: Deployment, reader: Reader, staff: Staff, number: str) -> Response[str]:
    """The job sheet. It tells what the customer sees too, and nothing that the team keeps."""
    row = seen_by(reader.theme, staff, await request_of(deployment, staff, number))
    told = await deployment.store.read(staff.tenant, history, service.stream_of(number))
    form = deployment.themes.form(reader.theme, service.FORM, reader.language)
    return reader.page(
        "requests/sheet.html",
        request=row,
        form=form,
        place=service.place_of(row, form),
        access=access(form, row),
        story=[entry for entry in entries(told) if entry.visible and (entry.told or entry.photos)],
    )
