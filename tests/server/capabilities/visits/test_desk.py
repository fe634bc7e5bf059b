"""Staff plan, move and cancel visits; whoever is concerned is told."""

import pytest
from tests.server.scene import plan_visit, send_request, sign_in

from aldaba import clock
from aldaba.events.requests import RequestCancelled
from aldaba.requests import cancelling
from aldaba.requests import service as requests

pytestmark = pytest.mark.anyio

SLOT = {"purpose": "repair", "day": "2026-11-30", "from": "14:00", "until": "16:00"}


async def test_a_planned_visit_is_told_to_the_customer_and_to_who_comes(
    press, record, visit, frozen_clock
):
    answer = await press("visits", **SLOT, technician=visit.technician, visit="")
    assert answer.headers["location"].endswith("done=visit_planned")
    planned = ("visits/planned", "customer"), ("visits/job", f"technician:{visit.technician}")
    assert sorted((await record.mails())[-2:]) == sorted(planned)
    assert await record.status() == "visit_scheduled"


async def test_the_status_tells_day_hours_and_name(press, client, record, visit, frozen_clock):
    said = SLOT | {"technician": visit.technician, "revision": "0", "visit": visit.id}
    await press(f"visits/{visit.id}/move", **said)
    page = (await client.get(record.follow_path())).text
    assert "Visita: segunda, 30 de novembro, entre 14h e 16h. Quem vai: Téo Prumo." in page


async def test_hours_are_the_companys_own(press, record, visit, frozen_clock):
    said = SLOT | {"technician": visit.technician, "revision": "0", "visit": visit.id}
    await press(f"visits/{visit.id}/move", **said)
    kept = await record.visit(visit.id)
    local = clock.local(kept.begins, "America/Sao_Paulo")
    assert (str(local.date()), local.hour, kept.ends - kept.begins) == (
        "2026-11-30",
        14,
        2 * clock.HOUR,
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"day": ""}, "Escolha um dia dentro de um ano."),
        ({"day": "30/11/2026"}, "Escolha um dia dentro de um ano."),
        ({"day": "2031-01-01"}, "Escolha um dia dentro de um ano."),
        ({"from": "16:00", "until": "14:00"}, "Escreva duas horas, a mais cedo primeiro."),
        ({"from": "14:00+02:00"}, "Escreva duas horas, a mais cedo primeiro."),
        ({"until": "soon"}, "Escreva duas horas, a mais cedo primeiro."),
        ({"technician": ""}, "Escolha quem vai."),
    ],
)
async def test_what_is_missing_is_asked_for_and_the_rest_is_kept(
    press, record, visit, frozen_clock, said, told
):
    sent = SLOT | {"technician": visit.technician, "visit": ""} | said
    answer = await press("visits", **sent)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert "<details open>" in answer.text
    for name in ("day", "from", "until"):
        assert f'name="{name}" value="{sent[name]}"' in answer.text
    assert len(await record.mails()) == 2


@pytest.mark.parametrize(
    "said", [{"purpose": "party"}, {"technician": "0" * 16}, {"revision": "x"}, {}]
)
async def test_what_no_page_offers_is_refused(press, visit, said):
    sent = SLOT | {"technician": visit.technician, "visit": visit.id} | said
    assert (await press(f"visits/{visit.id}/move", **sent)).status_code == 400


async def test_who_was_to_come_is_released_when_somebody_else_is_sent(
    press, record, deployment, number, visit, frozen_clock
):
    other = await plan_visit(deployment, "horizonte", number)
    before = await record.job_path(visit.id)
    said = SLOT | {"technician": other.technician, "revision": "0", "visit": visit.id}
    await press(f"visits/{visit.id}/move", **said)
    assert set((await record.mails())[-3:]) == {
        ("visits/moved", "customer"),
        ("visits/job", f"technician:{other.technician}"),
        ("visits/released", f"technician:{visit.technician}"),
    }
    assert await record.job_path(visit.id) != before


async def test_a_cancelled_visit_needs_a_reason_and_the_request_waits_again(press, record, visit):
    said = {"revision": "0", "visit": visit.id}
    refused = await press(f"visits/{visit.id}/cancel", **said)
    assert (refused.status_code, "Escreva por que ninguém vai." in refused.text) == (422, True)
    await press(f"visits/{visit.id}/cancel", **said, reason="Chuva forte")
    assert (await record.visit(visit.id)).state == "cancelled"
    assert await record.status() == "approved"
    told = ("visits/cancelled", "customer"), ("visits/released", f"technician:{visit.technician}")
    assert sorted((await record.mails())[-2:]) == sorted(told)


async def test_nobody_comes_for_a_request_that_is_cancelled(record, deployment, number, visit):
    event = RequestCancelled(reason="Já resolvi", asked_by="customer")
    found = await record.read(requests.find, number)
    cancel = (cancelling.cancel, number, found.version, event, "{}", clock.now(), "staff", "")
    await deployment.store.write("horizonte", *cancel)
    assert (await record.visit(visit.id)).state == "cancelled"
    assert await record.status() == "cancelled"
    assert ("visits/released", f"technician:{visit.technician}") in await record.mails()


async def test_while_another_visit_is_planned_the_status_stays(
    press, record, deployment, number, visit
):
    await plan_visit(deployment, "horizonte", number)
    said = {"revision": "0", "visit": visit.id, "reason": "Chuva forte"}
    await press(f"visits/{visit.id}/cancel", **said)
    assert await record.status() == "visit_scheduled"


async def test_who_changes_a_visit_second_sees_how_it_stands(press, record, visit):
    said = {"revision": "0", "visit": visit.id, "reason": "Chuva forte"}
    await press(f"visits/{visit.id}/cancel", **said)
    moved = SLOT | {"technician": visit.technician, "revision": "0", "visit": visit.id}
    answer = await press(f"visits/{visit.id}/move", **moved)
    assert answer.headers["location"].endswith("done=visit_changed_before")
    assert (await record.visit(visit.id)).state == "cancelled"


async def test_a_report_by_telephone_is_kept(press, record, visit):
    said = {"revision": "0", "visit": visit.id, "outcome": "done", "report": "Trocamos o sifão."}
    answer = await press(f"visits/{visit.id}/finish", **said)
    assert answer.headers["location"].endswith("done=visit_told")
    assert await record.status() == "in_progress"
    assert (await record.mails())[-1] == ("visits/done", "customer")


async def test_no_visit_is_planned_for_a_pre_request(press, deployment, record, visit):
    waiting = await send_request(deployment, "horizonte")
    page = f"../{waiting.number}/visits"
    answer = await press(page, **SLOT, technician=visit.technician, visit="")
    assert answer.status_code == 404


async def test_a_visit_of_another_request_is_not_found(press, deployment, visit):
    other = await send_request(deployment, "horizonte")
    said = {"revision": "0", "visit": visit.id, "reason": "x"}
    answer = await press(f"../{other.number}/visits/{visit.id}/cancel", **said)
    assert answer.status_code == 404


async def test_a_technician_at_the_desk_plans_nothing(client, deployment, number, visit):
    await sign_in(client, deployment, "horizonte", role="technician")
    page = (await client.get(f"/desk/horizonte/requests/{number}")).text
    assert "Agendar visita" not in page
    csrf = page.partition('name="_csrf" value="')[2].partition('"')[0]
    for path in (f"requests/{number}/visits", "visits/technicians"):
        answer = await client.post(f"/desk/horizonte/{path}", data={"_csrf": csrf} | SLOT)
        assert answer.status_code == 403


async def test_the_agenda_begins_with_what_nobody_has_told(client, deployment, visit, frozen_clock):
    await sign_in(client, deployment, "horizonte")
    coming = (await client.get("/desk/horizonte/visits")).text
    assert "Agendadas" in coming
    assert "ninguém contou" not in coming
    frozen_clock.advance(2 * clock.DAY)
    await sign_in(client, deployment, "horizonte")
    late = (await client.get("/desk/horizonte/visits")).text
    assert "ninguém contou" in late
