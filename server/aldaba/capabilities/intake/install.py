"""The install page: what the company's webmaster pastes, and where. Anybody may open it, so that
its address can be passed on."""

from typing import Any

from litestar import Request, Response, get

from aldaba.capabilities.intake.draft import form_in_service
from aldaba.capabilities.intake.snippets import linked, snippets
from aldaba.web.deployment import Deployment
from aldaba.web.reader import reader_of


@get("/f/{tenant:str}/{form:str}/install")
async def install(
    request: Request[Any, Any, Any], deployment: Deployment, tenant: str, form: str
) -> Response[str]:
    """The lines to paste for `form` in the reader's language, and for pages behind emailed links;
    and where they go."""
    reader = reader_of(request, deployment, tenant)
    shown = form_in_service(deployment, reader, form)
    origin = deployment.settings.base_url
    lines = snippets(origin, reader.theme, shown)
    purposes = sorted(request.app.state.embedded)
    mailed = linked(origin, reader.theme, purposes)
    return reader.page(
        "intake/install.html", form=shown, lines=lines, purposes=purposes, mailed=mailed
    )
