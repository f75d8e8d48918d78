from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import EncounterId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.encounters import store
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.ledger.charges import LineCharge, charge
from clinicbill.ledger.store import add_posting, reverse
from clinicbill.patients.coverage import coverages_on
from clinicbill.patients.store import get_case, list_coverages
from clinicbill.practice.store import get_payer
from tests.support.practice import (
    STAMP,
    TODAY,
    a_case,
    a_coverage,
    a_line,
    a_patient,
    a_payer,
    a_practice,
    a_visit,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PostingId


def _charge(db: Database, encounter_id: EncounterId) -> PostingId:
    visit = store.get_encounter(db, encounter_id)
    posting = charge(
        on=TODAY,
        patient_id=visit.patient_id,
        payer_id=None,
        aged_from=visit.service_on,
        lines=[LineCharge(service_line_id=line.id, amount=line.charge) for line in visit.lines],
    )
    assert posting is not None
    return add_posting(db, STAMP, posting)


def test_there_and_back() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    line = a_line(
        "J3301", "JZ RT", "12.00", pointers=(2, 1), units=4, minutes=8, ndc="00003029305", ndc_unit="ML",
        ndc_quantity="1", narrative="Left knee", emergency=True,
    )  # fmt: skip
    visit_id = a_visit(
        db,
        lines=[line],
        note="Better",
        note_signed_by="A. Lindqvist DC, 10:41",
        facility_id=office.facility,
        referring_id=office.referring,
        referring_qualifier="DK",
    )
    visit = store.get_encounter(db, visit_id)
    assert visit.lines == (replace(line, id=visit.lines[0].id),)
    assert visit.diagnoses == ("M99.03", "M54.59")
    assert (visit.note, visit.referring_qualifier) == ("Better", "DK")
    assert store.save_encounter(db, visit, STAMP) == visit_id
    assert store.get_encounter(db, visit_id) == visit


def test_the_day_list_shows_who_when_and_how_much() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    a_coverage(db, patient_id, office.medicare)
    late = a_visit(db, patient_id, starts_at="14:15", status=VisitStatus.TO_CODE, lines=[], diagnoses=[])
    early = a_visit(
        db, patient_id, starts_at="08:30", lines=[("98940", "", "50.00"), ("97140", "59", "48.00")]
    )
    a_visit(db, patient_id, on=TODAY - timedelta(days=1))
    rows = store.visits_on(db, TODAY)
    assert [row.id for row in rows] == [early, late]
    first = rows[0]
    assert (str(first.patient), first.chart_number, first.starts_at) == ("Ruth M Alvarez", "1001", "08:30")
    assert (first.payer, first.total, first.line_count) == ("Medicare Part B Oregon", Money(9800), 2)
    assert (first.status, first.charged, first.claimed) == (VisitStatus.CODED, False, 0)
    assert (rows[1].total, rows[1].line_count) == (Money(0), 0)


def test_charged_until_the_charge_is_reversed() -> None:
    db = open_memory_practice()
    a_practice(db)
    visit_id = a_visit(db)
    posting_id = _charge(db, visit_id)
    assert store.visits_on(db, TODAY)[0].charged
    reverse(db, STAMP, posting_id, on=TODAY, why="Wrong patient")
    assert not store.visits_on(db, TODAY)[0].charged


def test_lines_on_a_living_claim_are_counted() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    coverage_id = a_coverage(db, patient_id, office.commercial)
    visit = store.get_encounter(db, a_visit(db, patient_id, lines=[a_line(), a_line("97140")]))
    for number, status in enumerate(("void", "replaced", "ready"), 1):
        claim = {
            "id": number, "patient_control_number": f"CB{number}", "patient_id": patient_id, "status": status,
            "case_id": visit.case_id, "coverage_id": coverage_id, "payer_id": office.commercial,
            "responsibility": "P", "delivery": "electronic", "first_service_on": "2026-11-23", "total_cents": 6500,
        }  # fmt: skip
        line = {"claim_id": number, "service_line_id": visit.lines[0].id, "position": 1}
        db.table("claim").insert(claim | STAMP.columns())
        db.table("claim_line").insert(line | STAMP.columns())
        expected = 1 if status == "ready" else 0
        assert store.visits_on(db, TODAY)[0].claimed == expected


def test_lists_by_state_and_patient() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient_id = a_patient(db)
    days = [TODAY - timedelta(days=n) for n in range(4)]
    statuses = [VisitStatus.TO_CODE, VisitStatus.ON_HOLD, VisitStatus.CODED, VisitStatus.TO_CODE]
    ids = [
        a_visit(db, patient_id, on=day, status=s, hold_reason="Query")
        for day, s in zip(days, statuses, strict=True)
    ]
    a_visit(db, a_patient(db, "Bell", "Marcus"))
    assert [row.id for row in store.visits_with_status(db, VisitStatus.TO_CODE)] == [ids[3], ids[0]]
    assert [row.id for row in store.visits_of_patient(db, patient_id)] == ids
    assert len(store.visits_of_patient(db, patient_id, limit=2)) == 2
    assert store.count_visits(db) == {
        VisitStatus.TO_CODE: 2,
        VisitStatus.ON_HOLD: 1,
        VisitStatus.CODED: 2,
    }
    assert [visit.id for visit in store.encounters_of_patient(db, patient_id)] == ids[::-1]
    assert [v.id for v in store.get_encounters(db, [ids[2], ids[0]])] == [ids[2], ids[0]]


@pytest.mark.parametrize("kind", ["health", "workers_comp", "auto", "cash"])
@pytest.mark.parametrize(
    "day", [date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 12)]
)
def test_the_list_and_the_resolver_choose_the_same_payer(kind: str, day: date) -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    case_id = a_case(db, patient_id, kind)
    first, second = a_payer(db, "Alder Health"), a_payer(db, "Birch Health")
    a_coverage(db, patient_id, second, from_on=date(2026, 11, 1))
    a_coverage(db, patient_id, first)  # never ended: the later one counts from November on
    a_coverage(db, patient_id, office.commercial, priority=2)
    a_coverage(db, patient_id, office.auto, case_id=case_id, from_on=date(2026, 10, 31))
    a_visit(db, patient_id, case_id=case_id, on=day)
    chosen = coverages_on(list_coverages(db, patient_id), get_case(db, case_id), day)
    expected = get_payer(db, chosen[0].payer_id).name if chosen else ""
    assert [row.payer for row in store.visits_on(db, day)] == [expected]


def test_the_last_visit_of_the_same_case() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient_id = a_patient(db)
    case_id, other = a_case(db, patient_id), a_case(db, patient_id, "auto")
    assert store.last_visit(db, patient_id, case_id, TODAY) is None
    older = a_visit(db, patient_id, case_id=case_id, on=date(2026, 11, 9))
    newer = a_visit(db, patient_id, case_id=case_id, on=date(2026, 11, 16))
    a_visit(db, patient_id, case_id=case_id, on=date(2026, 11, 18), lines=[])
    a_visit(db, patient_id, case_id=other, on=date(2026, 11, 20))
    a_visit(db, patient_id, case_id=case_id, on=TODAY)
    found = store.last_visit(db, patient_id, case_id, TODAY)
    assert found is not None
    assert found.id == newer
    before = store.last_visit(db, patient_id, case_id, date(2026, 11, 16))
    assert before is not None
    assert before.id == older


def test_visits_of_a_plan_year_are_counted_up_to_this_one() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient_id = a_patient(db)
    case_id = a_case(db, patient_id)
    injury = a_case(db, patient_id, "workers_comp")
    a_visit(db, patient_id, case_id=case_id, on=date(2025, 12, 31))
    first = a_visit(db, patient_id, case_id=case_id, on=date(2026, 1, 1))
    a_visit(db, patient_id, case_id=injury, on=date(2026, 2, 1))
    morning = a_visit(db, patient_id, case_id=case_id, on=TODAY, starts_at="08:00")
    evening = a_visit(db, patient_id, case_id=case_id, on=TODAY, starts_at="17:00")
    since = date(2026, 1, 1)
    count = [
        store.visits_between(db, store.get_encounter(db, visit), since) for visit in (first, morning, evening)
    ]
    assert count == [1, 2, 3]
    unsaved = replace(store.get_encounter(db, evening), id=EncounterId(0))
    assert store.visits_between(db, unsaved, since) == 4


def test_who_is_not_there() -> None:
    db = open_memory_practice()
    with pytest.raises(NotFound):
        store.get_encounter(db, EncounterId(1))
    a_practice(db)
    visit = store.get_encounter(db, a_visit(db))
    strange = replace(visit, lines=(replace(visit.lines[0], id=ServiceLineId(99)),))
    with pytest.raises(NotFound, match="Line 99"):
        store.save_encounter(db, strange, STAMP)
