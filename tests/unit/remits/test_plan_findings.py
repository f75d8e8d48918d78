from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import Money
from clinicbill.remits import plan_findings
from clinicbill.remits.balance import prove
from clinicbill.remits.line_match import Reason
from clinicbill.remits.match import ClaimMatch
from clinicbill.remits.remittance import Adjustment, Party
from tests.support.ledgers import a_payment, a_remittance, a_service
from tests.unit.remits.billing import a_billed_claim

OFF_BY_24 = a_payment(
    "CB000001", [a_service("98940-AT", "50.00", "22.66", "CO-45 21.10, CO-253 0.22, PR-2 5.78")]
)
PAYMENT = a_payment("CB000001", [a_service("98941-AT", "65.00", "32.30", "CO-45 32.70")])


def test_what_proves_finds_nothing() -> None:
    assert list(plan_findings.proof_findings(prove(a_remittance([PAYMENT])))) == []


def test_each_difference_is_told_with_its_place_and_amount() -> None:
    wrong = replace(a_remittance([OFF_BY_24]), paid=Money(2000))
    found = list(plan_findings.proof_findings(prove(wrong)))
    assert [(one.rule, one.where, one.value) for one in found] == [
        ("L01", "payment, BPR02", "−$2.66"),
        ("L01", "claim CB000001, CLP", "$0.24"),
        ("L01", "claim CB000001, line 1, SVC", "$0.24"),
    ]
    assert "out of balance by $0.24" in found[2].message
    assert all(one.source and one.why and one.fix for one in found)


def test_what_cannot_be_read_or_is_cut_off_stops() -> None:
    broken = replace(a_remittance([PAYMENT]), unread=("CLP04 of segment 9",), complete=False)
    found = list(plan_findings.proof_findings(prove(broken)))
    assert [one.rule for one in found] == ["L02", "L03"]
    assert {one.severity for one in found} == {Severity.MUST_FIX}


def test_what_cannot_be_read_ends_in_one_full_stop() -> None:
    for told in ("CLP04 is no amount", "CLP04 is no amount."):
        (finding,) = plan_findings.proof_findings(prove(replace(a_remittance([PAYMENT]), unread=(told,))))
        assert finding.message == "An amount of the file cannot be read: CLP04 is no amount."


def test_an_unmatched_claim_names_patient_and_candidates() -> None:
    match = ClaimMatch(candidates=(a_billed_claim(number="CB7"), a_billed_claim(number="CB8")))
    finding = plan_findings.unmatched_claim(PAYMENT, match)
    assert "Candidates: CB7, CB8." in finding.message
    nameless = plan_findings.unmatched_claim(replace(PAYMENT, patient=Party()), ClaimMatch())
    assert "an unnamed patient" in nameless.message
    assert "Candidates" not in nameless.message


ADJUSTMENT = Adjustment(group="PR", reason="96", amount=Money(3270))
EACH = {
    "L05": plan_findings.unmatched_line(PAYMENT, 0),
    "L06": plan_findings.nothing_to_reverse(PAYMENT),
    "L07": plan_findings.never_posted(PAYMENT),
    "L08": plan_findings.cash_differs(Money(1), Money(2)),
    "L09": plan_findings.other_party_owes("CB1", "98941", "Medicare"),
    "L10": plan_findings.paid_too_much("CB1", "98941", Money(3230)),
    "L11": plan_findings.asks("CB1", "98941", ADJUSTMENT),
    "L23": plan_findings.loosely_matched("CB1", "98941", Reason.ONLY_LINE),
}


def test_what_stops_and_what_warns() -> None:
    stopping = {rule for rule, finding in EACH.items() if finding.severity is Severity.MUST_FIX}
    assert stopping == {"L05", "L06", "L07", "L08"}
    assert {rule: finding.rule for rule, finding in EACH.items()} == {rule: rule for rule in EACH}


def test_every_finding_says_what_why_and_what_to_do() -> None:
    def complete(finding: Finding) -> bool:
        return all((finding.message.endswith("."), finding.where, finding.value or finding.rule == "L09"))

    assert all(complete(finding) and finding.why and finding.fix for finding in EACH.values())


@pytest.mark.parametrize("usage", ["T", " t"])
def test_a_test_file_stops(usage: str) -> None:
    (found,) = plan_findings.payment_findings(replace(a_remittance([PAYMENT]), usage=usage))
    assert (found.rule, found.severity) == ("L12", Severity.MUST_FIX)
    assert found.fix == "Ask the payer for the production file."


@pytest.mark.parametrize("number", ["", " ", "000"])
def test_a_payment_without_number_stops_unless_it_is_zero(number: str) -> None:
    nameless = replace(a_remittance([PAYMENT]), trace_number=number)
    (found,) = plan_findings.payment_findings(nameless)
    assert (found.rule, found.severity, found.value) == ("L25", Severity.MUST_FIX, "$32.30")
    assert list(plan_findings.payment_findings(replace(nameless, paid=Money(0)))) == []
    (taken,) = plan_findings.payment_findings(replace(nameless, paid=Money(-3230)))
    assert taken.rule == "L25"


def test_an_amount_that_cannot_be_read_comes_before_the_differences_it_makes() -> None:
    text = "Segment 4, BPR, element 2: “abc” is no amount."
    broken = replace(a_remittance([PAYMENT]), paid=Money(0), unread=(text,))
    found = list(plan_findings.proof_findings(prove(broken)))
    assert [one.rule for one in found] == ["L02", "L01"]
    assert found[0].message == f"An amount of the file cannot be read: {text}"


def test_odd_envelopes_are_told() -> None:
    odd = replace(a_remittance([PAYMENT]), envelope=("GE01 is wrong.",), notes=("BPR16 is missing.",))
    found = [(one.rule, one.severity, one.message) for one in plan_findings.file_notes(odd)]
    assert found == [
        ("L26", Severity.WARNING, "GE01 is wrong."),
        ("L13", Severity.INFO, "BPR16 is missing."),
    ]
    ordinary = a_remittance([PAYMENT])
    assert [*plan_findings.file_notes(ordinary), *plan_findings.payment_findings(ordinary)] == []
