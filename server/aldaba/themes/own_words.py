"""`texts.<language>.toml`: the tenant's own words over the product's."""

from string import Formatter

from aldaba import texts
from aldaba.themes import everyday
from aldaba.themes.fault import Fault
from aldaba.themes.folder import Files, text_of
from aldaba.themes.toml import Toml, read_toml


def read_own_words(
    files: Files, languages: tuple[str, ...]
) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """The tenant's words by language and dotted key. A key that the product lacks, or a blank
    that it doesn't fill, is a fault."""
    words: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for language in languages:
        file = f"texts.{language}.toml"
        if file not in files:
            continue
        source = text_of(files, file)
        toml = source if isinstance(source, Fault) else read_toml(file, source)
        if isinstance(toml, Fault):
            faults.append(toml)
            continue
        words[language] = dict(texts.flatten(toml.values))
        faults += _judge(toml, words[language], language)
    return words, faults


def _judge(toml: Toml, words: dict[str, str], language: str) -> list[Fault]:
    product = texts.catalogue(language)
    judged = ((key, _wrong(key, text, product.get(key))) for key, text in words.items())
    return [toml.fault(tuple(key.split(".")), wrong) for key, wrong in judged if wrong]


def _wrong(key: str, text: str, product: str | None) -> str:
    """What is wrong with the own `text` over the `product`'s, if anything."""
    if product is None:
        near = everyday.nearest(key, texts.catalogue(texts.REFERENCE))
        return f"the product has no text {key}" + (f"; is it {near}?" if near else "")
    if not text:
        return f"{key} is empty; take the line away for the product's own text"
    blanks, wanted = _blanks(text), _blanks(product) or set()
    if blanks is None:
        return f"a blank is a name in braces; {key} may have {_listed(wanted)}"
    for name in sorted(blanks - wanted):
        return f"{key} has no blank {{{name}}}; {_instead(name, wanted)}"
    if missing := wanted - blanks:
        return f"{key} lacks {_listed(missing)}, which the product fills in"
    return ""


def _instead(name: str, wanted: set[str]) -> str:
    near = everyday.nearest(name, wanted)
    if near:
        return f"write {{{near}}}"
    return f"it may have {_listed(wanted)}" if wanted else "take it away"


def _listed(blanks: set[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(blanks)) or "no braces"


def _blanks(text: str) -> set[str] | None:
    """The names in braces; None where there is more than a name, such as `{a.b}` or `{a:>9}`."""
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    plain = all(name and name.isidentifier() and not spec and not how for name, spec, how in parts)
    return {name for name, _, _ in parts if name} if plain else None
