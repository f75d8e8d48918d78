"""Two coders and an owner in one office, with visits finished at moments that can be counted by hand.

On Monday 2026-11-23 (UTC; the practice is eight hours behind): Dana Reyes, owner, user 1; Mo Quist, biller, user 2,
finishes three visits at 17:00, 17:05 and 17:50 and puts a fourth on hold at 18:00.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlite_utils import Database

from clinicbill.basics.identifiers import EncounterId, UserId
from clinicbill.basics.stamp import Stamp
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounter, save_encounter
from clinicbill.practice.store import save_user
from clinicbill.practice.user import Role, User
from tests.support.practice import STAMP, TODAY, a_patient, a_practice, a_visit, open_memory_practice

OWNER = STAMP
CODER = Stamp(user_id=UserId(2), at=datetime(2026, 11, 23, 23, tzinfo=UTC), on=TODAY, role=Role.BILLER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coders:
    """The office and what Mo finished."""

    db: Database
    visits: tuple[EncounterId, ...]
    held: EncounterId


def at(hour: int, minute: int, stamp: Stamp = CODER) -> Stamp:
    """The stamp at another moment of that day (UTC)."""
    return replace(stamp, at=datetime(2026, 11, 23, hour, minute, tzinfo=UTC))


def moved(db: Database, visit_id: EncounterId, status: VisitStatus, stamp: Stamp) -> None:
    """Somebody lets a visit stand elsewhere."""
    reason = "authorization" if status is VisitStatus.ON_HOLD else ""
    save_encounter(db, replace(get_encounter(db, visit_id), status=status, hold_reason=reason), stamp)


def some_coders() -> Coders:
    """Make them in a new practice in memory."""
    db = open_memory_practice()
    a_practice(db)
    assert save_user(db, User(name="Mo Quist", role=Role.BILLER), STAMP) == CODER.user_id
    front = at(15, 0, OWNER)
    names = ("Alvarez", "Bell", "Cho", "Dunn")
    made = [
        a_visit(db, a_patient(db, last, "Ann"), status=VisitStatus.TO_CODE, stamp=front) for last in names
    ]
    for visit_id, minute in zip(made, (0, 5, 50), strict=False):
        moved(db, visit_id, VisitStatus.CODED, at(17, minute))
    moved(db, made[3], VisitStatus.ON_HOLD, at(18, 0))
    return Coders(db=db, visits=tuple(made[:3]), held=made[3])
