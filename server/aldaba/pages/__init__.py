"""What people see: templates, stylesheets and scripts, and how they are put together."""

from aldaba.pages.assets import address, statics, theme_css
from aldaba.pages.jinja import keep_compiled, number, render

__all__ = ["address", "keep_compiled", "number", "render", "statics", "theme_css"]
