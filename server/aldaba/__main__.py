"""The command line: `aldaba <command>`."""

import argparse
import gc
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

gc.disable()  # all that is imported stays: collecting it, now or later, would only take time

from aldaba.commands import copies, erasing, links, serving, themes, verifying
from aldaba.people.staff import ROLES
from aldaba.settings import SettingsError
from aldaba.storage.database import DatabaseInUse

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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aldaba", description="After-sales care on a builder's own website."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    served = _command(commands, "serve", serving.serve)
    served.add_argument("--host", default="127.0.0.1")
    served.add_argument("--port", type=int, default=8000)
    shown = _command(commands, "demo", serving.run_demo)
    shown.add_argument("--port", type=int, default=8000)
    shown.add_argument("--sites-port", type=int, default=8001)
    _command(commands, "migrate", serving.migrate_database)
    _command(commands, "verify", verifying.check_record)
    erased = _command(commands, "erase", erasing.erase)
    erased.add_argument("tenant")
    erased.add_argument("who", nargs="+", help="requests' numbers, or an e-mail address")
    erased.add_argument("--yes", action="store_true", help="without it, says what it would erase")
    for name, run_it in (("backup", copies.back_up), ("restore", copies.restore)):
        _command(commands, name, run_it).add_argument("file", type=Path, metavar="FILE")
    theme = _group(commands, "themes", "companies' folders")
    _command(theme, "check", themes.check_themes).add_argument("folders", nargs="*", metavar="DIR")
    font = _command(theme, "font", themes.make_font)
    font.add_argument("file", metavar="FILE")
    font.add_argument("tenant")
    _command(theme, "publish", themes.publish_theme).add_argument("tenant")
    previewed = _command(theme, "preview", themes.preview_theme)
    previewed.add_argument("tenant")
    previewed.add_argument("--port", type=int, default=8002)
    staff = _command(_group(commands, "staff", "people at the desk"), "add", links.add_staff)
    staff.add_argument("email")
    staff.add_argument("--tenant", required=True)
    staff.add_argument("--role", choices=ROLES, default="coordinator")
    staff.add_argument("--name", default="", help="as colleagues read it (the e-mail's first part)")
    staff.add_argument("--team", action="append", help="one of tenant.toml's; may be said again")
    link = _command(commands, "link", links.print_link)
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
