from __future__ import annotations

from dataclasses import replace

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import Money
from clinicbill.remits.plan import Plan, PlanRow, Step, What

ROW = PlanRow(
    claim_place=0,
    claim_number="CB000001",
    patient="Ruth Alvarez",
    visit_on=None,
    procedure="98941",
    modifiers=("AT",),
    charge=Money(6500),
    paid=Money(0),
    adjustments=(),
    what=What(words="x", icon="ban"),
    match="our line number",
)


def plan(*rows: PlanRow, findings: tuple[Finding, ...] = ()) -> Plan:
    return Plan(rows=rows, postings=(), answers=(), findings=findings)


def test_only_what_must_be_fixed_stops_a_plan() -> None:
    warning = Finding(rule="L10", severity=Severity.WARNING, message="x")
    assert plan(findings=(warning,)).may_post
    assert not plan(findings=(warning, replace(warning, severity=Severity.MUST_FIX))).may_post


def test_a_claim_is_matched_when_all_its_lines_are() -> None:
    lost = replace(ROW, match="")
    other = replace(ROW, claim_place=1)
    provider = replace(ROW, claim_place=None)
    assert plan(ROW, other, provider).matched == 2
    assert plan(ROW, lost, other).matched == 1


def test_steps_and_denied_are_counted_over_all_rows() -> None:
    step = Step(words="Insurance payment", payer=Money(-1))
    found = plan(replace(ROW, steps=(step, step)), replace(ROW, denied=Money(6500), steps=(step,)))
    assert (found.steps, found.denied) == (3, Money(6500))
