"""`aldaba demo`: keys, database, samples, the service, and a table of addresses to try."""

import asyncio
import base64
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from aldaba import clock, settings
from aldaba.app import CAPABILITIES, create_app, deployed
from aldaba.capability import LinkPage
from aldaba.demo import sites
from aldaba.demo.planting import plant
from aldaba.links import Link
from aldaba.requests.models import request
from aldaba.settings import Settings
from aldaba.storage.migrate import migrate
from aldaba.web.deployment import Deployment
from aldaba.web.server import run

ROOT = Path(__file__).parents[3]  # of the repository: themes and example sites stand there
TENANTS = ("horizonte", "norte")
LISTED_PORT = 8001  # of the example sites, in the samples' origins


def run_demo(port: int, sites_port: int) -> None:
    """Serve until Ctrl-C: the service on 127.0.0.1, the sites on localhost, as strangers."""
    chosen, password = _settings(port)
    migrate(chosen.database_url)
    with deployed(chosen) as deployment:
        print("Preparing the samples (a minute, the first time) …", flush=True)
        for tenant in TENANTS:
            theme = deployment.themes.get(tenant)
            assert theme is not None  # noqa: S101 - the repository has it
            asyncio.run(plant(deployment, theme, password))
        sites.serve(ROOT / "examples", sites_port, chosen.base_url)
        print("\n".join(_table(deployment, password, sites_port)), flush=True)
        run(create_app(deployment), "127.0.0.1", port)


def _settings(port: int) -> tuple[Settings, str]:
    """The settings, with keys that are made once and kept, and the staff's password."""
    data = Path(os.environ.get("ALDABA_DATA", "data"))
    data.mkdir(parents=True, exist_ok=True)
    kept = data / "demo.json"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(json.dumps(fresh_keys()))
    made = json.loads(kept.read_text())
    environment = {
        "ALDABA_BASE_URL": f"http://127.0.0.1:{port}",
        "ALDABA_THEMES": str(ROOT / "themes"),
        "ALDABA_SECRET_KEYS": made["secret"],
        "ALDABA_DATA_KEYS": made["data"],
    }
    return settings.read(environment | dict(os.environ)), made["password"]


def fresh_keys() -> dict[str, str]:
    """Keys as the settings want them (`secret`, `data`), and a password."""
    index, encryption = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    return {
        "secret": secrets.token_urlsafe(32),
        "data": f"index:{index},k1:{encryption}",
        "password": "-".join(secrets.token_hex(2) for _ in range(3)),
    }


def _table(deployment: Deployment, password: str, sites_port: int) -> Iterator[str]:
    """Addresses to try, a line each."""
    base = deployment.settings.base_url
    for tenant in TENANTS:
        theme = deployment.themes.get(tenant)
        assert theme is not None  # noqa: S101
        coordinator = {"horizonte": "vera", "norte": "silvia"}[tenant]
        yield f"\n{theme.tenant.legal_name}"
        yield f"  pre-request   {base}/f/{tenant}/pre-request"
        yield f"  install       {base}/f/{tenant}/pre-request/install"
        for page in (page for capability in CAPABILITIES for page in capability.links):
            if link := asyncio.run(deployment.store.read(tenant, _newest_link, page)):
                yield f"  {page.purpose:<13} {deployment.address(link)}"
        yield f"  desk          {base}/desk/{tenant}"
        yield f"  sign in as    {coordinator}@{tenant}.example   password {password}"
    yield f"\nexample sites   http://localhost:{sites_port}/"
    if sites_port != LISTED_PORT:
        yield f"  they need http://localhost:{sites_port} among origins in themes/*/tenant.toml"
    yield f"mail            {deployment.settings.mail_url}\n"


def _newest_link(db: Connection, tenant: str, page: LinkPage) -> Link | None:
    """A link to `page` about the request that moved last of those that it can show."""
    newest = select(request.c.number, request.c.language).where(request.c.tenant == tenant)
    for number, language in db.execute(newest.order_by(request.c.waiting_since.desc())).all():
        about = page.about(db, tenant, number) if page.about else (number, 0)
        if about is not None:
            subject, version = about
            return Link(
                page.purpose, tenant, subject, version, clock.now() + page.lifetime, language
            )
    return None
