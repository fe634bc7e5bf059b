"""Rounds of load in turn: two things are compared within the same minute, round by round."""

import time
from collections.abc import Callable, Iterable
from statistics import median

from msgspec import Struct

from tests.bench.load import send
from tests.bench.service import Server, Several

ROUNDS = 5


class Round(Struct, frozen=True):
    """One round: requests a second, CPU microseconds of the server a request, and the times (in
    milliseconds) within which half and 99 % of the answers came. Requests that `failed` count in
    nothing but the last two."""

    rate: float
    cpu: float
    p50: float
    p99: float
    failed: int = 0


def loaded(
    server: Server | Several, requests: Iterable[bytes], status: int, *, may_fail: bool = False
) -> Round:
    """A round of `requests`, which must be answered with `status`: all of them, or most where some
    `may_fail`, as those of another program."""
    cpu, began = server.cpu(), time.perf_counter()
    answers = send(server.port, requests)
    seconds, cpu = time.perf_counter() - began, server.cpu() - cpu
    count = answers.statuses[status]
    failed = answers.statuses.total() - count
    if count == 0 or failed > (count if may_fail else 0):
        raise AssertionError(f"{answers.statuses}: {answers.body[:2000]!r}")
    within = answers.quantile(0.5), answers.quantile(0.99)
    return Round(count / seconds, cpu / count * 1e6, *within, failed)


def in_turn(*measures: Callable[[], Round]) -> list[tuple[Round, ...]]:
    """Each of `measures` once to warm up, then `ROUNDS` times in turn."""
    for measure in measures:
        measure()
    return [tuple(measure() for measure in measures) for _ in range(ROUNDS)]


def middle(rounds: Iterable[float]) -> float:
    """The median."""
    return float(median(rounds))


def said(rounds: Iterable[Round]) -> str:
    """The medians of some rounds in words."""
    kept = list(rounds)
    rate, cpu = middle(each.rate for each in kept), middle(each.cpu for each in kept)
    p50, p99 = middle(each.p50 for each in kept), middle(each.p99 for each in kept)
    failed = sum(each.failed for each in kept)
    told = f"; {failed} failed" if failed else ""
    return f"{rate:,.0f}/s, {cpu:,.0f} µs CPU, p50 {p50:.1f} ms, p99 {p99:.1f} ms{told}"
