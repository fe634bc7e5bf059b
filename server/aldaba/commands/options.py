"""What a command is told: by its flags, else by the environment."""

import os
from argparse import Namespace
from pathlib import Path

from aldaba import settings
from aldaba.settings import Settings


def settings_of(options: Namespace) -> Settings:
    """The service's settings. Raises SettingsError."""
    return settings.read(environment_of(options))


def environment_of(options: Namespace) -> dict[str, str]:
    """The environment with the command's flags over it."""
    flags = {"ALDABA_THEMES": options.themes, "ALDABA_DATABASE_URL": options.database}
    return {**os.environ, **{name: value for name, value in flags.items() if value}}


def folders_in(themes: Path) -> list[Path]:
    """The companies' folders, in alphabetical order."""
    return sorted(each for each in themes.iterdir() if each.is_dir())
