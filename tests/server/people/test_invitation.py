"""A link, used once, is how somebody comes to the desk."""

import msgspec
import pytest
from tests.server.people.conftest import PASSWORD

from aldaba import clock
from aldaba.people import service
from aldaba.people.invitation import LASTS, invite
from aldaba.settings import SettingsError

pytestmark = pytest.mark.anyio

TOO_EASY = ["short", "ANA@horizonte.example", "  Ana   Amostra ", "ana amostra", "café cafe\u0301"]
JSON = {"accept": "application/json"}


async def test_looking_at_the_link_changes_nothing(visitor, invited):
    path = await invited()
    for _ in range(2):
        assert (await visitor.head(path)).status_code == 200
        page = await visitor.get(path)
        assert (page.status_code, "Ana Amostra" in page.text) == (200, True)


async def test_choosing_a_password_signs_in(visitor, invited):
    answer = await visitor.post(await invited(), data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/horizonte")
    assert (await visitor.get("/desk/horizonte")).json()["name"] == "Ana Amostra"


async def test_the_link_serves_once(visitor, invited):
    path = await invited()
    await visitor.post(path, data={"password": PASSWORD})
    for answer in (
        await visitor.get(path, headers=JSON),
        await visitor.post(path, data={"password": "another sentence"}, headers=JSON),
    ):
        assert (answer.status_code, answer.json()["type"]) == (410, "/problems/link_superseded")


@pytest.mark.parametrize("password", TOO_EASY)
async def test_a_password_that_is_short_or_known_is_asked_for_again(visitor, invited, password):
    path = await invited()
    answer = await visitor.post(path, data={"password": password})
    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert (await visitor.post(path, data={"password": PASSWORD})).status_code == 303


async def test_a_link_of_another_company_purpose_or_time_opens_nothing(
    visitor, invited, frozen_clock
):
    path = await invited("norte")
    foreign = await visitor.get(path.replace("/desk/norte/", "/desk/horizonte/"), headers=JSON)
    assert foreign.json()["type"] == "/problems/link_unknown"
    forged = await visitor.get(path.replace("password.", "follow."), headers=JSON)
    assert forged.json()["type"] == "/problems/link_unknown"
    frozen_clock.advance(LASTS + clock.HOUR)
    assert (await visitor.get(path, headers=JSON)).json()["type"] == "/problems/link_expired"


async def test_a_link_signed_for_another_company_opens_nothing_here(visitor, invited, deployment):
    ours = deployment.signer.read((await invited()).rpartition("/")[2])
    theirs = deployment.signer.sign(msgspec.structs.replace(ours, tenant="norte"))
    answer = await visitor.get(f"/desk/horizonte/password/{theirs}", headers=JSON)
    assert answer.json()["type"] == "/problems/link_unknown"


async def test_of_two_who_use_it_at_once_one_comes_first(deployment, invited):
    link = deployment.signer.read((await invited()).rpartition("/")[2])

    def both(db, tenant):
        return [
            service.set_password(db, tenant, link.subject, link.version, each)
            for each in ("hers", "theirs")
        ]

    assert await deployment.store.write("horizonte", both) == [True, False]


async def test_who_is_invited_again_gets_in_again_and_older_sessions_end(signed_in, invited):
    browser = await signed_in()
    again = await invited(role="manager")
    assert (await browser.get("/desk/horizonte")).status_code == 200
    old = dict(browser.cookies)
    await browser.post(again, data={"password": "outra frase curta"})
    browser.cookies.clear()
    refused = await browser.get("/desk/horizonte", headers=JSON, cookies=old)
    assert refused.status_code == 401


async def test_an_unknown_company_or_address_is_named(deployment):
    with pytest.raises(SettingsError, match="nobody has no folder"):
        await invite(deployment, "nobody", "ana@horizonte.example", "", "manager")
    with pytest.raises(SettingsError, match="ana is not an e-mail"):
        await invite(deployment, "horizonte", "ana", "", "manager")


async def test_teams_are_those_of_the_company_and_stay_when_none_is_named(deployment):
    who = (deployment, "horizonte", "ana@horizonte.example", "Ana", "technician")
    await invite(*who, ["Água e acabamentos"])
    await invite(*who)
    account = await deployment.store.read("horizonte", service.by_email, who[2])
    teams = await deployment.store.read("horizonte", service.teams, account.id)
    assert teams == ("Água e acabamentos",)
    with pytest.raises(SettingsError, match="Elétrica e esquadrias"):
        await invite(*who, ["Elétrica"])
