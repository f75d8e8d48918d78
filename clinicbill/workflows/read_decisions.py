"""Read what earlier payers decided on the lines of a claim, from the remittances that answered theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.claims.assemble import Decision
from clinicbill.claims.claim import Adjustment, LineAdjudication
from clinicbill.claims.status import ANSWERED
from clinicbill.claims.store import ClaimRecord, claims_of_lines, events_of, get_claim, line_ids_of
from clinicbill.remits.billed_store import billed_claims
from clinicbill.remits.line_match import Reason
from clinicbill.remits.match import Matcher
from clinicbill.remits.remittance import ClaimPayment, Remittance
from clinicbill.remits.store import RemittanceStatus, get_content, get_remittance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId, CoverageId, RemittanceId, ServiceLineId
    from clinicbill.remits.match import ClaimMatch
    from clinicbill.remits.remittance import Adjustment as PaidAdjustment
    from clinicbill.remits.remittance import ServicePayment

_PRIMARY = "P"
_SUREST_FIRST = list(Reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAnswer:
    """What an earlier payer's remittance says of the lines of a claim, on its own claim `earlier`."""

    earlier: ClaimRecord
    remittance: Remittance
    payment: ClaimPayment


def earlier_answers(
    db: Database, record: ClaimRecord, *, until: datetime | None = None
) -> list[EarlierAnswer]:
    """The payments that answer the claims before this one; nothing for a primary claim.

    With `until` those known at that moment, wherever the earlier claims have moved since.
    """
    if record.responsibility == _PRIMARY:
        return []
    found = []
    for earlier in claims_of_lines(db, line_ids_of(db, record.id)):
        remittance_id = _answered_by(db, earlier) if until is None else _known_at(db, earlier, until)
        if earlier.coverage_id == record.coverage_id or remittance_id is None:
            continue
        remittance = get_content(db, remittance_id)
        payment, _ = _payment_of(db, earlier.id, remittance)
        if payment is not None:
            found.append(EarlierAnswer(earlier=earlier, remittance=remittance, payment=payment))
    return found


def _known_at(db: Database, earlier: ClaimRecord, until: datetime) -> RemittanceId | None:
    events = [event for event in events_of(db, earlier.id) if event.at <= until]
    if not events or events[-1].after not in ANSWERED:
        return None
    spoken = [event.remittance_id for event in events if event.remittance_id]
    return spoken[-1] if spoken else None


def decisions_for(db: Database, record: ClaimRecord) -> dict[CoverageId, Decision]:
    """By insurance: what the payers before this claim's one decided on its lines; nothing for a primary claim.

    Source: 005010X222A1, loops 2320 and 2430: paid amounts and adjustments exactly as the remittance has them.
    """
    if record.responsibility == _PRIMARY:
        return {}
    found: dict[CoverageId, Decision] = {}
    for earlier in claims_of_lines(db, line_ids_of(db, record.id)):
        remittance_id = _answered_by(db, earlier)
        if earlier.coverage_id == record.coverage_id or remittance_id is None:
            continue
        decision = _decision(db, earlier, get_content(db, remittance_id))
        if decision is not None:
            found[earlier.coverage_id] = decision
    return found


def explained_on(db: Database, claim_id: ClaimId | None) -> date | None:
    """The day of the newest posted remittance of a claim, or of one it has corrected; None where there is none."""
    days: list[date] = []
    while claim_id is not None:
        spoken = {event.remittance_id for event in events_of(db, claim_id) if event.remittance_id}
        told = [get_remittance(db, remittance_id) for remittance_id in spoken]
        days += [one.paid_on for one in told if one.paid_on and one.status is RemittanceStatus.POSTED]
        claim_id = get_claim(db, claim_id).replaces_id
    return max(days, default=None)


def forwarded_to(db: Database, record: ClaimRecord) -> str:
    """To whom the payer sent a claim on by itself (CLP02 19 to 21); empty where it did not, or has not answered."""
    remittance_id = _answered_by(db, record)
    if remittance_id is None:
        return ""
    payment, _ = _payment_of(db, record.id, get_content(db, remittance_id))
    if payment is None or not payment.is_forwarded:
        return ""
    return str(payment.crossover) if payment.crossover else "the next insurance"


def _answered_by(db: Database, earlier: ClaimRecord) -> RemittanceId | None:
    """The last remittance that speaks of a claim which stands answered."""
    if earlier.status not in ANSWERED:
        return None
    spoken = [event.remittance_id for event in events_of(db, earlier.id) if event.remittance_id]
    return spoken[-1] if spoken else None


def _decision(db: Database, earlier: ClaimRecord, remittance: Remittance) -> Decision | None:
    payment, match = _payment_of(db, earlier.id, remittance)
    if payment is None or match is None or match.claim is None:
        return None
    lines: dict[ServiceLineId, LineAdjudication] = {}
    for service, matched in zip(payment.services, match.lines, strict=True):
        if matched is not None:
            line_id = matched.line.service_line_id
            decided = _line(service, match.claim.payer_number, remittance)
            lines[line_id] = _together(lines[line_id], decided) if line_id in lines else decided
    return Decision(
        paid=payment.paid,
        paid_on=remittance.paid_on,
        payer_control_number=payment.payer_control_number,
        adjustments=_adjustments(payment.adjustments),
        lines=lines,
    )


def _payment_of(
    db: Database, claim_id: ClaimId, remittance: Remittance
) -> tuple[ClaimPayment | None, ClaimMatch | None]:
    """The payment that speaks of a claim most surely; of several, the last: a correction follows its reversal."""
    matcher = Matcher(billed_claims(db, [claim_id]))
    best: tuple[int, ClaimPayment, ClaimMatch] | None = None
    for payment in remittance.claims:
        match = matcher.match(payment)
        if match.reason is None or payment.is_reversal:
            continue
        rank = _SUREST_FIRST.index(match.reason)
        if best is None or rank <= best[0]:
            best = (rank, payment, match)
    return (best[1], best[2]) if best else (None, None)


def _line(service: ServicePayment, payer_number: str, remittance: Remittance) -> LineAdjudication:
    return LineAdjudication(
        payer_number=payer_number,
        paid=service.paid,
        paid_on=remittance.paid_on,
        procedure_code=service.procedure.code,
        modifiers=service.procedure.modifiers,
        units=int(service.units_paid),
        adjustments=_adjustments(service.adjustments),
    )


def _together(first: LineAdjudication, second: LineAdjudication) -> LineAdjudication:
    """Two services of one line of ours, where the payer has split it."""
    return replace(
        first,
        paid=first.paid + second.paid,
        units=first.units + second.units,
        adjustments=(*first.adjustments, *second.adjustments),
    )


def _adjustments(found: Iterable[PaidAdjustment]) -> tuple[Adjustment, ...]:
    """Zero amounts are dropped: 005010X222A1 wants no CAS of nothing."""
    return tuple(
        Adjustment(group=one.group, reason=one.reason, amount=one.amount) for one in found if one.amount
    )
