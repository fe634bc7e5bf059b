"""Signing in tells nobody who exists, costs the same either way, and can't be tried for ever."""

import re

import pytest
from argon2 import PasswordHasher
from tests.server.people.conftest import PASSWORD

from aldaba import clock
from aldaba.people import passwords, service, signing_in

pytestmark = pytest.mark.anyio

SIGN_IN = "/desk/horizonte/sign-in"
ANA = "ana@horizonte.example"
JSON = {"accept": "application/json"}


@pytest.fixture
async def ana(signed_in):
    """A browser without a session, where Ana has an account."""
    browser = await signed_in()
    browser.cookies.clear()
    return browser


@pytest.fixture
def verified(monkeypatch):
    """The hashes that passwords were checked against."""
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash, password):  # noqa: A002
            checked.append(hash)
            return super().verify(hash, password)

    hasher = Counting.from_parameters(passwords.RFC_9106_LOW_MEMORY)
    monkeypatch.setattr(passwords, "HASHER", hasher)
    return checked


async def test_email_and_password_lead_to_where_one_wanted_to(ana):
    data = {"email": " ANA@Horizonte.example ", "password": PASSWORD}
    answer = await ana.post(f"{SIGN_IN}?next=/desk/horizonte/requests/7?tab=1", data=data)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/horizonte/requests/7?tab=1"
    assert (await ana.get("/desk/horizonte")).json()["name"] == "Ana Amostra"


@pytest.mark.parametrize(
    "onward",
    [
        "https://stranger.example/desk/horizonte",
        "//stranger.example/desk/horizonte",
        "/desk/horizonte@stranger.example",
        "/desk/norte",
        "/desk/horizonte\r\nSet-Cookie: a=b",
        "/desk/horizonte/\\stranger",
        "javascript:alert(1)",
        "",
    ],
)
async def test_it_leads_nowhere_else(ana, onward):
    answer = await ana.post(
        SIGN_IN, params={"next": onward}, data={"email": ANA, "password": PASSWORD}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/horizonte")


async def test_unknown_and_wrong_get_the_same_answer_after_the_same_work(ana, verified):
    said = []
    for email in (ANA, "bea@horizonte.example"):
        page = await ana.post(SIGN_IN, data={"email": email, "password": "not this one"})
        json = await ana.post(SIGN_IN, data={"email": email, "password": ""}, headers=JSON)
        assert json.json()["type"] == "/problems/sign_in_failed"
        assert not page.cookies
        said.append((page.status_code, re.sub(re.escape(email), "", page.text)))
    assert said[0] == said[1]
    assert said[0][0] == 401
    costs = [re.match(r"\$argon2id\$v=19\$m=65536,t=3,p=4\$", each) for each in verified]
    assert (len(costs), all(costs)) == (4, True)


async def test_an_account_without_a_password_admits_nobody(visitor, invited, verified):
    await invited()
    answer = await visitor.post(SIGN_IN, data={"email": ANA, "password": ""})
    assert (answer.status_code, verified) == (401, [passwords.NOBODYS])


async def test_another_companys_staff_is_unknown_here(ana):
    answer = await ana.post("/desk/norte/sign-in", data={"email": ANA, "password": PASSWORD})
    assert answer.status_code == 401


async def test_what_was_typed_stays_and_is_escaped(ana):
    typed = '"><script>@horizonte.example'
    answer = await ana.post(SIGN_IN, data={"email": typed, "password": "x"})
    assert "&#34;&gt;&lt;script&gt;@horizonte.example" in answer.text


async def test_an_account_can_be_tried_so_often_an_hour(
    ana, deployment, frozen_clock, monkeypatch, verified
):
    monkeypatch.setattr(signing_in, "PER_ACCOUNT", signing_in.throttle.Rate(2, 2))
    wrong = {"email": ANA, "password": "not this one"}
    tries = [(await ana.post(SIGN_IN, data=wrong, headers=JSON)).json() for _ in range(3)]
    assert [each["type"].rpartition("/")[2] for each in tries] == [
        "sign_in_failed",
        "sign_in_failed",
        "too_many",
    ]
    assert len(verified) == 2
    right = {"email": ANA, "password": PASSWORD}
    assert (await ana.post(SIGN_IN, data=right)).status_code == 429
    frozen_clock.advance(clock.HOUR)
    assert (await ana.post(SIGN_IN, data=right)).status_code == 303


async def test_a_crowded_network_keeps_nobody_out(ana, frozen_clock, monkeypatch):
    monkeypatch.setattr(signing_in, "PER_NETWORK", signing_in.throttle.Rate(1, 1))
    for number in range(5):
        await ana.post(SIGN_IN, data={"email": f"{number}@x.example", "password": "x"})
    right = {"email": ANA, "password": PASSWORD}
    answers = [await ana.post(SIGN_IN, data=right) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]


async def test_a_hash_of_older_parameters_is_made_anew(ana, deployment):
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    account = await deployment.store.read("horizonte", service.by_email, ANA)
    await deployment.store.write("horizonte", service.rehash, account.id, account.password, cheap)
    for _ in range(2):
        answer = await ana.post(SIGN_IN, data={"email": ANA, "password": PASSWORD})
        assert answer.status_code == 303
        account = await deployment.store.read("horizonte", service.by_email, ANA)
        assert not passwords.outdated(account.password)
