"""Today: everything that waits on somebody, each thing once, in groups by the rule that put it there."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import PatientId
from clinicbill.basics.money import Money
from clinicbill.basics.words import counted
from clinicbill.claims.status import ClaimGroup, ClaimStatus
from clinicbill.claims.worklist_store import ClaimFilter, ClaimRow, find_claims
from clinicbill.db.connect import rows
from clinicbill.practice.store import list_payers
from clinicbill.remits.match import cleaned
from clinicbill.remits.store import RemittanceRow, RemittanceStatus, list_remittances
from clinicbill.reports.aging import person
from clinicbill.reports.denied_lines import DeniedLine, denied_lines, denied_total, open_by_claim
from clinicbill.reports.next_step import NextStep, Step, step_of_claim
from clinicbill.reports.risks import SOON_DAYS
from clinicbill.reports.words import lowered, named
from clinicbill.reports.work_item import BALANCED, WorkItem, WorkKind, in_order
from clinicbill.reports.work_visits import authorization_items, unbilled_items, visit_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

_ALL = 100_000


def worklist(db: Database, as_of: date) -> list[WorkItem]:
    """Everything that waits at the start of a day, group by group, in each what is lost first."""
    items = [
        *_claim_items(db, as_of),
        *_denied_items(denied_lines(db), as_of),
        *_remittance_items(db, as_of),
        *_credit_items(db),
        *visit_items(db, as_of),
        *unbilled_items(db, as_of),
        *authorization_items(db, as_of),
    ]
    return in_order(items)


# Claims -------------------------------------------------------------------------------------------


def _claim_items(db: Database, as_of: date) -> list[WorkItem]:
    made: list[WorkItem] = []
    for group in (ClaimGroup.NEEDS_YOU, ClaimGroup.READY, ClaimGroup.ON_ITS_WAY):
        made += _sorted_claims(find_claims(db, ClaimFilter(as_of=as_of, group=group, limit=_ALL)), as_of)
    return made


def _sorted_claims(claims: Sequence[ClaimRow], as_of: date) -> list[WorkItem]:
    """Each claim under its most urgent reason; those to send are one item for each state."""
    made: list[WorkItem] = []
    together: defaultdict[ClaimStatus, list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        if claim.deadline_days is not None and 0 <= claim.deadline_days <= SOON_DAYS:
            made.append(_claim_item(WorkKind.LIMIT, claim, as_of, _limit_words(claim)))
        elif claim.status is ClaimStatus.REJECTED:
            made.append(
                _claim_item(WorkKind.REJECTED, claim, as_of, lowered(claim.reason) or "no reason given")
            )
        elif claim.silent_days is not None:
            made.append(_claim_item(WorkKind.SILENT, claim, as_of, f"silent {claim.silent_days} days"))
        elif claim.status is ClaimStatus.ON_HOLD:
            made.append(_claim_item(WorkKind.HELD_CLAIM, claim, as_of, f"on hold: {claim.reason}"))
        elif claim.status is ClaimStatus.DRAFT:
            made.append(
                _claim_item(WorkKind.HELD_CLAIM, claim, as_of, f"needs a fix, {lowered(claim.reason)}")
            )
        elif claim.status in _TOGETHER:
            together[claim.status].append(claim)
    return made + [_together(status, found) for status, found in together.items()]


_SEND_ALL = NextStep(Step.SEND_ALL, "Send claims", "plane")
_MARK_ALL = NextStep(Step.MARK_ALL, "Mark as sent", "plane")
_TOGETHER = {
    ClaimStatus.READY: (WorkKind.READY, "ready", _SEND_ALL),
    ClaimStatus.FILE_CREATED: (WorkKind.TO_SEND, "in a file, not uploaded", _MARK_ALL),
    ClaimStatus.PRINTED: (WorkKind.TO_SEND, "printed, not mailed", _MARK_ALL),
}


def _limit_words(claim: ClaimRow) -> str:
    """Why the payer does not have it, and how long it still may."""
    if claim.status is ClaimStatus.REJECTED:
        state = "rejected"
    elif claim.silent_days is not None:
        state = f"silent {claim.silent_days} days"
    else:
        state = claim.state[:1].lower() + claim.state[1:]
    days = claim.deadline_days or 0
    return f"{state}, limit {'today' if not days else f'in {days} day' + ('s' if days > 1 else '')}"


def _claim_item(kind: WorkKind, claim: ClaimRow, as_of: date, why: str) -> WorkItem:
    days = claim.deadline_days
    return WorkItem(
        kind=kind,
        record=claim.id,
        who=str(claim.patient),
        payer=claim.payer,
        why=why,
        step=step_of_claim(claim.status),
        money=claim.total,
        due_on=None if days is None else as_of + timedelta(days=days),
        overdue=days is not None and days < 0,
        patient_id=claim.patient_id,
        payer_id=claim.payer_id,
    )


def _together(status: ClaimStatus, claims: Sequence[ClaimRow]) -> WorkItem:
    kind, words, step = _TOGETHER[status]
    return WorkItem(
        kind=kind,
        record=claims[0].id,
        who=counted(len(claims), "claim"),
        why=f"{words}: {named([claim.patient.last for claim in claims])}",
        step=step,
        money=Money.total(claim.total for claim in claims),
        records=tuple(claim.id for claim in claims),
    )


def _denied_items(lines: Iterable[DeniedLine], as_of: date) -> list[WorkItem]:
    """One item for each claim with denied lines; its words are those of the line with most at stake."""
    return [_denied_item(found, as_of) for found in open_by_claim(lines).values()]


def _denied_item(lines: Sequence[DeniedLine], as_of: date) -> WorkItem:
    worst = max(lines, key=lambda line: line.open_amount)
    more = f", {len(lines)} lines" if len(lines) > 1 else ""
    ends = min((line.appeal_on for line in lines if line.appeal_on is not None), default=None)
    return WorkItem(
        kind=WorkKind.DENIED,
        record=worst.claim_id,
        who=str(worst.patient),
        payer=worst.payer,
        code=worst.reason,
        why=f"{lowered(worst.gloss)}{more}",
        step=step_of_claim(ClaimStatus.DENIED),
        money=denied_total(lines),
        due_on=ends,
        overdue=ends is not None and ends < as_of,
        patient_id=worst.patient_id,
        payer_id=worst.payer_id,
        records=tuple(line.line_id for line in lines),
    )


# Money --------------------------------------------------------------------------------------------


def _remittance_items(db: Database, as_of: date) -> list[WorkItem]:
    """What was received and is not posted; a payer that writes itself in capitals is named as Setup names it."""
    names = {cleaned(payer.name): payer.name for payer in list_payers(db, with_inactive=True)}
    waiting = list_remittances(db, status=RemittanceStatus.WAITING, limit=_ALL)
    return [_remittance_item(row, names, as_of) for row in waiting]


def _remittance_item(row: RemittanceRow, names: Mapping[str, str], as_of: date) -> WorkItem:
    return WorkItem(
        kind=WorkKind.REMITTANCE,
        record=row.id,
        who=names.get(cleaned(row.payer_name), row.payer_name),
        why=f"{_method(row)} {row.trace_number} {row.status_reason[:1].lower()}{row.status_reason[1:]}".strip(),
        step=_POST if row.status_reason == BALANCED else _OPEN_REMITTANCE,
        money=row.paid,
        due_on=as_of,
        payer_id=row.payer_id,
    )


_POST = NextStep(Step.POST, "Post remittance", "circle-check", "green")
_OPEN_REMITTANCE = NextStep(Step.OPEN_REMITTANCE, "Open remittance", "warning", "amber")


def _method(row: RemittanceRow) -> str:
    return {"CHK": "Check", "ACH": "EFT"}.get(row.method, "Check/EFT")


_APPLY = NextStep(Step.APPLY, "Apply credit", "dollar", "amber")
_KEEP = NextStep(Step.KEEP, "Open account", "dollar")
_CREDITS = """select b.patient_id, -sum(b.balance_cents) as cents, min(b.aged_from) as since,
        p.last_name, p.first_name, p.middle_name, p.suffix,
        coalesce((select sum(balance_cents) from balance o where o.patient_id = b.patient_id
            and o.account = 'patient_receivable' and o.balance_cents <> 0), 0) as owes_cents
    from balance b join patient p on p.id = b.patient_id
    where b.account = 'unapplied' and b.balance_cents <> 0
    group by b.patient_id having sum(b.balance_cents) < 0"""


def _credit_items(db: Database) -> list[WorkItem]:
    return [
        WorkItem(
            kind=WorkKind.CREDIT,
            record=row["patient_id"],
            who=str(person(row)),
            why="credit not applied, "
            + (f"owes {Money(row['owes_cents']).plain()}" if row["owes_cents"] > 0 else "owes nothing now"),
            step=_APPLY if row["owes_cents"] > 0 else _KEEP,
            money=Money(row["cents"]),
            patient_id=PatientId(row["patient_id"]),
        )
        for row in rows(db, _CREDITS)
    ]
