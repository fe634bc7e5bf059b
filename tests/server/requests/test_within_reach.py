"""What the company's workflow doesn't lead to, no button offers and no form does."""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from litestar.testing import AsyncTestClient
from tests.server.scene import put_technician, send_request, sign_in

from aldaba.app import base_forms, create_app
from aldaba.requests import service
from aldaba.themes import Themes

pytestmark = pytest.mark.anyio

TENANT = "norte"
HIDDEN = re.compile(r'name="(_csrf|version|seen)" value="(\w*)"')
ANSWERS = {"about": "noise", "priority": "normal", "responsible": "", "team": "", "reason": "No va"}
ANSWERS |= {"question": "¿Cuál?", "note": "Listo", "asked_by": "company"}
IN_A_MONTH = datetime.now(UTC).date() + timedelta(days=30)
SLOT = {"purpose": "repair", "day": str(IN_A_MONTH), "from": "09:00", "until": "12:00"}
# What is pressed, the status it needs to be led to, from where it is tried, at which stage.
PRESSED = {
    "approve": ("approved", "received", "pre_request"),
    "reject": ("rejected", "received", "pre_request"),
    "question": ("waiting_customer", "in_progress", "service_request"),
    "visits": ("visit_scheduled", "approved", "service_request"),
    "close": ("closed", "in_progress", "service_request"),
    "cancel": ("cancelled", "in_progress", "service_request"),
}


@pytest.mark.parametrize("led", [True, False])
@pytest.mark.parametrize("pressed", PRESSED)
async def test_a_button_is_there_where_the_workflow_leads(deployment, tmp_path, pressed, led):
    target, before, stage = PRESSED[pressed]
    rewritten(deployment, tmp_path, f"[{before}]\nto = ['{target if led else 'waiting_parts'}']")
    number = (await send_request(deployment, TENANT)).number
    who = await put_technician(deployment, TENANT)
    put = (service.change, number, 0)
    assert await deployment.store.write(TENANT, *put, stage=stage, status=before)
    path = f"/desk/{TENANT}/requests/{number}"
    async with AsyncTestClient(create_app(deployment)) as client:
        client.follow_redirects = False
        await sign_in(client, deployment, TENANT)
        page = (await client.get(path)).text
        assert (f'action="{path}/{pressed}"' in page) == led
        form = dict(HIDDEN.findall(page)) | ANSWERS | SLOT | {"technician": who}
        answer = await client.post(f"{path}/{pressed}", data=form)
        assert answer.status_code == (303 if led else 409)
    row = await deployment.store.read(TENANT, service.find, number)
    assert row.status == (target if led else before)


# A right that a state may leave to others, what needs it there, and what it is pressed with.
LEFT = [
    ("changes_subject", "charge", {"about": "leak"}),
    ("plans_visits", "visits", {}),
]


@pytest.mark.parametrize("mine", [True, False])
@pytest.mark.parametrize(("right", "pressed", "said"), LEFT)
async def test_a_state_may_leave_a_right_to_others(
    deployment, tmp_path, right, pressed, said, mine
):
    role = "coordinator" if mine else "manager"
    flow = f"[approved]\nto = ['visit_scheduled']\n{right} = ['{role}']"
    rewritten(deployment, tmp_path, flow)
    number = (await send_request(deployment, TENANT)).number
    who = await put_technician(deployment, TENANT)
    put = (service.change, number, 0)
    await deployment.store.write(TENANT, *put, stage="service_request", status="approved")
    path = f"/desk/{TENANT}/requests/{number}"
    async with AsyncTestClient(create_app(deployment)) as client:
        client.follow_redirects = False
        await sign_in(client, deployment, TENANT)
        page = (await client.get(path)).text
        offered = {
            "charge": '<select class="input" id="about"',
            "visits": f'action="{path}/visits"',
        }
        assert (offered[pressed] in page) == mine
        form = dict(HIDDEN.findall(page)) | ANSWERS | SLOT | {"technician": who}
        answer = await client.post(f"{path}/{pressed}", data=form | said)
        handed = await client.post(f"{path}/charge", data=form)
        drawn = (await client.get(f"/desk/{TENANT}/workflow")).text
    assert handed.status_code == (409 if mine else 303)  # after what was done before it
    assert answer.status_code == (303 if mine else 403)
    row = await deployment.store.read(TENANT, service.find, number)
    assert (row.subject == "leak" or row.status == "visit_scheduled") == mine
    assert ("Coordinación" if mine else "Gerencia") in drawn


def rewritten(deployment, tmp_path, workflow):
    """Put a workflow of Norte's own in service."""
    shutil.copytree(deployment.settings.themes, tmp_path / "themes")
    (tmp_path / "themes" / TENANT / "workflow.toml").write_text(workflow)
    deployment.themes = Themes(tmp_path / "themes", tmp_path / "compiled", base_forms())
