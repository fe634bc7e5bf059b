"""The command line: `aldaba <command>`. Each command is one function; its docstring is its help."""

import argparse
import asyncio
import gc
import os
import sys
import tomllib
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

gc.disable()  # all that is imported stays: collecting it, now or later, would only take time

from sqlalchemy.exc import DBAPIError

from aldaba import clock, settings
from aldaba.app import CAPABILITIES, base_forms, create_app, deployed
from aldaba.events import verify
from aldaba.links import Link, Signer
from aldaba.people import invitation
from aldaba.people.staff import ROLES
from aldaba.problems import Problem
from aldaba.requests import number
from aldaba.requests.erasing import erase_request, of_person
from aldaba.settings import Settings, SettingsError
from aldaba.storage import backup
from aldaba.storage.database import DatabaseInUse, open_reader
from aldaba.storage.files import Files
from aldaba.storage.keys import Vault
from aldaba.storage.migrate import migrate
from aldaba.themes import Themes, report
from aldaba.web.deployment import Deployment
from aldaba.web.server import run

gc.freeze()
gc.enable()


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code says whether it did what it should."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except (SettingsError, DatabaseInUse) as refusal:
        print(f"aldaba: {refusal}", file=sys.stderr)
        return 2


def serve(options: Namespace) -> None:
    """run the service"""
    chosen = _settings(options)
    migrate(chosen.database_url)
    with deployed(chosen) as deployment:
        run(create_app(deployment), options.host, options.port)


def run_demo(options: Namespace) -> None:
    """two sample companies with their requests, made from nothing"""
    from aldaba.demo import running  # noqa: PLC0415 - what only the demo needs

    running.run_demo(options.port, options.sites_port)


def check_themes(options: Namespace) -> int:
    """say what is wrong in theme folders, as path:line:column: error: message"""
    named = [Path(folder) for folder in options.folders]
    return report(named or _folders(settings.themes_folder(_environment(options))), base_forms())


def preview_theme(options: Namespace) -> int:
    """show every page, form and mail of a company's theme while you edit it"""
    from aldaba.demo.preview import run_preview  # noqa: PLC0415 - the demo's keys and all

    themes = settings.themes_folder(_environment(options))
    return run_preview(themes, options.tenant, options.port)


def make_font(options: Namespace) -> int:
    """make a WOFF2 font for a company's folder from a TTF or OTF"""
    from aldaba.themes import fonts  # noqa: PLC0415 - what only this command needs

    folder = settings.themes_folder(_environment(options)) / options.tenant
    theme = folder / "tenant.toml"
    try:
        said = tomllib.loads(theme.read_text("utf-8")).get("languages", [])
        print(fonts.put(Path(options.file), folder, said), end="")
    except (OSError, ValueError) as error:
        print(f"aldaba: {error}", file=sys.stderr)
        return 1
    print(f"/* goes into {folder}/theme.css; name the family in --font-body or --font-heading */")
    return 0


def publish_theme(options: Namespace) -> int:
    """put a company's checked folder in service, where edits wait for that"""
    environment = _environment(options)
    kept = Path(environment.get("ALDABA_DATA", "data")) / "themes"
    themes = Themes(settings.themes_folder(environment), kept, base_forms())
    errors = themes.publish(options.tenant, clock.now())
    print(*errors, sep="\n", end="\n" if errors else "")
    return 1 if errors else 0


def migrate_database(options: Namespace) -> None:
    """bring the database to this version's schema"""
    migrate(_settings(options).database_url)


def add_staff(options: Namespace) -> None:
    """add somebody to a company's staff; prints a one-time link to set a password"""
    chosen = _settings(options)
    migrate(chosen.database_url)
    with deployed(chosen) as deployment:
        invited = invitation.invite(
            deployment, options.tenant, options.email, options.name, options.role, options.team
        )
        print(asyncio.run(invited))


def print_link(options: Namespace) -> int:
    """print a signed link about a request"""
    chosen = _settings(options)
    pages = {page.purpose: page for each in CAPABILITIES for page in each.links}
    asked, page = number.read(options.number), pages.get(options.purpose)
    if page is None or asked is None:
        print(f"aldaba: purposes are {', '.join(pages)}; a number is XXX-XXX-XXX", file=sys.stderr)
        return 2
    about: tuple[str, int] | None = (asked, 0)
    if page.about:
        with open_reader(chosen.database_url) as reader:
            about = reader.transact(options.tenant, page.about, asked)
    if about is None:
        print(f"aldaba: there is nothing to open by a {options.purpose} link yet", file=sys.stderr)
        return 1
    expires = clock.now() + page.lifetime
    link = Link(options.purpose, options.tenant, *about, expires, options.lang)
    print(Signer(chosen.secret_keys).address(chosen.base_url, link))
    return 0


def back_up(options: Namespace) -> None:
    """copy database and files into one file, while the service runs"""
    chosen = _settings(options)
    count = backup.back_up(chosen.database_url, Files(chosen.files_url), options.file)
    print(
        f"{options.file} holds the database and its files, {count} in all;"
        " keep ALDABA_DATA_KEYS and ALDABA_SECRET_KEYS apart from it"
    )


def restore(options: Namespace) -> None:
    """put a backup where nothing is yet"""
    chosen = _settings(options)
    count = backup.restore(options.file, chosen.database_url, Files(chosen.files_url))
    print(f"{options.file} is restored, {count} files in all; `aldaba verify` checks the record")


def check_record(options: Namespace) -> int:
    """check every event chain, certificate and photo, and print what is not as it was written"""
    chosen = _settings(options)
    tenants = [folder.name for folder in _folders(chosen.themes)]
    try:
        faults = [f"{each}: {fault}" for each in tenants for fault in _faults(chosen, each)]
        notes = [f"{each}: note: {note}" for each in tenants for note in _notes(chosen, each)]
    except (Problem, DBAPIError) as error:
        raise SettingsError(
            "ALDABA_DATABASE_URL: no events can be read there. Is the address right,"
            " and was `aldaba migrate` run?"
        ) from error
    print("\n".join(faults) or "every chain, certificate and photo is whole")
    print(*notes, sep="\n", end="\n" if notes else "")
    return 1 if faults else 0


def _faults(chosen: Settings, tenant: str) -> Iterator[str]:
    files, vault = Files(chosen.files_url), Vault(chosen.index_key, chosen.encryption_keys)
    with open_reader(chosen.database_url) as reader:
        yield from reader.transact(tenant, verify)
        for each in CAPABILITIES:
            if each.faults:
                yield from reader.transact(tenant, each.faults, files, vault)


def _notes(chosen: Settings, tenant: str) -> Iterator[str]:
    with open_reader(chosen.database_url) as reader:
        for each in CAPABILITIES:
            if each.notes:
                yield from reader.transact(tenant, each.notes, Files(chosen.files_url), clock.now())


def erase(options: Namespace) -> int:
    """erase who somebody is, what they wrote and what they sent, from their requests"""
    chosen = _settings(options)
    migrate(chosen.database_url)
    with deployed(chosen) as deployment:
        return asyncio.run(_erase(deployment, options.tenant, options.who, options.yes))


async def _erase(deployment: Deployment, tenant: str, who: list[str], sure: bool) -> int:
    found = await deployment.store.read(tenant, of_person, who)
    for asked, open_ in found:
        note = " is open still: close or cancel it first" if open_ else ""
        print(f"{number.shown(asked)}{note}")
    if not found:
        print(f"aldaba: no request of {tenant} is that, or by that", file=sys.stderr)
    if not found or any(open_ for _, open_ in found):
        return 1
    if not sure:
        print("nothing was erased: say --yes to do it, for good")
        return 0
    forgets = [each.forget for each in CAPABILITIES if each.forget]
    for asked, _ in found:
        await erase_request(deployment, tenant, asked, forgets, clock.now())
    print("erased")
    return 0


def _settings(options: Namespace) -> Settings:
    return settings.read(_environment(options))


def _environment(options: Namespace) -> dict[str, str]:
    """The environment with the command's flags over it."""
    flags = {"ALDABA_THEMES": options.themes, "ALDABA_DATABASE_URL": options.database}
    return {**os.environ, **{name: value for name, value in flags.items() if value}}


def _folders(themes: Path) -> list[Path]:
    """The companies' folders, in alphabetical order."""
    return sorted(each for each in themes.iterdir() if each.is_dir())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aldaba", description="After-sales care on a builder's own website."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    serving = _command(commands, "serve", serve)
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8000)
    shown = _command(commands, "demo", run_demo)
    shown.add_argument("--port", type=int, default=8000)
    shown.add_argument("--sites-port", type=int, default=8001)
    _command(commands, "migrate", migrate_database)
    _command(commands, "verify", check_record)
    erasing = _command(commands, "erase", erase)
    erasing.add_argument("tenant")
    erasing.add_argument("who", nargs="+", help="requests' numbers, or an e-mail address")
    erasing.add_argument("--yes", action="store_true", help="without it, says what it would erase")
    for name, run_it in (("backup", back_up), ("restore", restore)):
        _command(commands, name, run_it).add_argument("file", type=Path, metavar="FILE")
    themes = _group(commands, "themes", "companies' folders")
    _command(themes, "check", check_themes).add_argument("folders", nargs="*", metavar="DIR")
    font = _command(themes, "font", make_font)
    font.add_argument("file", metavar="FILE")
    font.add_argument("tenant")
    _command(themes, "publish", publish_theme).add_argument("tenant")
    previewed = _command(themes, "preview", preview_theme)
    previewed.add_argument("tenant")
    previewed.add_argument("--port", type=int, default=8002)
    staff = _command(_group(commands, "staff", "people at the desk"), "add", add_staff)
    staff.add_argument("email")
    staff.add_argument("--tenant", required=True)
    staff.add_argument("--role", choices=ROLES, default="coordinator")
    staff.add_argument("--name", default="", help="as colleagues read it (the e-mail's first part)")
    staff.add_argument("--team", action="append", help="one of tenant.toml's; may be said again")
    link = _command(commands, "link", print_link)
    for name in ("purpose", "tenant", "number"):
        link.add_argument(name)
    link.add_argument("--lang", default="", help="of the page, else the browser's")
    return parser


def _group(commands: Any, name: str, help_: str) -> Any:
    return commands.add_parser(name, help=help_).add_subparsers(required=True, metavar="command")


def _command(
    commands: Any, name: str, run: Callable[[Namespace], int | None]
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=run.__doc__)
    command.add_argument("--themes", help="folder of the companies' folders (ALDABA_THEMES)")
    command.add_argument("--database", help="sqlite:///… or postgresql://… (ALDABA_DATABASE_URL)")
    command.set_defaults(run=run)
    return command


if __name__ == "__main__":
    sys.exit(main())
