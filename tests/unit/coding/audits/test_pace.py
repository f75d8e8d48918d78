from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import EncounterId, PatientId, UserId
from clinicbill.coding.audits.pace import StatusEvent, by_day, by_hour, finishes, holds, longest_gap, pace
from clinicbill.encounters.encounter import VisitStatus

ZONE = ZoneInfo("America/Los_Angeles")
BEGIN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
PAUSE = timedelta(minutes=20)
TO_CODE, HELD, CODED = VisitStatus.TO_CODE, VisitStatus.ON_HOLD, VisitStatus.CODED


def step(number: int, visit: int, minutes: int, status: VisitStatus = CODED, coder: int = 1) -> StatusEvent:
    return StatusEvent(
        number=number,
        encounter_id=EncounterId(visit),
        at=BEGIN + timedelta(minutes=minutes),
        coder_id=UserId(coder),
        status=status,
        service_on=date(2026, 11, 20),
        patient_id=PatientId(1),
    )


def test_a_long_gap_is_a_pause() -> None:
    done = finishes([step(1, 1, 0), step(2, 2, 5), step(3, 3, 65), step(4, 4, 75)], ZONE)
    found = pace(done, PAUSE)
    assert (found.visits, found.timed, found.at_work) == (4, 2, timedelta(minutes=15))
    assert found.per_hour == Fraction(8)
    assert found.lag_days == 3


def test_what_is_finished_in_one_stroke_has_no_time() -> None:
    found = pace(finishes([step(1, 1, 0), step(2, 2, 0), step(3, 3, 0)], ZONE), PAUSE)
    assert (found.visits, found.timed, found.per_hour) == (3, 0, None)


def test_the_gap_of_exactly_a_pause_is_work() -> None:
    done = finishes([step(1, 1, 0), step(2, 2, 20)], ZONE)
    assert pace(done, PAUSE).timed == 1
    assert pace(done, PAUSE - timedelta(seconds=1)).timed == 0
    assert longest_gap() > timedelta()


def test_finished_again_counts_apart_and_staying_coded_not_at_all() -> None:
    events = [step(1, 1, 0), step(2, 1, 5), step(3, 1, 9, TO_CODE), step(4, 1, 12)]
    found = pace(finishes(events, ZONE), PAUSE)
    assert (found.visits, found.again) == (1, 1)


def test_the_day_and_hour_are_the_practices() -> None:
    late = step(1, 1, 15 * 60 + 30)  # 07:30 UTC on the next day
    done = finishes([late], ZONE)
    assert list(by_day(done)) == [date(2026, 11, 23)]
    assert by_hour(done) == {23: 1}


def test_a_hold_ends_when_anybody_takes_it_up() -> None:
    events = [step(1, 1, 0, HELD), step(2, 1, 30, TO_CODE, coder=2), step(3, 2, 10, HELD)]
    first, second = holds(events)
    assert first.lasted(BEGIN) == timedelta(minutes=30)
    assert second.until is None
    assert second.lasted(BEGIN + timedelta(minutes=70)) == timedelta(minutes=60)
    assert second.lasted(BEGIN) == timedelta()


def test_a_visit_coded_before_its_day_has_no_lag() -> None:
    (done,) = finishes([step(1, 1, -60 * 24 * 9)], ZONE)
    assert done.lag_days == 0


EVENTS = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 5000), st.sampled_from(list(VisitStatus)), st.integers(1, 3)),
    max_size=40,
).map(
    lambda rows: [
        step(number, visit, minutes, status, coder)
        for number, (visit, minutes, status, coder) in enumerate(sorted(rows, key=lambda row: row[1]), 1)
    ]
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_order_does_not_matter(events: list[StatusEvent], chance: object) -> None:
    mixed = list(events)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert finishes(mixed, ZONE) == finishes(events, ZONE)
    assert holds(mixed) == holds(events)
    done = finishes(events, ZONE)
    assert pace(done[::-1], PAUSE) == pace(done, PAUSE)


@given(EVENTS)
def test_days_add_up_and_nothing_is_negative(events: list[StatusEvent]) -> None:
    done = finishes(events, ZONE)
    whole, days = pace(done, PAUSE), [pace(found, PAUSE) for found in by_day(done).values()]
    assert sum(one.visits for one in days) == whole.visits == sum(by_hour(done).values())
    assert sum(one.again for one in days) == whole.again
    assert sum((one.at_work for one in days), timedelta()) == whole.at_work
    assert sum(one.timed for one in days) == whole.timed <= max(len(done) - 1, 0)
    assert whole.visits == len({one.event.encounter_id for one in done})
    assert whole.at_work >= timedelta()
    assert whole.per_hour is None or whole.per_hour > 0
    assert all(one.lasted(BEGIN) >= timedelta() for one in holds(events))
