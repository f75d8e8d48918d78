"""What is done next about an open amount: one rule for A/R and Today, in the screen's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.claims.status import ClaimStatus
from clinicbill.ledger.accounts import Account

if TYPE_CHECKING:
    from clinicbill.reports.claim_standing import ClaimStanding

# A claim on its way without news for longer needs somebody, as on the Claims page.
SILENT_DAYS = 30


class Step(StrEnum):
    """The acts a row can ask for."""

    FIX = "fix"
    RELEASE = "release"
    SEND = "send"
    MARK_SENT = "mark_sent"
    WAIT = "wait"
    CALL = "call"
    RESUBMIT = "resubmit"
    WORK_DENIAL = "work_denial"
    ASK_REST = "ask_rest"
    BILL = "bill"
    BILL_NEXT = "bill_next"
    LOOK_AT_CREDIT = "look_at_credit"
    COLLECT = "collect"
    APPLY = "apply"
    KEEP = "keep"
    POST = "post"
    OPEN_REMITTANCE = "open_remittance"
    CODE = "code"
    RELEASE_VISIT = "release_visit"
    SEND_ALL = "send_all"
    MARK_ALL = "mark_all"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, with an icon of resources/icons and a colour role of the tokens."""

    step: Step
    words: str
    icon: str
    role: str = "text2"


_S = ClaimStatus
_BY_STATUS = {
    _S.DRAFT: NextStep(Step.FIX, "Fix edits", "pencil", "amber"),
    _S.READY: NextStep(Step.SEND, "Send claim", "dashed-circle"),
    _S.FILE_CREATED: NextStep(Step.MARK_SENT, "Upload, mark as sent", "document"),
    _S.PRINTED: NextStep(Step.MARK_SENT, "Mail, mark as sent", "printer"),
    _S.REJECTED: NextStep(Step.RESUBMIT, "Fix and resubmit", "circle-x", "red"),
    _S.DENIED: NextStep(Step.WORK_DENIAL, "Work denial", "ban", "red"),
    _S.PART_PAID: NextStep(Step.ASK_REST, "Ask for the rest", "half-circle", "amber"),
    _S.PAID: NextStep(Step.ASK_REST, "Ask for the rest", "half-circle", "amber"),
    _S.PAID_IN_FULL: NextStep(Step.ASK_REST, "Ask for the rest", "half-circle", "amber"),
    _S.REPLACED: NextStep(Step.WAIT, "Wait for correction", "clock"),
    _S.VOID: NextStep(Step.BILL, "Bill again", "document", "amber"),
}
_CREDIT = NextStep(Step.LOOK_AT_CREDIT, "Payer credit: look at it", "info", "blue")
_COLLECT = NextStep(Step.COLLECT, "Patient pays", "person")
_APPLY = NextStep(Step.APPLY, "Apply or refund", "dollar", "amber")
_BILL = NextStep(Step.BILL, "Bill the visit", "document", "amber")
_RELEASE = NextStep(Step.RELEASE, "Take up again", "pause-circle", "amber")
_CALL = NextStep(Step.CALL, "Call the payer", "phone", "amber")


def step_of_claim(status: ClaimStatus) -> NextStep:
    """What a claim that waits on somebody needs in its state; one on its way needs a call."""
    if status is ClaimStatus.ON_HOLD:
        return _RELEASE
    return _BY_STATUS.get(status, _CALL)


def next_step(
    account: Account, standing: ClaimStanding | None, as_of: date, *, credit: bool, denied: bool = False
) -> NextStep:
    """The step for one open amount.

    `standing` is its claim as it was on that day, `credit` says that the amount is below zero, `denied` that what is
    left of a part paid claim was denied.
    """
    if account is Account.UNAPPLIED:
        return _APPLY
    if credit:
        return _CREDIT
    if account is Account.PATIENT_RECEIVABLE:
        return _COLLECT
    if standing is None:
        return _BILL
    if standing.crossed:
        return _waiting(standing, as_of)
    if standing.earlier_payer:
        return NextStep(Step.BILL_NEXT, "Bill next insurance", "document", "amber")
    if standing.status is ClaimStatus.ON_HOLD:
        return NextStep(Step.RELEASE, "On hold", "pause-circle", "amber")
    if denied and standing.status is ClaimStatus.PART_PAID:
        return _BY_STATUS[ClaimStatus.DENIED]
    return _BY_STATUS.get(standing.status) or _waiting(standing, as_of)


def _waiting(standing: ClaimStanding, as_of: date) -> NextStep:
    """On its way: wait until a month after the last news, then call."""
    until = standing.news_on + timedelta(days=SILENT_DAYS)
    if as_of > until:
        return _CALL
    return NextStep(Step.WAIT, f"Wait until {until:%m/%d}", "clock")
