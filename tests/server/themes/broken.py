"""Folders that are broken in one way each: what is changed in a good one, and what is said of it.

The good one is a copy of the sample company `horizonte`, named `casa`. A row is (name, changes,
the first line of the report): a change is (file, old, new) within a text, (file, bytes) for a whole
file, (file, None) for one that is taken away, or (file, "-> other") for one that is renamed.
"""

from pathlib import Path
from typing import Any

Row = tuple[str, list[tuple[Any, ...]], str]

CSS, TOML, PT = "theme.css", "tenant.toml", "terms/conditions.pt-BR.md"
WORDS, FORM = "texts.pt-BR.toml", "forms/pre-request.toml"
BRAND = "--brand: #9a3b1e;"
DARK = "  --line: #e2d5c7;\n"


def css(name: str, new: str, says: str, old: str = BRAND) -> Row:
    change = (CSS, new.encode()) if old == "*" else (CSS, old, new)
    return name, [change], f"theme.css:{says}"


def toml(name: str, old: str, new: str, says: str) -> Row:
    return name, [(TOML, old, new)], f"tenant.toml:{says}"


def write(name: str, file: str, body: str | bytes, says: str) -> Row:
    return name, [(file, body.encode() if isinstance(body, str) else body)], says


def rename(file: str, other: str, says: str) -> Row:
    return f"{file} named {other}", [(file, f"-> {other}")], says


BROKEN: list[Row] = [
    # How the file was saved
    ("a text in Windows-1252", [(TOML, "encode", "windows-1252")],
     "tenant.toml:2:34: error: this is Windows-1252 (“ç” stands there); save the file as UTF-8"),
    ("terms in Windows-1252", [(PT, "encode", "windows-1252")],
     "terms/conditions.pt-BR.md:1:8: error: this is Windows-1252 (“ç” stands there)"),
    ("a text in UTF-16", [(CSS, "encode", "utf-16")],
     "theme.css:1:1: error: this is UTF-16; save the file as UTF-8"),
    ("a byte-order mark", [(CSS, "encode", "utf-8-sig")],
     "theme.css:1:1: warning: begins with a byte-order mark"),
    ("half a file", [(TOML, "cut", 1400)], "tenant.toml:"),
    ("half a font", [("fonts/petrona-600.woff2", "cut", 9000)],
     "fonts/petrona-600.woff2:1:1: error: this is not a WOFF2 font, or it was cut short"),
    ("half a picture", [("logo.png", "cut", 1200)],
     "logo.png:1:1: error: this is not a PNG, WebP or JPEG picture that can be read"),
    ("an empty stylesheet", [(CSS, b"")], "theme.css:1:1: error: --brand is missing"),
    ("a picture that is text", [("logo.png", b"soon")], "logo.png:1:1: error: this is not a PNG"),
    ("terms without a word", [(PT, b"")],
     "terms/conditions.pt-BR.md:1:1: error: begin with a heading"),
    # Names of files
    rename(CSS, "theme.css.txt", "theme.css.txt:1:1: error: rename it to theme.css"),
    rename(CSS, "Theme.css", "Theme.css:1:1: error: rename it to theme.css"),
    rename("logo.png", "Logo.PNG", "Logo.PNG:1:1: error: rename it to logo.png"),
    rename("logo-dark.png", "logo_dark.png",
        "logo_dark.png:1:1: error: rename it to logo-dark.png"),
    rename(WORDS, "texts.pt_BR.toml",
           "texts.pt_BR.toml:1:1: error: rename it to texts.pt-BR.toml"),
    rename(WORDS, "text.pt-BR.toml",
           "text.pt-BR.toml:1:1: warning: nothing reads a file of this name; is it texts"),
    rename(PT, "terms/conditions.pt_BR.md",
           "terms/conditions.pt_BR.md:1:1: error: rename it to terms/conditions.pt-BR.md"),
    rename("terms/privacy.en.md", "terms/privacy.EN.md",
           "terms/privacy.EN.md:1:1: error: rename it to terms/privacy.en.md"),
    rename(FORM, "forms/pre_request.toml",
           "forms/pre_request.toml:1:1: error: rename it to forms/pre-request.toml"),
    rename("fonts", "Fonts", "Fonts:1:1: error: nothing reads a folder of this name; rename it to"),
    rename("fonts/petrona-600.woff2", "fonts/Petrona-600.woff2",
           "theme.css:7:3: error: fonts/petrona-600.woff2 is no font of this folder"),
    write("a font that browsers don't get", "fonts/inter.ttf", b"\0\1\0\0",
          "fonts/inter.ttf:1:1: warning: browsers get WOFF2 here; run aldaba themes font"),
    write("a copy", "theme - Copy.css", "", "theme - Copy.css:1:1: warning: this is a copy"),
    write("a folder of their own", "img/photo.jpg", b"",
        "img:1:1: warning: nothing reads a folder"),
    write("a text for a language that is not theirs", "terms/privacy.fr.md", "x",
          "terms/privacy.fr.md:1:1: warning: nothing reads a file of this name"),
    (PT + " is missing", [(PT, None)], "terms/conditions.pt-BR.md:1:1: error: is missing"),
    # theme.css: values
    css("a colour without its #", "--brand: 9a3b1e;",
        "25:12: error: --brand: a colour begins with #"),
    css("a colour in quotes", '--brand: "#9a3b1e";',
        "25:12: error: --brand: a colour stands without"),
    css("a colour of five digits", "--brand: #9a3b1;",
        "25:12: error: --brand: a colour has 3 or 6"),
    css("a colour's name misspelt", "--brand: purpel;",
        "25:12: error: --brand: purpel is no colour; write purple"),
    css("a transparent colour", "--brand: #9a3b1e80;", "25:12: error: --brand: colours are solid"),
    css("a decimal comma", "--radius: 1,5rem;",
        "32:13: error: --radius: a decimal has a point, not a comma: 1.5em", "--radius: 10px;"),
    css("a length in rem", "--radius: 1rem;", "32:13: error: --radius: 1rem would follow the page",
        "--radius: 10px;"),
    css("a length without a unit", "--radius: 10;",
        "32:13: error: --radius: a length has a unit: 10px", "--radius: 10px;"),
    css("a blank before the unit", "--radius: 10 px;",
        "32:13: error: --radius: no blank before the unit: 10px", "--radius: 10px;"),
    css("curly quotes around a font", "--font-heading: “Petrona”, serif;",
        "30:19: error: --font-heading: curly quotes", '--font-heading: "Petrona", Georgia, serif;'),
    css("a missing semicolon", "--brand: #9a3b1e",
        "25:12: error: --brand: a semicolon is missing at the end of the line"),
    css("a token misspelt", "--brnad: #9a3b1e;",
        "25:3: error: --brnad is not a token of a theme; write --brand"),
    css("a token with one dash", "-brand: #9a3b1e;",
        "25:3: error: -brand is not a token of a theme"),
    css("a token in capitals", "--Brand: #9a3b1e;",
        "25:3: error: --Brand is not a token of a theme; write --brand"),
    css("a token without dashes", "brand: #9a3b1e;", "25:3: error: a token begins with two dashes"),
    css("a token set twice", "--brand: #06c; --brand: #9a3b1e;",
        "25:27: warning: --brand stands here twice; this one counts"),
    css("a colour that can't be read", "--muted: #b0a090;",
        "28:12: error: muted on surface has a contrast of 2.37:1 and needs 4.5:1; --muted is",
        "--muted: #6b584d;"),
    css("a brand that is missing", "", "1:1: error: --brand is missing"),
    css("a font of another place", "https://fonts.example/p.woff2",
        "7:8: error: src: write one file of this folder", "fonts/petrona-600.woff2"),
    css("a rule that is never closed", ":root { --brand: red }\n:root {\n  --line: #eee;\n",
        "2:7: error: the file ends inside this", "*"),
    css("a comment that is never closed", ":root { --brand: red }\n/* and then",
        "2:1: error: the file ends inside this", "*"),
    css("half of a comment's marks", BRAND + " */", "25:21: error: a */ whose /* is not there"),
    css("a font that nobody has", '--font-body: "Inter", serif;',
        "31:16: warning: --font-body: no @font-face gives Inter",
        '--font-body: "Figtree", system-ui, sans-serif;'),
    css("a brace too many", BRAND + " } }", "25:23: error: "),
    # theme.css: what could reach out of it
    css("a picture from elsewhere", "--brand: url(https://evil.example/a);",
        "25:12: error: --brand: write one solid colour"),
    css("a picture in quotes", '--brand: url("//evil.example/a");',
        "25:12: error: --brand: write one"),
    css("an import", "@import url(//evil.example/a.css);\n:root {",
        "24:1: error: @import is not read", ":root {"),
    css("an escape", "--brand: \\75 rl(//evil.example);", "25:12: error: --brand: write one solid"),
    css("nesting", "& b { color: url(//evil.example) } " + BRAND, "25:3: error: "),
    css("a custom property with an address", "--x: { a: url(//evil.example) }; " + BRAND,
        "25:3: error: --x is not a token of a theme"),
    css("a script in a selector", ":root</style><script>alert(1)</script> {",
        "24:1: error: only :root { … } is read here", ":root {"),
    css("a selector of the host's", "body { --x: 1 }\n:root {", "24:1: error: only :root",
        ":root {"),
    css("a media query of their own", "@media print { :root { --brand: red } }\n:root {",
        "24:1: error: only @media (prefers-color-scheme: dark)", ":root {"),
    css("a part that nobody knows", "::part(buton) { letter-spacing: 1px }\n:root {",
        "24:3: error: buton is no part; write button", ":root {"),
    css("a property that no part has", "::part(button) { background: url(//x) }\n:root {",
        "24:18: error: background is not read here", ":root {"),
    css("a part's value from elsewhere", "::part(button) { letter-spacing: attr(x) }\n:root {",
        "24:34: error: letter-spacing: ", ":root {"),
    # tenant.toml
    toml("curly quotes", 'name = "Horizonte"', "name = “Horizonte”",
         "1:8: error: curly quotes “; write straight ones"),
    toml("a bare colour", 'name = "Horizonte"', "name = #9a3b1e", "1:7: error: a colour stands in"),
    toml("a text without quotes", 'name = "Horizonte"', "name = Horizonte",
         '1:6: error: a text stands in quotes'),
    toml("a colon for an equals sign", 'name = "Horizonte"', 'name: "Horizonte"',
         "1:5: error: write = between key and value"),
    toml("a quote that is never closed", 'country = "BR"', 'country = "BR', "3:"),
    toml("a key misspelt", "timezone =", "timzone =",
         "1:1: error: timezone is missing"),
    toml("a language with _", '"pt-BR", "es"', '"pt_BR", "es"',
         "5:14: error: pt_BR is not spoken here; write pt-BR"),
    toml("a language without its country", '"pt-BR", "es"', '"pt", "es"',
         "5:14: error: pt is not spoken here; write pt-BR"),
    toml("a time zone misspelt", "America/Sao_Paulo", "America/Sao_Paolo",
         "4:1: error: America/Sao_Paolo is not a time zone; write America/Sao_Paulo"),
    toml("a document misspelt", "[mail]", 'documents = ["cfp"]\n\n[mail]',
         "25:14: error: cfp is not a kind of document"),
    toml("a switch misspelt", "[mail]", "[switches]\nprerequest = false\n\n[mail]",
        "26:1: error: prerequest is not a switch; write pre-request"),
    toml("a subject misspelt", "[subjects.walls]", "[subjects.wals]",
        "63:2: error: wals is not a subject; write walls"),
    toml("a team that is not", '[subjects.walls]\nteam = "Á', '[subjects.walls]\nteam = "A',
        "64:1: error: Agua e acabamentos is not one of the teams; write Água e acabamentos"),
    toml("more hours than anybody waits", "answer_hours = 1", "answer_hours = 500",
        "71:1: error: write 1 to 400 working hours"),
    toml("a number in quotes", "review = 2", 'review = "2"', "36:1: error: write a whole number"),
    toml("a country in words", '"BR"', '"Brasil"', "3:1: error: Brasil is not a country"),
    toml("an address with a path", "https://horizonte.example", "https://horizonte.example/casa",
         "6:37: error: https://horizonte.example/casa is not an origin"),
    toml("a mode that is not", "[mail]", 'contrast = "mand"\n\n[mail]',
         "25:1: error: mand is not known here; write mend"),
    # Words, forms, terms, logos
    ("a blank that the product lacks", [(WORDS, "{deadline}", "{prazo}")],
     "texts.pt-BR.toml:2:1: error: status.approved.sentence has no blank {prazo}"),
    ("a blank in capitals", [(WORDS, "{deadline}", "{Deadline}")],
     "texts.pt-BR.toml:2:1: error: status.approved.sentence has no blank {Deadline}; write {dead"),
    ("a blank that is never closed", [(WORDS, "{deadline}", "{deadline")],
     "texts.pt-BR.toml:2:1: error: a blank is a name in braces"),
    ("a blank that is lost", [(WORDS, "{deadline}", "amanhã")],
     "texts.pt-BR.toml:2:1: error: status.approved.sentence lacks {deadline}"),
    ("a text that the product lacks", [(WORDS, "sentence", "sentense")],
     "texts.pt-BR.toml:2:1: error: the product has no text status.approved.sentense; is it"),
    ("a field misspelt", [(FORM, '"description", ', '"descripton", ')],
     "forms/pre-request.toml:10:22: error: `descripton` is not a field: write `description`"),
    ("a key of a form misspelt", [(FORM, 'name = "problem"', 'naem = "problem"')],
     "forms/pre-request.toml:9:1: error: `naem` is unknown here: write `name`"),
    ("a link that runs", [(PT, "\n\n", "\n\n[aqui](ftp://evil.example)\n\n")],
     "terms/conditions.pt-BR.md:3:1: error: ftp://evil.example: a link begins with https://"),
    write("a drawing with a script", "logo.svg",
          '<svg xmlns="http://www.w3.org/2000/svg">\n<script>alert(1)</script></svg>',
          "logo.svg:2:1: error: <script> has no place in a logo"),
    write("a drawing that fetches", "logo.svg",
          '<svg xmlns="http://www.w3.org/2000/svg">\n<image href="//evil.example/a"/></svg>',
          "logo.svg:2:1: error: <image> has no place in a logo"),
    ("a huge picture", [("logo.png", bytes(1024 * 1024 + 1))], "logo.png:1:1: error: larger than"),
]  # fmt: skip


def break_folder(folder: Path, changes: list[tuple[Any, ...]]) -> None:
    """Makes the `changes` of a row in `folder`."""
    for file, *change in changes:
        path = folder / file
        match change:
            case [None]:
                path.unlink()
            case [bytes(body)]:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(body)
            case [str(other)]:
                path.rename(folder / other.removeprefix("-> "))
            case ["encode", encoding]:
                path.write_bytes(path.read_text("utf-8").encode(encoding, "replace"))
            case ["cut", int(length)]:
                path.write_bytes(path.read_bytes()[:length])
            case [old, new]:
                text = path.read_text("utf-8")
                assert old in text, (file, old)
                path.write_text(text.replace(old, new, 1), "utf-8")
