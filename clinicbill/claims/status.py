"""The states of a claim as data: words, looks, and the moves between them; every move leaves its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.claims.event_store import add_event, set_standing, standing_of
from clinicbill.db.connect import write

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId, RemittanceId, SubmissionId
    from clinicbill.basics.stamp import Stamp


class ClaimStatus(StrEnum):
    """Where a claim stands. Rejected (never adjudicated), denied (adjudicated) and sent are three things.

    Taken back is a fourth: the payer reversed its decision (CLP02 22) and has made no other yet.
    """

    DRAFT = "draft"
    ON_HOLD = "on_hold"
    READY = "ready"
    FILE_CREATED = "file_created"
    PRINTED = "printed"
    SENT = "sent"
    MAILED = "mailed"
    CLEARINGHOUSE_ACCEPTED = "clearinghouse_accepted"
    PAYER_ACCEPTED = "payer_accepted"
    REJECTED = "rejected"
    PAID = "paid"
    PART_PAID = "part_paid"
    DENIED = "denied"
    PAID_IN_FULL = "paid_in_full"
    TAKEN_BACK = "taken_back"
    REPLACED = "replaced"
    VOID = "void"


class ClaimGroup(StrEnum):
    """How the Claims page groups its rows, in the order in which they are worked."""

    NEEDS_YOU = "needs_you"
    READY = "ready"
    ON_ITS_WAY = "on_its_way"
    ANSWERED = "answered"
    CLOSED = "closed"


GROUP_TITLES = {
    ClaimGroup.NEEDS_YOU: "Needs you",
    ClaimGroup.READY: "Ready to send",
    ClaimGroup.ON_ITS_WAY: "On its way",
    ClaimGroup.ANSWERED: "Answered",
    ClaimGroup.CLOSED: "Replaced or void",
}


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How a state is shown: its words, an icon of resources/icons, a colour role, and where it is grouped."""

    words: str
    icon: str
    role: str
    group: ClaimGroup


_S, _G = ClaimStatus, ClaimGroup

STATUSES = {
    _S.DRAFT: StatusLook("Draft", "pencil", "text2", _G.NEEDS_YOU),
    _S.ON_HOLD: StatusLook("On hold", "pause-circle", "amber", _G.NEEDS_YOU),
    _S.READY: StatusLook("Ready", "dashed-circle", "text2", _G.READY),
    _S.FILE_CREATED: StatusLook("File created", "document", "text2", _G.ON_ITS_WAY),
    _S.PRINTED: StatusLook("Printed", "printer", "text2", _G.ON_ITS_WAY),
    _S.SENT: StatusLook("Sent", "plane", "text2", _G.ON_ITS_WAY),
    _S.MAILED: StatusLook("Mailed", "plane", "text2", _G.ON_ITS_WAY),
    _S.CLEARINGHOUSE_ACCEPTED: StatusLook("Clearinghouse accepted", "plane", "blue", _G.ON_ITS_WAY),
    _S.PAYER_ACCEPTED: StatusLook("Payer accepted", "plane", "blue", _G.ON_ITS_WAY),
    _S.REJECTED: StatusLook("Rejected", "circle-x", "red", _G.NEEDS_YOU),
    _S.PAID: StatusLook("Paid", "circle-check", "green", _G.ANSWERED),
    _S.PART_PAID: StatusLook("Part paid", "half-circle", "green", _G.ANSWERED),
    _S.DENIED: StatusLook("Denied", "ban", "red", _G.ANSWERED),
    _S.PAID_IN_FULL: StatusLook("Paid in full", "circle-check", "green", _G.ANSWERED),
    _S.TAKEN_BACK: StatusLook("Taken back", "undo", "amber", _G.ON_ITS_WAY),
    _S.REPLACED: StatusLook("Replaced", "undo", "text3", _G.CLOSED),
    _S.VOID: StatusLook("Void", "x", "text3", _G.CLOSED),
}

# Never sent: may still change, or vanish without anybody having to know.
UNSENT = frozenset({_S.DRAFT, _S.ON_HOLD, _S.READY})
# Made for the payer, and no answer of the payer stands.
ON_ITS_WAY = frozenset(status for status, look in STATUSES.items() if look.group is _G.ON_ITS_WAY)
# The payer decided; the remittance is the evidence.
ANSWERED = frozenset(status for status, look in STATUSES.items() if look.group is _G.ANSWERED)
# Nothing more will come of this claim itself.
CLOSED = frozenset({_S.REPLACED, _S.VOID})

# Nobody outside has it yet, or nobody took it: the filing limit is still running.
LIMIT_RUNS = UNSENT | {_S.FILE_CREATED, _S.PRINTED, _S.SENT, _S.MAILED, _S.REJECTED}

# What a remittance makes of a claim.
_DECIDED = ANSWERED | {_S.TAKEN_BACK}
_ACKNOWLEDGED = frozenset({_S.CLEARINGHOUSE_ACCEPTED, _S.PAYER_ACCEPTED, _S.REJECTED})
_ENDS = frozenset({_S.REPLACED, _S.VOID})

# What may follow what. A payer's answer is a fact and may come at any time before the end, even to a claim that was
# taken back for repair; what is answered moves back only when its remittance is reversed, by us or by the
# payer. What is on its way may be taken up and sent anew: a file that never left, a claim the payer says it never saw.
MOVES: dict[ClaimStatus, frozenset[ClaimStatus]] = {
    _S.DRAFT: _DECIDED | {_S.ON_HOLD, _S.READY, _S.VOID},
    _S.ON_HOLD: _DECIDED | {_S.DRAFT, _S.READY, _S.VOID},
    _S.READY: _DECIDED | {_S.DRAFT, _S.ON_HOLD, _S.FILE_CREATED, _S.PRINTED, _S.VOID},
    _S.FILE_CREATED: _DECIDED | UNSENT | _ENDS | _ACKNOWLEDGED | {_S.SENT},
    _S.PRINTED: _DECIDED | UNSENT | _ENDS | {_S.MAILED, _S.REJECTED},
    _S.SENT: _DECIDED | UNSENT | _ENDS | _ACKNOWLEDGED,
    _S.MAILED: _DECIDED | UNSENT | _ENDS | {_S.PAYER_ACCEPTED, _S.REJECTED},
    _S.CLEARINGHOUSE_ACCEPTED: _DECIDED | UNSENT | _ENDS | {_S.PAYER_ACCEPTED, _S.REJECTED},
    _S.PAYER_ACCEPTED: _DECIDED | UNSENT | _ENDS | {_S.REJECTED},
    _S.REJECTED: _DECIDED | UNSENT | _ENDS | {_S.PAYER_ACCEPTED},
    _S.PAID: ANSWERED | ON_ITS_WAY | UNSENT | {_S.REJECTED, _S.REPLACED},
    _S.PART_PAID: ANSWERED | ON_ITS_WAY | UNSENT | {_S.REJECTED, _S.REPLACED},
    _S.DENIED: ANSWERED | ON_ITS_WAY | UNSENT | _ENDS | {_S.REJECTED},
    _S.PAID_IN_FULL: ANSWERED | ON_ITS_WAY | UNSENT | {_S.REJECTED, _S.REPLACED},
    _S.TAKEN_BACK: ANSWERED | UNSENT | _ENDS | {_S.PAYER_ACCEPTED, _S.REJECTED},
    # Only when the claim that replaced it is voided before it was sent.
    _S.REPLACED: ANSWERED | ON_ITS_WAY | {_S.REJECTED},
    _S.VOID: frozenset(),
}

_INSTEAD = {
    _S.VOID: "bill the visit again instead",
    _S.REPLACED: "work on the claim that replaced it",
    **dict.fromkeys(ANSWERED, "correct the claim instead"),
    **dict.fromkeys(ON_ITS_WAY, "take it back to ready first, or wait for the payer’s answer"),
    **dict.fromkeys(UNSENT, "make its file or print it first"),
}


def words(status: str) -> str:
    """The state as the screen says it: "File created"."""
    return STATUSES[ClaimStatus(status)].words


def may_move(before: str, after: str) -> bool:
    """Whether a claim in one state may go to the other; staying where it is, with new evidence, always may."""
    return before == after or ClaimStatus(after) in MOVES[ClaimStatus(before)]


def check_move(number: str, before: str, after: str) -> None:
    """Refuse a move that makes no sense.

    Raises:
        CannotDo: with the sentence that says what to do instead.
    """
    if may_move(before, after):
        return
    instead = _INSTEAD.get(ClaimStatus(before), "open the claim to see its history")
    raise CannotDo(
        f"Claim {number} is “{words(before)}” and cannot become “{words(after)}”; nothing was changed: {instead}."
    )


def change_status(
    db: Database,
    stamp: Stamp,
    claim_id: ClaimId,
    to: ClaimStatus,
    *,
    text: str,
    submission_id: SubmissionId | None = None,
    remittance_id: RemittanceId | None = None,
) -> None:
    """Move a claim and keep the evidence: what was sent, or which remittance answered.

    The same state again only adds the event (a second copy printed, one more remittance). `text` is the reason
    of a hold and stands beside the state on the page. A remittance never reopens a replaced or void claim: what
    the payer says of it is kept in the history, and the claim stays what it is.

    Raises:
        CannotDo: the move makes no sense from where the claim stands.
        NotFound: there is no such claim.
    """
    with write(db):
        standing = standing_of(db, claim_id)
        if standing is None:
            raise NotFound(
                f"There is no claim with row {claim_id}; nothing was changed: look at the list again."
            )
        number, before, reason = standing
        if remittance_id is not None and before in CLOSED:
            to = ClaimStatus(before)
        check_move(number, before, to)
        hold_reason = text if to is ClaimStatus.ON_HOLD else ""
        if (before, reason) != (to, hold_reason):
            set_standing(db, stamp, claim_id, str(to), hold_reason)
        add_event(
            db,
            stamp,
            claim_id,
            before,
            str(to),
            text=text,
            submission_id=submission_id,
            remittance_id=remittance_id,
        )
