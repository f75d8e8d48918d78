"""Post a remittance: everything it says about our claims, in one transaction, or nothing and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity, stops
from clinicbill.basics.words import counted
from clinicbill.claims.status import CLOSED, change_status
from clinicbill.db.connect import write
from clinicbill.ledger.store import add_postings
from clinicbill.remits import billed_store, store
from clinicbill.remits.answers_store import claim_status
from clinicbill.remits.store import RemittanceStatus
from clinicbill.workflows.follow_balances import follow_balances
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.preview_remittance import preview_remittance
from clinicbill.workflows.receive_remittance import posted_words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PostingId, RemittanceId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.ledger.posting import NewPosting
    from clinicbill.remits.plan import ClaimAnswer, PlannedPosting
    from clinicbill.remits.store import RemittanceRow
    from clinicbill.workflows.preview_remittance import Preview


def post_remittance(db: Database, stamp: Stamp, remittance_id: RemittanceId) -> Outcome:
    """Post a payment that proves and whose claims are all found; otherwise nothing happens and the findings say why.

    The same payment again, in any file, does nothing and says when and by whom it was posted; once that posting is
    reversed, it may be posted again.

    Raises:
        NotAllowed: the role does not include posting.
        NotFound: there is no such remittance.
    """
    require(stamp, Act.POST_REMITTANCE)
    with write(db):
        preview = preview_remittance(db, remittance_id, on=stamp.on)
        if preview.posted_as is not None:
            return _posted_before(db, preview.posted_as, remittance_id)
        if not preview.plan.may_post:
            return Outcome(findings=preview.plan.findings, message=_waits(preview))
        _post(db, stamp, preview)
    return Outcome(
        changed=frozenset({"ledger", "claims", "remittances"}),
        findings=preview.plan.findings,
        message=_done(preview),
        row_id=remittance_id,
    )


def _post(db: Database, stamp: Stamp, preview: Preview) -> None:
    remittance_id = preview.row.id
    _add(db, stamp, preview.plan.postings)
    if preview.situation.payer_id is not None and preview.row.payer_id != preview.situation.payer_id:
        store.set_payer(db, stamp, remittance_id, preview.situation.payer_id)
    store.set_status(db, stamp, remittance_id, RemittanceStatus.POSTED)
    for answer in preview.plan.answers:
        _answer(db, stamp, answer, remittance_id)
    lines = {entry.service_line_id for one in preview.plan.postings for entry in one.posting.entries}
    follow_balances(db, stamp, {line for line in lines if line is not None})
    _set_copies_aside(db, stamp, preview)


def _add(db: Database, stamp: Stamp, planned: tuple[PlannedPosting, ...]) -> None:
    """In runs: a posting that undoes one of this plan needs its number, so the ones before it are written first."""
    numbers: list[PostingId] = []
    run: list[NewPosting] = []
    for one in planned:
        posting = one.posting
        if one.undoes_place is not None:
            numbers += add_postings(db, stamp, run) if run else []
            run = []
            posting = replace(posting, reverses_id=numbers[one.undoes_place])
        run.append(posting)
    if run:
        add_postings(db, stamp, run)


def _answer(db: Database, stamp: Stamp, answer: ClaimAnswer, remittance_id: RemittanceId) -> None:
    """Move the claim with the remittance as its evidence; one that is void or replaced stays so."""
    now = claim_status(db, answer.claim_id)
    to = now if now in CLOSED else answer.status
    change_status(db, stamp, answer.claim_id, to, text=answer.text, remittance_id=remittance_id)
    billed_store.keep_payer_control_number(db, answer.claim_id, answer.payer_control_number, stamp.columns())


def _set_copies_aside(db: Database, stamp: Stamp, preview: Preview) -> None:
    """Other files of the same payment need no work any more."""
    posted = store.get_remittance(db, preview.row.id)
    for copy in store.same_payment(db, preview.remittance):
        if copy.id != preview.row.id and copy.status is RemittanceStatus.WAITING:
            store.set_status(
                db,
                stamp,
                copy.id,
                RemittanceStatus.SET_ASIDE,
                reason=f"Same payment, {posted_words(db, posted)}",
            )


def _posted_before(db: Database, posted: RemittanceRow, remittance_id: RemittanceId) -> Outcome:
    text = f"{posted.payer_name} {posted.trace_number}, {posted.paid} was {posted_words(db, posted)}"
    return Outcome(
        findings=(
            Finding(
                rule="L14",
                severity=Severity.INFO,
                where="payment",
                value=posted.trace_number,
                message=f"{text}; nothing was posted again.",
            ),
        ),
        message=f"{text}; nothing was posted again",
        row_id=remittance_id,
    )


def _waits(preview: Preview) -> str:
    stopping = [one for one in preview.plan.findings if stops([one])]
    more = f" ({len(stopping) - 1} more)" if len(stopping) > 1 else ""
    return f"Not posted, waits: {stopping[0].message}{more}"


def _done(preview: Preview) -> str:
    claims = len(preview.remittance.claims)
    return (
        f"Posted {preview.row.payer_name} {preview.row.trace_number}, {preview.row.paid}: "
        f"{counted(claims, 'claim')}, {counted(preview.plan.steps, 'entry', 'entries')}"
    )
