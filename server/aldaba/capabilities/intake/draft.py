"""The pre-request form on its way: shown empty, or again with what is wrong and all that was
already written and attached, until it can be kept."""

from typing import Any

from litestar import Request, Response
from msgspec import Struct

from aldaba.capabilities.intake.submission import fresh_key
from aldaba.forms.form import Form
from aldaba.forms.versions import load_form
from aldaba.photos.admission import admit
from aldaba.photos.staging import Staged, restore, stage
from aldaba.problems import CODES, FieldProblem, Problem
from aldaba.requests import number as numbers
from aldaba.requests.service import FORM
from aldaba.web.answers import Answers
from aldaba.web.deployment import Deployment
from aldaba.web.problem_pages import wants_json
from aldaba.web.reader import Reader

TRAP = "website"
EMBED = "_embed"  # sent by an embed, which shows the receipt where the form stood
MOST_PHOTOS = 6

# Of a photo that came with the form; said beside the photos, so that no answer is lost for it.
REFUSALS = {"photo_too_large", "photo_unreadable", "not_a_photo", "too_many"}

FieldProblems = dict[str, list[FieldProblem]]


class Draft(Struct, frozen=True):
    """A form with the answers so far, as texts, and the photos that wait for it."""

    reader: Reader
    form: Form
    fields: dict[str, list[str]] = {}
    staged: tuple[Staged, ...] = ()

    def answers(self) -> dict[str, list[str]]:
        """What the form is to read; its photos are those that wait."""
        return self.fields | {"photos": [photo.signed for photo in self.staged]}

    def page(
        self, problem: str = "", problems: FieldProblems | None = None, number: str = ""
    ) -> Response[str]:
        """The hosted page. `problem`, a code of `problems.CODES`, is said above the form; `number`
        is the request that this may be sent as an addition to."""
        theme = self.reader.theme
        return self.reader.page(
            "intake/pre-request.html",
            status=CODES[problem] if problem else 200,
            form=self.form,
            fields=self.fields,
            problems=problems or {},
            problem=problem,
            staged=self.staged,
            action=f"/f/{theme.name}/{FORM}",
            upload=f"/p/{theme.name}",
            hidden=self._hidden() | ({"_addition": number} if number else {}),
            number_before=number,
        )

    def refuse(
        self,
        request: Request[Any, Any, Any],
        problem: str,
        problems: FieldProblems | None = None,
        number: str = "",
    ) -> Response[str]:
        """The page with everything kept, or the same as problem+json."""
        if wants_json(request):
            raise Problem(problem, fields=problems, number=numbers.shown(number))
        return self.page(problem, problems, number)

    def _hidden(self) -> dict[str, str]:
        return {
            "_key": self.fields.get("_key", [""])[0] or fresh_key(),
            "_form": self.form.version,
            "_terms": self.form.terms_version("conditions"),
            "_lang": self.form.language,
        }


def form_in_service(deployment: Deployment, reader: Reader, name: str) -> Form:
    """The form `name` in the reader's language. Raises Problem `form_unknown`, `switched_off`."""
    if name != FORM:
        raise Problem("form_unknown")
    if not reader.theme.tenant.switches.get(FORM, True):
        raise Problem("switched_off")
    return deployment.themes.form(reader.theme, FORM, reader.language)


async def form_as_shown(
    deployment: Deployment, tenant: str, form: Form, answers: Answers
) -> Form | None:
    """The version that a person filled in: `form` itself, or a kept one. None when nobody knows
    it any more, or when its terms are not those that were shown."""
    version, terms = answers.one("_form"), answers.one("_terms")
    current = version in {"", form.version}
    shown = form if current else await deployment.store.read(tenant, load_form, version)
    if shown is None or terms not in {"", shown.terms_version("conditions")}:
        return None
    return shown


async def photos_of(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, answers: Answers
) -> tuple[tuple[Staged, ...], FieldProblems]:
    """The photos that wait, less the removed ones, and those that came with the form itself
    (without JavaScript); and what is wrong with the others."""
    removed = answers.fields.get("photos_remove", [])
    waiting = [signed for signed in answers.fields.get("photos", []) if signed not in removed]
    kept = await restore(deployment, tenant, waiting[:MOST_PHOTOS])
    faults = [FieldProblem("photo_unknown")] if len(kept) < len(waiting) else []
    files = answers.files.get("photos_file", [])
    if len(kept) + len(files) > MOST_PHOTOS:
        given = len(kept) + len(files)
        faults.append(FieldProblem("too_many_photos", {"max": MOST_PHOTOS, "given": given}))
    for file in files[: max(0, MOST_PHOTOS - len(kept))]:
        try:
            await admit(request, deployment, tenant)
            kept.append(await stage(deployment, tenant, file.file, file.filename))
        except Problem as problem:
            if problem.code not in REFUSALS:
                raise
            faults.append(FieldProblem(problem.code))
    return tuple(kept), {"photos": faults} if faults else {}
