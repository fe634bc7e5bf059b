"""Signed links: what they carry, what they refuse, how keys are rotated."""

import pytest
from itsdangerous import URLSafeSerializer
from msgspec.structs import replace

from aldaba import clock
from aldaba.links import HELD, TOLERANCE, Link, Signer, held

OLD, NEW = "an old key of thirty-two characters", "a new key of thirty-two characters"
FOLLOW = Link("follow", "horizonte", "7K2M9QXB4", 3, 1_800_000_000 * clock.SECOND, "pt-BR")
SIGNER = Signer((NEW, OLD))


def test_a_token_says_what_its_link_said():
    assert SIGNER.read(SIGNER.sign(FOLLOW)) == FOLLOW


def test_a_token_is_safe_in_the_path_of_a_url():
    token = SIGNER.sign(Link("follow", "norte", "número/1?&", 0, 0, "es"))
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_an_address_is_a_token_under_the_service_s_own():
    address = SIGNER.address("https://care.example", FOLLOW)
    assert address == f"https://care.example/l/{SIGNER.sign(FOLLOW)}"


def test_a_link_for_one_purpose_opens_no_other():
    _, _, signed = SIGNER.sign(FOLLOW).partition(".")
    assert SIGNER.read(f"acceptance.{signed}") is None


def test_the_newest_key_signs():
    assert Signer((NEW,)).read(SIGNER.sign(FOLLOW)) == FOLLOW
    assert Signer((OLD,)).read(SIGNER.sign(FOLLOW)) is None


def test_a_link_signed_before_a_rotation_still_opens():
    assert SIGNER.read(Signer((OLD,)).sign(FOLLOW)) == FOLLOW


def test_a_link_signed_with_a_key_that_was_taken_out_is_refused():
    assert Signer((NEW,)).read(Signer((OLD,)).sign(FOLLOW)) is None


def test_one_company_s_token_is_never_read_as_another_s():
    of_horizonte = SIGNER.sign(FOLLOW).split(".")
    of_norte = SIGNER.sign(replace(FOLLOW, tenant="norte")).split(".")
    mixed = ".".join((*of_norte[:2], of_horizonte[2]))
    assert SIGNER.read(mixed) is None


@pytest.mark.parametrize("place", [0, 7, 20, -30])
def test_a_changed_character_breaks_the_token(place: int):
    token = list(SIGNER.sign(FOLLOW))
    token[place] = "A" if token[place] != "A" else "B"
    assert SIGNER.read("".join(token)) is None


NO_TOKENS = ["", ".", "follow", "follow.", "follow..", "follow.a.b", "follow.\x00", "%2e%2e/…"]
UNICODE = ["👋.🏠.é", "follow.\ud800.x", "\udcff.a.b"]  # the last two have no bytes in UTF-8
LONG = ["a" * 100_000, "follow." + "." * 1000]


@pytest.mark.parametrize("junk", [*NO_TOKENS, *UNICODE, *LONG])
def test_junk_is_no_link(junk: str):
    assert SIGNER.read(junk) is None


@pytest.mark.parametrize("body", [None, [], {"tenant": "norte"}, ["norte", "x", "1", 2, "es"]])
def test_a_payload_of_another_shape_is_no_link(body: object):
    serializer: URLSafeSerializer = SIGNER._serializer("follow")
    assert SIGNER.read(f"follow.{serializer.dumps(body)}") is None


def test_a_token_from_a_clock_that_runs_ahead_is_read():
    ahead = clock.now() + clock.DAY
    link = SIGNER.read(SIGNER.sign(Link("follow", "norte", "x", 0, ahead + clock.DAY, "es")))
    assert link is not None
    assert not link.expired(clock.now())


def test_a_link_holds_five_minutes_longer_than_it_says():
    assert not FOLLOW.expired(FOLLOW.expires)
    assert not FOLLOW.expired(FOLLOW.expires + TOLERANCE)
    assert FOLLOW.expired(FOLLOW.expires + TOLERANCE + 1)


def test_a_token_shows_no_key_and_signs_with_sha_256():
    token = SIGNER.sign(FOLLOW)
    assert NEW not in token
    assert len(token.rsplit(".", 1)[1]) == 43  # 256 bits in base64url


@pytest.mark.parametrize("purpose", HELD)
def test_a_company_says_how_long_its_links_hold(purpose: str, frozen_clock):
    link = replace(FOLLOW, purpose=purpose)
    until = frozen_clock.moment + 90 * clock.DAY
    assert held(link, {purpose: 90}) == replace(link, expires=until)
    assert held(link, {"survey": 90}) == link


def test_as_long_as_there_is_something_to_do_is_not_for_the_company_to_say():
    link = replace(FOLLOW, purpose="undo")
    assert held(link, {"undo": 90}) == link
