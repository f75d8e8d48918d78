"""Timing: how long something takes, as median and 99th percentile, beside a floor measured in the same run."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What was measured, in milliseconds for one call."""

    median_ms: float
    p99_ms: float
    calls: int
    worst_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One hot path beside its floor: the least that any program could do for the same answer."""

    name: str
    of: str
    ours: Timing
    floor: Timing
    floor_of: str

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.ours.median_ms / self.floor.median_ms if self.floor.median_ms else 0.0


def timed(call: Callable[[], object], times: int) -> Timing:
    """Call it again and again, after one call that is not counted."""
    call()
    return summed_up(_once(call) for _ in range(times))


def timed_each(calls: Iterable[Callable[[], object]]) -> Timing:
    """Call each once: different questions, such as every beginning of a word."""
    return summed_up(_once(call) for call in calls)


def summed_up(milliseconds: Iterable[float]) -> Timing:
    """Median and 99th percentile of single measurements."""
    ordered = sorted(milliseconds)
    at_99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return Timing(median_ms=median(ordered), p99_ms=at_99, calls=len(ordered), worst_ms=ordered[-1])


def _once(call: Callable[[], object]) -> float:
    gc.disable()
    try:
        start = perf_counter()
        call()
        return (perf_counter() - start) * 1000
    finally:
        gc.enable()
