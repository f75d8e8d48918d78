from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.basics.money import Money
from clinicbill.claims.claim import Adjustment, OtherPayer
from clinicbill.x12 import claim_837p_other_payers as other_payers
from tests.support.claims import a_claim, a_coverage, a_patient, secondary
from tests.unit.cms1500 import stories


def test_a_decision_line_by_line() -> None:
    claim = secondary()
    [other] = claim.others
    rows = list(other_payers.other_payer_2320(other, claim))
    assert [row[0] for row in rows] == ["SBR", "AMT", "OI"]
    assert rows[0][1:3] == ("P", "18")
    assert rows[1] == ("AMT", "D", Money(3230))
    # The day and the patient's share stand on the lines.
    assert [row[0] for row in other_payers.other_payer_2330b(other, claim)] == ["NM1", "REF"]


def test_the_line_balances() -> None:
    """SV102 = SVD02 + all CAS of the payer on that line."""
    claim = secondary()
    [line] = claim.lines
    svd, *adjustments, day, share = other_payers.line_adjudication_2430(line)
    assert svd == ("SVD", "02102", Money(3230), ("HC", "98941", "AT"), "", 1)
    amounts = [element for row in adjustments for element in row if isinstance(element, Money)]
    assert Money.total([Money(3230), *amounts]) == line.charge
    assert day == ("DTP", "573", "D8", date(2026, 11, 20))
    assert share == ("AMT", "EAF", Money(824))


def test_a_decision_on_the_whole_claim() -> None:
    claim = stories.medicare_secondary()
    [other] = claim.others
    rows = list(other_payers.other_payer_2320(other, claim))
    assert rows[1:5] == [
        ("CAS", "CO", "45", Money(2000), ""),
        ("CAS", "PR", "1", Money(1500), ""),
        ("AMT", "D", Money(3000)),
        ("AMT", "EAF", Money(1500)),
    ]
    assert ("DTP", "573", "D8", date(2026, 12, 4)) in list(other_payers.other_payer_2330b(other, claim))


def test_an_insurance_that_has_not_decided() -> None:
    waiting = OtherPayer(coverage=a_coverage(responsibility="S", benefits_assigned=False))
    claim = a_claim(others=(waiting,), patient=a_patient(signature_on_file_on=None))
    rows = list(other_payers.other_payer_2320(waiting, claim))
    assert [row[0] for row in rows] == ["SBR", "OI"]
    assert rows[1] == ("OI", "", "", "N", "", "", "I")


def test_other_insured() -> None:
    claim = secondary()
    [other] = claim.others
    [name, *address] = other_payers.other_subscriber_2330a(other, claim)
    assert (name[1:5], name[-1]) == (("IL", "1", "Alvarez", "Ruth"), "1EG4TE5MK73")
    assert [row[0] for row in address] == ["N3", "N4"]


def test_decisions_of_each_payer_are_told_apart() -> None:
    claim = secondary()
    [other] = claim.others
    stranger = replace(
        other, coverage=replace(other.coverage, payer=replace(other.coverage.payer, payer_number="99"))
    )
    assert other_payers.decided_by_line(other, claim)
    assert not other_payers.decided_by_line(stranger, claim)


def test_amounts_of_nothing_are_left_out() -> None:
    claim = secondary()
    [line] = claim.lines
    [decided] = line.adjudications
    nothing = replace(decided, adjustments=(Adjustment(group="CO", reason="45", amount=Money(0)),))
    tags = [row[0] for row in other_payers.line_adjudication_2430(replace(line, adjudications=(nothing,)))]
    assert tags == ["SVD", "DTP", "AMT"]


def test_a_decision_without_its_day() -> None:
    [line] = secondary().lines
    [decided] = line.adjudications
    undated = replace(line, adjudications=(replace(decided, paid_on=None),))
    assert "DTP" not in [row[0] for row in other_payers.line_adjudication_2430(undated)]
