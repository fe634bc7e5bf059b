"""What is wrong with a tenant's folder: which file, where in it, and what to write instead."""

import re
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

ORDER = [
    re.compile(file)
    for file in (
        r"tenant\.toml\Z",
        r"theme\.css\Z",
        r"terms/[a-z]+\.[A-Za-z-]+\.md\Z",
        r"texts\.[A-Za-z-]+\.toml\Z",
        r"forms/[a-z-]+\.toml\Z",
        r"logo(-dark)?\.",
        r"fonts/",
    )
]

Severity = Literal["error", "warning"]


class Fault(Struct, frozen=True):
    """`path` is relative to the tenant's folder until somebody says `within(folder)`; `line` and
    `column` count characters from 1. An `error` keeps the folder out of service, a `warning`
    doesn't."""

    path: str
    line: int
    column: int
    message: str
    severity: Severity = "error"

    @property
    def rank(self) -> tuple[bool, int, str, int, int]:
        """What helps most comes first: errors, in the files that others hang on, from the top."""
        warning = self.severity == "warning"
        unknown = len(ORDER) if warning else -1  # a wrong name is why something else is missing
        known = next((place for place, file in enumerate(ORDER) if file.match(self.path)), unknown)
        return warning, known, self.path, self.line, self.column

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.message}"

    def within(self, folder: object) -> "Fault":
        """The same fault, its path seen from where `folder` is."""
        return replace(self, path=f"{folder}/{self.path}")


def in_stylesheet(node: Any, message: str, severity: Severity = "error") -> Fault:
    """A fault where tinycss2 found `node` in theme.css."""
    return Fault("theme.css", node.source_line, node.source_column, message, severity)
