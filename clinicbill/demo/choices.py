"""What a demo office made of suggestions: most taken, some changed, a few rejected, so that there is something to see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from clinicbill.coding.notes.prior import Act
from clinicbill.encounters.store import get_encounter, visits_on
from clinicbill.workflows.keep_choices import keep_choices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.demo.clock import Clock
    from clinicbill.encounters.encounter import Encounter

# Diagnosis → the words of the notes it was suggested for.
_PHRASES = {
    "M54.2": "cervicalgia",
    "M54.50": "low back pain",
    "M54.6": "thoracic pain",
    "M54.41": "low back pain with right sciatica",
    "M99.01": "cervical segmental dysfunction",
    "M99.02": "thoracic segmental dysfunction",
    "M99.03": "lumbar segmental dysfunction",
    "M17.11": "right knee osteoarthritis",
    "M75.101": "right rotator cuff tear",
    "M25.511": "right shoulder pain",
}
_UNSURE = "M54.59"
_DAYS, _VISITS_A_DAY = 14, 4
_CHANGED, _REJECTED = 9, 13  # every so manieth


def leave_choices(db: Database, clock: Clock, as_of: date) -> None:
    """On the last day, looking two weeks back; no visit changes by it."""
    count = 0
    for visit in _coded(db, as_of):
        made = []
        for code in visit.diagnoses:
            if code in _PHRASES:
                count += 1
                made.append(_decision(code, count))
        if made:
            keep_choices(db, clock.stamp(visit.service_on, 21), visit.id, made)


def _decision(code: str, count: int) -> tuple[str, str, str, Act]:
    phrase = _PHRASES[code]
    if count % _REJECTED == 0:
        return phrase, _UNSURE, "", Act.REJECTED
    if count % _CHANGED == 0:
        return phrase, _UNSURE, code, Act.CHANGED
    return phrase, code, code, Act.ACCEPTED


def _coded(db: Database, as_of: date) -> Iterator[Encounter]:
    for back in range(_DAYS, 0, -1):
        rows = [row for row in visits_on(db, as_of - timedelta(days=back)) if row.line_count]
        yield from (get_encounter(db, row.id) for row in rows[:_VISITS_A_DAY])
