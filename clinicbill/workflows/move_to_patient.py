"""Move what insurance still owes on service lines to the patient, by hand and with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import ZERO, Money
from clinicbill.db.connect import write
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.charges import transfer
from clinicbill.ledger.store import add_posting, patient_balances
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.reasons import no_reason

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId, ServiceLineId
    from clinicbill.basics.stamp import Stamp


def move_to_patient(
    db: Database,
    stamp: Stamp,
    patient_id: PatientId,
    service_line_ids: Collection[ServiceLineId],
    *,
    why: str,
) -> Outcome:
    """What insurance owes on the lines becomes the patient's, and ages from today; `row_id` is the posting's.

    Raises:
        NotAllowed: the role does not include moving balances.
    """
    require(stamp, Act.MOVE_BALANCE)
    if not why.strip():
        return Outcome(findings=(no_reason(),))
    with write(db):
        balances = [
            balance
            for balance in patient_balances(db, patient_id)
            if balance.account is Account.PAYER_RECEIVABLE
            and balance.amount > ZERO
            and balance.service_line_id in service_line_ids
        ]
        if not balances:
            return Outcome(findings=(_nothing(),))
        posting = transfer(
            on=stamp.on,
            balances=balances,
            patient_id=patient_id,
            payer_id=None,
            aged_from=stamp.on,
            description=why.strip(),
        )
        posting_id = add_posting(db, stamp, posting)
    moved = Money.total(balance.amount for balance in balances)
    return Outcome(changed=frozenset({"ledger"}), message=f"Moved {moved} to the patient", row_id=posting_id)


def _nothing() -> Finding:
    return Finding(
        rule="L22",
        severity=Severity.MUST_FIX,
        where="service lines",
        message="Insurance owes nothing on these lines.",
        fix="Look at the patient’s account.",
    )
