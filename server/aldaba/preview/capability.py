"""What the preview adds to each door; `app.CAPABILITIES` lists it like any capability."""

from aldaba.capability import Capability, LinkPage, MenuEntry
from aldaba.preview import page

PREVIEW = Capability(
    name="preview",
    links=(LinkPage(page.PURPOSE, page.LASTS, page.draft_page, about=page.about),),
    menu=(MenuEntry("preview.title", "/theme", "theme"),),
    customer=(page.state, page.frame),
    notices={"published": "preview.published"},
    desk=(page.desk_page, page.publish),
)
