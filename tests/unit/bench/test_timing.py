from __future__ import annotations

from functools import partial

from clinicbill.bench.timing import Row, Timing, summed_up, timed, timed_each


def test_median_and_p99_of_known_numbers() -> None:
    timing = summed_up(float(number) for number in range(1, 101))
    assert (timing.median_ms, timing.p99_ms, timing.calls) == (50.5, 100.0, 100)


def test_calls_are_counted_after_one_to_warm_up() -> None:
    calls: list[int] = []
    assert timed(lambda: calls.append(1), 5).calls == 5
    assert len(calls) == 6


def test_each_question_is_asked_once() -> None:
    asked: list[str] = []
    timed_each(partial(asked.append, word) for word in ("lo", "low"))
    assert asked == ["lo", "low"]


def test_the_ratio_is_against_the_floor() -> None:
    one, two = Timing(median_ms=1, p99_ms=1, calls=1), Timing(median_ms=2, p99_ms=2, calls=1)
    assert Row(name="x", of="", ours=two, floor=one, floor_of="").ratio == 2.0
