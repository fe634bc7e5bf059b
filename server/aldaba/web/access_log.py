"""One line for each answer: method, route, status, time. Never the path itself, which may hold a
link's token, nor who asked."""

import logging
import time
from bisect import bisect_left
from collections import Counter
from typing import Any

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct, field

log = logging.getLogger("aldaba.access")


# Seconds within which an answer began, as `/metrics` counts them.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Times(Struct):
    """How long answers took to begin: `within` counts those up to each of `BOUNDS` and above the
    one before, the last those that took longer; `seconds` is their sum."""

    within: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        """One more answer."""
        self.within[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


def with_log(app: ASGIApp, answers: Counter[str], times: Times) -> ASGIApp:
    """`app`, whose answers are logged, counted in `answers` by class (`2xx`) and timed in
    `times`."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()

        async def send_and_note(message: Message) -> None:
            if message["type"] == "http.response.start":
                status = message["status"]
                answers[f"{status // 100}xx"] += 1
                seconds = time.perf_counter() - began
                times.add(seconds)
                log.info("answer", extra={"facts": _facts(scope, status, seconds)})
            await send(message)

        await app(scope, receive, send_and_note)

    return answer


def _facts(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    return {
        "method": scope.get("method", ""),
        "route": scope.get("path_template", "-"),
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
