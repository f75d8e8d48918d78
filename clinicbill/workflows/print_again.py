"""Print an earlier printing again: the same sheets, to the byte, whatever happened to the claims since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.words import counted
from clinicbill.claims.print_log_store import (
    Paper,
    add_print_job,
    claims_of_print_job,
    get_print_job,
)
from clinicbill.claims.sent_store import claims_of_submission, get_submission, submissions_of
from clinicbill.claims.status import change_status
from clinicbill.claims.store import get_claim
from clinicbill.db.connect import write
from clinicbill.workflows.draw_sheets import Bundle, bundle_at, draw_sheets
from clinicbill.workflows.drawing import Drawing, say_nothing
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.print_claims import keep_quiet

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PrintJobId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.print_log_store import PrintedClaim, PrintJob
    from clinicbill.workflows.drawing import Tell
    from clinicbill.workflows.print_claims import HandOver


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainOutcome(Outcome):
    """The sheets that were printed again; `file_name` is what to call their PDF."""

    drawing: Drawing
    file_name: str


def print_again(
    db: Database,
    stamp: Stamp,
    job_id: PrintJobId,
    *,
    printer: str = "",
    hand_over: HandOver = keep_quiet,
    tell: Tell = say_nothing,
) -> AgainOutcome:
    """Print the same sheets once more; the claims stay where they are, their history remembers the copy.

    What went to payers comes from the kept bytes; copies are drawn again from what was sent when they were printed.
    `tell` hears how far it is, and may raise: then nothing was printed and nothing is kept of it.

    Raises:
        NotFound: there is no such printing.
        CannotDo: it held a copy of a claim that had never been sent, of which nothing was kept.
    """
    require(stamp, Act.SEND_CLAIMS)
    job, claims = get_print_job(db, job_id), claims_of_print_job(db, job_id)
    drawing = same_drawing(db, job, claims, tell=tell)
    with write(db):
        for one in claims:
            status = get_claim(db, one.claim_id).status
            change_status(db, stamp, one.claim_id, status, text="Copy printed")
        add_print_job(
            db,
            stamp,
            printer=printer,
            paper=job.paper,
            sheets=drawing.sheets,
            submission_id=job.submission_id if _is_kept(job) else None,
            claims=[(one.claim_id, True) for one in claims],
        )
        hand_over(drawing)
    numbers = [one.number for one in claims]
    return AgainOutcome(
        changed=frozenset({"claims"}),
        message=f"{counted(len(claims), 'claim')} printed again, the same sheets",
        drawing=drawing,
        file_name=f"CMS1500-{numbers[0]}{f'-{numbers[-1]}' if len(numbers) > 1 else ''}.pdf",
    )


def same_drawing(
    db: Database, job: PrintJob, claims: list[PrintedClaim], *, tell: Tell = say_nothing
) -> Drawing:
    """The sheets of a printing as they were.

    Raises:
        CannotDo: as `print_again`.
    """
    bundles = []
    for done, one in enumerate(claims):
        tell(done, len(claims), "claims read")
        bundles.append(_bundle(db, job, one))
    drawing = draw_sheets(bundles, background=job.paper is Paper.PLAIN_PAPER, tell=tell)
    if job.submission_id is None or not _is_kept(job):
        return drawing
    kept = get_submission(db, job.submission_id).content
    if kept == drawing.content:
        return drawing
    return Drawing(content=kept, pages=(None,) * job.sheets, forms=drawing.forms)


def _is_kept(job: PrintJob) -> bool:
    """Whether the kept bytes are all of it: no copy lay between the originals, or it is such a printing again."""
    return job.submission_id is not None and job.originals in (0, job.claims)


def _bundle(db: Database, job: PrintJob, printed: PrintedClaim) -> Bundle:
    """One claim as it was sent last when this printing was made."""
    sendings = [sent for sent in submissions_of(db, printed.claim_id) if sent.created_at <= job.at]
    if not sendings:
        raise CannotDo(
            f"Claim {printed.number} had not been sent when this copy was printed, and nothing of it was kept; "
            "nothing was printed: print a new copy from the list of claims."
        )
    said = claims_of_submission(db, sendings[0].id)
    claim = next(row.claim for row in said if row.claim_id == printed.claim_id)
    return bundle_at(db, get_claim(db, printed.claim_id), claim, sendings[0].created_at)
