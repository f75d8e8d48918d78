from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.encounters import store
from clinicbill.encounters.encounter import Encounter, VisitStatus
from clinicbill.practice.user import Role
from clinicbill.workflows.record_visit import record_visit
from tests.support.practice import (
    STAMP,
    TODAY,
    Office,
    a_case,
    a_coverage,
    a_patient,
    a_practice,
    open_memory_practice,
    stamp_on,
)

if TYPE_CHECKING:
    from sqlite_utils import Database


def _new(db: Database, office: Office) -> Encounter:
    patient_id = a_patient(db)
    a_coverage(db, patient_id, office.commercial)
    case_id = a_case(db, patient_id, referring_id=office.referring)
    return Encounter(
        patient_id=patient_id,
        case_id=case_id,
        provider_id=office.provider,
        service_on=TODAY,
        starts_at="10:15",
    )


def test_the_front_desk_enters_a_visit() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    outcome = record_visit(db, stamp_on(TODAY, role=Role.FRONT_DESK), _new(db, office))
    assert (outcome.findings, outcome.changed) == ((), frozenset({"visits"}))
    assert outcome.message == "Saved the visit of Ruth M Alvarez on 11/23/2026"
    [row] = store.visits_on(db, TODAY)
    assert (row.id, row.status, row.starts_at) == (outcome.row_id, VisitStatus.TO_CODE, "10:15")
    assert store.get_encounter(db, row.id).referring_id == office.referring


def test_an_appointment_lies_in_the_future() -> None:
    db = open_memory_practice()
    visit = replace(_new(db, a_practice(db)), service_on=date(2026, 11, 30))
    outcome = record_visit(db, STAMP, visit)
    assert (outcome.done, outcome.findings) == (True, ())


def test_what_is_known_before_anything_is_coded() -> None:
    db = open_memory_practice()
    visit = _new(db, a_practice(db))
    early = record_visit(db, STAMP, replace(visit, service_on=date(2025, 12, 31)))
    assert [finding.rule for finding in early.findings] == ["V05"]
    record_visit(db, STAMP, visit)
    twice = record_visit(db, STAMP, visit)
    assert [finding.rule for finding in twice.findings] == ["V09"]
    assert twice.done
    assert len(store.visits_on(db, TODAY)) == 2


def test_a_changed_visit_keeps_what_it_has() -> None:
    db = open_memory_practice()
    record_visit(db, STAMP, _new(db, a_practice(db)))
    visit = store.get_encounter(db, store.visits_on(db, TODAY)[0].id)
    outcome = record_visit(db, STAMP, replace(visit, referring_id=None, starts_at="11:00"))
    assert outcome.findings == ()
    after = store.get_encounter(db, visit.id)
    assert (after.referring_id, after.starts_at) == (None, "11:00")


def test_what_makes_no_sense() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    visit = _new(db, office)
    other = a_case(db, a_patient(db, "Bell", "Marcus"))
    with pytest.raises(CannotDo, match="another patient"):
        record_visit(db, STAMP, replace(visit, case_id=other))
    with pytest.raises(CannotDo, match="referring provider cannot"):
        record_visit(db, STAMP, replace(visit, provider_id=office.referring))
    assert store.visits_on(db, TODAY) == []
