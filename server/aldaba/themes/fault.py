"""What is wrong with a tenant's folder: which file, where in it, and what to write instead."""

from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace


class Fault(Struct, frozen=True):
    """`path` is relative to the tenant's folder until somebody says `within(folder)`; `line` and
    `column` count characters from 1. An `error` keeps the folder out of service, a `warning`
    doesn't."""

    path: str
    line: int
    column: int
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.message}"

    def within(self, folder: object) -> "Fault":
        """The same fault, its path seen from where `folder` is."""
        return replace(self, path=f"{folder}/{self.path}")


def in_stylesheet(node: Any, message: str) -> Fault:
    """A fault where tinycss2 found `node` in theme.css."""
    return Fault("theme.css", node.source_line, node.source_column, message)
