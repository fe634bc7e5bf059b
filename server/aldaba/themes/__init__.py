"""A tenant's folder: load, check, compile, last good one."""

from aldaba.themes.check import check, report
from aldaba.themes.fault import Fault
from aldaba.themes.shelf import Themes
from aldaba.themes.theme import Asset, Terms, Theme

__all__ = ["Asset", "Fault", "Terms", "Theme", "Themes", "check", "report"]
