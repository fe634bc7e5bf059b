"""Nobody comes to a company's desk without a session there, and no form without its own token."""

import pytest
from litestar.testing import AsyncTestClient

from aldaba import clock, texts
from aldaba.app import create_app
from aldaba.people import service, sessions

pytestmark = pytest.mark.anyio

JSON = {"accept": "application/json"}
SIGNED_OUT = {"/desk/{tenant:str}/sign-in", "/desk/{tenant:str}/password/{token:str}"}


async def test_every_route_of_the_desk_but_signing_in_wants_a_session(deployment):
    app = create_app(deployment)
    async with AsyncTestClient(app) as visitor:
        behind = [route for route in app.routes if route.path.startswith("/desk/")]
        assert len(behind) > len(SIGNED_OUT)
        for route in behind:
            names = dict.fromkeys(route.path_parameters, "7") | {"tenant": "horizonte"}
            path = route.path_format.format(**names)
            for method in route.methods - {"OPTIONS"}:
                answer = await visitor.request(method, path, headers=JSON, data={"a": "b"})
                kept_out = answer.status_code == 401 and b"sign_in_failed" not in answer.content
                assert kept_out == (route.path not in SIGNED_OUT), (method, route.path)


async def test_a_page_leads_to_sign_in_and_back(visitor):
    answer = await visitor.get("/desk/horizonte?show=closed")
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/desk/horizonte/sign-in?next=%2Fdesk%2Fhorizonte%3Fshow%3Dclosed"
    )
    page = await visitor.get(answer.headers["location"])
    assert 'action="/desk/horizonte/sign-in?next=%2Fdesk%2Fhorizonte%3Fshow%3Dclosed"' in page.text


async def test_a_program_and_a_form_are_told(visitor):
    told = await visitor.get("/desk/horizonte", headers=JSON)
    assert (told.status_code, told.json()["type"]) == (401, "/problems/session_ended")
    form = await visitor.post("/desk/horizonte/press", data={"a": "b"})
    assert (form.status_code, 'name="password"' in form.text) == (401, True)


async def test_a_session_is_good_at_its_own_company_only(signed_in):
    browser = await signed_in()
    held = browser.cookies["aldaba_horizonte"]
    for cookies in ({"aldaba_norte": held}, {"aldaba_horizonte": held}):
        answer = await browser.get("/desk/norte", headers=JSON, cookies=cookies)
        assert answer.status_code == 401


async def test_two_companies_sessions_live_side_by_side(signed_in):
    browser = await signed_in("horizonte")
    await signed_in("norte")
    for tenant in ("horizonte", "norte"):
        assert (await browser.get(f"/desk/{tenant}")).status_code == 200


async def test_the_cookie_is_the_browsers_secret(visitor, invited, deployment):
    answer = await visitor.post(await invited(), data={"password": "uma frase curta"})
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("aldaba_horizonte=")
    assert {each.lower() for each in attributes} == {
        "path=/desk/horizonte",
        "httponly",
        "samesite=lax",
        "max-age=43200",
    }


async def test_a_session_ends_by_itself(signed_in, frozen_clock):
    browser = await signed_in()
    frozen_clock.advance(sessions.LASTS - clock.SECOND)
    assert (await browser.get("/desk/horizonte", headers=JSON)).status_code == 200
    frozen_clock.advance(clock.SECOND)
    assert (await browser.get("/desk/horizonte", headers=JSON)).status_code == 401


async def test_signing_out_ends_it_for_who_kept_the_cookie_too(signed_in):
    browser = await signed_in()
    held = dict(browser.cookies)
    csrf = (await browser.get("/desk/horizonte")).json()["csrf"]
    answer = await browser.post("/desk/horizonte/sign-out", data={"_csrf": csrf})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/horizonte/sign-in")
    assert "aldaba_horizonte" not in browser.cookies
    again = await browser.get("/desk/horizonte", headers=JSON, cookies=held)
    assert again.status_code == 401


async def test_a_form_needs_the_token_of_its_own_session(signed_in):
    browser = await signed_in("horizonte")
    ours = (await browser.get("/desk/horizonte")).json()["csrf"]
    await signed_in("norte")
    theirs = (await browser.get("/desk/norte")).json()["csrf"]
    pressed = await browser.post("/desk/horizonte/press", data={"_csrf": ours})
    assert pressed.text == "Ana Amostra"
    for data in ({"_csrf": theirs}, {"_csrf": ""}, {"a": "b"}, {"_csrf": "é"}):
        refused = await browser.post("/desk/horizonte/press", data=data, headers=JSON)
        assert refused.json()["type"] == "/problems/origin_refused"


async def test_a_form_from_another_site_is_refused_even_with_the_token(signed_in):
    browser = await signed_in()
    csrf = (await browser.get("/desk/horizonte")).json()["csrf"]
    stranger = {"origin": "https://horizonte.example", **JSON}
    refused = await browser.post("/desk/horizonte/press", data={"_csrf": csrf}, headers=stranger)
    assert refused.json()["type"] == "/problems/origin_refused"


async def test_who_left_the_company_stays_outside(signed_in, deployment):
    def dismiss(db, tenant):
        db.execute(service.staff.update().values(active=False))

    browser = await signed_in()
    await deployment.store.write("horizonte", dismiss)
    assert (await browser.get("/desk/horizonte", headers=JSON)).status_code == 401
    known = {"email": "ana@horizonte.example", "password": "uma frase curta"}
    assert (await browser.post("/desk/horizonte/sign-in", data=known)).status_code == 401


async def test_staff_choose_their_language_whichever_the_customers_are_offered(signed_in):
    browser = await signed_in("norte")
    before = (await browser.get("/desk/norte")).json()
    assert before["language"] == "es"
    for language in texts.languages():
        chosen = {"_csrf": before["csrf"], "language": language}
        sent_from = {"referer": "http://127.0.0.1:8000/desk/norte/requests/7"}
        answer = await browser.post("/desk/norte/language", data=chosen, headers=sent_from)
        assert answer.headers["location"] == "/desk/norte/requests/7"
        assert (await browser.get("/desk/norte")).json()["language"] == language
    unknown = {"_csrf": before["csrf"], "language": "tlh"}
    assert (await browser.post("/desk/norte/language", data=unknown)).status_code == 400


@pytest.mark.parametrize(("role", "paths"), [("coordinator", ["", "/press"]), ("technician", [""])])
async def test_the_menu_holds_the_pages_that_a_role_may_open(signed_in, role, paths):
    browser = await signed_in(role=role)
    known = (await browser.get("/desk/horizonte")).json()
    assert (known["menu"], known["path"]) == (paths, "")


async def test_a_company_without_a_folder_has_no_desk(visitor):
    answer = await visitor.get("/desk/nobody", headers=JSON)
    assert answer.json()["type"] == "/problems/tenant_unknown"
