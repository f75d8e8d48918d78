"""A patient pays a visit nobody insures; the insurance turns up later and pays too: whose money is whose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.identifiers import EncounterId, PatientId, RemittanceId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.db.connect import rows, scalar
from clinicbill.ledger.store import drift, patient_balances
from clinicbill.remits.remittance import ProviderAdjustment
from clinicbill.remits.spread import opposite
from clinicbill.reports.worklist import worklist
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.preview_remittance import preview_remittance
from clinicbill.workflows.reverse_remittance import reverse_remittance
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import VISIT_ON, a_payment, a_remittance, a_service, as_835, post, receive
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, a_case, a_coverage, a_patient


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def paid_then_insured(at: Workplace, paid: str) -> tuple[PatientId, EncounterId, str]:
    """A visit of $65.00, `paid` of it by the patient in cash, then billed to the insurance: its claim number."""
    patient = a_patient(at.db, "Ruiz", "Karla")
    a_case(at.db, patient, initial_treatment_on=date(2026, 10, 1))
    visit = at.visit(patient, VISIT_ON)
    bill_visits(at.db, STAMP, [visit])
    take_payment(at.db, STAMP, patient, Money.parse(paid), "cash")
    a_coverage(at.db, patient, at.office.commercial)
    (claim,) = bill_visits(at.db, STAMP, [visit]).claims
    return patient, visit, claim.number


def balances(at: Workplace, patient: PatientId) -> list[tuple[str, int]]:
    """What is open with anybody, and the patient's credit below zero."""
    return [(str(one.account), one.amount.cents) for one in patient_balances(at.db, patient)]


def status(at: Workplace, number: str) -> str:
    return str(scalar(at.db, "select status from claim where patient_control_number = ?", [number]))


@pytest.mark.parametrize(
    ("paid", "insurer", "adjustments", "left"),
    [
        # The insurer pays 41.20 and writes off 23.80: all the patient paid is theirs again.
        ("65.00", "41.20", "CO-45 23.80", [("unapplied", -6500)]),
        # 8.24 is the patient's share, paid long ago: 65.00 - 8.24 is theirs again.
        ("65.00", "32.30", "CO-45 24.46, PR-2 8.24", [("unapplied", -5676)]),
        # All of it is the deductible: the patient has paid what was due.
        ("65.00", "0", "PR-1 65.00", []),
        # 20.00 was paid, 45.00 still open: the insurer settles all, 20.00 is the patient's again.
        ("20.00", "41.20", "CO-45 23.80", [("unapplied", -2000)]),
        # 20.00 was paid, the share is 24.00: 4.00 is still owed.
        ("20.00", "30.00", "CO-45 11.00, PR-2 24.00", [("patient_receivable", 400)]),
    ],
    ids=["all paid", "with a share", "deductible", "part paid", "share above it"],
)
def test_what_the_insurer_settles_makes_the_patients_money_a_credit(
    at: Workplace, paid: str, insurer: str, adjustments: str, left: list[tuple[str, int]]
) -> None:
    patient, _, number = paid_then_insured(at, paid)
    said = a_payment(number, [a_service("98941", "65.00", insurer, adjustments)])
    assert post(at.db, a_remittance([said], payer_id="HM512")).done
    assert balances(at, patient) == left
    assert status(at, number) == ("paid" if left and left[0][1] > 0 else "paid_in_full")
    assert drift(at.db) == []


def test_the_preview_names_the_credit_and_its_steps_add_up(at: Workplace) -> None:
    _, _, number = paid_then_insured(at, "65.00")
    said = a_payment(number, [a_service("98941", "65.00", "32.30", "CO-45 24.46, PR-2 8.24")])
    remittance_id = receive(at.db, as_835(a_remittance([said], payer_id="HM512")))
    plan = preview_remittance(at.db, remittance_id, on=TODAY).plan
    (row,) = plan.rows
    assert row.what.words == "Write off 24.46, patient 8.24, credit of the patient 56.76"
    assert [(step.words, step.payer.cents, step.patient.cents) for step in row.steps] == [
        ("Charge moves from patient to Harbor Mutual PPO", 6500, -6500),
        ("Insurance payment", -3230, 0),
        ("Contract write-off", -2446, 0),
        ("Coinsurance moves to patient", -824, 824),
        ("Credit of the patient, not applied", 0, 5676),
    ]
    assert row.payer_before + Money.total(step.payer for step in row.steps) == row.payer_after == Money(0)
    assert row.patient_before + Money.total(step.patient for step in row.steps) == row.patient_after
    assert [finding.rule for finding in plan.findings] == []


def test_the_credit_stands_on_today_until_it_is_used(at: Workplace) -> None:
    patient, _, number = paid_then_insured(at, "65.00")
    said = a_payment(number, [a_service("98941", "65.00", "41.20", "CO-45 23.80")])
    post(at.db, a_remittance([said], payer_id="HM512"))
    found = [
        item for item in worklist(at.db, TODAY) if item.patient_id == patient and item.money == Money(6500)
    ]
    assert [item.why for item in found] == ["credit not applied, owes nothing now"]


def test_a_denial_leaves_the_patients_payment_where_it_is(at: Workplace) -> None:
    patient, visit, number = paid_then_insured(at, "65.00")
    denied = a_payment(number, [a_service("98941", "65.00", "0", "CO-50 65.00")], status="4")
    assert post(at.db, a_remittance([denied], payer_id="HM512", handling="H", method="NON")).done
    assert balances(at, patient) == []
    assert at.owed(visit) == {}
    assert status(at, number) == ClaimStatus.DENIED


def test_a_posting_reversed_puts_everything_back_and_posts_the_same_again(at: Workplace) -> None:
    patient, _, number = paid_then_insured(at, "20.00")
    before = balances(at, patient)
    assert before == [("patient_receivable", 4500)]
    said = a_payment(number, [a_service("98941", "65.00", "41.20", "CO-45 23.80")])
    post(at.db, a_remittance([said], payer_id="HM512"))
    (row,) = rows(at.db, "select id from remittance")
    for _ in range(2):
        reverse_remittance(at.db, STAMP, RemittanceId(row["id"]), why="wrong month")
        assert balances(at, patient) == before
        assert post_remittance(at.db, STAMP, RemittanceId(row["id"])).done
        assert balances(at, patient) == [("unapplied", -2000)]
    assert drift(at.db) == []


def test_a_payment_taken_back_and_corrected_in_one_file_credits_once(at: Workplace) -> None:
    patient, _, number = paid_then_insured(at, "65.00")
    said = a_payment(number, [a_service("98941", "65.00", "41.20", "CO-45 23.80")])
    post(at.db, a_remittance([said], payer_id="HM512"))
    taken = replace(opposite(said), status="22")
    less = a_payment(number, [a_service("98941", "65.00", "31.20", "CO-45 23.80, PR-3 10.00")])
    back = ProviderAdjustment(reason="FB", amount=Money(-1000), reference=number, payee_id="1987654328")
    correction = a_remittance(
        [taken, less], [back], payer_id="HM512", trace_number="R2", handling="H", method="NON"
    )
    assert post(at.db, correction).done
    assert balances(at, patient) == [("unapplied", -5500)]
    assert drift(at.db) == []
