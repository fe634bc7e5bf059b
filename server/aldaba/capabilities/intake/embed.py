"""The form on the company's own site: one script that mounts it there."""

from functools import partial
from typing import Any

from litestar import Request, Response, get

from aldaba import texts
from aldaba.capabilities.intake.draft import EMBED, MODE, TEST, form_in_service
from aldaba.forms.form import Form
from aldaba.problems import Problem
from aldaba.web import embed
from aldaba.web.deployment import Deployment
from aldaba.web.reader import Reader, words_of


@get("/e/{tenant:str}/{file:str}")
async def script(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, file: str
) -> Response[bytes]:
    """The script of the form `file` less `.js`, in `?lang=` or the company's first language: never
    in the browser's, since any cache may keep it. `?mode=test` is for trying the form."""
    theme = deployment.themes.get(tenant)
    if theme is None or not file.endswith(".js"):
        return embed.refusal("tenant_unknown" if theme is None else "form_unknown")
    wish = request.query_params.get("lang", "")
    words = words_of(theme, texts.choose(theme.tenant.languages, (wish,)))
    reader = Reader(theme=theme, words=words, door="e")
    try:
        form = form_in_service(deployment, reader, file.removesuffix(".js"))
    except Problem as problem:
        return embed.refusal(problem.code)
    base = deployment.settings.base_url
    asked = wish[:2].lower() == form.language[:2]
    test = request.query_params.get("mode") == TEST
    html = partial(html_of, reader, form, base, test=test)
    made = embed.script(theme, form, html, base, asked=asked, test=test)
    return embed.answer(request, made)


def html_of(reader: Reader, form: Form, base_url: str, *, test: bool = False) -> str:
    """The form's fragment, the same for everybody: its key is drawn in the browser."""
    hidden = {"_key": "", "_form": form.version, "_terms": form.terms_version("conditions")}
    return reader.fragment(
        "intake/pre-request-form.html",
        form=form,
        fields={},
        problems={},
        number_before="",
        test=test,
        staged=(),
        action=f"{base_url}/f/{reader.theme.name}/{form.name}",
        upload=f"{base_url}/p/{reader.theme.name}",
        hidden=hidden | {"_lang": form.language, EMBED: "1"} | ({MODE: TEST} if test else {}),
    )
