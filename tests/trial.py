"""A small capability of the tests' own: the page behind a `trial` link asks for one decision, on
our own site and on a company's; a `private` one shows itself on ours alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jinja2 import DictLoader, PrefixLoader
from litestar.response import Redirect

from aldaba import clock
from aldaba.capability import Capability, LinkPage
from aldaba.links import Link
from aldaba.pages import jinja
from aldaba.web.answers import read_answers

PAGE = """
{% extends "pages/page.html" %}
{% from "pages/icons.html" import icon with context %}
{% block title %}Trial{% endblock %}
{% block head %}
<link rel="stylesheet" href="{{ asset('photos.css') }}">
<script type="module" src="{{ asset('form.js') }}"></script>
{% endblock %}
{% block main %}
<div class="card stack">
  <h1 class="title" tabindex="-1">
    {{ icon("check") }} {{ decided or "Is it done, " ~ subject ~ "?" }}
  </h1>
  {% if fault %}<p class="notice notice--error">{{ fault }}</p>{% endif %}
  {% if not decided %}
    <form class="form" action="/l/{{ token }}" method="post" target="_top" data-form>
      <p class="notice notice--error" role="alert" data-not-sent hidden><span>Not sent</span></p>
      <label class="label" for="why">Why not</label>
      <input class="input" id="why" name="why">
      <button class="button" name="choice" value="accept">Accept</button>
      <button class="button" name="choice" value="reopen">Reopen</button>
    </form>
  {% endif %}
</div>
{% endblock %}
"""


@contextmanager
def trial() -> Iterator[Capability]:
    """The capability, and its template among ours meanwhile; one may begin within another."""
    decisions: dict[str, str] = {}

    async def show(reader, request, deployment, link, token) -> Any:
        decided = decisions.get(link.subject, "")
        return reader.page(
            "trial/page.html", decided=decided, subject=link.subject, token=token, fault=""
        )

    async def decide(reader, request, deployment, link, token) -> Any:
        answers = await read_answers(request)
        if answers.one("choice") == "reopen" and not answers.one("why"):
            said = {"decided": "", "subject": link.subject, "token": token, "fault": "Say why"}
            return reader.page("trial/page.html", status=422, **said)
        decisions[link.subject] = f"{answers.one('choice')} {answers.one('why')}".strip()
        return Redirect(f"/l/{token}", status_code=303)

    loader = jinja._environment().loader
    assert isinstance(loader, PrefixLoader)
    pages = (
        LinkPage("trial", clock.DAY, show, decide, embedded=True),
        LinkPage("private", clock.DAY, show, decide),
    )
    before = loader.mapping
    loader.mapping = {**before, "trial": DictLoader({"page.html": PAGE})}
    try:
        yield Capability(name="trial", links=pages)
    finally:
        loader.mapping = before


def token_of(deployment: Any, subject: str = "Ana", **changes: Any) -> str:
    """A link to it."""
    facts = {"purpose": "trial", "tenant": "horizonte", "subject": subject, "version": 0}
    facts |= {"expires": clock.now() + clock.DAY, "language": "pt-BR"}
    return deployment.signer.sign(Link(**(facts | changes)))
