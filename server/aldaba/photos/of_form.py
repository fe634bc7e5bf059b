"""The photos of a form that was sent: those that were staged before, and the files that came with
it where no script runs."""

from typing import Any

from litestar import Request

from aldaba.photos.admission import admit
from aldaba.photos.staging import Staged, restore, stage
from aldaba.problems import FieldProblem, Problem
from aldaba.web.answers import Answers
from aldaba.web.deployment import Deployment
from aldaba.web.limits import PHOTOS_OF_FORM

# Of a photo that came with the form; said beside the photos, so that no answer is lost for it.
REFUSALS = {"photo_too_large", "photo_unreadable", "not_a_photo", "too_many"}


async def photos_of(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, answers: Answers
) -> tuple[tuple[Staged, ...], dict[str, list[FieldProblem]]]:
    """The photos of the field `photos` that wait, less the removed ones, and those that came with
    the form itself (without JavaScript); and what is wrong with the others, by field."""
    removed = answers.fields.get("photos_remove", [])
    waiting = [signed for signed in answers.fields.get("photos", []) if signed not in removed]
    kept = await restore(deployment, tenant, waiting[:PHOTOS_OF_FORM])
    faults = [FieldProblem("photo_unknown")] if len(kept) < len(waiting) else []
    files = answers.files.get("photos_file", [])
    if len(kept) + len(files) > PHOTOS_OF_FORM:
        given = len(kept) + len(files)
        faults.append(FieldProblem("too_many_photos", {"max": PHOTOS_OF_FORM, "given": given}))
    for file in files[: max(0, PHOTOS_OF_FORM - len(kept))]:
        try:
            await admit(request, deployment, tenant)
            kept.append(await stage(deployment, tenant, file.file, file.filename))
        except Problem as problem:
            if problem.code not in REFUSALS:
                raise
            faults.append(FieldProblem(problem.code))
    return tuple(kept), {"photos": faults} if faults else {}
