"""What a webmaster pastes: a text for each kind of host, filled in for one form."""

import json
from collections.abc import Iterable
from html import escape
from string import Template

from aldaba.capabilities.intake.reserved_height import reserved_height
from aldaba.forms.form import Form
from aldaba.themes import Theme

SNIPPETS = {
    "lines": """\
<script async src="$script"></script>
<aldaba-form form="$form"><a href="$page">$title</a></aldaba-form>""",
    "height": """\
aldaba-form { display: block; min-height: ${narrow}px }
@media (min-width: 48em) { aldaba-form { min-height: ${wide}px } }""",
    "script": """\
<script async src="$script"></script>""",
    "place": """\
<div data-aldaba="$form"><a href="$page">$title</a></div>""",
    "react": """\
export function RequestForm() {
  return <aldaba-form form="$form"><a href="$page">$title</a></aldaba-form>;
}""",
    "wix": """\
Server URL: $script
Tag name:   aldaba-form
Attribute:  form = $form""",
    "exclude": "$host/e/",
    "cloudflare": """\
<script data-cfasync="false" async src="$script"></script>""",
    "policy": """\
script-src  $origin;
connect-src $origin;
img-src     $origin;
font-src    $origin;""",
    "tag_manager": """\
<script>
  document.addEventListener("aldaba:submitted", function () {
    window.dataLayer = window.dataLayer || [];
    window.dataLayer.push({ event: "aldaba_submitted", aldaba_form: "$form" });
  });
</script>""",
    "analytics": """\
<script>
  document.addEventListener("aldaba:submitted", function () {
    gtag("event", "generate_lead", { aldaba_form: "$form" });
  });
</script>""",
    "frame": """\
<iframe src="$page" title="$title" width="100%" height="900"></iframe>""",
    "frame_policy": "frame-src $origin;",
    "link": "$page",
    "origins": "origins = $origins",
}

YOUR_SITE = "https://www.your-site.example"
# How tall a link's page gets nobody knows before: what stands below it begins out of sight.
SCREEN = "aldaba-form { display: block; min-height: 100vh }"


def snippets(origin: str, theme: Theme, form: Form) -> dict[str, str]:
    """The texts of `SNIPPETS` for `form` of `theme`'s company, whose service is at `origin`
    (scheme and host)."""
    path, height = f"{theme.name}/{form.name}", reserved_height(form)
    listed = [*theme.tenant.origins, YOUR_SITE]
    known = {
        "origin": origin,
        "host": origin.partition("://")[2],
        "form": path,
        "title": escape(form.title),
        "script": f"{origin}/e/{path}.js?lang={form.language}",
        "page": f"{origin}/f/{path}?lang={form.language}",
        "narrow": height.narrow,
        "wide": height.wide,
        "origins": json.dumps(listed),
    }
    return {name: Template(text).substitute(known) for name, text in SNIPPETS.items()}


def linked(origin: str, theme: Theme, purposes: Iterable[str]) -> dict[str, str]:
    """What puts pages behind emailed links on the company's site: for each of `purposes` the lines
    of a page of its own, `height`, the rule for each of those pages, and `links`, what tenant.toml
    says then."""
    lines = {
        each: f'<script async src="{origin}/e/{theme.name}/{each}.js"></script>\n'
        f'<aldaba-form form="{theme.name}/{each}"></aldaba-form>'
        for each in sorted(purposes)
    }
    links = theme.tenant.links
    said = [f'{each} = "{links.get(each, f"{YOUR_SITE}/{each}")}"' for each in lines]
    return lines | {"height": SCREEN, "links": "\n".join(["[links]", *said])}
