"""Sums of the ledger by day, payer and method, and the entries behind each of them, by one table of measures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, PostingId, RemittanceId
from clinicbill.basics.money import Money
from clinicbill.db.connect import rows
from clinicbill.ledger.accounts import METHOD_WORDS, POSTING_WORDS, Account, PostingKind
from clinicbill.reports.aging import person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database


class Measure(StrEnum):
    """What is added up; charges − payments − written off − other is the change of A/R, because postings are zero."""

    CHARGES = "charges"
    INSURANCE_PAID = "insurance_paid"
    PATIENT_PAID = "patient_paid"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    OTHER = "other"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class _Rule:
    """The accounts of a measure, the sign that makes it positive, and whose entries count."""

    accounts: tuple[Account, ...]
    sign: int = 1
    insurance: bool | None = None


_A = Account
_RULES = {
    Measure.CHARGES: _Rule((_A.CHARGES,), sign=-1),
    Measure.INSURANCE_PAID: _Rule((_A.CASH,), insurance=True),
    Measure.PATIENT_PAID: _Rule((_A.CASH,), insurance=False),
    Measure.PAID: _Rule((_A.CASH,)),
    Measure.WRITTEN_OFF: _Rule((_A.ADJUSTMENTS,)),
    Measure.OTHER: _Rule((_A.INTEREST, _A.REFUNDS, _A.PROVIDER_LEVEL, _A.PREPAID_PLAN)),
    Measure.CHANGE: _Rule((_A.PAYER_RECEIVABLE, _A.PATIENT_RECEIVABLE, _A.UNAPPLIED)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSum:
    """The entries of one day, account, payer and method, added up."""

    posted_on: date
    account: Account
    payer_id: PayerId | None
    from_payer: bool
    method: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One entry behind a sum, with the sign of its measure.

    Attributes:
        what: the posting in the screen's words.
        detail: adjustment such as CO-45, or how it was paid, with the check or EFT number.
        undone: the posting was reversed later, or is the reversal.
    """

    entry_id: int
    posting_id: PostingId
    posted_on: date
    patient_id: PatientId | None
    patient: str
    payer: str
    what: str
    detail: str
    procedure: str
    visit_on: date | None
    claim_id: ClaimId | None
    remittance_id: RemittanceId | None
    undone: bool
    amount: Money


# Cash from a payer names it, or comes in a remittance (provider-level money of a payer we do not know).
_FROM_PAYER = "(e.payer_id is not null or p.remittance_id is not null)"
_SUMS = f"""select p.posted_on, e.account, e.payer_id, {_FROM_PAYER} as from_payer, e.method, sum(e.amount_cents) as cents
    from posting p join entry e on e.posting_id = p.id
    where p.posted_on >= :from_on and p.posted_on <= :to_on
    group by p.posted_on, e.account, e.payer_id, 4, e.method"""  # noqa: S608  # our own text


def ledger_sums(db: Database, from_on: date, to_on: date) -> list[LedgerSum]:
    """Every sum of the days from `from_on` to `to_on`, both included, by accounting day."""
    return [
        LedgerSum(
            posted_on=date.fromisoformat(row["posted_on"]),
            account=Account(row["account"]),
            payer_id=row["payer_id"],
            from_payer=bool(row["from_payer"]),
            method=row["method"],
            amount=Money(row["cents"]),
        )
        for row in rows(db, _SUMS, {"from_on": from_on.isoformat(), "to_on": to_on.isoformat()})
    ]


def measured(sums: Iterable[LedgerSum], measure: Measure) -> Money:
    """What some sums come to under a measure."""
    rule = _RULES[measure]
    counted = (
        one.amount * rule.sign
        for one in sums
        if one.account in rule.accounts and rule.insurance in (None, one.from_payer)
    )
    return Money.total(counted)


_LINES = f"""select e.id as entry_id, p.id as posting_id, p.posted_on, p.kind, p.description, e.amount_cents, e.payer_id,
        e.group_code, e.reason_code, e.method, e.claim_id, p.remittance_id, e.patient_id, s.procedure_code, s.from_on,
        t.last_name, t.first_name, t.middle_name, t.suffix, coalesce(y.name, '') as payer_name,
        coalesce(r.trace_number, '') as trace_number,
        p.reverses_id is not null or exists (select 1 from posting u where u.reverses_id = p.id) as undone
    from posting p join entry e on e.posting_id = p.id
    left join patient t on t.id = e.patient_id left join payer y on y.id = e.payer_id
    left join service_line s on s.id = e.service_line_id left join remittance r on r.id = p.remittance_id
    where p.posted_on >= :from_on and p.posted_on <= :to_on
        and e.account in (select value from json_each(:accounts))
        and (:insurance is null or {_FROM_PAYER} = :insurance)
        and (:any_payer or e.payer_id is :payer_id)
        and (:methods is null or e.method in (select value from json_each(:methods)))
        and (:other_than is null or e.method not in (select value from json_each(:other_than)))
    order by p.posted_on, t.last_name collate nocase, t.first_name collate nocase, e.id"""  # noqa: S608  # our own text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries stand behind a number.

    Attributes:
        any_payer: whoever the entry names; else only those that name `payer_id`, None being nobody.
        methods: how it was paid, empty for all; `other_than` leaves some out.
    """

    measure: Measure
    from_on: date
    to_on: date
    any_payer: bool = True
    payer_id: PayerId | None = None
    methods: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()


def ledger_lines(db: Database, wanted: Wanted) -> list[LedgerLine]:
    """The entries behind a sum, the earliest first; their amounts add up to it."""
    rule = _RULES[wanted.measure]
    found = rows(
        db,
        _LINES,
        {
            "from_on": wanted.from_on.isoformat(),
            "to_on": wanted.to_on.isoformat(),
            "accounts": json.dumps([str(account) for account in rule.accounts]),
            "insurance": rule.insurance,
            "any_payer": wanted.any_payer,
            "payer_id": wanted.payer_id,
            "methods": json.dumps(wanted.methods) if wanted.methods else None,
            "other_than": json.dumps(wanted.other_than) if wanted.other_than else None,
        },
    )
    return [_line(row, rule.sign) for row in found]


def lines_total(lines: Iterable[LedgerLine]) -> Money:
    """What the entries add up to."""
    return Money.total(line.amount for line in lines)


def _line(row: dict[str, Any], sign: int) -> LedgerLine:
    return LedgerLine(
        entry_id=row["entry_id"],
        posting_id=PostingId(row["posting_id"]),
        posted_on=date.fromisoformat(row["posted_on"]),
        patient_id=row["patient_id"],
        patient=person(row).sorted() if row["last_name"] else "",
        payer=row["payer_name"],
        what=POSTING_WORDS[PostingKind(row["kind"])],
        detail=_detail(row),
        procedure=row["procedure_code"] or "",
        visit_on=date.fromisoformat(row["from_on"]) if row["from_on"] else None,
        claim_id=row["claim_id"],
        remittance_id=row["remittance_id"],
        undone=bool(row["undone"]),
        amount=Money(row["amount_cents"]) * sign,
    )


def _detail(row: dict[str, Any]) -> str:
    if row["group_code"]:
        return f"{row['group_code']}-{row['reason_code']}"
    method = METHOD_WORDS.get(row["method"], row["method"])
    if row["trace_number"]:
        return f"{method or 'Check/EFT'} {row['trace_number']}"
    return str(row["description"] or method)
