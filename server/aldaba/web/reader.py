"""Who reads: a company's page in a language, with the headers that keep it safe."""

from collections.abc import Iterable
from typing import Any

from litestar import Request, Response
from msgspec import Struct

from aldaba import texts
from aldaba.pages import View, render, view
from aldaba.texts import Words
from aldaba.themes import Theme
from aldaba.web.deployment import Deployment
from aldaba.web.doors import door_of
from aldaba.web.embed import tokens
from aldaba.web.headers import page_headers


class Reader(Struct, frozen=True, kw_only=True):
    """A person in front of a page of `theme`'s company. `door` is the first part of the path
    (`f`, `l`, `desk`): it decides who may frame the page and whether it may be kept. `known` is
    what every page for this reader shows, such as the staff member who is signed in. `in_place` is
    our own address where a script shows the page's content in its element, "" elsewhere; `shown` is
    the version of the form that stands there already."""

    theme: Theme
    words: Words
    door: str
    known: dict[str, Any] = {}
    in_place: str = ""
    shown: str = ""

    @property
    def language(self) -> str:
        """BCP 47."""
        return self.words.language

    def page(
        self,
        template: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> Response[Any]:
        """The HTML of `template`, filled with `context`; in place, its content as JSON."""
        if self.in_place:
            content = self.view(template, self.in_place, **context)
            return Response({"view": content}, status_code=status, headers=headers)
        body = self.fragment(template, **self.known, **context)
        shown = page_headers(self.door, self.theme) | (headers or {})
        return Response(body, status_code=status, media_type="text/html", headers=shown)

    def view(self, template: str, base_url: str, **context: Any) -> View:
        """What a script shows of the page `template`, its addresses at `base_url`."""
        html = self.fragment(template, **self.known, **context, in_place=True)
        made = view(html, self.language, base_url)
        return {**made, "css": tokens(self.theme) + made["css"]}

    def rest(self, template: str, nonce: str, **context: Any) -> Response[Any]:
        """What is missing where a script shows the form `shown` already: its `nonce`, and what
        stands below it, the view of `template`, which extends no page."""
        content = self.view(template, self.in_place, **context)
        return Response({"nonce": nonce, "rest": content})

    def fragment(self, template: str, **context: Any) -> str:
        """The HTML of `template` alone, for an answer that is no page."""
        return render(template, theme=self.theme, words=self.words, **context)


def reader_of(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, wish: str = ""
) -> Reader:
    """The reader of a page of `tenant`, in the first of these languages that the company speaks:
    `?lang=`, `wish` (a link's, a form's), the browser's, the company's first.

    Raises Problem `tenant_unknown` and `tenant_unpublished`.
    """
    theme = deployment.themes.in_service(tenant)
    language = texts.choose(theme.tenant.languages, wishes(request, wish))
    return Reader(theme=theme, words=words_of(theme, language), door=door_of(request.scope["path"]))


def words_of(theme: Theme, language: str) -> Words:
    """The product's words in `language` under the company's own."""
    return Words(language, theme.own_words(language))


def wishes(request: Request[Any, Any, Any], *others: str) -> Iterable[str]:
    """The languages that a reader would like, dearest first: `?lang=`, `others`, the browser's."""
    return (request.query_params.get("lang", ""), *others, *_accepted(request))


def _accepted(request: Request[Any, Any, Any]) -> list[str]:
    """The tags of Accept-Language by weight (RFC 9110, 12.5.4); a weight that makes no sense
    comes last."""
    weighted = []
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        tag, _, weight = part.partition(";")
        weighted.append((_weight(weight), tag.strip()))
    return [tag for weight, tag in sorted(weighted, key=lambda each: -each[0]) if weight > 0]


def _weight(parameter: str) -> float:
    number = parameter.strip().removeprefix("q=")
    if not number:
        return 1.0
    return float(number) if number.replace(".", "", 1).isdecimal() and number.isascii() else 0.0
