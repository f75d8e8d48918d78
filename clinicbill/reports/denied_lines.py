"""Lines a payer denied: nothing was written off, the payer still owes them on the books, somebody must work them.

What was denied is read from the posted remittances by the same matching and policy that posted them, so the list is
the ledger's: a line leaves it when its balance is gone, when it is sent again, or when a later answer settles it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import (
    ClaimId,
    EncounterId,
    PatientId,
    PayerId,
    RemittanceId,
    ServiceLineId,
)
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.codesets.adjustments import adjustment_gloss, adjustment_reasons
from clinicbill.db.connect import rows
from clinicbill.remits.billed_store import billed_claims
from clinicbill.remits.match import Matcher
from clinicbill.remits.policy import standard_policy
from clinicbill.remits.remittance import Adjustment
from clinicbill.remits.settle import Circumstances, settle
from clinicbill.remits.spread import line_results
from clinicbill.remits.store import get_content
from clinicbill.reports.aging import person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from clinicbill.remits.match import ClaimMatch
    from clinicbill.remits.remittance import ClaimPayment, Remittance
    from clinicbill.remits.spread import LineResult

# SBR09 → days to ask for the first appeal, counted from the payer's decision, where a public rule sets them.
# Medicare Part B: 120 days after receipt, which is taken to be five days after the notice (42 CFR 405.942).
APPEAL_DAYS = {"MB": 125}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeniedLine:
    """One service line its payer denied and still owes on the books.

    Attributes:
        adjustments: all the payer named for the line; `reason` is the one that denies most of it, such as CO-97.
        gloss: that reason in words of our own; `advice` what a biller usually does next.
        open_amount: what the payer owes on the books today.
        appeal_on: the last day to appeal; None where no rule we hold sets one.
    """

    line_id: ServiceLineId
    encounter_id: EncounterId
    claim_id: ClaimId
    claim_number: str
    patient_id: PatientId
    patient: PersonName
    payer_id: PayerId
    payer: str
    visit_on: date
    procedure: str
    modifiers: tuple[str, ...]
    charge: Money
    paid: Money
    open_amount: Money
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...]
    reason: str
    gloss: str
    advice: str
    remittance_id: RemittanceId
    trace_number: str
    denied_on: date
    appeal_on: date | None


# Claims that stand answered with something open at their own payer, the newest claim of a line only: a line that
# was sent again waits for that answer. Beside each, the posted remittances that spoke of it, the latest first.
_ANSWERED = """select c.id as claim_id, r.id as remittance_id, r.trace_number, r.paid_on
    from claim c join claim_event e on e.claim_id = c.id join remittance r on r.id = e.remittance_id
    where c.status in ('denied', 'part_paid') and r.status = 'posted'
    order by e.id desc"""
_OPEN = """select l.claim_id, s.id as line_id, s.encounter_id, s.procedure_code, s.modifiers, s.from_on, s.charge_cents,
        c.patient_control_number, c.patient_id, c.payer_id, y.name as payer_name, y.payer_number, y.claim_filing_code,
        p.last_name, p.first_name, p.middle_name, p.suffix, sum(b.balance_cents) as cents
    from claim c join claim_line l on l.claim_id = c.id join service_line s on s.id = l.service_line_id
    join balance b on b.service_line_id = s.id and b.balance_cents <> 0 and b.account = 'payer_receivable'
        and b.payer_id = c.payer_id
    join patient p on p.id = c.patient_id join payer y on y.id = c.payer_id
    where c.status in ('denied', 'part_paid')
        and not exists (select 1 from claim_line k join claim newer on newer.id = k.claim_id
            where k.service_line_id = s.id and newer.id > c.id and newer.payer_id = c.payer_id and newer.status <> 'void')
    group by l.claim_id, s.id having sum(b.balance_cents) > 0"""


def denied_lines(db: Database) -> list[DeniedLine]:
    """Every denied line that is open today, the largest amount first."""
    open_lines = rows(db, _OPEN)
    answers = _answers(db, {row["claim_id"] for row in open_lines})
    found = [
        _line(row, *answers[row["claim_id"], row["line_id"]])
        for row in open_lines
        if (row["claim_id"], row["line_id"]) in answers
    ]
    return sorted(found, key=lambda line: (-line.open_amount.cents, line.denied_on, line.line_id))


def _answers(
    db: Database, claim_ids: set[int]
) -> dict[tuple[int, int], tuple[dict[str, Any], LineResult, tuple[str, ...]]]:
    """(claim, line) → the remittance, what it said and its remarks, for lines whose latest answer is a denial.

    Remittances come in the order of their posting, the latest first; the first to speak of a line decides.
    """
    spoke: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(db, _ANSWERED):
        if row["claim_id"] in claim_ids:
            spoke[row["remittance_id"]].append(row)
    decided: dict[tuple[int, int], tuple[dict[str, Any], LineResult, tuple[str, ...]] | None] = {}
    numbers = {claim.claim_id: claim.payer_number for claim in billed_claims(db, claim_ids)}
    for remittance_id in spoke:
        remittance = get_content(db, RemittanceId(remittance_id))
        about = {row["claim_id"]: row for row in spoke[remittance_id]}
        for payment, match in _payments(db, remittance, about):
            claim_id = int(match.claim.claim_id) if match.claim else 0
            for result, remarks in _results(payment, match):
                key = (claim_id, int(result.line.service_line_id))
                denied = _is_denied(result, remittance, numbers[ClaimId(claim_id)])
                decided.setdefault(key, (about[claim_id], result, remarks) if denied else None)
    return {key: answer for key, answer in decided.items() if answer is not None}


def _payments(
    db: Database, remittance: Remittance, wanted: Iterable[int]
) -> list[tuple[ClaimPayment, ClaimMatch]]:
    """The payments of a remittance that speak of the wanted claims, the last one of each first; no reversals."""
    matcher = Matcher(billed_claims(db, wanted))
    pairs = [(payment, matcher.match(payment)) for payment in remittance.claims if not payment.is_reversal]
    return [(payment, match) for payment, match in reversed(pairs) if match.complete]


def _results(payment: ClaimPayment, match: ClaimMatch) -> list[tuple[LineResult, tuple[str, ...]]]:
    """Each line with its remarks; those of the whole claim count for every line."""
    return [
        (
            result,
            tuple(
                dict.fromkeys(
                    (
                        *(payment.services[result.place].remarks if result.place is not None else ()),
                        *payment.remarks,
                    )
                )
            ),
        )
        for result in line_results(payment, match)
    ]


def _is_denied(result: LineResult, remittance: Remittance, payer_number: str) -> bool:
    paid_on = remittance.paid_on or date.min
    about = Circumstances(policy=standard_policy(), payer_number=payer_number, on=paid_on, paid_on=paid_on)
    return settle(result, result.charge, about).denied


def _line(
    row: dict[str, Any], answer: dict[str, Any], result: LineResult, remarks: tuple[str, ...]
) -> DeniedLine:
    main = main_reason(result.adjustments)
    known = adjustment_reasons().get(main.reason) if main else None
    decided = (
        date.fromisoformat(answer["paid_on"]) if answer["paid_on"] else date.fromisoformat(row["from_on"])
    )
    days = APPEAL_DAYS.get(row["claim_filing_code"])
    return DeniedLine(
        line_id=ServiceLineId(row["line_id"]),
        encounter_id=EncounterId(row["encounter_id"]),
        claim_id=ClaimId(row["claim_id"]),
        claim_number=row["patient_control_number"],
        patient_id=PatientId(row["patient_id"]),
        patient=person(row),
        payer_id=PayerId(row["payer_id"]),
        payer=row["payer_name"],
        visit_on=date.fromisoformat(row["from_on"]),
        procedure=row["procedure_code"],
        modifiers=tuple(row["modifiers"].split()),
        charge=Money(row["charge_cents"]),
        paid=result.paid,
        open_amount=Money(row["cents"]),
        adjustments=result.adjustments,
        remarks=remarks,
        reason=f"{main.group}-{main.reason}" if main else "",
        gloss=adjustment_gloss(main.reason) if main else "no reason given",
        advice=known.next_step if known else "",
        remittance_id=RemittanceId(answer["remittance_id"]),
        trace_number=answer["trace_number"],
        denied_on=decided,
        appeal_on=decided + timedelta(days=days) if days is not None else None,
    )


def main_reason(adjustments: Sequence[Adjustment]) -> Adjustment | None:
    """The adjustment that takes most away; of equals the first."""
    return max(adjustments, key=lambda one: one.amount, default=None)


def open_by_claim(lines: Iterable[DeniedLine]) -> Mapping[ClaimId, list[DeniedLine]]:
    """The denied lines of each claim, in the order given."""
    found: defaultdict[ClaimId, list[DeniedLine]] = defaultdict(list)
    for line in lines:
        found[line.claim_id].append(line)
    return found


def denied_total(lines: Iterable[DeniedLine]) -> Money:
    """What denied lines leave open together."""
    return Money.total(line.open_amount for line in lines)
