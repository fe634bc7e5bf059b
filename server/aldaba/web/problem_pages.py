"""Refusals as people and programs read them: `application/problem+json` (RFC 9457) or a page that
says the same, in the reader's language and, where the address names a company, in its look."""

import logging
import re
import secrets
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from aldaba import texts
from aldaba.pages import render
from aldaba.problems import FieldProblem, Problem
from aldaba.texts import Words
from aldaba.themes import Theme
from aldaba.web.deployment import Deployment
from aldaba.web.doors import door_of, name_in
from aldaba.web.headers import page_headers
from aldaba.web.reader import wishes, words_of

log = logging.getLogger(__name__)

TYPES = re.compile(r"text/html|application/(?:problem\+)?json")
FOR_PROGRAMS = {"api", "p"}  # doors at which no page is ever read

CODES: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "body_too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
}


def wants_json(request: Request[Any, Any, Any]) -> bool:
    """Whether a program asks: by its door, or by naming JSON before HTML in `Accept`."""
    named = TYPES.search(request.headers.get("accept", ""))
    door = door_of(request.scope["path"])
    return door in FOR_PROGRAMS or bool(named and named.group() != "text/html")


def on_problem(request: Request[Any, Any, Any], problem: Problem) -> Response[Any]:
    """The answer to a refusal of ours."""
    return _answer(request, problem, problem.code)


def on_refusal(request: Request[Any, Any, Any], refusal: HTTPException) -> Response[Any]:
    """The answer to a refusal of the framework's: no route, no method, a body too large …"""
    if refusal.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return on_bug(request, refusal)
    problem = Problem(CODES.get(refusal.status_code, "malformed"), headers=refusal.headers)
    return _answer(request, problem, problem.code)


def on_bug(request: Request[Any, Any, Any], bug: Exception) -> Response[Any]:
    """The answer to whatever nobody expected; its reference stands in the log beside the trace."""
    reference = f"internal-{secrets.token_hex(4)}"
    route = request.scope.get("path_template", "-")
    log.error("%s %s failed, %s", request.method, route, reference, exc_info=bug)
    return _answer(request, Problem("internal"), reference)


HANDLERS: ExceptionHandlersMap = {
    Problem: on_problem,
    HTTPException: on_refusal,
    Exception: on_bug,
}


def messages(words: Words, problems: dict[str, list[FieldProblem]]) -> dict[str, list[Any]]:
    """What is wrong with each field, as the JSON shape has it."""
    return {
        name: [
            {"code": each.code, "message": words(f"field_problem.{each.code}", **each.params)}
            for each in found
        ]
        for name, found in problems.items()
    }


def _answer(request: Request[Any, Any, Any], problem: Problem, reference: str) -> Response[Any]:
    theme, words = _reader(request)
    title = words(f"problem.{problem.code}.title")
    detail = words(f"problem.{problem.code}.detail", **problem.params)
    headers = page_headers(door_of(request.scope["path"]), theme) | problem.headers
    if wants_json(request):
        said = {
            "type": f"/problems/{problem.code}",
            "title": title,
            "status": problem.status,
            "detail": detail,
            "problems": messages(words, problem.fields),
        }
        kind = "application/problem+json"
        return Response(said, status_code=problem.status, headers=headers, media_type=kind)
    page = render(
        "web/problem.html",
        theme=theme,
        words=words,
        code=reference,
        status=problem.status,
        title=title,
        detail=detail,
    )
    return Response(page, status_code=problem.status, headers=headers, media_type="text/html")


def _reader(request: Request[Any, Any, Any]) -> tuple[Theme | None, Words]:
    """Whose page it would have been: the company that the path names, or a signed link in it."""
    deployment: Deployment = request.app.state.deployment
    name = name_in(request.scope["path"])
    link = deployment.signer.read(name)
    theme = deployment.themes.get(link.tenant if link else name)
    asked = wishes(request, link.language if link else "")
    if theme is None:
        return None, Words(texts.choose(texts.languages(), asked))
    return theme, words_of(theme, texts.choose(theme.tenant.languages, asked))
