from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.db.history import changes_of
from clinicbill.patients import store
from clinicbill.patients.coverage import Coverage, coverages_on
from clinicbill.workflows.keep_insurance import keep_insurance, replace_insurance
from tests.support.practice import (
    STAMP,
    a_case,
    a_coverage,
    a_patient,
    a_payer,
    a_practice,
    open_memory_practice,
)

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import PatientId, PayerId


def _new(patient_id: PatientId, payer_id: PayerId, **fields: Any) -> Coverage:
    card = Coverage(
        patient_id=patient_id,
        payer_id=payer_id,
        member_id="CIG4471",
        from_on=date(2026, 11, 1),
        benefits_signed_on=date(2026, 11, 2),
    )
    return replace(card, **fields)


def test_adding_and_changing() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    outcome = keep_insurance(db, STAMP, _new(patient_id, office.commercial))
    assert (outcome.done, outcome.findings) == (True, ())
    [saved] = store.list_coverages(db, patient_id)
    assert keep_insurance(db, STAMP, replace(saved, group_number="88")).done
    assert [change.field for change in changes_of(db, "coverage", saved.id)] == ["", "group_number"]


def test_an_overlap_is_saved_with_a_warning() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    a_coverage(db, patient_id, office.commercial)
    outcome = keep_insurance(db, STAMP, _new(patient_id, a_payer(db)))
    assert [finding.rule for finding in outcome.findings] == ["R20"]
    assert outcome.done
    assert len(store.list_coverages(db, patient_id)) == 2


def test_must_fix_writes_nothing() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    outcome = keep_insurance(db, STAMP, _new(patient_id, office.commercial, relationship="01"))
    assert not outcome.done
    assert store.list_coverages(db, patient_id) == []


def test_a_new_card_ends_the_old_one_on_the_day_before() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    case = store.get_case(db, a_case(db, patient_id))
    old = a_coverage(db, patient_id, office.commercial)
    lakeside = a_payer(db)
    outcome = replace_insurance(db, STAMP, _new(patient_id, lakeside), ended=old)
    assert (outcome.done, outcome.findings) == (True, ())
    assert store.get_coverage(db, old).to_on == date(2026, 10, 31)
    every = store.list_coverages(db, patient_id)
    for day, payer in ((date(2026, 10, 30), office.commercial), (date(2026, 11, 12), lakeside)):
        assert [coverage.payer_id for coverage in coverages_on(every, case, day)] == [payer]


def test_an_end_that_was_keyed_already_is_never_moved_later() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    old = a_coverage(db, patient_id, office.commercial, to_on=date(2026, 8, 31))
    assert replace_insurance(db, STAMP, _new(patient_id, office.medicare), ended=old).done
    assert store.get_coverage(db, old).to_on == date(2026, 8, 31)


def test_what_makes_no_sense() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id, other = a_patient(db), a_patient(db, "Bell", "Marcus")
    old = a_coverage(db, patient_id, office.commercial, from_on=date(2026, 11, 1))
    with pytest.raises(CannotDo, match="first day"):
        replace_insurance(db, STAMP, _new(patient_id, office.medicare), ended=old)
    with pytest.raises(CannotDo):
        replace_insurance(db, STAMP, _new(other, office.medicare, from_on=date(2026, 12, 1)), ended=old)
    with pytest.raises(CannotDo, match="another patient"):
        keep_insurance(db, STAMP, _new(patient_id, office.auto, case_id=a_case(db, other)))
    assert store.get_coverage(db, old).to_on is None
