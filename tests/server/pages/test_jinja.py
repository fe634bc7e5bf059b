"""One environment for pages and mails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

import aldaba
from aldaba.pages import jinja, keep_compiled, number, render
from aldaba.problems import CODES
from aldaba.texts import Words, languages
from aldaba.themes.theme import Theme

ROOT = Path(aldaba.__file__).parent


def problem(theme: Theme | None, **context: str) -> str:
    said = {"code": "not_found", "status": 404, "title": "Title", "detail": "Detail"} | context
    return render("web/problem.html", theme=theme, words=Words("en"), **said)


def test_what_people_wrote_is_escaped_in_a_page(theme: Theme) -> None:
    page = problem(theme, detail="<b>só</b> a porta & o trinco")
    assert "&lt;b&gt;só&lt;/b&gt; a porta &amp; o trinco" in page


def test_only_a_plain_text_is_not_escaped() -> None:
    escapes = jinja._environment().autoescape
    assert callable(escapes)
    assert not escapes("intake/emails/received/body.txt")
    assert escapes("intake/emails/received/body.html")


def test_a_name_that_nobody_set_is_an_error(theme: Theme) -> None:
    with pytest.raises(UndefinedError):
        render("web/problem.html", theme=theme, words=Words("en"), code="x", status=404, title="T")


@pytest.mark.parametrize(
    ("phone", "opened"),
    [
        ("+5491155550101", "5491155550101"),
        ("+541155550101", "5491155550101"),  # as a landline's is written; WhatsApp has none
        ("+5511900000101", "5511900000101"),
        ("", ""),
    ],
)
def test_whatsapp_is_given_a_number_that_it_knows(phone: str, opened: str) -> None:
    assert jinja.whatsapp("¿Sí?", phone) == f"https://wa.me/{opened}?text=%C2%BFS%C3%AD%3F"


def test_every_template_of_every_package_is_found_and_compiles() -> None:
    environment = jinja._environment()
    files = [*ROOT.rglob("templates/*.html"), *ROOT.rglob("emails/*/*.html")]
    for file in files:
        package = next(p for p in file.parents if p.parent in (ROOT, ROOT / "capabilities"))
        environment.get_template(
            f"{package.name}/{file.name}"
            if file.parent.name == "templates"
            else f"{package.name}/{file.relative_to(package)}"
        )
    assert len(files) > 10


def test_a_page_without_a_company_is_dressed_in_our_own_plain_colours() -> None:
    page = problem(None)
    assert "/c/plain." in page
    assert "/c/theme-" not in page


def test_a_page_of_a_company_carries_its_theme_its_names_and_its_phones(theme: Theme) -> None:
    page = problem(theme)
    assert f"/c/theme-horizonte.{theme.hash}.css" in page
    assert theme.tenant.legal_name in page
    assert theme.tenant.phones.contact in page


def test_a_number_is_shown_in_three_groups() -> None:
    assert number("K7M2QX4RT") == "K7M-2QX-4RT"


@pytest.mark.parametrize("language", languages())
def test_every_refusal_has_its_words(language: str) -> None:
    words = Words(language)
    keys = [f"problem.{code}.{part}" for code in CODES for part in ("title", "detail")]
    assert [key for key in keys if not words.has(key)] == []


@pytest.fixture
def fresh_environment() -> Iterator[None]:
    jinja._environment.cache_clear()
    yield
    jinja._environment.cache_clear()


@pytest.mark.usefixtures("fresh_environment")
def test_a_template_is_compiled_once_for_every_start(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_compiled(tmp_path / "templates")
    page = problem(theme)
    jinja._environment.cache_clear()
    keep_compiled(tmp_path / "templates")
    monkeypatch.setattr(Environment, "_compile", None)

    assert problem(theme) == page


@pytest.mark.usefixtures("fresh_environment")
def test_a_disk_that_keeps_no_template_takes_no_page_away(theme: Theme, tmp_path: Path) -> None:
    keep_compiled(tmp_path / "templates")
    (tmp_path / "templates").rmdir()

    assert "Title" in problem(theme)
