"""Reverse one posting of patient money: a payment for the wrong patient, a returned check, a wrong move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import CannotDo
from clinicbill.db.connect import write
from clinicbill.ledger.accounts import POSTING_WORDS, PostingKind
from clinicbill.ledger.entries_store import entries_of, get_posting
from clinicbill.ledger.store import reverse
from clinicbill.workflows.follow_balances import follow_balances
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.reasons import no_reason

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PostingId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.ledger.entries_store import Posted

_REVERSIBLE = frozenset({PostingKind.PATIENT_PAYMENT, PostingKind.APPLIED, PostingKind.TRANSFER})
_INSTEAD = {
    PostingKind.CHARGE: "change the visit, which charges it anew",
    PostingKind.REVERSAL: "post anew what it wrongly undid",
}


def reverse_posting(db: Database, stamp: Stamp, posting_id: PostingId, *, why: str) -> Outcome:
    """Undo a patient payment, an applied credit or a move between parties; both stay to be seen.

    `row_id` is the new posting's.

    Raises:
        NotAllowed: the role does not include reversing.
        NotFound: there is no such posting.
        CannotDo: it is reversed already, or is of a kind that is undone in another way.
    """
    require(stamp, Act.REVERSE_POSTING)
    if not why.strip():
        return Outcome(findings=(no_reason(),))
    with write(db):
        posted = get_posting(db, posting_id)
        _check_kind(posted)
        lines = {row.entry.service_line_id for row in entries_of(db, posting_id=posting_id)}
        reversal = reverse(db, stamp, posting_id, on=stamp.on, why=why)
        follow_balances(db, stamp, {line for line in lines if line is not None})
    return Outcome(
        changed=frozenset({"ledger", "claims"}),
        message=f"Reversed: {POSTING_WORDS[posted.kind]} of {slashed(posted.posted_on)}",
        row_id=reversal,
    )


def _check_kind(posted: Posted) -> None:
    if posted.kind not in _REVERSIBLE:
        instead = _INSTEAD.get(posted.kind, "reverse its remittance")
        raise CannotDo(
            f"“{POSTING_WORDS[posted.kind]}” is not reversed by itself; nothing was changed: {instead}."
        )
