"""What a stage can show: found by walking the capabilities, so that nothing has to be listed."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from types import SimpleNamespace
from typing import Any, cast

from msgspec import Struct

from aldaba import clock
from aldaba.outbox.message import compose
from aldaba.preview.asking import Answer, ask
from aldaba.preview.stage import Stage
from aldaba.themes import Theme

GROUPS = ("embed", "form", "link", "mail", "desk")


class Scene(Struct, frozen=True):
    """One thing to look at: `group` of `GROUPS`, its `name` there, its path on the stage, and what
    stands behind the `#` of its address."""

    group: str
    name: str
    path: str
    fragment: str = ""


def scenes(stage: Stage, tenant: str) -> Iterator[Scene]:
    """Everything, in the order in which a customer meets it."""
    for form in stage.forms:
        yield Scene("embed", form, f"/embed/{form}")
        yield Scene("form", form, f"/f/{tenant}/{form}")
        yield Scene("form", f"{form}, refused", f"/refused/{form}")
    yield from _behind_links(stage)
    for kind in stage.mails:
        yield Scene("mail", kind, f"/mail/{kind}")
    for entry in (entry for each in stage.capabilities for entry in each.menu):
        if entry.path != "/theme":
            yield Scene("desk", entry.path or "/", f"/desk/{tenant}{entry.path}")
    for number in stage.numbers:
        yield Scene("desk", number, f"/desk/{tenant}/requests/{number}")
    yield Scene("desk", "sign-in", f"/desk/{tenant}/sign-in")


def _behind_links(stage: Stage) -> Iterator[Scene]:
    """The pages behind links, those that may stand on the company's site there first."""
    signer = stage.deployments["real"].signer
    embedded = {page.purpose for each in stage.capabilities for page in each.links if page.embedded}
    for name, link in stage.links.items():
        token = signer.sign(link)
        if link.purpose in embedded:
            yield Scene("embed", name, f"/embed/{link.purpose}", f"#aldaba={token}")
        yield Scene("link", name, f"/l/{token}")


async def play(
    stage: Stage, theme: Theme, length: str, path: str, query: str, languages: str
) -> Answer:
    """What stands at `path` of a stage for who accepts `languages`: its own three kinds of scene,
    else an address of the service."""
    _, group, name = [*path.split("/", 2), "", ""][:3]
    if group == "mail" and name in stage.mails:
        return _mail(stage, theme, length, name, query.removeprefix("lang="))
    if group == "embed":
        return _embed(theme, name, query)
    app = stage.apps[length]
    if group == "refused":
        language = query.removeprefix("lang=")
        body = f"_lang={language}&_key=0123456789abcdef".encode()
        return await ask(app, "POST", f"/f/{theme.name}/{name}", query, form=body)
    return await ask(app, "GET", path, query, stage.cookie, languages=languages)


def _mail(stage: Stage, theme: Theme, length: str, kind: str, language: str) -> Answer:
    """The HTML of a mail, its logo fetched like any picture."""
    mail, deployment = stage.mails[kind], stage.deployments[length]
    row = SimpleNamespace(**{**vars(mail.row), "language": language})
    base_url = deployment.settings.base_url
    signer = deployment.signer
    data = compose(cast("Any", row), mail.letter, theme, signer, base_url=base_url, at=clock.now())
    message = message_from_bytes(data, EmailMessage, policy=SMTP)
    part = message.get_body(("html",))
    assert part is not None  # noqa: S101 - every mail has one
    html = str(part.get_content())
    if logo := theme.assets.get("logo-email"):
        html = html.replace("cid:logo@127.0.0.1", f"/c/{logo.file}")
        html = html.replace('src="cid:', f'src="/c/{logo.file}?')
    return Answer(200, "text/html; charset=utf-8", "", html.encode())


FONT = '<link rel="preload" as="font" type="font/woff2" crossorigin href="/c/{}">'
HOST = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{name}</title>{fonts}
<script async src="/e/{tenant}/{form}.js?lang={language}"></script></head>
<body style="margin:0;padding:1em;font-family:sans-serif">
<aldaba-form form="{tenant}/{form}"><a href="/f/{tenant}/{form}">…</a></aldaba-form>
</body></html>"""


def _embed(theme: Theme, form: str, query: str) -> Answer:
    """A bare page of somebody else's with the form in it, as whoever was there before sees it: with
    the fonts at hand."""
    language = query.removeprefix("lang=") or theme.tenant.languages[0]
    files = [each.file for path, each in theme.assets.items() if path.startswith("fonts/")]
    fonts = "".join(FONT.format(file) for file in files)
    page = HOST.format(language=language, name="", fonts=fonts, tenant=theme.name, form=form)
    return Answer(200, "text/html; charset=utf-8", "", page.encode())
