"""The install page: what a webmaster pastes, in their language, for their company's form."""

import html
import re
import tomllib

import pytest
from litestar.testing import AsyncTestClient

from aldaba.capabilities.intake.snippets import snippets
from aldaba.web.deployment import Deployment

pytestmark = pytest.mark.anyio

INSTALL = "/f/horizonte/pre-request/install"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing is read from it."""
    return sqlite_url


def copied(page: str) -> list[str]:
    """What the page's buttons copy."""
    return [html.unescape(text) for text in re.findall(r'data-copy="([^"]*)"', page)]


async def test_anybody_may_open_it(client: AsyncTestClient) -> None:
    assert (await client.get(INSTALL)).status_code == 200
    assert (await client.head(INSTALL)).status_code == 200


async def test_the_lines_name_the_form_the_service_and_the_language(
    client: AsyncTestClient,
) -> None:
    page = (await client.get(INSTALL, params={"lang": "pt-BR"})).text
    script, tag = copied(page)[0].splitlines()
    assert script == (
        '<script async src="http://127.0.0.1:8000/e/horizonte/pre-request.js?lang=pt-BR"></script>'
    )
    assert tag == (
        '<aldaba-form form="horizonte/pre-request">'
        '<a href="http://127.0.0.1:8000/f/horizonte/pre-request?lang=pt-BR">'
        "Solicitar assistência técnica</a></aldaba-form>"
    )


@pytest.mark.parametrize("language", ["es", "pt-BR", "en"])
async def test_the_page_and_its_lines_speak_the_reader_s_language(
    client: AsyncTestClient, language: str
) -> None:
    page = (await client.get(INSTALL, headers={"accept-language": language})).text
    assert f'<html lang="{language}">' in page
    assert all(f"lang={language}" in text for text in copied(page) if "?lang=" in text)


async def test_what_is_shown_is_what_is_copied(client: AsyncTestClient) -> None:
    page = (await client.get(INSTALL)).text
    shown = re.findall(r"<pre>(.*?)</pre>", page)
    lines = ["\n".join(re.findall(r"<span>(.*?)</span>", each)) for each in shown]
    assert [html.unescape(each) for each in lines] == copied(page)


async def test_the_line_for_the_company_s_file_adds_to_the_origins_it_has(
    client: AsyncTestClient, deployment: Deployment
) -> None:
    theme = deployment.themes.get("horizonte")
    assert theme is not None
    listed = theme.tenant.origins
    page = (await client.get(INSTALL)).text
    assert all(f"<li>{origin}</li>" in page for origin in listed)
    (line,) = [text for text in copied(page) if text.startswith("origins")]
    assert tomllib.loads(line)["origins"] == [*listed, "https://www.your-site.example"]


async def test_pages_behind_emailed_links_have_their_lines_too(client: AsyncTestClient) -> None:
    lines = copied((await client.get(INSTALL)).text)
    (links,) = [text for text in lines if text.startswith("[links]")]
    purposes = tomllib.loads(links)["links"]
    assert set(purposes) == {"acceptance", "survey", "undo"}
    for purpose in purposes:
        (pasted,) = [text for text in lines if f'form="horizonte/{purpose}"' in text]
        (address,) = re.findall(r'src="http://127.0.0.1:8000([^"]*)"', pasted)
        assert (await client.get(address)).status_code == 200


async def test_a_form_that_nobody_has_cannot_be_installed(client: AsyncTestClient) -> None:
    assert (await client.get("/f/horizonte/dream/install")).status_code == 404
    assert (await client.get("/f/nobody/pre-request/install")).status_code == 404


def test_a_title_cannot_break_out_of_the_lines(deployment: Deployment) -> None:
    theme = deployment.themes.get("horizonte")
    assert theme is not None
    form = deployment.themes.form(theme, "pre-request", "en")
    odd = type(form)(form.name, "en", "BR", 'Repairs & <b> "$more"', "", form.sections)
    lines = snippets("https://care.example", theme, odd)
    assert "Repairs &amp; &lt;b&gt; &quot;$more&quot;</a>" in lines["lines"]
