"""The log: one JSON object a line, for programs that collect logs. It holds no personal data and no
token: of an error it tells the kind and the place, never the text, which may quote a row."""

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


class JsonLine(logging.Formatter):
    """`at` (UTC), `level`, `logger`, `event`; what was said with `extra={"facts": {…}}` beside
    them; for an error its `error` and `trace`, outermost first."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1]:
            line |= _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def log_as_json() -> None:
    """Write every record from INFO on to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine())
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _told(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {"error": type(error).__name__, "trace": list(_places(frames))}


def _places(frames: Iterable[traceback.FrameSummary]) -> Iterable[str]:
    for frame in frames:
        yield f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
