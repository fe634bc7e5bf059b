"""What people see: templates, stylesheets and scripts, and how they are put together."""

from aldaba.pages.assets import address, statics, theme_css
from aldaba.pages.in_place import View, view
from aldaba.pages.jinja import keep_compiled, number, render, whatsapp

__all__ = [
    "View",
    "address",
    "keep_compiled",
    "number",
    "render",
    "statics",
    "theme_css",
    "view",
    "whatsapp",
]
