"""Void a claim: it ends here, its lines can be billed again, and charges nobody has touched are undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.claims.status import MOVES, ON_ITS_WAY, UNSENT, ClaimStatus, change_status, words
from clinicbill.claims.store import claims_of_lines, events_of, get_claim, line_ids_of
from clinicbill.db.connect import write
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.undo_charges import undo_charges

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.store import ClaimRecord

_PAYER_LACKS_IT = UNSENT | {ClaimStatus.REJECTED}


def void_claim(db: Database, stamp: Stamp, claim_id: ClaimId, *, reason: str) -> Outcome:
    """End a claim on our side and open its visits for billing again.

    Charges that nobody has paid, moved or written off, that stand on no other claim, and that no payer may still
    answer are reversed; the visit is charged anew when it is billed again, to the insurance that counts then. A
    correction that was never sent
    gives the claim it was to replace its old state back. A payer that has the claim does not learn of this: what was
    paid is voided with the payer by a claim of frequency 8 (`correct_claim`).

    Raises:
        CannotDo: no reason is given, or the claim is paid, replaced or void.
    """
    require(stamp, Act.WORK_CLAIM)
    with write(db):
        record = get_claim(db, claim_id)
        number = record.patient_control_number
        if not reason.strip():
            raise CannotDo(f"Claim {number} was not voided: say why.")
        if ClaimStatus.VOID not in MOVES[record.status]:
            raise CannotDo(
                f"Claim {number} is “{words(record.status)}” and cannot be voided here; nothing was changed: "
                "make a corrected claim (replacement or void) for the payer instead."
            )
        change_status(db, stamp, claim_id, ClaimStatus.VOID, text=reason.strip())
        restored = record.status in _PAYER_LACKS_IT and _restore_original(db, stamp, record)
        undone = record.status not in ON_ITS_WAY and _open_visits(db, stamp, record, reason.strip())
    return Outcome(
        changed=frozenset({"claims", "visits", "ledger"}),
        message=_message(record, undone=undone, restored=restored),
        row_id=claim_id,
    )


def _restore_original(db: Database, stamp: Stamp, record: ClaimRecord) -> bool:
    """The claim a correction was to replace stands again where it stood before."""
    if record.replaces_id is None:
        return False
    original = get_claim(db, record.replaces_id)
    before = [
        event.before
        for event in events_of(db, original.id)
        if event.after is ClaimStatus.REPLACED and event.before != event.after
    ]
    if original.status is not ClaimStatus.REPLACED or not before:
        return False
    text = f"Correction {record.patient_control_number} was voided"
    change_status(db, stamp, original.id, ClaimStatus(before[-1]), text=text)
    return True


def _open_visits(db: Database, stamp: Stamp, record: ClaimRecord, reason: str) -> bool:
    """Undo the charges of its lines where no other claim carries them; whether it was done."""
    lines = line_ids_of(db, record.id)
    if claims_of_lines(db, lines):
        return False
    why = f"Claim {record.patient_control_number} voided: {reason}"
    return undo_charges(db, stamp, lines, why=why)


def _message(record: ClaimRecord, *, undone: bool, restored: bool) -> str:
    parts = [f"Claim {record.patient_control_number} is void"]
    if restored:
        parts.append("the claim it was to replace stands again")
    elif undone:
        parts.append("its charges are reversed and its visits can be billed again")
    else:
        parts.append("its charges stay as they are")
    if record.status in ON_ITS_WAY:
        parts.append("the payer may still answer it")
    return "; ".join(parts)
