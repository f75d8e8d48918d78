from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from clinicbill.basics.money import ZERO, Money
from clinicbill.remits.balance import ClaimDifference, LineDifference, add_up, prove
from clinicbill.remits.remittance import (
    Adjustment,
    ClaimPayment,
    ProcedureCode,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)
from tests.unit.x12.remittance_strategies import remittances


def adjusted(*cents: int) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(group="CO", reason="45", amount=Money(one)) for one in cents)


def a_line(charge: int, paid: int, *cents: int) -> ServicePayment:
    procedure = ProcedureCode(code="98940")
    return ServicePayment(
        procedure=procedure, charge=Money(charge), paid=Money(paid), adjustments=adjusted(*cents)
    )


def a_claim(charge: int, paid: int, *lines: ServicePayment, cas: tuple[int, ...] = ()) -> ClaimPayment:
    return ClaimPayment(
        patient_control_number="1042",
        status="1",
        charge=Money(charge),
        paid=Money(paid),
        adjustments=adjusted(*cas),
        services=lines,
    )


def a_payment(paid: int, *claims: ClaimPayment, plb: tuple[tuple[str, int], ...] = ()) -> Remittance:
    return Remittance(
        payer_name="NORTHERN",
        trace_number="1",
        paid=Money(paid),
        claims=claims,
        provider_adjustments=tuple(
            ProviderAdjustment(reason=reason, amount=Money(cents)) for reason, cents in plb
        ),
    )


RIGHT = a_claim(10200, 5120, a_line(5000, 2720, 680, 1600), a_line(5200, 2400, 600, 2200))


def test_a_payment_that_adds_up() -> None:
    proof = prove(a_payment(5120, RIGHT))
    assert proof.balanced
    assert proof.postable
    assert (proof.claims, proof.lines, proof.out_by) == (1, 2, ZERO)


def test_takebacks_lower_and_interest_raises_the_payment() -> None:
    proof = prove(a_payment(3632, RIGHT, plb=(("WO", 1000), ("L6", -12), ("WO", 500))))
    assert proof.provider_adjustments == (("WO", Money(1500)), ("L6", Money(-12)))
    assert (proof.claims_paid, proof.adjusted) == (Money(5120), Money(1488))
    assert proof.balanced


@pytest.mark.parametrize(("paid", "cents"), [(5144, 24), (5096, -24)])
def test_the_payment_stands_first_in_its_difference(paid: int, cents: int) -> None:
    proof = prove(a_payment(paid, RIGHT))
    assert proof.payment_difference == Money(cents)
    assert proof.out_by == Money(24)
    assert not proof.balanced


def test_a_claim_that_is_off() -> None:
    claim = replace(RIGHT, paid=Money(5096), adjustments=adjusted(30))
    proof = prove(a_payment(5096, claim))
    assert proof.claim_differences == (ClaimDifference(claim="1042", amount=Money(-6)),)
    assert (proof.line_differences, proof.charge_differences, proof.payment_difference) == ((), (), ZERO)


def test_a_line_that_is_off_counts_from_one() -> None:
    claim = a_claim(10200, 5120, RIGHT.services[0], a_line(5200, 2400, 600, 2000), cas=(200,))
    proof = prove(a_payment(5120, claim))
    assert proof.line_differences == (LineDifference(claim="1042", line=2, amount=Money(200)),)
    assert proof.claim_differences == ()
    assert not proof.balanced


def test_line_charges_that_are_not_the_claim_charge() -> None:
    claim = a_claim(10000, 5120, *RIGHT.services, cas=(-200,))
    proof = prove(a_payment(5120, claim))
    assert proof.charge_differences == (ClaimDifference(claim="1042", amount=Money(-200)),)
    assert proof.claim_differences == ()


def test_a_claim_without_lines_has_no_line_charges_to_compare() -> None:
    assert prove(a_payment(6000, a_claim(8000, 6000, cas=(2000,)))).balanced


def test_adjustments_told_twice_are_off_at_the_claim() -> None:
    claim = a_claim(5000, 3000, a_line(5000, 3000, 2000), cas=(2000,))
    assert prove(a_payment(3000, claim)).claim_differences[0].amount == Money(-2000)


def test_a_payment_without_claims_is_its_provider_adjustments() -> None:
    assert prove(a_payment(1200, plb=(("CT", -1200),))).balanced
    assert not prove(a_payment(1200)).balanced


def test_an_unread_amount_stops_the_proof_and_a_cut_off_file_the_posting() -> None:
    payment = a_payment(5120, RIGHT)
    assert not prove(replace(payment, unread=("x",))).balanced
    cut = prove(replace(payment, complete=False))
    assert (cut.balanced, cut.postable) == (True, False)
    assert cut.reason == "The file breaks off before the end of this payment."


def test_the_reason_names_the_first_amount_that_cannot_be_read_and_counts_the_rest() -> None:
    payment = a_payment(5120, RIGHT)
    assert prove(payment).reason == prove(a_payment(1, RIGHT)).reason == ""
    one, two = (
        "Segment 4, BPR, element 2: “abc” is no amount.",
        "Segment 9, CLP, element 3: the amount is missing.",
    )
    assert prove(replace(payment, unread=(one,), complete=False)).reason == one
    assert prove(replace(payment, unread=(one, two, two))).reason == (
        "Segment 4, BPR, element 2: “abc” is no amount; 2 more cannot be read."
    )


def test_sums_may_be_taken_while_reading() -> None:
    payment = a_payment(5120, RIGHT)
    assert prove(replace(payment, claims=()), add_up(payment.claims)) == prove(payment)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(remittances())
def test_the_differences_are_the_four_equations(payment: Remittance) -> None:
    """The rules once more in plain whole numbers."""
    proof = prove(payment)
    claims = {ClaimDifference(claim=one.claim, amount=one.amount) for one in proof.claim_differences}
    for claim in payment.claims:
        cas = [*claim.adjustments, *(cas for line in claim.services for cas in line.adjustments)]
        off = claim.charge.cents - claim.paid.cents - sum(one.amount.cents for one in cas)
        named = ClaimDifference(claim=claim.patient_control_number, amount=Money(off))
        assert (named in claims) is (off != 0)
    taken = sum(one.amount.cents for one in payment.provider_adjustments)
    paid = sum(claim.paid.cents for claim in payment.claims)
    assert proof.payment_difference.cents == payment.paid.cents - (paid - taken)
    lines = [line for claim in payment.claims for line in claim.services]
    off_lines = [
        off
        for line in lines
        if (off := line.charge.cents - line.paid.cents - sum(one.amount.cents for one in line.adjustments))
    ]
    assert [one.amount.cents for one in proof.line_differences] == off_lines
    off_charges = [
        off
        for claim in payment.claims
        if claim.services and (off := claim.charge.cents - sum(line.charge.cents for line in claim.services))
    ]
    assert [one.amount.cents for one in proof.charge_differences] == off_charges
