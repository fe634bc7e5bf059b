"""The one place where things meet: settings become a running service, the list of capabilities its
doors."""

import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from litestar import Litestar, Router

from aldaba.capabilities.closures import CLOSURES
from aldaba.capabilities.intake import INTAKE
from aldaba.capabilities.outbox import OUTBOX
from aldaba.capabilities.questions import QUESTIONS
from aldaba.capabilities.surveys import SURVEYS
from aldaba.capabilities.visits import VISITS
from aldaba.capability import Capability
from aldaba.decoding import describe
from aldaba.events import install_reactions
from aldaba.events.reader import kinds
from aldaba.links import Signer
from aldaba.outbox import transport_of, worker
from aldaba.pages import keep_compiled
from aldaba.people.capability import PEOPLE
from aldaba.people.desk import desk_router
from aldaba.photos.capability import PHOTOS
from aldaba.photos.sweeping import sweeper
from aldaba.places.capability import PLACES
from aldaba.preview.capability import PREVIEW
from aldaba.preview.stages import Stages
from aldaba.requests.capability import RECORD
from aldaba.settings import Settings
from aldaba.storage.database import open_store
from aldaba.storage.files import Files
from aldaba.storage.keys import Vault
from aldaba.themes import Themes
from aldaba.web.assembly import Task, assemble, edge_router
from aldaba.web.deployment import Deployment
from aldaba.web.links import embedded
from aldaba.web.throttle import forget_daily

# In the order in which reactions run and panels stand on a request's page.
CAPABILITIES: tuple[Capability, ...] = (
    PEOPLE,
    PHOTOS,
    RECORD,
    INTAKE,
    QUESTIONS,
    VISITS,
    CLOSURES,
    SURVEYS,
    PLACES,
    PREVIEW,
    OUTBOX,
)

kinds()
describe(__package__)  # now, because no thread has begun yet


def base_forms() -> dict[str, dict[str, Any]]:
    """The product's own forms by name, as their TOML says them."""
    files = [file for capability in CAPABILITIES for file in capability.forms]
    forms = [tomllib.loads(file.read_text("utf-8")) for file in files]
    return {form["name"]: form for form in forms}


@contextmanager
def deployed(settings: Settings) -> Iterator[Deployment]:
    """The parts of a running service, over a database that was migrated before.

    Raises DatabaseInUse and SettingsError.
    """
    transport_of(settings.mail_url)  # a mail URL that can't be used is refused now, not at night
    tempfile.tempdir = str(settings.data)  # uploads spool on a disk, never in a RAM file system
    keep_compiled(settings.data / "templates")
    install_reactions(pair for capability in CAPABILITIES for pair in capability.reactions)
    store = open_store(settings.database_url)
    try:
        yield Deployment(
            settings=settings,
            store=store,
            themes=Themes(settings.themes, settings.data / "themes", base_forms()),
            signer=Signer(settings.secret_keys),
            vault=Vault(settings.index_key, settings.encryption_keys),
            files=Files(settings.files_url),
        )
    finally:
        store.close()


def create_app(
    deployment: Deployment, capabilities: tuple[Capability, ...] = CAPABILITIES
) -> Litestar:
    """The service of `deployment`: every capability behind the doors that it names."""
    pages = [page for capability in capabilities for page in capability.links]
    emails = {email.kind: email for capability in capabilities for email in capability.emails}
    routers = [
        edge_router(pages, [embed for one in capabilities for embed in one.embeds]),
        Router("/", route_handlers=[each for one in capabilities for each in one.customer]),
        desk_router([each for one in capabilities for each in one.desk]),
    ]
    stages = Stages(deployment, capabilities, base_forms(), create_app)
    tasks: list[Task] = [
        partial(worker, deployment, emails),
        partial(sweeper, deployment),
        partial(forget_daily, deployment),
        stages.keep,
        *(partial(task, deployment) for one in capabilities for task in one.tasks),
    ]
    app = assemble(deployment, routers, tasks, embedded(pages))
    app.state.stages = stages
    app.state.with_photos = frozenset(page.purpose for page in pages if page.photos)
    app.state.panels = tuple(panel for one in capabilities for panel in one.panels)
    app.state.bulk = tuple(each for one in capabilities for each in one.bulk)
    app.state.follow = tuple(panel for one in capabilities for panel in one.follow)
    app.state.onward = tuple(each for one in capabilities for each in one.onward)
    app.state.menu = tuple(entry for one in capabilities for entry in one.menu)
    app.state.notices = {done: text for one in capabilities for done, text in one.notices.items()}
    return app
