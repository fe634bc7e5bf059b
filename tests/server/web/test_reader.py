"""The language of a page: asked for, signed in the link, the browser's, the company's first."""

import pytest
from litestar import Request

from aldaba.problems import Problem
from aldaba.web.reader import Reader, reader_of


@pytest.fixture
def read(deployment):
    def language(query: str = "", browser: str = "", wish: str = "", tenant: str = "norte") -> str:
        headers = [(b"accept-language", browser.encode())]
        scope = {"type": "http", "path": "/l/x", "headers": headers}
        request = Request(scope | {"query_string": query.encode()})
        reader: Reader = reader_of(request, deployment, tenant, wish)
        return reader.language

    return language


def test_the_company_speaks_first_where_nobody_asks(read):
    assert read() == "es"
    assert read(tenant="horizonte") == "pt-BR"


def test_what_is_asked_for_comes_before_link_and_browser(read):
    assert read("lang=en", "es", "es") == "en"
    assert read("", "en", "es") == "es"
    assert read("", "en") == "en"


def test_what_the_company_does_not_speak_is_passed_over(read):
    assert read("lang=pt-BR", "en") == "en"
    assert read("lang=<script>", "de-CH, fr") == "es"


def test_a_browsers_weights_count(read):
    assert read(browser="es;q=0.5, en;q=0.9") == "en"
    assert read(browser="en;q=0, es") == "es"
    assert read(browser="en;q=nonsense, es;q=0.1") == "es"
    assert read(browser="en-GB,en;q=0.9") == "en"
    assert read(browser="pt-PT", tenant="horizonte") == "pt-BR"


@pytest.mark.parametrize("tenant", ["nobody", "", "..", "../horizonte", "default", "a\0b"])
def test_a_company_without_a_folder_is_unknown(read, tenant):
    with pytest.raises(Problem, match="tenant_unknown"):
        read(tenant=tenant)
