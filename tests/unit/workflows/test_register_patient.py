from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import PatientId
from clinicbill.basics.people import PersonName
from clinicbill.patients import store
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage, coverages_on
from clinicbill.patients.patient import Guarantor
from clinicbill.practice.user import Role
from clinicbill.workflows.register_patient import Registration, register_patient, registration_findings
from tests.support.practice import (
    RUTH,
    STAMP,
    TODAY,
    Office,
    a_patient,
    a_practice,
    open_memory_practice,
    stamp_on,
)

LUIS = Guarantor(name=PersonName(last="Alvarez", first="Luis"), address=RUTH.address)


def _registration(office: Office) -> Registration:
    card = Coverage(
        payer_id=office.commercial,
        member_id="XWL884120733",
        from_on=date(2026, 1, 1),
        benefits_signed_on=date(2026, 1, 5),
    )
    return Registration(
        patient=RUTH,
        case=Case(name="Low back 2026", opened_on=TODAY),
        guarantor=LUIS,
        insurances=(card,),
    )


def test_everything_at_one_stroke() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    outcome = register_patient(db, stamp_on(TODAY, role=Role.FRONT_DESK), _registration(office))
    assert outcome.findings == ()
    assert outcome.message == "Registered Ruth M Alvarez"
    assert outcome.changed == {"patients"}
    assert outcome.row_id == 1
    [patient] = store.find_same_patients(db, RUTH.name, RUTH.birth_on)
    assert patient.chart_number == "1001"
    assert patient.guarantor_id is not None
    assert store.get_guarantor(db, patient.guarantor_id).name == LUIS.name
    [case] = store.list_cases(db, patient.id)
    [coverage] = store.list_coverages(db, patient.id)
    assert case.patient_id == coverage.patient_id == patient.id
    assert coverages_on([coverage], case, TODAY) == (coverage,)


def test_an_injury_ties_its_insurance_to_the_case() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    injury = Case(
        name="Ladder",
        kind=CaseKind.WORKERS_COMP,
        opened_on=TODAY,
        accident_on=date(2026, 10, 7),
        claim_number="WC-771",
        employer="Baxter Roofing",
    )
    insurer = Coverage(
        payer_id=office.workers_comp, from_on=date(2026, 10, 7), benefits_signed_on=date(2026, 11, 23)
    )
    registration = replace(_registration(office), case=injury, case_insurances=(insurer,))
    outcome = register_patient(db, STAMP, registration)
    assert outcome.findings == ()
    [patient] = store.find_same_patients(db, RUTH.name, RUTH.birth_on)
    [case] = store.list_cases(db, patient.id)
    chosen = coverages_on(store.list_coverages(db, patient.id), case, TODAY)
    assert [coverage.payer_id for coverage in chosen] == [office.workers_comp]
    untied = registration_findings(db, replace(registration, case_insurances=()), TODAY)
    assert "R37" in [finding.rule for finding in untied]


def test_must_fix_writes_nothing() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    registration = _registration(office)
    backwards = replace(registration.insurances[0], to_on=date(2025, 1, 1))
    outcome = register_patient(db, STAMP, replace(registration, insurances=(backwards,)))
    assert [(f.rule, f.field) for f in outcome.findings] == [("R10", "insurances.0.to_on")]
    assert outcome.row_id is None
    assert store.list_guarantors(db) == []
    assert store.find_same_patients(db, RUTH.name, RUTH.birth_on) == []


OFFICE_DB = open_memory_practice()
OFFICE = a_practice(OFFICE_DB)
# Halves of letters and control characters too.
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(texts=st.lists(ANY_TEXT, min_size=9, max_size=9))
@settings(deadline=None, max_examples=150)
def test_whatever_is_typed_is_kept_or_refused_with_a_finding(texts: list[str]) -> None:
    last, first, middle, street, city, member, phone, named, employer = texts
    registration = _registration(OFFICE)
    typed = replace(
        registration,
        patient=replace(
            RUTH,
            name=PersonName(last=last, first=first, middle=middle),
            address=replace(RUTH.address, street=street, city=city),
            phone=phone,
            email=named,
        ),
        guarantor=replace(LUIS, name=PersonName(last=named)),
        case=replace(registration.case, name=employer, employer=employer),
        insurances=(replace(registration.insurances[0], member_id=member),),
    )
    outcome = register_patient(OFFICE_DB, STAMP, typed)
    assert outcome.done == (outcome.row_id is not None)
    for finding in outcome.findings:
        f"{finding.message} {finding.value} {finding.fix}".encode()
    if outcome.row_id is not None:
        kept = store.get_patient(OFFICE_DB, PatientId(outcome.row_id))
        assert kept.name == PersonName(
            last=" ".join(last.split()), first=" ".join(first.split()), middle=" ".join(middle.split())
        )


@pytest.mark.parametrize("part", ["last", "first"])
def test_half_a_letter_in_a_name_is_a_finding_at_the_name(part: str) -> None:
    db = open_memory_practice()
    registration = _registration(a_practice(db))
    broken = replace(registration, patient=replace(RUTH, name=replace(RUTH.name, **{part: "Ru\udc9fz"})))
    outcome = register_patient(db, STAMP, broken)
    assert [(one.rule, one.field) for one in outcome.findings] == [("R08", f"patient.name.{part}")]
    assert not outcome.done


def test_somebody_like_that_is_a_patient_already() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    a_patient(db)
    outcome = register_patient(db, STAMP, _registration(office))
    assert [(f.rule, f.severity, f.field) for f in outcome.findings] == [
        ("R07", "warning", "patient.name.last")
    ]
    assert outcome.done
    assert len(store.find_same_patients(db, RUTH.name, RUTH.birth_on)) == 2


def test_findings_name_the_part_and_row() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    registration = _registration(office)
    wrong = replace(
        registration,
        patient=replace(RUTH, phone="1"),
        guarantor=replace(LUIS, name=PersonName()),
        case=replace(registration.case, name=""),
        insurances=(
            *registration.insurances,
            replace(registration.insurances[0], member_id="", priority=2),
        ),
    )
    assert [finding.field for finding in registration_findings(db, wrong, TODAY)] == [
        "patient.phone",
        "guarantor.name.last",
        "insurances.1.member_id",
        "case.name",
    ]


def test_a_chart_number_of_somebody_else() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    a_patient(db, "Bell", "Marcus")
    taken = replace(_registration(office), patient=replace(RUTH, chart_number="1001"))
    with pytest.raises(CannotDo, match="Bell, Marcus"):
        register_patient(db, STAMP, taken)
