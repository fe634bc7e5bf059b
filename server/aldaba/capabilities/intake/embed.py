"""The form on the company's own site."""

from aldaba.capabilities.intake.draft import EMBED, MODE, TEST, form_in_service
from aldaba.forms.form import Form
from aldaba.requests.service import FORM
from aldaba.themes import Theme
from aldaba.web.deployment import Deployment
from aldaba.web.embed import Wanted, form_script
from aldaba.web.reader import Reader, words_of


def script(deployment: Deployment, theme: Theme, wanted: Wanted) -> str:
    """The script that mounts the form there. Raises Problem `switched_off`."""
    reader = Reader(theme=theme, words=words_of(theme, wanted.language), door="e")
    form = form_in_service(deployment, reader, FORM)
    base_url = deployment.settings.base_url
    html = html_of(reader, form, base_url, test=wanted.test)
    return form_script(theme, form, html, base_url, wanted)


def html_of(reader: Reader, form: Form, base_url: str, *, test: bool = False) -> str:
    """The form's fragment, the same for everybody: its key is drawn in the browser."""
    hidden = {"_key": "", "_form": form.version, "_terms": form.terms_version("conditions")}
    hidden |= {"_lang": form.language, EMBED: "1"} | ({MODE: TEST} if test else {})
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
        hidden=hidden,
    )
