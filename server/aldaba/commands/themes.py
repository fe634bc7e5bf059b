"""Companies' folders: checked, looked at, put in service."""

import sys
import tomllib
from argparse import Namespace
from pathlib import Path

from aldaba import clock, settings
from aldaba.app import base_forms
from aldaba.commands.options import environment_of, folders_in
from aldaba.themes import Themes, report


def check_themes(options: Namespace) -> int:
    """say what is wrong in theme folders, as path:line:column: error: message"""
    named = [Path(folder) for folder in options.folders]
    return report(
        named or folders_in(settings.themes_folder(environment_of(options))), base_forms()
    )


def preview_theme(options: Namespace) -> int:
    """show every page, form and mail of a company's theme while you edit it"""
    from aldaba.demo.preview import run_preview  # noqa: PLC0415 - the demo's keys and all

    themes = settings.themes_folder(environment_of(options))
    return run_preview(themes, options.tenant, options.port)


def make_font(options: Namespace) -> int:
    """make a WOFF2 font for a company's folder from a TTF or OTF"""
    from aldaba.themes import fonts  # noqa: PLC0415 - what only this command needs

    folder = settings.themes_folder(environment_of(options)) / options.tenant
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
    environment = environment_of(options)
    kept = Path(environment.get("ALDABA_DATA", "data")) / "themes"
    themes = Themes(settings.themes_folder(environment), kept, base_forms())
    errors = themes.publish(options.tenant, clock.now())
    print(*errors, sep="\n", end="\n" if errors else "")
    return 1 if errors else 0
