from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import visits_on
from tests.unit.demo.conftest import DAY

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_the_last_day_is_left_as_a_morning_finds_it(db: Database) -> None:
    states = [visit.status for visit in visits_on(db, DAY)]
    assert states.count(VisitStatus.CODED) == 6
    assert states.count(VisitStatus.ON_HOLD) == 1
    assert VisitStatus.TO_CODE in states


def test_every_coded_line_has_its_charge_and_pointer(db: Database) -> None:
    assert (
        db.execute("select count(*) from service_line where charge_cents = 0 or pointers = ''").fetchone()[0]
        == 0
    )


def test_every_earlier_visit_is_charged(db: Database) -> None:
    uncharged = """select count(*) from service_line s join encounter e on e.id = s.encounter_id
        where e.service_on < ? and not exists (select 1 from entry where service_line_id = s.id)"""
    assert db.execute(uncharged, [DAY.isoformat()]).fetchone()[0] == 0
