"""What a form's POST says: answers by name, and the files that came with them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import UploadFile
from msgspec import Struct

from aldaba.forms.characters import REFUSED, plain
from aldaba.problems import FieldProblem, Problem
from aldaba.web import plain_multipart
from aldaba.web.limits import FORM_BODY, FORM_PARTS

MULTIPART = "multipart/form-data"
URL_ENCODED = "application/x-www-form-urlencoded"


class Answers(Struct, frozen=True):
    """`fields` are the texts sent under each name, in order; `files` those that hold something."""

    fields: dict[str, list[str]]
    files: dict[str, list[UploadFile]]

    def one(self, name: str) -> str:
        """The first text sent under `name`, or an empty one."""
        return self.fields.get(name, [""])[0]

    def text(self, name: str, most: int = 200) -> str:
        """The same made plain (`forms.characters`). Raises Problem `fields` where it is longer
        than `most` characters."""
        text = plain(self.one(name))
        if text is None:
            raise Problem("fields", fields={name: [FieldProblem("unreadable")]})
        if len(text) > most:
            too_long = FieldProblem("too_long", {"max": most, "given": len(text)})
            raise Problem("fields", fields={name: [too_long]})
        return text


async def read_answers(request: Request[Any, Any, Any]) -> Answers:
    """Decode a form's POST; it may be asked for again. Raises Problem `unsupported_media_type`
    for other bodies, `malformed` for one that can't be decoded, and `fields` for texts that hold
    NUL."""
    kind = request.content_type[0]
    if kind not in {MULTIPART, URL_ENCODED}:
        raise Problem("unsupported_media_type")
    pairs = await (_multipart(request) if kind == MULTIPART else _url_encoded(request))
    answers = Answers({}, {})
    for name, value in pairs:
        if not isinstance(value, UploadFile):
            answers.fields.setdefault(name, []).append(value)
        elif value.filename:
            answers.files.setdefault(name, []).append(value)
    _refuse_what_no_database_keeps(answers)
    return answers


def _refuse_what_no_database_keeps(answers: Answers) -> None:
    """NUL and lone surrogates: nobody types them. Raises Problem, naming the fields."""
    if any(REFUSED.search(name) for name in (*answers.fields, *answers.files)):
        raise Problem("malformed")
    unreadable = {
        name: [FieldProblem("unreadable")]
        for name, texts in answers.fields.items()
        if any(REFUSED.search(text) for text in texts)
    }
    if unreadable:
        raise Problem("fields", fields=unreadable)


async def _multipart(request: Request[Any, Any, Any]) -> Sequence[tuple[str, Any]]:
    boundary = request.content_type[1].get("boundary", "")
    if boundary and 0 < (request.content_length or 0) <= FORM_BODY:  # else it streams to a disk
        texts = plain_multipart.texts(await request.body(), boundary, FORM_PARTS)
        if texts is not None:
            return texts
    try:
        return list((await request.form()).multi_items())
    except (UnicodeError, LookupError) as error:  # each part names its own charset, if it likes
        raise Problem("malformed") from error


async def _url_encoded(request: Request[Any, Any, Any]) -> list[tuple[str, Any]]:
    """Not `request.form()`: that keeps the last 1,024 bodies of everybody in a cache, and puts
    replacement characters where bytes are broken."""
    body = await request.body()
    options: dict[str, Any] = {"keep_blank_values": True, "max_num_fields": FORM_PARTS}
    try:
        return list(parse_qsl(body.decode("ascii"), errors="strict", **options))
    except ValueError as error:
        raise Problem("malformed") from error
