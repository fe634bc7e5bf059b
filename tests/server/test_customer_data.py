"""Who may not see a customer sees nothing of them on any page of the desk, in any table, in no
mail, and finds no request by them.

The pages are the application's own list; each is opened for requests in every state that the
scenes of the mails lead to.
"""

import io
import re
import shutil
import zipfile
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection, select, update
from tests.server.mail_scenes import SCENES
from tests.server.scene import CUSTOMERS, Sent, plan_visit, send_request, sign_in
from tests.server.test_isolation import JSON, desk_routes, filled

from aldaba import clock
from aldaba.app import CAPABILITIES, base_forms, create_app
from aldaba.outbox.message import compose
from aldaba.outbox.models import outbox
from aldaba.requests import contact
from aldaba.requests import number as numbers
from aldaba.requests.models import request
from aldaba.themes import Themes
from aldaba.themes.workflow import product
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

OURS = "horizonte"
HOME = "/desk/{tenant}"
ONE = f"{HOME}/requests/{{number}}"
CUSTOMER = CUSTOMERS[OURS]
# How a customer is known: no page has these letters and digits for another reason.
KNOWN = re.compile(r"Benedita|benedita@|90000\W?0101|900000101|000\.?000\.?101")
# The pages that tell who a customer is, to those who may see it.
TELLING = {
    HOME,
    f"{HOME}/requests.csv",
    f"{HOME}/requests.tsv",
    f"{HOME}/requests.xlsx",
    f"{HOME}/print",
    f"{HOME}/visits",
    f"{HOME}/surveys",
    f"{HOME}/outbox",
    ONE,
    f"{ONE}/sheet",
    f"{ONE}/entered",
    f"{ONE}/certificate",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is shown is the same over either database."""
    return sqlite_url


@pytest.fixture
async def app(deployment: Deployment, reactions: None, tmp_path: Path) -> Litestar:
    """The company's technicians see the customer of no request but a new one; all has happened
    that the desk could show."""
    barred(deployment, tmp_path, [code for code in product() if code != "received"])
    for play in SCENES:
        await play(deployment, OURS, "pt-BR")
    await plan_visit(deployment, OURS, (await send_request(deployment, OURS)).number)
    await deployment.store.write(OURS, unsettled)
    return create_app(deployment)


def barred(deployment: Deployment, folder: Path, codes: list[str]) -> None:
    """Put a workflow in service that shows technicians no customer in the states `codes`."""
    shutil.copytree(deployment.settings.themes, folder / "themes")
    said = '[{}]\nsees_customer = ["coordinator", "manager"]\n'
    written = "".join(said.format(code) for code in codes)
    (folder / "themes" / OURS / "workflow.toml").write_text(written)
    deployment.themes = Themes(folder / "themes", folder / "compiled", base_forms())


def unsettled(db: Connection, tenant: str) -> None:
    """Every customer's contact was corrected, and no mail to them could be delivered."""
    for row in db.execute(select(request).where(request.c.tenant == tenant)).all():
        reached = {name: CUSTOMER[name] for name in ("name", "phone", "email")}
        said = f"E-mail: x@y.example → {CUSTOMER['email']}"
        number = (row.number, row.version)
        assert contact.correct(db, tenant, *number, reached, said, clock.now(), "")
    theirs = (outbox.c.tenant == tenant, outbox.c.recipient == "customer")
    given_up = {"state": "parked", "attempts": 9, "undelivered": CUSTOMER["email"]}
    db.execute(update(outbox).where(*theirs).values(given_up))


def statuses(db: Connection, tenant: str) -> dict[str, str]:
    return dict(db.execute(select(request.c.number, request.c.status)).all())


async def telling(visitor: AsyncTestClient[Any], app: Litestar, numbers: list[str]) -> set[str]:
    """The routes whose answer tells who one of the requests' customers is."""
    found = set()
    for method, path in desk_routes(app):
        if method != "GET":
            continue
        for number in numbers if "{number}" in path else numbers[:1]:
            for view in ("open", "closed"):
                address = filled(path, OURS, Sent(OURS, number, "x"))
                answer = await visitor.get(f"{address}?show={view}")
                assert answer.status_code in {200, 403, 404}, (path, answer.status_code)
                found |= {path} if KNOWN.search(text_of(answer)) else set()
    return found


def text_of(answer: Any) -> str:
    """What it says, a workbook's cells too."""
    if not answer.content.startswith(b"PK"):
        return str(answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


async def test_pages_tell_of_a_customer_only_to_who_may_see_them(
    app: Litestar, deployment: Deployment
) -> None:
    known = await deployment.store.read(OURS, statuses)
    hidden = [number for number, status in known.items() if status != "received"]
    assert {"closed", "accepted", "reopened", "cancelled", "rejected"} <= set(known.values())
    await deployment.store.write(OURS, gone, [n for n in known if n not in hidden])
    async with AsyncTestClient(app) as visitor:
        await sign_in(visitor, deployment, OURS, "coordinator")
        assert await telling(visitor, app, hidden) == TELLING
    async with AsyncTestClient(app) as visitor:
        await sign_in(visitor, deployment, OURS, "technician")
        assert await telling(visitor, app, hidden) == set()


def gone(db: Connection, tenant: str, numbers: list[str]) -> None:
    """Mark requests whose customer anybody may see as somebody else's."""
    mine = (request.c.tenant == tenant) & request.c.number.in_(numbers)
    someone = {"name": "Alguém", "email": "", "phone": "", "open": False}
    db.execute(update(request).where(mine).values(someone))


async def test_what_the_role_may_see_it_sees(app: Litestar, deployment: Deployment) -> None:
    new = await send_request(deployment, OURS)
    async with AsyncTestClient(app) as visitor:
        await sign_in(visitor, deployment, OURS, "technician")
        page = (await visitor.get(f"/desk/{OURS}/requests/{new.number}")).text
        queue = (await visitor.get(f"/desk/{OURS}")).text
    assert CUSTOMER["name"] in page
    assert CUSTOMER["phone"] in page
    assert CUSTOMER["name"] in queue


@pytest.mark.parametrize("said", ["name", "email", "phone", "document"])
@pytest.mark.parametrize("role", ["coordinator", "technician"])
async def test_nobody_finds_a_request_by_a_customer_they_may_not_see(
    app: Litestar, deployment: Deployment, role: str, said: str
) -> None:
    known = await deployment.store.read(OURS, statuses)
    async with AsyncTestClient(app) as visitor:
        await sign_in(visitor, deployment, OURS, role)
        table = await visitor.get(f"/desk/{OURS}/requests.csv", params={"q": CUSTOMER[said]})
        number = next(number for number, status in known.items() if status == "in_progress")
        begun = f"{number[:3]}-{number[3:6]}"
        by_number = await visitor.get(f"/desk/{OURS}/requests.csv", params={"q": begun})
    found = [number for number in known if numbers.shown(number) in table.text]
    hidden = [number for number in found if known[number] != "received"]
    assert bool(hidden) == (role == "coordinator")
    assert begun in by_number.text


async def test_nobody_corrects_what_they_may_not_see(
    deployment: Deployment, tmp_path: Path
) -> None:
    shutil.copytree(deployment.settings.themes, tmp_path / "themes")
    flow = '[received]\nsees_customer = ["manager"]\n'
    (tmp_path / "themes" / OURS / "workflow.toml").write_text(flow)
    deployment.themes = Themes(tmp_path / "themes", tmp_path / "compiled", base_forms())
    mine = await send_request(deployment, OURS)
    async with AsyncTestClient(create_app(deployment)) as visitor:
        await sign_in(visitor, deployment, OURS, "coordinator")
        page = (await visitor.get(f"/desk/{OURS}/requests/{mine.number}")).text
        assert f"{mine.number}/contact" not in page
        assert not KNOWN.search(page)
        csrf = re.search(r'name="_csrf" value="(\w+)"', page)
        assert csrf
        said = {"_csrf": csrf[1], "version": "0", "name": "Outra", "phone": "", "email": ""}
        path = f"/desk/{OURS}/requests/{mine.number}/contact"
        answer = await visitor.post(path, data=said, headers=JSON)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/not_allowed"


@pytest.mark.usefixtures("app")
async def test_a_mail_to_one_of_the_staff_names_whom_they_may_see(deployment: Deployment) -> None:
    """Rui and Eva are technicians; the company's own addresses see everybody."""
    rows = (await deployment.store.read(OURS, mails)).items()
    told = {recipient: await written(deployment, row) for recipient, row in rows}
    assert CUSTOMER["name"] in told["team"]
    assert told["staff:rui"]
    assert told["staff:eva"]
    assert not KNOWN.search(told["staff:rui"] + told["staff:eva"])


def mails(db: Connection, tenant: str) -> dict[str, Any]:
    """A mail to the team and to each technician."""
    wanted = ("requests/given", "requests/digest", "intake/new")
    theirs = select(outbox).where(outbox.c.tenant == tenant, outbox.c.kind.in_(wanted))
    return {row.recipient: row for row in db.execute(theirs)}


async def written(deployment: Deployment, row: Any) -> str:
    """The words of the mail."""
    loads = {email.kind: email.load for capability in CAPABILITIES for email in capability.emails}
    letter = await deployment.store.read(OURS, loads[row.kind], row)
    theme = deployment.themes.get(OURS)
    assert letter
    assert theme
    where = {"base_url": deployment.settings.base_url, "at": clock.now()}
    data = compose(row, letter, theme, deployment.signer, **where)
    message = message_from_bytes(data, policy=SMTP)
    return "".join(
        part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    )
