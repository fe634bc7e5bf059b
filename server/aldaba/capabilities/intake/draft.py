"""The pre-request form on its way: shown empty, or again with what is wrong and all that was
already written and attached, until it can be kept."""

from typing import Any

from litestar import Request, Response
from msgspec import Struct

from aldaba.forms.form import Form
from aldaba.forms.idempotency import fresh_key
from aldaba.forms.versions import load_form
from aldaba.photos.staging import Staged
from aldaba.problems import CODES, FieldProblem, Problem
from aldaba.requests import number as numbers
from aldaba.requests.service import FORM
from aldaba.web.answers import Answers
from aldaba.web.deployment import Deployment
from aldaba.web.problem_pages import wants_json
from aldaba.web.reader import Reader

TRAP = "website"
EMBED = "_embed"  # sent by an embed, which shows the receipt where the form stood
MODE, TEST = "_mode", "test"  # a field and its value: nobody shall answer what is sent
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

    @property
    def test(self) -> bool:
        """Whether it is sent to try the form."""
        return self.fields.get(MODE) == [TEST]

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
            test=self.test,
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
        mode = {MODE: TEST} if self.test else {}
        return mode | {
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
