"""The one Jinja2 environment, for pages and mails alike: HTML is escaped, a plain text is not
(Jinja2's own default would escape neither, H12), and a name that nobody set is an error."""

import re
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.bccache import Bucket

from aldaba.forms import phones
from aldaba.pages.assets import address, theme_css
from aldaba.texts import Words, dates
from aldaba.themes.theme import Theme

ROOT = Path(__file__).parent.parent
ARGENTINE = re.compile(r"\+54(?!9)")


def render(template: str, /, *, theme: Theme | None, words: Words, **context: object) -> str:
    """The text of `template` (`<package>/<file>`, mails `<package>/emails/<name>/<file>`).

    Beside `context` a template knows `t`, `language`, `theme`, `tenant`, `asset(name)`,
    `theme_address`, `number(n)`, `tel(phone)`, `whatsapp(text, phone)`, `fields_of`, and the
    sentences of `texts.dates` for a moment in the company's time zone: `day`, `day_and_time`,
    `period`, `short`, `ago`. `theme` is None where the company is unknown. `in_place` leaves out of
    a page what is around its content (`pages.in_place`).
    """
    language = words.language
    timezone, country = (theme.tenant.timezone, theme.tenant.country) if theme else ("UTC", "")
    context |= {
        "t": words,
        "language": language,
        "theme": theme,
        "tenant": theme.tenant if theme else None,
        "theme_address": f"/c/{theme_css(theme).file}" if theme else address("plain.css", None),
        "asset": partial(address, theme=theme),
        "tel": partial(phones.address, country=country),
        "day": partial(dates.day, timezone=timezone, language=language),
        "day_and_time": partial(
            dates.day_and_time, timezone=timezone, language=language, country=country
        ),
        "period": partial(dates.period, timezone=timezone, language=language, country=country),
        "short": partial(dates.short, timezone=timezone),
        "fields_of": partial(dates.fields_of, timezone=timezone),
        "ago": partial(dates.ago, language=language),
    }
    return _environment().get_template(template).render(context)


def whatsapp(text: str, phone: str = "") -> str:
    """Opens WhatsApp with `text` written, to `phone` (E.164) or to whom one chooses there. It knows
    Argentine numbers as mobile ones only, with a 9 after the 54 (WhatsApp's help, "About
    international phone number format")."""
    return f"https://wa.me/{re.sub(ARGENTINE, '549', phone).removeprefix('+')}?text={quote(text)}"


def number(stored: str) -> str:
    """A request's number as people read it, `XXX-XXX-XXX`."""
    return "-".join((stored[:3], stored[3:6], stored[6:]))


class Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled, on disk. A disk that is full takes no page away."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template in `bucket`, if that can be done."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def keep_compiled(folder: Path) -> None:
    """Keep compiled templates in `folder` from now on: the next start needn't compile them."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        _environment().bytecode_cache = Compiled(str(folder))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PrefixLoader(_folders()),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"in_place": False, "number": number, "whatsapp": whatsapp}
    return environment


def _folders() -> dict[str, FileSystemLoader]:
    """Each package that has templates or mails, by its own name."""
    packages = [*ROOT.iterdir(), *(ROOT / "capabilities").iterdir()]
    return {
        package.name: FileSystemLoader([package / "templates", package])
        for package in packages
        if (package / "templates").is_dir() or (package / "emails").is_dir()
    }
