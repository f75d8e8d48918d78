"""Apply unapplied money of a patient to what the patient owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import ZERO, Money
from clinicbill.db.connect import write
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.allocate import oldest_credits_first, oldest_first
from clinicbill.ledger.patient_money import apply_unapplied
from clinicbill.ledger.store import add_posting, patient_balances
from clinicbill.workflows.follow_balances import follow_balances
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.take_payment import applied_words, chosen, patient_owes, wrong_choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId, ServiceLineId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.ledger.posting import OpenBalance


def apply_credit(
    db: Database,
    stamp: Stamp,
    patient_id: PatientId,
    *,
    lines: Mapping[ServiceLineId, Money] | None = None,
) -> Outcome:
    """Pay open balances from the patient's credit: `lines` as chosen, else the oldest first as far as it goes.

    `row_id` is the posting's.

    Raises:
        NotAllowed: the role does not include applying credits.
    """
    require(stamp, Act.APPLY_CREDIT)
    with write(db):
        credits_open = unapplied_credits(db, patient_id)
        credit = -Money.total(one.amount for one in credits_open)
        owed = patient_owes(db, patient_id)
        findings = wrong_choice(credit, lines or {}, owed)
        found = oldest_first(credit, owed) if lines is None or findings else chosen(credit, lines, owed)
        applied = Money.total(part for _, part in found.parts)
        if findings or not applied:
            return Outcome(findings=tuple(findings) or (_nothing(),))
        posting = apply_unapplied(
            on=stamp.on,
            patient_id=patient_id,
            credits_used=oldest_credits_first(applied, credits_open).parts,
            parts=found.parts,
            description="Unapplied credit applied",
        )
        posting_id = add_posting(db, stamp, posting)
        follow_balances(db, stamp, {b.service_line_id for b, _ in found.parts if b.service_line_id})
    return Outcome(
        changed=frozenset({"ledger", "claims"}),
        message=applied_words(found).replace("unapplied", "stays unapplied"),
        row_id=posting_id,
    )


def unapplied_credits(db: Database, patient_id: PatientId) -> list[OpenBalance]:
    """The patient's unapplied money, as negative balances, the oldest first."""
    return [
        balance
        for balance in patient_balances(db, patient_id)
        if balance.account is Account.UNAPPLIED and balance.amount < ZERO
    ]


def _nothing() -> Finding:
    return Finding(
        rule="L21",
        severity=Severity.MUST_FIX,
        where="payment",
        message="There is no credit to apply, or nothing it could pay.",
        fix="Look at the patient’s account.",
    )
