"""Who comes reads the job and tells what came of it, by the visit's link alone."""

import pytest
from tests.server.scene import PHOTO, plan_visit, stage_photo

from aldaba import clock
from aldaba.capabilities.visits import service
from aldaba.events import history
from aldaba.events.visits import VisitDone
from aldaba.requests import service as requests

pytestmark = pytest.mark.anyio

REPORT = {"outcome": "done", "report": "Trocamos o sifão."}


async def test_the_page_shows_the_job_and_no_contact_but_those_to_get_in(client, record, visit):
    page = await client.get(await record.job_path(visit.id))
    assert page.status_code == 200
    for shown in ("Onde fica o manual?", "Residencial Ipê-Anil", "Benedita", "tel:+5511900000101"):
        assert shown in page.text
    for private in ("benedita@cliente.example", "000.000.101-54"):
        assert private not in page.text


async def test_a_report_with_photos_stands_in_the_story(client, record, visit, deployment, number):
    staged = await stage_photo(deployment, "horizonte")
    files = {"photos_file": ("depois.jpg", PHOTO.read_bytes(), "image/jpeg")}
    path = await record.job_path(visit.id)
    sent = REPORT | {"photos": staged.signed}
    answer = await client.post(f"{path}?send", data=sent, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    told = (await record.read(history, requests.stream_of(number)))[-1]
    assert isinstance(told.event, VisitDone)
    assert (told.role, told.actor, len(told.event.photos)) == ("technician", "Téo Prumo", 2)
    page = (await client.get(path)).text
    assert "Você informou que o serviço foi feito." in page
    shown = await client.get(f"{path}/job/photos/{told.event.photos[0]}/thumbnail")
    assert shown.headers["content-type"] == "image/jpeg"
    assert await record.status() == "in_progress"


async def test_a_visit_that_was_not_possible_waits_for_another_day(client, record, visit):
    await client.post(await record.job_path(visit.id), data=REPORT | {"outcome": "missed"})
    assert (await record.visit(visit.id)).state == "missed"
    assert await record.status() == "approved"


@pytest.mark.parametrize("missing", ["outcome", "report"])
async def test_a_report_that_says_too_little_is_asked_for_the_rest(client, record, visit, missing):
    path = await record.job_path(visit.id)
    said = {name: value for name, value in REPORT.items() if name != missing}
    page = await client.post(path, data=said)
    assert page.status_code == 422
    assert (REPORT["report"] in page.text) == (missing == "outcome")
    told = await client.post(path, data=said, headers={"accept": "application/json"})
    assert list(told.json()["problems"]) == [missing]
    assert (await record.visit(visit.id)).state == "planned"


async def test_a_second_report_changes_nothing(client, record, visit):
    path = await record.job_path(visit.id)
    await client.post(path, data=REPORT)
    before = await record.mails()
    answer = await client.post(path, data=REPORT | {"outcome": "missed"})
    assert answer.status_code == 303
    assert (await record.visit(visit.id)).state == "done"
    assert await record.mails() == before


async def test_a_link_ends_with_its_assignment_and_a_week_after_the_visit(
    client, record, visit, deployment, number, frozen_clock
):
    path = await record.job_path(visit.id)
    frozen_clock.advance(9 * clock.DAY)
    assert (await client.get(path)).status_code == 410
    other = await plan_visit(deployment, "horizonte", number)
    path = await record.job_path(other.id)
    slot = service.Slot("repair", clock.now(), clock.now() + clock.HOUR, visit.technician)
    move = (other.id, 0, slot, "{}", clock.now(), "")
    assert await deployment.store.write("horizonte", service.move, *move)
    assert (await client.get(path)).status_code == 404
    assert (await client.get(await record.job_path(other.id))).status_code == 200


async def test_the_customer_sees_who_comes(client, record, visit):
    path = record.follow_path()
    page = (await client.get(path)).text
    for shown in ("Quem vai é Téo Prumo.", "Crachá T-07", "Vistoria técnica"):
        assert shown in page
    face = await client.get(f"{path}/visits/{visit.id}/technician")
    assert face.headers["content-type"] == "image/jpeg"
    assert (await client.get(f"{path}/visits/unknown/technician")).status_code == 404
