"""The account page of a patient: visits, claims, payments, balances as of a day, with the rows behind every figure."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import (
    ClaimId,
    EncounterId,
    PatientId,
    PayerId,
    PostingId,
    ServiceLineId,
)
from clinicbill.basics.money import ZERO, Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.db.connect import rows
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.ledger.accounts import METHOD_WORDS, POSTING_WORDS, Account
from clinicbill.ledger.entries_store import LedgerRow, entries_of
from clinicbill.patients.patient import Patient
from clinicbill.patients.store import get_patient
from clinicbill.reports.account_figures import (
    PATIENT,
    Figure,
    FigureRow,
    Sums,
    is_payment,
    line_sums,
    of_account,
    off_line_sums,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAccount:
    """One service line; `keyed` is its charge on the visit, which is not owed before it is posted."""

    id: ServiceLineId
    from_on: date
    procedure_code: str
    modifiers: tuple[str, ...]
    units: int
    keyed: Money
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAccount:
    """One visit with its lines."""

    id: EncounterId
    service_on: date
    case: str
    status: VisitStatus
    lines: tuple[LineAccount, ...]

    @property
    def sums(self) -> Sums:
        """Over all lines."""
        return Sums.joined([line.sums for line in self.lines])


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAccount:
    """One claim of the patient; `open` is what its lines still owe, whichever claim they stand on too."""

    id: ClaimId
    number: str
    payer: str
    responsibility: str
    status: ClaimStatus
    first_service_on: date
    total: Money
    open: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAccount:
    """One payment: the cash of a posting, with everything else the posting did."""

    posting_id: PostingId
    posted_on: date
    what: str
    party: str
    method: str
    trace_number: str
    description: str
    undone: bool
    paid: Figure
    unapplied: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyBalance:
    """What one party owes."""

    party: str
    owes: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAccount:
    """Everything on the account page.

    Attributes:
        unapplied: money of the patient that pays no service yet, as a positive amount.
        prepaid: care paid in advance, as a positive amount; no part of the balance.
        parties: who owes what, the patient last.
    """

    patient: Patient
    as_of: date
    visits: tuple[VisitAccount, ...]
    claims: tuple[ClaimAccount, ...]
    payments: tuple[PaymentAccount, ...]
    sums: Sums
    parties: tuple[PartyBalance, ...]
    unapplied: Figure
    prepaid: Figure

    @property
    def balance(self) -> Money:
        """What is owed less what is not applied yet: the patient's part of A/R."""
        return self.sums.balance - self.unapplied.amount


_VISITS = """select e.id as visit_id, e.service_on, e.status, k.name as case_name, s.*
    from encounter e join patient_case k on k.id = e.case_id left join service_line s on s.encounter_id = e.id
    where e.patient_id = :patient_id
    order by e.service_on desc, e.starts_at desc, e.id desc, s.position"""
_CLAIMS = """select c.*, payer.name as payer_name,
    (select json_group_array(service_line_id) from claim_line where claim_id = c.id) as line_ids
    from claim c join payer on payer.id = c.payer_id
    where c.patient_id = :patient_id and c.first_service_on <= :as_of
    order by c.first_service_on desc, c.id desc"""
_TRACES = """select distinct p.id as posting_id, r.trace_number from posting p
    join remittance r on r.id = p.remittance_id join entry e on e.posting_id = p.id
    where e.patient_id = :patient_id"""


def account(db: Database, patient_id: PatientId, as_of: date) -> PatientAccount:
    """The account of one patient: entries with an accounting date up to the day count, later ones do not.

    Raises:
        NotFound: there is no such patient.
    """
    about: dict[str, str | int | None] = {"patient_id": patient_id, "as_of": as_of.isoformat()}
    payers = {PayerId(row["id"]): row["name"] for row in rows(db, "select id, name from payer")}
    entries = [row for row in entries_of(db, patient_id=patient_id) if row.posting.posted_on <= as_of]
    by_line = _sums_by_line(entries, payers)
    visits = tuple(
        visit
        for visit in _visits(rows(db, _VISITS, about), by_line)
        if visit.service_on <= as_of or any(line.id in by_line for line in visit.lines)
    )
    sums = Sums.joined([*by_line.values(), off_line_sums(entries, payers)])
    return PatientAccount(
        patient=get_patient(db, patient_id),
        as_of=as_of,
        visits=visits,
        claims=_claims(rows(db, _CLAIMS, about), visits),
        payments=_payments(entries, payers, rows(db, _TRACES, about)),
        sums=sums,
        parties=_parties(sums),
        unapplied=of_account(entries, Account.UNAPPLIED, payers, sign=-1),
        prepaid=of_account(entries, Account.PREPAID_PLAN, payers, sign=-1),
    )


def _sums_by_line(entries: Sequence[LedgerRow], payers: Mapping[PayerId, str]) -> dict[ServiceLineId, Sums]:
    by_line: defaultdict[ServiceLineId, list[LedgerRow]] = defaultdict(list)
    for row in entries:
        if row.entry.service_line_id is not None:
            by_line[row.entry.service_line_id].append(row)
    return {line_id: line_sums(found, payers) for line_id, found in by_line.items()}


def _visits(found: Sequence[dict[str, Any]], sums: Mapping[ServiceLineId, Sums]) -> tuple[VisitAccount, ...]:
    by_visit: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        by_visit[row["visit_id"]].append(row)
    return tuple(_visit(group, sums) for group in by_visit.values())


def _visit(group: Sequence[dict[str, Any]], sums: Mapping[ServiceLineId, Sums]) -> VisitAccount:
    first = group[0]
    return VisitAccount(
        id=EncounterId(first["visit_id"]),
        service_on=date.fromisoformat(first["service_on"]),
        case=first["case_name"],
        status=VisitStatus(first["status"]),
        lines=tuple(_line(row, sums) for row in group if row["id"] is not None),
    )


def _line(row: dict[str, Any], sums: Mapping[ServiceLineId, Sums]) -> LineAccount:
    line_id = ServiceLineId(row["id"])
    return LineAccount(
        id=line_id,
        from_on=date.fromisoformat(row["from_on"]),
        procedure_code=row["procedure_code"],
        modifiers=tuple(row["modifiers"].split()),
        units=row["units"],
        keyed=Money(row["charge_cents"]),
        sums=sums.get(line_id, Sums()),
    )


def _claims(found: Sequence[dict[str, Any]], visits: Sequence[VisitAccount]) -> tuple[ClaimAccount, ...]:
    owed = {line.id: line.sums.balance for visit in visits for line in visit.lines}
    return tuple(
        ClaimAccount(
            id=ClaimId(row["id"]),
            number=row["patient_control_number"],
            payer=row["payer_name"],
            responsibility=row["responsibility"],
            status=ClaimStatus(row["status"]),
            first_service_on=date.fromisoformat(row["first_service_on"]),
            total=Money(row["total_cents"]),
            open=Money.total(owed.get(line_id, ZERO) for line_id in json.loads(row["line_ids"])),
        )
        for row in found
    )


def _payments(
    entries: Sequence[LedgerRow], payers: Mapping[PayerId, str], traces: Sequence[dict[str, Any]]
) -> tuple[PaymentAccount, ...]:
    trace_numbers = {row["posting_id"]: row["trace_number"] for row in traces}
    postings: defaultdict[PostingId, list[LedgerRow]] = defaultdict(list)
    for row in entries:
        postings[row.posting.id].append(row)
    made = [
        _payment(group, payers, trace_numbers.get(posting_id, ""))
        for posting_id, group in postings.items()
        if is_payment(group)
    ]
    return tuple(sorted(made, key=lambda payment: (payment.posted_on, payment.posting_id), reverse=True))


def _payment(group: Sequence[LedgerRow], payers: Mapping[PayerId, str], trace: str) -> PaymentAccount:
    posting = group[0].posting
    payer_ids = [row.entry.payer_id for row in group if row.entry.payer_id]
    method = next((row.entry.method for row in group if row.entry.account is Account.CASH), "")
    return PaymentAccount(
        posting_id=posting.id,
        posted_on=posting.posted_on,
        what=POSTING_WORDS[posting.kind],
        party=payers.get(payer_ids[0], "") if payer_ids else PATIENT,
        method=METHOD_WORDS.get(method, method),
        trace_number=trace,
        description=posting.description,
        undone=posting.reversed_by_id is not None or posting.reverses_id is not None,
        paid=of_account(group, Account.CASH, payers),
        unapplied=of_account(group, Account.UNAPPLIED, payers, sign=-1),
    )


def _parties(sums: Sums) -> tuple[PartyBalance, ...]:
    """Each payer with an open balance, by name, and the patient last."""
    by_payer: defaultdict[str, list[FigureRow]] = defaultdict(list)
    for row in sums.payer_owes.rows:
        by_payer[row.party].append(row)
    owing = [
        PartyBalance(party=party, owes=Figure(rows=tuple(found))) for party, found in sorted(by_payer.items())
    ]
    patient = PartyBalance(party=PATIENT, owes=sums.patient_owes)
    return tuple(party for party in (*owing, patient) if party.owes.amount)
