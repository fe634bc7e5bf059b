"""Rounds of load in turn: two things are compared within the same minute, round by round."""

import time
from collections.abc import Callable, Iterable
from statistics import median

from msgspec import Struct

from tests.bench.load import send
from tests.bench.service import Server

ROUNDS = 5


class Round(Struct, frozen=True):
    """One round: requests a second, CPU microseconds of the server a request, and the times (in
    milliseconds) within which half and 99 % of the answers came."""

    rate: float
    cpu: float
    p50: float
    p99: float


def loaded(server: Server, requests: Iterable[bytes], status: int) -> Round:
    """A round of `requests`, all of which must be answered with `status`."""
    cpu, began = server.cpu(), time.perf_counter()
    answers = send(server.port, requests)
    seconds, cpu = time.perf_counter() - began, server.cpu() - cpu
    if set(answers.statuses) != {status}:
        raise AssertionError(f"{answers.statuses}: {answers.body[:2000]!r}")
    count = answers.statuses.total()
    return Round(count / seconds, cpu / count * 1e6, answers.quantile(0.5), answers.quantile(0.99))


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
    return f"{rate:,.0f}/s, {cpu:,.0f} µs CPU, p50 {p50:.1f} ms, p99 {p99:.1f} ms"
