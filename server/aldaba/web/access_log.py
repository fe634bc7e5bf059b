"""One line for each answer: method, route, status, time. Never the path itself, which may hold a
link's token, nor who asked."""

import logging
import time
from collections import Counter

from litestar.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("aldaba.access")


def with_log(app: ASGIApp, answers: Counter[str]) -> ASGIApp:
    """`app`, whose answers are logged and counted in `answers` by class (`2xx`)."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()

        async def send_and_note(message: Message) -> None:
            if message["type"] == "http.response.start":
                status = message["status"]
                answers[f"{status // 100}xx"] += 1
                milliseconds = (time.perf_counter() - began) * 1000
                route = scope.get("path_template", "-")
                log.info("%s %s %d %.1f ms", scope["method"], route, status, milliseconds)  # type: ignore[typeddict-item]
            await send(message)

        await app(scope, receive, send_and_note)

    return answer
