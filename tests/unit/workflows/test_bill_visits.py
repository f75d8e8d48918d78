from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounter
from clinicbill.patients.store import get_coverage, save_coverage
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.store import save_fee, save_procedure
from clinicbill.practice.user import Role
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.take_payment import take_payment
from clinicbill.workflows.void_claim import void_claim
from tests.support.checks import FewCodes
from tests.support.offices import GOOD_LINE, Workplace
from tests.support.practice import (
    LINDQVIST,
    PRACTICE,
    STAMP,
    TODAY,
    a_case,
    a_coverage,
    a_line,
    a_patient,
    a_payer,
    a_practice,
    an_authorization,
    open_memory_practice,
    stamp_on,
)

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import EncounterId, PatientId


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_a_visit_becomes_a_charge_and_a_ready_claim(at: Workplace) -> None:
    visit = at.visit(at.patient())
    outcome = bill_visits(at.db, STAMP, [visit])
    assert outcome.done
    assert outcome.changed == {"visits", "claims", "ledger"}
    (claim,) = outcome.claims
    record = at.record(claim.claim_id)
    assert (record.status, record.total, record.responsibility) == (ClaimStatus.READY, Money(6500), "P")
    assert outcome.row_id == record.id
    assert outcome.message == f"Charged $65.00 for 1 visit; claim {record.patient_control_number}"
    assert at.owed(visit) == {("payer_receivable", at.office.commercial): Money(6500)}
    assert at.texts(record.id) == ["Made from the visit of 11/23/2026", "Checked: No edits"]


def test_what_must_be_fixed_keeps_the_claim_a_draft_and_says_what(at: Workplace) -> None:
    patient = at.patient(payer=at.office.medicare, member_id="1EG4TE5MK73")
    outcome = bill_visits(at.db, STAMP, [at.visit(patient)])
    (claim,) = outcome.claims
    assert outcome.done
    assert claim.stopped
    assert {finding.rule for finding in claim.findings} >= {"C01", "C03"}
    assert at.record(claim.claim_id).status is ClaimStatus.DRAFT
    assert outcome.message.endswith(", 1 with something to fix")


def test_insurance_a_to_october_and_b_from_november(at: Workplace) -> None:
    patient = a_patient(at.db, "Ruiz", "Karla")
    a_case(at.db, patient)
    first = a_coverage(at.db, patient, at.office.commercial, to_on=date(2026, 10, 31))
    other = a_payer(at.db)
    second = a_coverage(at.db, patient, other, from_on=date(2026, 11, 1))
    october, november = at.visit(patient, date(2026, 10, 30)), at.visit(patient, date(2026, 11, 12))
    outcome = bill_visits(at.db, STAMP, [october, november], combine=True)
    records = [at.record(claim.claim_id) for claim in outcome.claims]
    assert [record.coverage_id for record in records] == [first, second]
    assert at.owed(october) == {("payer_receivable", at.office.commercial): Money(6500)}
    assert at.owed(november) == {("payer_receivable", other): Money(6500)}
    assert [len(at.content(record.id).others) for record in records] == [0, 0]


def test_a_cash_case_is_the_patients_and_makes_no_claim(at: Workplace) -> None:
    patient = a_patient(at.db, "Jensen", "Tom")
    a_case(at.db, patient, "cash")
    a_coverage(at.db, patient, at.office.commercial)
    visit = at.visit(patient)
    outcome = bill_visits(at.db, STAMP, [visit])
    assert (outcome.claims, outcome.findings, outcome.row_id) == ((), (), None)
    assert outcome.message == "Charged $65.00 for 1 visit; no claim"
    assert at.owed(visit) == {("patient_receivable", None): Money(6500)}


def test_nobody_insures_the_day_and_the_patient_is_charged_with_a_warning(at: Workplace) -> None:
    patient = a_patient(at.db, "Ruiz", "Karla")
    a_case(at.db, patient)
    outcome = bill_visits(at.db, STAMP, [at.visit(patient)])
    assert outcome.done
    assert [finding.rule for finding in outcome.findings] == ["V05"]
    assert at.count("claim") == 0


def test_an_insurance_entered_later_takes_over_from_the_patient(at: Workplace) -> None:
    patient = a_patient(at.db, "Ruiz", "Karla")
    a_case(at.db, patient)
    visit = at.visit(patient)
    bill_visits(at.db, STAMP, [visit])
    assert at.owed(visit) == {("patient_receivable", None): Money(6500)}
    a_coverage(at.db, patient, at.office.commercial)
    assert len(bill_visits(at.db, STAMP, [visit]).claims) == 1
    assert at.owed(visit) == {("payer_receivable", at.office.commercial): Money(6500)}


def test_what_is_charged_already_is_not_said_to_be_charged_again(at: Workplace) -> None:
    visit = paid_by_the_patient(at, Money(6500))
    postings = at.count("posting")
    outcome = bill_visits(at.db, STAMP, [visit])
    (claim,) = outcome.claims
    assert outcome.message == (
        "Billed to Harbor Mutual PPO; already charged, nothing charged again; the patient has paid $65.00 of it, "
        f"which becomes a credit if Harbor Mutual PPO pays; claim {claim.number}"
    )
    assert at.count("posting") == postings
    assert at.owed(visit) == {}


def test_of_two_visits_only_the_new_one_is_charged_and_the_message_says_so(at: Workplace) -> None:
    first = paid_by_the_patient(at, Money(2000))
    second = at.visit(get_encounter(at.db, first).patient_id, date(2026, 11, 20))
    outcome = bill_visits(at.db, STAMP, [first, second])
    assert outcome.message == (
        "Charged $65.00 for 1 visit; 1 visit was charged already, nothing charged again; the patient has paid "
        "$20.00 of it, which becomes a credit if Harbor Mutual PPO pays; 2 claims"
    )


def test_billed_again_to_the_same_payer_says_that_nothing_is_charged(at: Workplace) -> None:
    visit = at.visit(at.patient())
    (claim,) = bill_visits(at.db, STAMP, [visit]).claims
    change_status(at.db, STAMP, claim.claim_id, ClaimStatus.FILE_CREATED, text="file")
    void_claim(at.db, STAMP, claim.claim_id, reason="Never sent")
    outcome = bill_visits(at.db, STAMP, [visit])
    assert outcome.message == (
        f"Billed to Harbor Mutual PPO; already charged, nothing charged again; claim {outcome.claims[0].number}"
    )


def paid_by_the_patient(at: Workplace, paid: Money) -> EncounterId:
    """A visit nobody insured, charged to the patient, who has paid; then its insurance is entered."""
    patient = a_patient(at.db, "Ruiz", "Karla")
    a_case(at.db, patient, initial_treatment_on=date(2026, 10, 1))
    visit = at.visit(patient)
    bill_visits(at.db, STAMP, [visit])
    take_payment(at.db, STAMP, patient, paid, "cash")
    a_coverage(at.db, patient, at.office.commercial)
    return visit


def test_both_insurances_stand_on_the_claim_to_the_first(at: Workplace) -> None:
    patient = at.patient()
    a_coverage(at.db, patient, a_payer(at.db), priority=2)
    (claim,) = bill_visits(at.db, STAMP, [at.visit(patient)]).claims
    content = at.content(claim.claim_id)
    assert content.coverage.responsibility == "P"
    assert [other.coverage.responsibility for other in content.others] == ["S"]


def test_a_lone_second_insurance_is_billed_first(at: Workplace) -> None:
    (claim,) = bill_visits(at.db, STAMP, [at.visit(at.patient(priority=2))]).claims
    assert at.record(claim.claim_id).responsibility == "P"


def three_visits(at: Workplace, patient: PatientId) -> list[EncounterId]:
    return [at.visit(patient, date(2026, 11, day)) for day in (2, 4, 9)]


def test_visits_have_their_own_claims_unless_they_are_combined(at: Workplace) -> None:
    assert len(bill_visits(at.db, STAMP, three_visits(at, at.patient())).claims) == 3
    (claim,) = bill_visits(at.db, STAMP, three_visits(at, at.patient("Haddad")), combine=True).claims
    content = at.content(claim.claim_id)
    assert [line.from_on.day for line in content.lines] == [2, 4, 9]
    assert at.record(claim.claim_id).total == Money(19500)
    assert "11/02/2026, 11/04/2026, 11/09/2026" in at.texts(claim.claim_id)[0]


def test_what_a_claim_says_once_keeps_visits_apart(at: Workplace) -> None:
    patient = at.patient()
    visits = [at.visit(patient), at.visit(patient, facility_id=at.office.facility)]
    assert len(bill_visits(at.db, STAMP, visits, combine=True).claims) == 2


def test_fifty_lines_and_twelve_diagnoses_are_the_most(at: Workplace) -> None:
    patient = at.patient()
    many = [a_line(*GOOD_LINE, on=date(2026, 11, 2)) for _ in range(26)]
    wide = tuple(f"M54.{n}" for n in range(9))
    visits = [
        at.visit(patient, date(2026, 11, 2), lines=many),
        at.visit(patient, date(2026, 11, 3), lines=many),
        at.visit(
            patient,
            date(2026, 11, 4),
            diagnoses=wide,
            lines=[
                a_line(*GOOD_LINE, pointers=(1, 2, 3, 4)),
                a_line("97110", "", "52.00", pointers=(5, 6, 7, 8)),
            ],
        ),
    ]
    claims = bill_visits(at.db, STAMP, visits, combine=True).claims
    assert [len(at.content(claim.claim_id).lines) for claim in claims] == [26, 28]


def test_the_authorization_of_the_visit_goes_with_it(at: Workplace) -> None:
    patient = a_patient(at.db, "Nair", "Priya")
    coverage = a_coverage(at.db, patient, at.office.commercial)
    a_case(at.db, patient)
    allowed = an_authorization(at.db, patient, coverage)
    (claim,) = bill_visits(at.db, STAMP, [at.visit(patient, authorization_id=allowed)]).claims
    assert at.record(claim.claim_id).authorization_id == allowed
    assert at.content(claim.claim_id).authorization_number == "OPT77120"


def test_a_code_that_is_not_in_force_stops_the_visit_and_nothing_is_done(at: Workplace) -> None:
    good, bad = at.visit(at.patient()), at.visit(at.patient("Haddad"), diagnoses=("M54.5",))
    outcome = bill_visits(at.db, STAMP, [good, bad], codes=FewCodes())
    assert not outcome.done
    assert "F15" in {finding.rule for finding in outcome.findings}
    assert (at.count("claim"), at.count("posting")) == (0, 0)


def test_a_visit_that_is_not_coded_is_refused(at: Workplace) -> None:
    visit = at.visit(at.patient(), status=VisitStatus.TO_CODE)
    with pytest.raises(CannotDo, match="11/23/2026 is not coded yet; nothing was billed"):
        bill_visits(at.db, STAMP, [visit])


def test_a_visit_is_billed_once(at: Workplace) -> None:
    visit = at.visit(at.patient())
    (claim,) = bill_visits(at.db, STAMP, [visit]).claims
    with pytest.raises(CannotDo, match=claim.number):
        bill_visits(at.db, STAMP, [visit])
    assert at.count("posting") == 1


def test_after_a_void_the_visit_goes_to_the_insurance_that_counts_now(at: Workplace) -> None:
    patient = at.patient()
    visit = at.visit(patient)
    (claim,) = bill_visits(at.db, STAMP, [visit]).claims
    old = get_coverage(at.db, at.record(claim.claim_id).coverage_id)
    void_claim(at.db, STAMP, claim.claim_id, reason="Insurance ended")
    save_coverage(at.db, replace(old, to_on=date(2026, 10, 31)), STAMP)
    other = a_payer(at.db)
    a_coverage(at.db, patient, other, from_on=date(2026, 11, 1))
    (again,) = bill_visits(at.db, STAMP, [visit]).claims
    assert again.number != claim.number
    assert at.record(again.claim_id).frequency == "1"
    assert at.owed(visit) == {("payer_receivable", other): Money(6500)}


def test_charges_that_stayed_with_the_old_payer_move_to_the_new_one(at: Workplace) -> None:
    patient = at.patient()
    visit = at.visit(patient)
    (claim,) = bill_visits(at.db, STAMP, [visit]).claims
    change_status(at.db, STAMP, claim.claim_id, ClaimStatus.FILE_CREATED, text="file")
    void_claim(at.db, STAMP, claim.claim_id, reason="Wrong payer")
    assert at.owed(visit) == {("payer_receivable", at.office.commercial): Money(6500)}
    other = a_payer(at.db)
    a_coverage(at.db, patient, other, from_on=date(2026, 11, 1))
    bill_visits(at.db, STAMP, [visit])
    assert at.owed(visit) == {("payer_receivable", other): Money(6500)}


def test_charges_age_from_the_service_and_are_posted_today(at: Workplace) -> None:
    visit = at.visit(at.patient(), date(2026, 11, 2))
    bill_visits(at.db, stamp_on(date(2026, 11, 20)), [visit])
    row = next(
        iter(
            at.db.query(
                "select posted_on, aged_from from posting p join entry e on e.posting_id = p.id where account = 'payer_receivable'"
            )
        )
    )
    assert (row["posted_on"], row["aged_from"]) == ("2026-11-20", "2026-11-02")


def test_a_visit_of_nothing_has_a_claim_but_no_charge(at: Workplace) -> None:
    procedure = save_procedure(at.db, Procedure(code="99024", name="After surgery"), STAMP)
    save_fee(at.db, Fee(procedure_id=procedure, from_on=date(2020, 1, 1), charge=Money(0)), STAMP)
    visit = at.visit(at.patient(), lines=[("99024", "", "0.00")])
    outcome = bill_visits(at.db, STAMP, [visit])
    assert at.count("posting") == 0
    assert "H22" in {finding.rule for claim in outcome.claims for finding in claim.findings}


def test_the_front_desk_does_not_charge(at: Workplace) -> None:
    visit = at.visit(at.patient())
    with pytest.raises(NotAllowed):
        bill_visits(at.db, stamp_on(TODAY, role=Role.FRONT_DESK), [visit])


def test_no_visits_no_work(at: Workplace) -> None:
    assert bill_visits(at.db, STAMP, []).claims == ()


def test_a_practice_of_one_bills_under_the_own_name() -> None:
    db = open_memory_practice()
    office = a_practice(db, replace(PRACTICE, npi=LINDQVIST.npi))
    at = Workplace.__new__(Workplace)
    at.db, at.office = db, office
    billing = at.content(at.claim().id).billing
    assert (billing.organization, billing.person) == ("", LINDQVIST.name)
