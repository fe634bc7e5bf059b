"""The page behind a link, in a company's own page: the token comes in the fragment."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from tests.trial import token_of
from tests.widget.host import Site, script, settled, tag
from tests.widget.test_embed import NO_HTML

from aldaba.links import Signer

FORM = "horizonte/trial"
Open = Callable[..., Locator]


@pytest.fixture
def token() -> Callable[..., str]:
    """Signed as the service does, about a subject of its own."""

    class Deployment:
        signer = Signer(("a key for tests, 32 characters and more",))

    return lambda subject, **changes: token_of(Deployment, subject, **changes)


@pytest.fixture
def visit(site: Site) -> Open:
    """Opens a page with `body` and a token in its fragment; the place where its content stands."""

    def visited(token: str, body: str = script(FORM) + tag(FORM), policy: str = "") -> Locator:
        site.show(body, policy=policy, fragment=f"#aldaba={token}")
        return site.page.locator("aldaba-form .aldaba")

    return visited


@pytest.mark.parametrize("policy", ["", NO_HTML], ids=["plain", "no HTML"])
def test_a_decision_is_taken_where_the_link_opened(
    site: Site, visit: Open, token: Callable[..., str], policy: str
) -> None:
    place = visit(token(f"Benedita {len(policy)}"), policy=policy)
    site.page.evaluate("addEventListener('aldaba:submitted', () => { document.title = 'told' })")
    place.get_by_role("button", name="Reopen").click()
    expect(place.get_by_text("Say why")).to_be_visible()
    place.get_by_label("Why not").fill("It drips")
    place.get_by_role("button", name="Reopen").click()
    expect(place.get_by_role("heading", name="reopen It drips")).to_be_focused()
    expect(site.page).to_have_title("told")
    assert (site.faults, [each for each in site.told if "422" not in each]) == ([], [])
    site.page.reload()
    expect(place.get_by_role("heading", name="reopen It drips")).to_be_visible()


def test_the_page_looks_like_the_company(visit: Open, token: Callable[..., str]) -> None:
    place = visit(token("look"))
    button = place.get_by_role("button", name="Accept")
    expect(button).to_have_css("background-color", "rgb(154, 59, 30)")
    expect(place.locator(".card")).to_have_css("border-top-color", "rgb(226, 213, 199)")


def test_without_a_token_the_site_s_own_words_stay(site: Site) -> None:
    site.show(script(FORM) + tag(FORM))
    settled(site.page)
    expect(site.page.get_by_role("link", name="Link")).to_be_visible()
    assert site.page.locator("aldaba-form .aldaba").count() == 0


def test_another_link_to_the_open_page_shows_its_own(
    site: Site, visit: Open, token: Callable[..., str]
) -> None:
    place = visit(token("first"))
    expect(place.get_by_text("Is it done, first?")).to_be_visible()
    site.page.evaluate("token => { location.hash = `aldaba=${token}` }", token("second"))
    expect(place.get_by_text("Is it done, second?")).to_be_visible()
    expect(place.get_by_text("Is it done, first?")).to_have_count(0)


def test_a_link_that_is_over_says_so_in_place(visit: Open, token: Callable[..., str]) -> None:
    place = visit(token("late", expires=0))
    expect(place.get_by_role("heading")).to_have_text("Este link venceu")


def test_where_the_content_can_t_come_the_link_leads_to_the_page(
    site: Site, visit: Open, token: Callable[..., str]
) -> None:
    site.page.route("**/data**", lambda route: route.abort())
    signed = token("lost")
    visit(signed)
    link = site.page.get_by_role("link", name="Link")
    expect(link).to_have_attribute("href", f"{site.service}/l/{signed}")
    link.click()
    expect(site.page.get_by_text("Is it done, lost?")).to_be_visible()


def test_a_bare_script_shows_it_too(visit: Open, token: Callable[..., str]) -> None:
    place = visit(token("bare"), body=script(FORM))
    expect(place.get_by_text("Is it done, bare?")).to_be_visible()


def test_without_the_second_script_the_form_goes_to_our_own_page(
    site: Site, visit: Open, token: Callable[..., str]
) -> None:
    site.page.route("**/c/sending*", lambda route: route.abort())
    place = visit(token("slow"))
    place.get_by_role("button", name="Accept").click()
    expect(site.page.get_by_role("heading", name="accept")).to_be_visible()
    assert site.page.url.startswith(site.service)
