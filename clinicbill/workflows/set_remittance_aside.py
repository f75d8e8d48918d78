"""Set a remittance aside that is not ours to post, with a reason, or take it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.db.connect import write
from clinicbill.remits import store
from clinicbill.remits.store import STATUS_WORDS, RemittanceStatus
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.reasons import no_reason
from clinicbill.workflows.receive_remittance import waiting_words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import RemittanceId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.remits.store import RemittanceRow


def set_remittance_aside(db: Database, stamp: Stamp, remittance_id: RemittanceId, *, why: str) -> Outcome:
    """Take a payment off the list of what waits: another office's, or one that is worked elsewhere.

    Raises:
        NotAllowed: the role does not include it.
        NotFound: there is no such remittance.
        CannotDo: it is posted; that has to be reversed first.
    """
    require(stamp, Act.SET_REMITTANCE_ASIDE)
    if not why.strip():
        return Outcome(findings=(no_reason(),))
    with write(db):
        row = _unposted(db, remittance_id)
        store.set_status(db, stamp, remittance_id, RemittanceStatus.SET_ASIDE, reason=why.strip())
    return _done(row, "Set aside")


def take_up_remittance(db: Database, stamp: Stamp, remittance_id: RemittanceId) -> Outcome:
    """Put a payment back on the list of what waits.

    Raises:
        NotAllowed: the role does not include it.
        NotFound: there is no such remittance.
        CannotDo: it is posted.
    """
    require(stamp, Act.SET_REMITTANCE_ASIDE)
    with write(db):
        row = _unposted(db, remittance_id)
        reason = waiting_words(store.get_content(db, remittance_id))
        store.set_status(db, stamp, remittance_id, RemittanceStatus.WAITING, reason=reason)
    return _done(row, "Waits again")


def _unposted(db: Database, remittance_id: RemittanceId) -> RemittanceRow:
    row = store.get_remittance(db, remittance_id)
    if row.status is RemittanceStatus.POSTED:
        raise CannotDo(
            f"{row.payer_name} {row.trace_number} is {STATUS_WORDS[row.status].lower()}; nothing was changed: "
            "reverse it first."
        )
    return row


def _done(row: RemittanceRow, words: str) -> Outcome:
    return Outcome(
        changed=frozenset({"remittances"}),
        message=f"{words}: {row.payer_name} {row.trace_number}, {row.paid}",
        row_id=row.id,
    )
