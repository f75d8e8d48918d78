from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.money import Money
from clinicbill.encounters import store
from clinicbill.encounters.encounter import Encounter, VisitStatus
from clinicbill.ledger.charges import LineCharge, charge
from clinicbill.ledger.store import add_posting
from clinicbill.practice.user import Role
from clinicbill.workflows.code_visit import code_visit, correct_visit, draft_visit
from tests.support.practice import (
    STAMP,
    TODAY,
    a_coverage,
    a_line,
    a_patient,
    a_practice,
    a_visit,
    open_memory_practice,
    stamp_on,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

BILLER = stamp_on(TODAY, role=Role.BILLER)


def _open() -> tuple[Database, Encounter]:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    a_coverage(db, patient_id, office.commercial)
    visit_id = a_visit(db, patient_id, diagnoses=[], lines=[], status=VisitStatus.TO_CODE)
    return db, store.get_encounter(db, visit_id)


def _coded(visit: Encounter) -> Encounter:
    return replace(
        visit,
        note="Subjective: low back pain, better.",
        note_signed_by="A. Lindqvist DC",
        diagnoses=("M99.03", "M54.59"),
        lines=(a_line("98941", "AT", "65.00", pointers=(1, 2)),),
    )


def test_an_unfinished_visit_is_kept_as_it_is() -> None:
    db, visit = _open()
    half = replace(visit, note="Better", diagnoses=("M99.03",), lines=(a_line(pointers=()),))
    outcome = draft_visit(db, BILLER, half)
    assert (outcome.done, outcome.findings, outcome.changed) == (True, (), frozenset({"visits"}))
    saved = store.get_encounter(db, visit.id)
    assert (saved.note, saved.diagnoses, saved.status) == ("Better", ("M99.03",), VisitStatus.TO_CODE)


def test_what_no_row_can_hold_is_refused() -> None:
    db, visit = _open()
    outcome = draft_visit(db, BILLER, replace(visit, diagnoses=("M99.03", "M99.03")))
    assert [finding.rule for finding in outcome.findings] == ["V10"]
    assert store.get_encounter(db, visit.id) == visit


def test_a_finished_visit_is_coded() -> None:
    db, visit = _open()
    outcome = code_visit(db, BILLER, _coded(visit))
    assert outcome.findings == ()
    assert outcome.message == "Coded the visit on 11/23/2026: $65.00"
    assert outcome.row_id == visit.id
    saved = store.get_encounter(db, visit.id)
    assert saved.status is VisitStatus.CODED
    assert saved.total == Money(6500)


def test_must_fix_means_nothing_is_written() -> None:
    db, visit = _open()
    outcome = code_visit(db, BILLER, replace(_coded(visit), lines=(a_line(pointers=()),)))
    assert [finding.rule for finding in outcome.findings if finding.severity == "must_fix"] == ["F17"]
    assert store.get_encounter(db, visit.id) == visit
    negative = replace(_coded(visit), lines=(a_line(charge="-1.00", pointers=(1, 2)),))
    assert "V10" in [finding.rule for finding in code_visit(db, BILLER, negative).findings]
    assert store.get_encounter(db, visit.id) == visit


def test_coding_ends_a_hold() -> None:
    db, visit = _open()
    held = replace(_coded(visit), status=VisitStatus.ON_HOLD, hold_reason="Query")
    code_visit(db, BILLER, held)
    saved = store.get_encounter(db, visit.id)
    assert (saved.status, saved.hold_reason) == (VisitStatus.CODED, "")


def test_a_coded_visit_on_which_something_goes_missing_is_to_be_coded_again() -> None:
    db, visit = _open()
    code_visit(db, BILLER, _coded(visit))
    coded = store.get_encounter(db, visit.id)
    draft_visit(db, BILLER, replace(coded, note="Addendum"))
    assert store.get_encounter(db, visit.id).status is VisitStatus.CODED
    draft_visit(db, BILLER, replace(coded, diagnoses=()))
    assert store.get_encounter(db, visit.id).status is VisitStatus.TO_CODE


def _charged(db: Database, visit: Encounter) -> Encounter:
    code_visit(db, BILLER, _coded(visit))
    coded = store.get_encounter(db, visit.id)
    posting = charge(
        on=TODAY,
        patient_id=coded.patient_id,
        payer_id=None,
        aged_from=TODAY,
        lines=[LineCharge(service_line_id=line.id, amount=line.charge) for line in coded.lines],
    )
    assert posting is not None
    add_posting(db, STAMP, posting)
    return coded


def test_a_charged_visit_changes_only_to_be_corrected() -> None:
    db, visit = _open()
    coded = _charged(db, visit)
    with_59 = replace(coded, lines=(replace(coded.lines[0], modifiers=("AT", "59")),))
    for save in (draft_visit, code_visit):
        with pytest.raises(CannotDo, match="posted"):
            save(db, BILLER, with_59)
    outcome = correct_visit(db, BILLER, with_59)
    assert (outcome.done, outcome.message) == (True, "Corrected the visit on 11/23/2026")
    assert store.get_encounter(db, visit.id) == with_59
    dearer = replace(coded, lines=(replace(coded.lines[0], charge=Money(9900)),))
    with pytest.raises(CannotDo):
        correct_visit(db, BILLER, dearer)


def test_the_front_desk_does_not_code() -> None:
    db, visit = _open()
    for save in (draft_visit, code_visit, correct_visit):
        with pytest.raises(NotAllowed):
            save(db, stamp_on(TODAY, role=Role.FRONT_DESK), visit)
