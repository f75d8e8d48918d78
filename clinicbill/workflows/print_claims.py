"""Print claims: the CMS-1500 as a PDF, kept with its exact bytes; what was printed before prints the same again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId, SubmissionId
from clinicbill.claims.claim import Claim
from clinicbill.claims.current_store import load_office
from clinicbill.claims.sent_store import PAPER, add_submission
from clinicbill.claims.status import UNSENT, ClaimStatus, change_status
from clinicbill.claims.store import get_claim
from clinicbill.cms1500.draw import TRUE_SIZE, draw_claims
from clinicbill.db.connect import write
from clinicbill.practice.payer import Delivery
from clinicbill.workflows.check_claims import (
    CheckedClaim,
    ClaimsOutcome,
    claim_now,
    counted,
    keep_check,
)
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.current_store import Office
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.codesets.look_up import DiagnosisCodes


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOutcome(ClaimsOutcome):
    """What became of each claim.

    Attributes:
        content: the PDF, one form after the other in the order given; empty where nothing could be printed.
        file_name: what to call it.
        submission_id: where the forms that go to payers are kept; None where all were copies.
    """

    content: bytes = b""
    file_name: str = ""
    submission_id: SubmissionId | None = None


def print_claims(
    db: Database,
    stamp: Stamp,
    claim_ids: Iterable[ClaimId],
    *,
    background: bool,
    codes: DiagnosisCodes | None = None,
    offset: PrinterOffset = TRUE_SIZE,
) -> PrintOutcome:
    """Print paper claims, and copies of any others.

    An unsent claim is checked once more; with something to fix it goes back to draft and is left out. An unsent
    paper claim becomes “Printed”: its frozen Claim, the bytes of its form and their SHA-256 are kept. Any other
    claim prints as a copy, from what was sent where it was sent, so the same call gives the same bytes again
    whatever happened to the records since; its state stays, its history remembers the copy.

    `background` draws the form too, for plain paper; without it only the data is printed, for red forms. `codes` is
    the code library. `offset` is this printer's correction; it changes the bytes handed over, not those kept.

    Raises:
        CannotDo: a text of a copy does not fit its box.
    """
    require(stamp, Act.SEND_CLAIMS)
    office = load_office(db)
    with write(db):
        pages = [_page(db, stamp, get_claim(db, claim_id), office, codes=codes) for claim_id in claim_ids]
        drawn = [page for page in pages if not page.checked.stopped]
        originals = [page.claim for page in drawn if not page.copy]
        submission_id = _keep(db, stamp, originals, background=background) if originals else None
        for page in drawn:
            if page.copy:
                status = page.checked.status
                change_status(db, stamp, page.checked.claim_id, status, text="Copy printed")
        content = (
            draw_claims((page.claim for page in drawn), background=background, offset=offset)
            if drawn
            else b""
        )
    return _outcome(pages, content, submission_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One claim and what it says; `copy` where the form does not go to the payer."""

    checked: CheckedClaim
    claim: Claim
    copy: bool


def _page(
    db: Database,
    stamp: Stamp,
    record: ClaimRecord,
    office: Office,
    *,
    codes: DiagnosisCodes | None,
) -> _Page:
    if record.status in UNSENT:
        checked, claim = keep_check(db, stamp, record, office, codes=codes)
        original = record.delivery is Delivery.PAPER and checked.status is ClaimStatus.READY
        return _Page(checked=checked, claim=claim, copy=not original)
    checked = CheckedClaim(
        claim_id=record.id, number=record.patient_control_number, status=record.status, findings=()
    )
    return _Page(checked=checked, claim=claim_now(db, record, office), copy=True)


def _keep(db: Database, stamp: Stamp, claims: Sequence[Claim], *, background: bool) -> SubmissionId:
    content = draw_claims(claims, background=background)
    submission_id = add_submission(
        db,
        stamp,
        kind=PAPER,
        file_name=_file_name(claims),
        content=content,
        claims=[(claim, "") for claim in claims],
    )
    for claim in claims:
        change_status(
            db,
            stamp,
            ClaimId(claim.claim_id),
            ClaimStatus.PRINTED,
            text=f"Printed for {claim.coverage.payer.name}",
            submission_id=submission_id,
        )
    return submission_id


def _file_name(claims: Sequence[Claim]) -> str:
    """CMS1500-C000417R.pdf, or with the last number too where there are several."""
    numbers = [claim.patient_control_number for claim in claims]
    return f"CMS1500-{numbers[0]}{f'-{numbers[-1]}' if len(numbers) > 1 else ''}.pdf"


def _outcome(pages: Sequence[_Page], content: bytes, submission_id: SubmissionId | None) -> PrintOutcome:
    stopped = sum(page.checked.stopped for page in pages)
    if not content:
        return PrintOutcome(
            changed=frozenset({"claims"}),
            findings=tuple(finding for page in pages for finding in page.checked.findings),
            message="Nothing was printed: every claim has something to fix",
            claims=tuple(page.checked for page in pages),
        )
    drawn = [page for page in pages if not page.checked.stopped]
    copies = sum(page.copy for page in drawn)
    kinds = (
        (len(drawn) - copies, "printed"),
        (copies, "printed as a copy"),
        (stopped, "left out with something to fix"),
    )
    return PrintOutcome(
        changed=frozenset({"claims"}),
        message="; ".join(f"{counted(count)} {words}" for count, words in kinds if count),
        row_id=submission_id,
        claims=tuple(_after(page) for page in pages),
        content=content,
        file_name=_file_name([page.claim for page in drawn]),
        submission_id=submission_id,
    )


def _after(page: _Page) -> CheckedClaim:
    return page.checked if page.copy or page.checked.stopped else page.checked.moved_to(ClaimStatus.PRINTED)
