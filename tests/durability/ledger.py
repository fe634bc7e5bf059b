"""What customers were told. A key is in `acknowledged`, with its number, once its answer was read
and the line that says so was synced; it is `unanswered` while nobody knows what became of it."""

import asyncio
import os
from pathlib import Path


class Ledger:
    """A file that is appended to, `<key> <number>` a line. Requests without an answer are kept as
    they were sent, to be sent again."""

    def __init__(self, path: Path, *, keep_requests: bool = True) -> None:
        self.keep_requests = keep_requests
        self._file = path.open("ab", buffering=0)
        self.acknowledged: dict[str, str] = {}
        self.unanswered: dict[str, bytes] = {}
        self.changed: list[str] = []
        self._requests: dict[str, bytes] = {}

    def sent(self, key: str, request: bytes) -> None:
        """`request` is about to be sent under `key`."""
        self.unanswered[key] = request
        if self.keep_requests:
            self._requests[key] = request

    def forget_answers(self) -> None:
        """As if every answer had been lost on the way: all of it is to be sent again."""
        self.unanswered |= self._requests

    async def acknowledge(self, key: str, number: str) -> None:
        """The service said that it keeps what was sent under `key` as `number`. Others go on while
        the line is synced."""
        self._file.write(f"{key} {number}\n".encode())
        await asyncio.to_thread(os.fdatasync, self._file.fileno())
        if self.acknowledged.setdefault(key, number) != number:
            self.changed.append(key)
        self.unanswered.pop(key, None)
