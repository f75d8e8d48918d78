"""Take a payment from a patient: to chosen lines or the oldest first; what finds no balance stays unapplied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.words import counted
from clinicbill.db.connect import write
from clinicbill.ledger.accounts import METHOD_WORDS, PATIENT_METHODS, Account
from clinicbill.ledger.allocate import Allocation, oldest_first
from clinicbill.ledger.patient_money import patient_payment
from clinicbill.ledger.store import add_posting, patient_balances
from clinicbill.patients.store import get_patient
from clinicbill.workflows.follow_balances import follow_balances
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId, ServiceLineId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.ledger.posting import OpenBalance


def take_payment(
    db: Database,
    stamp: Stamp,
    patient_id: PatientId,
    amount: Money,
    method: str,
    *,
    reference: str = "",
    lines: Mapping[ServiceLineId, Money] | None = None,
    on: date | None = None,
) -> Outcome:
    """Post a payment made by `method` (cash, check, card) on the day `on`, by default today.

    `lines` says what goes to which service line; without it the oldest balances are paid first. Nothing is ever
    applied beyond what the patient owes: the rest is an unapplied credit. `reference` is a check or card slip
    number. `row_id` is the posting's.

    Raises:
        NotAllowed: the role does not include taking payments.
        NotFound: there is no such patient.
    """
    require(stamp, Act.TAKE_PAYMENT)
    patient = get_patient(db, patient_id)
    with write(db):
        owed = patient_owes(db, patient_id)
        findings = _wrong_payment(amount, method) or wrong_choice(amount, lines or {}, owed)
        if findings:
            return Outcome(findings=tuple(findings))
        found = oldest_first(amount, owed) if lines is None else chosen(amount, lines, owed)
        posting = patient_payment(
            on=on or stamp.on,
            patient_id=patient_id,
            method=method,
            parts=found.parts,
            rest=found.rest,
            description=f"{METHOD_WORDS[method]} {reference}".strip(),
        )
        posting_id = add_posting(db, stamp, posting)
        follow_balances(db, stamp, {b.service_line_id for b, _ in found.parts if b.service_line_id})
    words = f"Took {amount} from {patient.name} by {METHOD_WORDS[method].lower()}: {applied_words(found)}"
    return Outcome(changed=frozenset({"ledger", "claims"}), message=words, row_id=posting_id)


def patient_owes(db: Database, patient_id: PatientId) -> list[OpenBalance]:
    """What the patient owes, per line, the oldest first."""
    return [
        balance
        for balance in patient_balances(db, patient_id)
        if balance.account is Account.PATIENT_RECEIVABLE and balance.amount > ZERO
    ]


def chosen(amount: Money, lines: Mapping[ServiceLineId, Money], owed: Sequence[OpenBalance]) -> Allocation:
    """The amount handed out as the user chose; each line's own balances the oldest first."""
    parts = [
        part
        for line, share in lines.items()
        for part in oldest_first(share, (one for one in owed if one.service_line_id == line)).parts
    ]
    return Allocation(parts=tuple(parts), rest=amount - Money.total(lines.values()))


def wrong_choice(
    amount: Money, lines: Mapping[ServiceLineId, Money], owed: Sequence[OpenBalance]
) -> list[Finding]:
    """Shares that are more than the payment, more than a line's balance, or no amount."""
    findings = []
    if Money.total(lines.values()) > amount:
        findings.append(
            _must_fix(
                "L18",
                f"The lines get {Money.total(lines.values())}, the payment is {amount}.",
                "Lower the amounts of the lines.",
                field="lines",
            )
        )
    for line, share in lines.items():
        open_amount = Money.total(one.amount for one in owed if one.service_line_id == line)
        if not ZERO < share <= open_amount:
            findings.append(
                _must_fix(
                    "L19",
                    f"{share} cannot go to a line on which the patient owes {open_amount}.",
                    "Leave the rest unapplied.",
                    field=f"lines.{line}",
                )
            )
    return findings


def _wrong_payment(amount: Money, method: str) -> list[Finding]:
    findings = []
    if amount <= ZERO:
        findings.append(_must_fix("L17", f"{amount} is no payment.", "Enter what was paid.", field="amount"))
    if method not in PATIENT_METHODS:
        findings.append(
            _must_fix("L20", "How it was paid is missing.", "Choose cash, check or card.", field="method")
        )
    return findings


def _must_fix(rule: str, message: str, fix: str, *, field: str) -> Finding:
    return Finding(
        rule=rule, severity=Severity.MUST_FIX, where="payment", message=message, fix=fix, field=field
    )


def applied_words(found: Allocation) -> str:
    """Such as: $8.24 applied to 1 line, $41.76 unapplied."""
    applied = Money.total(part for _, part in found.parts)
    lines = counted(len({balance.service_line_id for balance, _ in found.parts}), "line")
    parts = []
    if applied:
        parts.append(f"{applied} applied to {lines}")
    if found.rest:
        parts.append(f"{found.rest} unapplied")
    return ", ".join(parts)
