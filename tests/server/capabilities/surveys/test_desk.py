"""The desk: all answers together, low scores until somebody takes care, a table to save."""

import csv
import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.server.capabilities.surveys.conftest import LOW, Case
from tests.server.capabilities.surveys.test_customer import kinds, send
from tests.server.scene import sign_in

from aldaba import clock
from aldaba.capabilities.surveys.results import Answered
from aldaba.capabilities.surveys.totals import Recommended, questions

pytestmark = pytest.mark.anyio


@pytest.fixture
async def low(client, case: Case, frozen_clock) -> Case:
    await case.close()
    await case.accept()
    frozen_clock.advance(2 * clock.HOUR)
    await case.look()
    said = LOW | {"more": "=HYPERLINK(1)", "better": "time"}
    assert (await send(client, await case.token(), said)).status_code == 303
    return case


async def test_answers_stand_on_the_request_and_in_the_results(client, low: Case) -> None:
    await sign_in(client, low.deployment, "horizonte")
    panel = (await client.get(f"/desk/horizonte/requests/{low.number}")).text
    assert "2/5" in panel
    page = (await client.get("/desk/horizonte/surveys")).text
    assert "NPS <strong>-100</strong>" in page
    assert "Nota baixa" in page
    assert "results__bar" in page
    assert "0% recomendariam a empresa (9 ou 10), 100% não recomendariam" in page
    empty = await client.get("/desk/horizonte/surveys?from=2020-01-01&to=2020-02-01&survey=x")
    assert "Nenhum cliente recebeu a pesquisa neste período" in empty.text
    assert "Nota baixa" in empty.text
    odd = await client.get("/desk/horizonte/surveys?from=nunca&to=9999-99-99")
    assert odd.status_code == 200


async def test_answers_are_filtered_by_what_the_request_was_about(client, low: Case) -> None:
    await sign_in(client, low.deployment, "horizonte")
    address = "/desk/horizonte/surveys"
    page = (await client.get(f"{address}?subject=papers")).text
    assert "results__bar" in page
    assert "subject=papers" in page.partition("answers.xlsx?")[2].partition('"')[0]
    assert "results__bar" not in (await client.get(f"{address}?subject=gas")).text
    assert "results__bar" in (await client.get(f"{address}?subject=nonsense")).text
    about_gas = await client.get(f"{address}/answers.csv?subject=gas")
    assert about_gas.content.decode("utf-8-sig").count("\n") == 1


async def test_a_low_score_leaves_the_top_when_somebody_took_care(client, low: Case) -> None:
    await sign_in(client, low.deployment, "horizonte")
    assert "notas baixas: 1" in (await client.get("/desk/horizonte/")).text
    page = (await client.get("/desk/horizonte/surveys")).text
    csrf = re.search(r'name="_csrf" value="(\w+)"', page)
    assert csrf
    form = {"_csrf": csrf[1], "round": "1", "from": "surveys"}
    address = f"/desk/horizonte/requests/{low.number}/survey/handled"
    assert (await client.post(address, data=form)).status_code == 303
    assert (await client.post(address, data=form)).status_code == 404
    page = (await client.get("/desk/horizonte/surveys")).text
    assert "Nota baixa" not in page
    assert "notas baixas" not in page
    assert "results__bar" in page
    assert (await kinds(low))[-1] == "LowScoreHandled"


async def test_the_tables_hold_no_formula(client, low: Case) -> None:
    await sign_in(client, low.deployment, "horizonte")
    saved = await client.get("/desk/horizonte/surveys/answers.csv")
    head, row = csv.reader(io.StringIO(saved.content.decode("utf-8-sig"), newline=""))
    answers = dict(zip(head, row, strict=True))
    assert answers["Quer contar mais alguma coisa?"] == "'=HYPERLINK(1)"
    assert answers["O que podemos melhorar?"] == "Pontualidade"
    assert re.fullmatch(r"2026-11-26 \d\d:\d\d", answers["Respondida em"])

    saved = await client.get("/desk/horizonte/surveys/answers.xlsx")
    assert saved.headers["content-disposition"] == 'attachment; filename="answers.xlsx"'
    cells = list(load_workbook(io.BytesIO(saved.content)).active.iter_rows())
    answers = dict(zip(*([cell.value for cell in line] for line in cells), strict=True))
    assert answers["Quer contar mais alguma coisa?"] == "=HYPERLINK(1)"
    assert not [cell for line in cells for cell in line if cell.data_type == "f"]


async def test_figures_are_counted(deployment) -> None:
    theme = deployment.themes.get("horizonte")
    form = deployment.themes.form(theme, "survey", "en")
    row: Any = None
    given = [
        Answered(row, {"overall": overall, "recommend": recommend})
        for overall, recommend in ((5, 10), (4, 9), (3, 8), (1, 0))
    ]
    overall, recommend = questions(form, [*given, Answered(row, {})])[:2]
    assert (overall.count, overall.mean) == (4, 3.25)
    assert [(bar.label, bar.count, bar.share) for bar in overall.bars[:1]] == [("5", 1, 25)]
    assert recommend.nps == Recommended(25, 50, 25)
