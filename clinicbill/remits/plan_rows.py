"""Rows of the Payments page: what the payer said about a line, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO
from clinicbill.remits import plan_words
from clinicbill.remits.plan import PlanRow, What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.money import Money
    from clinicbill.ledger.running import RunningBalances
    from clinicbill.remits.match import ClaimMatch
    from clinicbill.remits.plan import Step
    from clinicbill.remits.policy import ProviderRule
    from clinicbill.remits.remittance import ClaimPayment, ProviderAdjustment
    from clinicbill.remits.spread import LineResult


def said_rows(place: int, payment: ClaimPayment, match: ClaimMatch, what: What) -> list[PlanRow]:
    """One row for each service, or one for a claim without services, as the payer states them; nothing is posted."""
    if not payment.services:
        return [_claim_row(place, payment, match, what)]
    return [_service_row(place, payment, match, at, what) for at in range(len(payment.services))]


def result_row(place: int, payment: ClaimPayment, match: ClaimMatch, result: LineResult) -> PlanRow:
    """The row of a line that has found ours; a claim without services gets a row for each line of ours."""
    if result.place is not None:
        return _service_row(place, payment, match, result.place, plan_words.NOT_MATCHED)
    row = _claim_row(place, payment, match, plan_words.NOT_MATCHED)
    return replace(
        row,
        visit_on=result.line.from_on,
        procedure=result.line.procedure_code,
        modifiers=result.line.modifiers,
        charge=result.charge,
        paid=result.paid,
        adjustments=result.adjustments,
    )


def _claim_row(place: int, payment: ClaimPayment, match: ClaimMatch, what: What) -> PlanRow:
    return PlanRow(
        claim_place=place,
        claim_number=match.claim.number if match.claim else payment.patient_control_number,
        patient=str(match.claim.patient if match.claim else payment.patient),
        visit_on=payment.from_on,
        procedure="",
        modifiers=(),
        charge=payment.charge,
        paid=payment.paid,
        adjustments=payment.adjustments,
        what=what,
        match=match.reason or "",
    )


def _service_row(place: int, payment: ClaimPayment, match: ClaimMatch, at: int, what: What) -> PlanRow:
    service = payment.services[at]
    found = match.lines[at] if at < len(match.lines) else None
    shown = service.billed
    return replace(
        _claim_row(place, payment, match, what),
        visit_on=service.from_on or payment.from_on or (found.line.from_on if found else None),
        procedure=shown.code,
        modifiers=shown.modifiers or (found.line.modifiers if found else ()),
        charge=service.charge,
        paid=service.paid,
        adjustments=service.adjustments,
        match=found.reason if found else "",
    )


def before(row: PlanRow, result: LineResult, running: RunningBalances) -> PlanRow:
    """The row with what is owed for its line before anything is posted."""
    number = result.line.service_line_id
    return replace(row, payer_before=running.payer_owes(number), patient_before=running.patient_owes(number))


def after(
    row: PlanRow, result: LineResult, running: RunningBalances, what: What, steps: Sequence[Step]
) -> PlanRow:
    """The row with what happens to its line and what is owed afterwards."""
    number = result.line.service_line_id
    left = running.payer_owes(number)
    return replace(
        row,
        what=what,
        steps=tuple(steps),
        denied=left if what == plan_words.DENIED else ZERO,
        payer_after=left,
        patient_after=running.patient_owes(number),
    )


def out_of_balance(row: PlanRow, amount: Money) -> PlanRow:
    """The row of a line that does not add up in the file."""
    return replace(row, out_by=amount, what=plan_words.out_of_balance(amount))


def provider_row(adjustment: ProviderAdjustment, rule: ProviderRule) -> PlanRow:
    """The row of money that belongs to no claim (PLB); its `paid` is what it does to the payment."""
    return PlanRow(
        claim_place=None,
        claim_number=adjustment.reference,
        patient=rule.words,
        visit_on=None,
        procedure=adjustment.reason,
        modifiers=(),
        charge=ZERO,
        paid=-adjustment.amount,
        adjustments=(),
        what=plan_words.provider_fate(rule),
        match="provider-level",
        steps=(plan_words.provider_step(rule, adjustment.reference),),
    )
