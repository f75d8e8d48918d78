from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clinicbill.basics.people import PersonName
from clinicbill.remits.line_match import Reason
from clinicbill.remits.match import Matcher, cleaned
from clinicbill.remits.remittance import Party
from tests.support.ledgers import a_payment, a_service
from tests.unit.remits.billing import MEDIGAP, a_billed_claim, a_billed_line

OURS = a_billed_claim(a_billed_line(1), number="CB1000000017")
SERVICE = a_service("98941-AT", "65.00", "32.30")


def found(
    number: str, *, service: Any = SERVICE, claims: Any = (OURS,), **payment: Any
) -> tuple[int, Reason] | None:
    match = Matcher(claims).match(a_payment(number, [service], **payment))
    return (match.claim.claim_id, match.reason) if match.claim and match.reason else None


@pytest.mark.parametrize("number", ["CB1000000017", "cb1000000017", "CB-1000 000017", " CB1000000017 "])
def test_our_claim_number_comes_back_in_many_forms(number: str) -> None:
    assert found(number) == (1, Reason.CLAIM_NUMBER)


def test_a_number_cut_short_needs_the_patient() -> None:
    assert found("CB10000000") == (1, Reason.CUT_NUMBER)
    assert found("CB10000000", last="Nobody") is None
    assert found("CB1000000017XX") == (1, Reason.CUT_NUMBER)
    other = a_billed_claim(a_billed_line(9), number="CB2000000001", claim_id=9)
    assert found("CB10000000", claims=(OURS, other)) == (1, Reason.CUT_NUMBER)


def test_a_number_cut_to_little_proves_nothing() -> None:
    assert found("CB10", service=a_service("97110", "52.00", "1")) is None


def test_a_cut_number_that_two_claims_begin_with_is_no_guess() -> None:
    twin = a_billed_claim(a_billed_line(2), number="CB1000000018", claim_id=2)
    assert found("CB10000000", claims=(OURS, twin), service=a_service("97110", "52.00", "1")) is None


def test_a_claim_number_alone_is_not_enough() -> None:
    strange = a_service("99203", "165.00", "80.00")
    assert found("CB1000000017", service=strange, last="Nobody") is None
    assert found("CB1000000017", service=strange, last="") is None


def test_a_claim_number_with_a_line_that_agrees_is_enough_without_the_name() -> None:
    assert found("CB1000000017", last="") == (1, Reason.CLAIM_NUMBER)
    assert found("CB1000000017", last="Newname") == (1, Reason.CLAIM_NUMBER)


def test_the_members_number_stands_for_the_patient() -> None:
    member = Party(name=PersonName(last="Misspelt"), identifier_kind="MI", identifier="1EG4-TE5-MK72")
    strange = a_service("99203", "165.00", "80.00")
    assert found("CB1000000017", service=strange, patient=member) == (1, Reason.CLAIM_NUMBER)


@pytest.mark.parametrize("name", ["ALVAREZ", "Alvarez", "Álvarez", "ALVAR", "Alvarez-Stone"])
def test_names_are_compared_as_payers_write_them(name: str) -> None:
    assert found("CB1000000017", service=a_service("99203", "165.00", "1"), last=name) is not None


def test_our_line_number_finds_a_claim_whose_number_is_lost() -> None:
    assert found("0", service=a_service("98941", "65.00", "1", line_control_number="L1")) == (
        1,
        Reason.LINE_NUMBER,
    )


def test_a_line_number_like_ours_from_another_program_is_not_believed() -> None:
    other_charge = a_service("99203", "165.00", "1", line_control_number="L1")
    assert found("0", service=other_charge) is None
    assert (
        found("0", service=a_service("98941", "65.00", "1", line_control_number="L1"), last="Nobody") is None
    )


def test_patient_procedure_day_and_charge_find_a_claim_without_numbers() -> None:
    assert found("0") == (1, Reason.SIMILAR)
    assert found("0", last="Nobody") is None
    assert found("0", last="") is None
    assert found("0", service=a_service("98941-AT", "65.00", "1", from_on=None)) is None
    assert found("0", service=a_service("98941-AT", "64.00", "1")) is None


def test_two_alike_claims_of_one_patient_are_no_guess() -> None:
    twin = a_billed_claim(a_billed_line(2), number="CB1000000018", claim_id=2)
    match = Matcher([OURS, twin]).match(a_payment("0", [SERVICE]))
    assert match.claim is None
    assert {claim.claim_id for claim in match.candidates} == {1, 2}
    assert not match.complete


def test_the_rank_of_the_payment_chooses_between_primary_and_secondary() -> None:
    second = a_billed_claim(
        a_billed_line(1), number="CB1000000099", claim_id=2, responsibility="S", payer_id=MEDIGAP
    )
    numbered = a_service("98941-AT", "65.00", "8.24", line_control_number="L1")
    assert found("0", service=numbered, claims=(OURS, second), status="2") == (2, Reason.LINE_NUMBER)
    assert found("0", service=numbered, claims=(OURS, second), status="1") == (1, Reason.LINE_NUMBER)
    assert found("0", service=numbered, claims=(OURS, second), status="4") is None


def test_a_crossed_over_payment_is_the_next_insurances() -> None:
    line = replace(a_billed_line(1), next_payer_id=MEDIGAP, next_payer="Medigap", next_payer_number="43071")
    matcher = Matcher([a_billed_claim(line, number="CB1000000017")])
    first = matcher.match(a_payment("CB1000000017", [SERVICE], status="19")).claim
    second = matcher.match(a_payment("CB1000000017", [SERVICE], status="2")).claim
    assert first is not None
    assert second is not None
    assert not first.crossed_over
    assert (second.payer_id, second.payer, second.crossed_over) == (MEDIGAP, "Medigap", True)
    assert second.lines[0].next_payer_id is None


def test_without_a_next_insurance_a_secondary_payment_stays_with_the_claims_payer() -> None:
    match = Matcher([OURS]).match(a_payment("CB1000000017", [SERVICE], status="2"))
    assert match.claim == OURS


def test_a_replaced_claim_gives_way_to_the_one_that_replaced_it() -> None:
    new = a_billed_claim(a_billed_line(1), number="CB1000000050", claim_id=5)
    numbered = a_service("98941-AT", "65.00", "1", line_control_number="L1")
    assert found("0", service=numbered, claims=(OURS, new)) == (5, Reason.LINE_NUMBER)


def test_a_match_is_complete_with_all_its_lines_only() -> None:
    matcher = Matcher([OURS])
    both = [SERVICE, a_service("72040", "75.00", "1")]
    match = matcher.match(a_payment("CB1000000017", both))
    assert match.claim == OURS
    assert [one is not None for one in match.lines] == [True, False]
    assert not match.complete
    assert matcher.match(a_payment("CB1000000017", [SERVICE])).complete
    assert matcher.match(a_payment("CB1000000017", [])).complete


def test_cleaned_leaves_what_payers_cannot_change() -> None:
    assert cleaned("cb-10 0é") == "CB100E"
    assert cleaned("CB100") == "CB100"
