"""The evidence of any item on the work list: claims, remittances, credits, visits, authorizations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import (
    AuthorizationId,
    ClaimId,
    EncounterId,
    PatientId,
    PayerId,
    RemittanceId,
)
from clinicbill.basics.money import ZERO, Money
from clinicbill.claims.store import get_claim
from clinicbill.db.connect import rows
from clinicbill.encounters.store import get_encounters
from clinicbill.ledger.accounts import METHOD_WORDS, Account
from clinicbill.ledger.allocate import oldest_first
from clinicbill.ledger.entries_store import entries_of
from clinicbill.ledger.store import patient_balances
from clinicbill.patients.store import get_authorization, get_patient
from clinicbill.remits.balance import prove
from clinicbill.remits.store import get_content, get_remittance
from clinicbill.reports.claim_evidence import claim_evidence, claim_proofs
from clinicbill.reports.evidence import Evidence, Ground, Part, Proof
from clinicbill.reports.payer_facts import payer_facts
from clinicbill.reports.work_item import WorkItem, WorkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

_SHOWN = 40
_CLAIM_KINDS = frozenset(
    {WorkKind.LIMIT, WorkKind.REJECTED, WorkKind.DENIED, WorkKind.SILENT, WorkKind.HELD_CLAIM}
)


def work_evidence(db: Database, item: WorkItem, as_of: date) -> Evidence:
    """Why an item stands on the list, what proves it, and what its amount is made of.

    Raises:
        NotFound: what it is about has gone.
    """
    if item.kind in _CLAIM_KINDS:
        return claim_evidence(db, item.kind, ClaimId(item.record), as_of)
    if item.kind is WorkKind.REMITTANCE:
        return _remittance(db, RemittanceId(item.record))
    if item.kind is WorkKind.CREDIT:
        return _credit(db, PatientId(item.record))
    if item.kind in (WorkKind.VISITS, WorkKind.HELD_VISIT, WorkKind.UNBILLED):
        return _visits(db, item)
    if item.kind is WorkKind.AUTHORIZATION:
        return _authorization(db, item, as_of)
    return _claims(db, item)


def _remittance(db: Database, remittance_id: RemittanceId) -> Evidence:
    row, content = get_remittance(db, remittance_id), get_content(db, remittance_id)
    proof = prove(content)
    claims = f"{proof.claims} claim{'' if proof.claims == 1 else 's'}"
    if proof.postable:
        balance = Ground(
            icon="circle-check",
            role="green",
            title="Balanced",
            text=f"{claims} paid {proof.claims_paid.plain()}, payer adjustments {(-proof.adjusted).plain()}: "
            f"together {proof.paid.plain()}.",
        )
    else:
        balance = Ground(
            icon="warning",
            role="amber",
            title=f"Out of balance by {proof.out_by}" if proof.out_by else "Not complete",
            text="Nothing of it is posted until it adds up or you decide each difference.",
        )
    waits = Ground(
        icon="clock",
        role="text2",
        title=f"Waits since {slashed(row.changed_at.date())}",
        text=f"Received as {row.file_name}." if row.file_name else "Keyed from paper.",
    )
    parts = tuple(
        Part(
            words=str(claim.patient) or claim.patient_control_number,
            detail=claim.patient_control_number,
            amount=claim.paid,
        )
        for claim in content.claims[:_SHOWN]
    )
    return Evidence(
        about=(
            f"{METHOD_WORDS.get(row.method, 'Check/EFT')} {row.trace_number}",
            f"paid {slashed(row.paid_on)}",
        ),
        grounds=(balance, waits),
        parts_title=f"{claims} in it",
        parts=parts,
    )


def _credit(db: Database, patient_id: PatientId) -> Evidence:
    patient = get_patient(db, patient_id)
    balances = patient_balances(db, patient_id)
    credit = -Money.total(one.amount for one in balances if one.account is Account.UNAPPLIED)
    owed = [one for one in balances if one.account is Account.PATIENT_RECEIVABLE and one.amount > ZERO]
    applied = Money.total(part for _, part in oldest_first(credit, owed).parts)
    if applied:
        use = Ground(
            icon="dollar",
            role="amber",
            title=f"Owes {Money.total(one.amount for one in owed)} now",
            text=f"Oldest first, {applied} would be applied and {(credit - applied)} would stay.",
        )
    else:
        use = Ground(
            icon="dollar",
            role="text2",
            title="Owes nothing now",
            text="It stays the patient’s: for the next visit, or to be refunded.",
        )
    since = min(
        (one.aged_from for one in balances if one.account is Account.UNAPPLIED and one.aged_from),
        default=None,
    )
    waits = Ground(icon="clock", role="text2", title=f"Unapplied since {slashed(since)}") if since else None
    entries = entries_of(db, patient_id=patient_id, accounts=[Account.UNAPPLIED])
    return Evidence(
        about=(f"chart {patient.chart_number}", "unapplied credit"),
        grounds=tuple(ground for ground in (use, waits) if ground),
        parts_title="Where it comes from",
        parts=tuple(
            Part(
                words=row.posting.description or "Credit",
                detail=slashed(row.posting.posted_on),
                amount=-row.entry.amount,
            )
            for row in entries
        ),
    )


_BESIDE = """select e.id, p.last_name, p.first_name, e.starts_at, k.name as case_name,
        coalesce((select sum(charge_cents) from service_line where encounter_id = e.id), 0) as cents
    from json_each(?) wanted join encounter e on e.id = wanted.value join patient p on p.id = e.patient_id
    join patient_case k on k.id = e.case_id order by e.starts_at, e.id"""


def _visits(db: Database, item: WorkItem) -> Evidence:
    ids = item.records or (item.record,)
    visits = get_encounters(db, [EncounterId(one) for one in ids])
    found = rows(db, _BESIDE, [_list(ids)])
    first = visits[0]
    if item.kind is WorkKind.HELD_VISIT:
        ground = Ground(
            icon="pause-circle",
            role="amber",
            title="On hold",
            text=_sentence(first.hold_reason) or "No reason given.",
        )
    elif item.kind is WorkKind.UNBILLED:
        ground = Ground(
            icon="pencil",
            role="text2",
            title="Coded, not charged",
            text="Finishing the visit posts its charges and makes the claim.",
        )
    else:
        ground = Ground(
            icon="pencil",
            role="text2",
            title=f"{len(visits)} visit{'' if len(visits) == 1 else 's'} without codes",
            text="Nothing is charged and no claim is made before a visit is coded.",
        )
    notes = sum(bool(visit.note.strip()) for visit in visits)
    noted = Ground(icon="note", role="text2", title=f"{notes} of {len(visits)} with a note")
    return Evidence(
        about=(f"seen {slashed(first.service_on)}",),
        grounds=(ground, noted),
        parts_title="Visits",
        parts=tuple(
            Part(
                code=row["starts_at"],
                words=f"{row['first_name']} {row['last_name']}".strip(),
                detail=row["case_name"],
                amount=Money(row["cents"]) if row["cents"] else None,
            )
            for row in found
        ),
    )


def _authorization(db: Database, item: WorkItem, as_of: date) -> Evidence:
    found = get_authorization(db, AuthorizationId(item.record))
    facts = payer_facts(db, PayerId(item.payer_id), as_of) if item.payer_id else None
    grounds = []
    if found.visits_allowed is not None:
        left = found.visits_left or 0
        grounds.append(
            Ground(
                icon="shield-alert",
                role="amber" if left else "red",
                title=f"{found.visits_used} of {found.visits_allowed} visits used",
                text="A further visit is not paid without more."
                if not left
                else "Ask for more before it is used up.",
            )
        )
    if found.to_on is not None:
        days = (found.to_on - as_of).days
        grounds.append(
            Ground(
                icon="calendar", role="amber", title=f"Ends {slashed(found.to_on)}", text=f"In {days} days."
            )
        )
    seen = rows(
        db,
        "select service_on from encounter where authorization_id = ? order by service_on desc limit 6",
        [found.id],
    )
    proofs = tuple(
        Proof(
            on=date.fromisoformat(row["service_on"]), icon="circle-check", role="text2", text="Visit used it"
        )
        for row in reversed(seen)
    )
    about = (item.payer, found.number)
    return Evidence(about=about, grounds=tuple(grounds), proofs=proofs, payer=facts)


def _claims(db: Database, item: WorkItem) -> Evidence:
    records = [get_claim(db, ClaimId(one)) for one in item.records[:_SHOWN]]
    words = {
        WorkKind.READY: (
            "dashed-circle",
            "Every edit is answered",
            "One file goes to the clearinghouse; paper is printed.",
        ),
        WorkKind.TO_SEND: ("plane", "Made, but not on its way", "Upload or mail it, then mark it as sent."),
    }
    icon, title, text = words[item.kind]
    names = {row["id"]: row for row in rows(db, _PEOPLE, [_list([one.id for one in records])])}
    return Evidence(
        about=(item.why.partition(":")[0],),
        grounds=(Ground(icon=icon, role="text2", title=title, text=text),),
        proofs=claim_proofs(db, records[0].id) if len(records) == 1 else (),
        parts_title="Claims",
        parts=tuple(
            Part(
                words=f"{names[one.id]['first_name']} {names[one.id]['last_name']}".strip(),
                detail=f"{names[one.id]['payer_name']} {one.first_service_on:%m/%d}",
                amount=one.total,
            )
            for one in records
        ),
    )


_PEOPLE = """select c.id, p.first_name, p.last_name, y.name as payer_name from claim c
    join patient p on p.id = c.patient_id join payer y on y.id = c.payer_id
    where c.id in (select value from json_each(?))"""


def _list(ids: Sequence[int]) -> str:
    return "[" + ",".join(str(int(one)) for one in ids) + "]"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""
