"""Every refusal: one closed list of codes, one exception, one shape (RFC 9457).

`web.problem_pages` turns a `Problem` into `application/problem+json` or a page that says the same,
in the reader's language: title and detail are the texts `problem.<code>.title` and `.detail`.
"""

import msgspec

CODES: dict[str, int] = {
    "already_received": 409,  # same key, changed content: offered as an addition
    "body_too_large": 413,
    "certificate_unknown": 404,
    "fields": 422,  # the form was read; `fields` says what to write instead
    "form_changed": 409,  # the form version shown is unknown: shown again, with the answers kept
    "form_unknown": 404,
    "link_expired": 410,
    "link_superseded": 410,
    "link_unknown": 404,  # bad signature, another tenant's, another purpose's
    "malformed": 400,  # broken JSON, UTF-8, multipart or NUL
    "method_not_allowed": 405,
    "not_a_photo": 422,  # a video, a document: none of the kinds of picture that we read
    "not_found": 404,
    "not_allowed": 403,  # known staff without the right
    "origin_refused": 403,
    "photo_too_large": 413,
    "photo_unreadable": 422,
    "photo_unknown": 422,  # staged id expired, swept or of another tenant
    "session_ended": 401,
    "sign_in_failed": 401,
    "slow_body": 408,
    "storage_unavailable": 503,
    "switched_off": 404,
    "tenant_unknown": 404,
    "tenant_unpublished": 404,
    "too_many": 429,
    "unsupported_media_type": 415,
    "internal": 500,
}


class FieldProblem(msgspec.Struct, frozen=True):
    """What is wrong with one answer.

    `code` is one of `forms.problems.CODES`; the words are the text `field_problem.<code>` filled
    with `params`.
    """

    code: str
    params: dict[str, str | int] = {}


class Problem(Exception):
    """A refusal that a client caused.

    `code` is a key of `CODES`; `fields` maps a field's name to its problems; `params` fill the
    texts; `headers` go into the answer (such as `Retry-After`).
    """

    def __init__(
        self,
        code: str,
        *,
        fields: dict[str, list[FieldProblem]] | None = None,
        headers: dict[str, str] | None = None,
        **params: str | int,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = CODES[code]
        self.fields = fields or {}
        self.headers = headers or {}
        self.params = params
