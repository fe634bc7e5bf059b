"""What a capability offers, as a value. `app.py` holds the list; tests walk it, so that nothing
that is added here escapes them."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct


class Panel(Struct, frozen=True):
    """A part of a request's page, the desk's or its customer's: one query, one template.

    `load(db, tenant, number)` runs inside the page's read and returns what `template` shows as
    `panel`, or None to leave it out. The template makes an address of a Link by `link_to(link)`.
    """

    name: str
    load: Callable[..., Any]
    template: str


class MenuEntry(Struct, frozen=True):
    """A page of the desk in its navigation: `text` names its words, `path` follows
    `/desk/{tenant}`, `right` is a key of `people.staff.RIGHTS`, empty where all staff may.
    `waiting(db, tenant)` counts what somebody has to see to there, which `waits` says in words."""

    text: str
    path: str
    right: str = ""
    waiting: Callable[..., int] | None = None
    waits: str = ""


class BulkAction(Struct, frozen=True):
    """What may be done to all requests that staff mark in the queue: `text` is its button's,
    `right` a key of `people.staff.RIGHTS` or empty, `template` what is asked beside the button.

    `apply(deployment, reader, staff, row, answers)` does it to the request `row` and returns the
    text that says why not, "" where it is done.
    """

    name: str
    text: str
    apply: Callable[..., Awaitable[str]]
    right: str = ""
    template: str = ""


class Email(Struct, frozen=True):
    """A mail that the outbox may hold rows of.

    `kind` is `<package>/<name>` and names the folder `<package>/emails/<name>/` with `subject.txt`,
    `body.txt` and `body.html`. `load(db, tenant, row)` returns an `outbox.Letter`, or None when
    there is nobody to write to.
    """

    kind: str
    load: Callable[..., Any]


class LinkPage(Struct, frozen=True):
    """The page behind an emailed link. `show` answers GET and changes nothing; `decide` answers
    POST, None where there is nothing to decide. `lifetime` is in microseconds. `about(db, tenant,
    number)` is the subject and state version of a link about the request, None where there is
    nothing to open; without it that is the number, and no version. What is `embedded` may stand on
    the company's own sites too, as `/e/{tenant}/{purpose}.js`; a page that shows personal data may
    not. `common(reader, themes)` is the `web.embed.Common` part of such a page: it stands in that
    script, so that it shows without a second request. `photos` says whether its page shows the
    request's, `renews` whether it answers for links that have expired too."""

    purpose: str
    lifetime: int
    show: Callable[..., Awaitable[Any]]
    decide: Callable[..., Awaitable[Any]] | None = None
    about: Callable[..., tuple[str, int] | None] | None = None
    embedded: bool = False
    common: Callable[..., Any] | None = None
    photos: bool = False
    renews: bool = False


class Onward(Struct, frozen=True):
    """What a link's page leads on to once its own question is settled, in place and without a click
    more. `offer(reader, deployment, number)` gives what `template` shows as `panel`, or None where
    there is nothing to go on with; it changes nothing. What stands in the template keeps to the
    rules of an embedded page, and its ids begin with `name`."""

    name: str
    offer: Callable[..., Awaitable[Any]]
    template: str


class Embed(Struct, frozen=True):
    """A form that stands on companies' own sites, as `/e/{tenant}/{name}.js`.

    `script(deployment, theme, asked)` gives its `web.embed.Script`; `asked` are the parameters of
    the address. Raises Problem.
    """

    name: str
    script: Callable[..., Any]


class Capability(Struct, frozen=True, kw_only=True):
    """One capability: its name, the product's own TOML of the forms it asks with, and what it adds
    to each door.

    `panels` stand on a request's page at the desk, `bulk` beside the queue, `follow` on the page
    its customer follows it by, `onward` on the page of a closing that was accepted.
    `notices` are what a page of the desk says was done, a text by its `?done=`. `tasks` run
    beside the service until it stops. `rehearse(play)`
    plays a few of its requests with invented people, for the preview of a company's theme
    (`preview.stage.Rehearsal`). `forget(db, tenant, number, at)` takes what it keeps of a request's
    customer beside the events, when they are erased. `faults(db, tenant, files, vault)` says, a
    sentence each, what of that which it keeps is not as it was written, for `aldaba verify`;
    `notes(db, tenant, files, at)` what else an operator may want to know then.
    """

    name: str
    forms: tuple[Path, ...] = ()
    links: tuple[LinkPage, ...] = ()
    embeds: tuple[Embed, ...] = ()
    reactions: tuple[tuple[type, Callable[..., None]], ...] = ()
    panels: tuple[Panel, ...] = ()
    bulk: tuple[BulkAction, ...] = ()
    follow: tuple[Panel, ...] = ()
    onward: tuple[Onward, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    notices: Mapping[str, str] = {}
    emails: tuple[Email, ...] = ()
    customer: tuple[Any, ...] = ()  # Litestar handlers, each router by its audience
    desk: tuple[Any, ...] = ()
    api: tuple[Any, ...] = ()
    rehearse: Callable[..., Awaitable[None]] | None = None
    forget: Callable[..., None] | None = None
    faults: Callable[..., list[str]] | None = None
    notes: Callable[..., list[str]] | None = None
    tasks: tuple[Callable[[Any], Awaitable[None]], ...] = ()  # each given the deployment
