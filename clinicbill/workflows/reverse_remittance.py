"""Reverse a posted remittance: every balance and every claim's state as before, by entries that point back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import PostingId
from clinicbill.basics.words import counted
from clinicbill.claims.status import ClaimStatus, change_status, may_move
from clinicbill.db.connect import write
from clinicbill.ledger.accounts import PostingKind
from clinicbill.ledger.entries_store import find_restoration, get_posting, postings_of_remittance
from clinicbill.ledger.store import (
    add_postings,
    restoration_of,
    reversal_of,
    standing,
)
from clinicbill.remits import store
from clinicbill.remits.answers_store import given_answers
from clinicbill.remits.store import RemittanceStatus
from clinicbill.workflows.follow_balances import follow_balances
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.reasons import no_reason

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import RemittanceId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.ledger.entries_store import Posted
    from clinicbill.ledger.posting import NewPosting
    from clinicbill.remits.answers_store import GivenAnswer

_MADE_MONEY_MOVE = (PostingKind.INSURANCE_PAYMENT, PostingKind.PROVIDER_ADJUSTMENT)
# A patient's payment may have moved a claim on from paid since; that is no new answer.
_PAID = frozenset({ClaimStatus.PAID, ClaimStatus.PAID_IN_FULL})


def reverse_remittance(db: Database, stamp: Stamp, remittance_id: RemittanceId, *, why: str) -> Outcome:
    """Undo a whole remittance; it may be posted again afterwards.

    Raises:
        NotAllowed: the role does not include reversing.
        NotFound: there is no such remittance.
        CannotDo: it is not posted, or a later remittance takes back a payment of this one.
    """
    require(stamp, Act.REVERSE_REMITTANCE)
    if not why.strip():
        return Outcome(findings=(no_reason(),))
    with write(db):
        row = store.get_remittance(db, remittance_id)
        if row.status is not RemittanceStatus.POSTED:
            raise CannotDo(
                f"{row.payer_name} {row.trace_number} is not posted, so there is nothing to reverse; nothing was changed."
            )
        undoing = _undoing(db, stamp, remittance_id, why)
        if undoing:
            add_postings(db, stamp, undoing)
        store.set_status(db, stamp, remittance_id, RemittanceStatus.REVERSED, reason=why)
        for answer in given_answers(db, remittance_id):
            _take_back(db, stamp, answer, remittance_id, why)
        lines = {entry.service_line_id for posting in undoing for entry in posting.entries}
        follow_balances(db, stamp, {line for line in lines if line is not None})
    undone = counted(len(undoing), "posting")
    return Outcome(
        changed=frozenset({"ledger", "claims", "remittances"}),
        message=f"Reversed {row.payer_name} {row.trace_number}, {row.paid}: {undone} undone",
        row_id=remittance_id,
    )


def _undoing(db: Database, stamp: Stamp, remittance_id: RemittanceId, why: str) -> list[NewPosting]:
    """The newest first, as one takes bricks from a wall."""
    made = [
        _undo(db, stamp, posted, remittance_id, why)
        for posted in reversed(postings_of_remittance(db, remittance_id))
    ]
    return [posting for posting in made if posting is not None]


def _undo(
    db: Database, stamp: Stamp, posted: Posted, remittance_id: RemittanceId, why: str
) -> NewPosting | None:
    if posted.kind in _MADE_MONEY_MOVE:
        return _undo_payment(db, stamp, posted, remittance_id, why)
    if posted.kind is PostingKind.PAYER_REVERSAL and not _is_void(db, posted):
        return restoration_of(db, posted, on=stamp.on)
    return None


def _undo_payment(
    db: Database, stamp: Stamp, posted: Posted, remittance_id: RemittanceId, why: str
) -> NewPosting | None:
    """The reversal of what stands for a payment today; None where it is undone already.

    Raises:
        CannotDo: a later remittance has taken it back.
    """
    today = standing(db, posted.id)
    if today.reversed_by_id is None:
        return reversal_of(db, today.id, on=stamp.on, why=why, remittance_id=remittance_id)
    reversal = get_posting(db, today.reversed_by_id)
    later = reversal.remittance_id
    if reversal.kind is PostingKind.PAYER_REVERSAL and later not in (None, remittance_id):
        other = store.get_remittance(db, later)
        raise CannotDo(
            f"{other.payer_name} {other.trace_number}, posted {slashed(reversal.posted_on)}, takes back a payment of this "
            "remittance; nothing was changed: reverse that one first."
        )
    return None


def _is_void(db: Database, reversal: Posted) -> bool:
    """Whether a payer's reversal needs no undoing: it is undone, or undid a payment of its own remittance."""
    original = get_posting(db, PostingId(reversal.reverses_id or 0))
    own = original.remittance_id == reversal.remittance_id and original.kind is not PostingKind.RESTORED
    return own or find_restoration(db, reversal.id) is not None


def _take_back(
    db: Database, stamp: Stamp, answer: GivenAnswer, remittance_id: RemittanceId, why: str
) -> None:
    """The claim goes back to where it stood, unless it has moved on for another reason."""
    same = answer.now == answer.after or {answer.now, answer.after} <= _PAID
    to = answer.before if same and may_move(answer.now, answer.before) else answer.now
    change_status(
        db, stamp, answer.claim_id, to, text=f"Remittance reversed: {why}", remittance_id=remittance_id
    )
