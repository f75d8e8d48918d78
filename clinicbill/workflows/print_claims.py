"""Print claims: the CMS-1500 as a PDF, kept with its exact bytes; what was printed before prints the same again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from clinicbill.basics.identifiers import ClaimId, SubmissionId
from clinicbill.basics.words import counted
from clinicbill.claims.current_store import load_office
from clinicbill.claims.print_log_store import Paper, add_print_job
from clinicbill.claims.sent_store import PAPER, add_submission
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import get_claim
from clinicbill.cms1500.draw import TRUE_SIZE
from clinicbill.db.connect import write
from clinicbill.workflows.check_claims import (
    CheckedClaim,
    ClaimsOutcome,
    claim_now,
    keep_check,
)
from clinicbill.workflows.decide_print import as_it_travels, decide_print, is_checked
from clinicbill.workflows.draw_sheets import Bundle, draw_sheets, kept_drawing
from clinicbill.workflows.drawing import Drawing, Tell, say_nothing
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.current_store import Office
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.codesets.look_up import DiagnosisCodes

HandOver: TypeAlias = Callable[[Drawing], None]
"""Takes the sheets to the printer or into a file; if it raises, nothing was printed and nothing is kept."""


def keep_quiet(_drawing: Drawing) -> None:
    """A `HandOver` for callers that take the bytes of the outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOutcome(ClaimsOutcome):
    """What became of each claim.

    Attributes:
        content: the PDF, one form after the other in the order given; empty where nothing could be printed.
        sheets: of paper.
        file_name: what to call it.
        submission_id: where the forms that go to payers are kept; None where all were copies.
        drawing: the PDF with what its pages are; None where nothing could be printed.
    """

    content: bytes = b""
    sheets: int = 0
    file_name: str = ""
    submission_id: SubmissionId | None = None
    drawing: Drawing | None = None


def print_claims(
    db: Database,
    stamp: Stamp,
    claim_ids: Iterable[ClaimId],
    *,
    background: bool,
    codes: DiagnosisCodes | None = None,
    offset: PrinterOffset = TRUE_SIZE,
    copies_only: bool = False,
    printer: str = "",
    hand_over: HandOver = keep_quiet,
    tell: Tell = say_nothing,
) -> PrintOutcome:
    """Print paper claims, and copies of any others; all or nothing.

    An unsent claim is checked once more; with something to fix it goes back to draft and is left out. An unsent
    paper claim becomes “Printed”: its frozen Claim, the bytes of its form and their SHA-256 are kept. On plain paper
    it is left out where its payer takes only the red form (P20). Any other claim prints as a copy, from what was sent
    where it was sent, so the same call gives the same bytes again whatever happened to the records since; its state
    stays, its history remembers the copy. What does not fit the form is left out, a copy too. A claim to a later
    payer prints with the earlier payers' remittances.

    `background` draws the form too, for plain paper; without it only the data is printed, for red forms. `codes` is
    the code library. `offset` is a printer's correction for who takes the bytes to it: it changes the bytes handed
    over, not those kept. With `copies_only` nothing goes to a payer. `printer` is named in the log; empty is a PDF.
    `hand_over` is called before anything is committed, and may raise; `tell` hears how far it is, and may too.
    """
    require(stamp, Act.SEND_CLAIMS)
    paper = Paper.PLAIN_PAPER if background else Paper.RED_FORM
    office, wanted = load_office(db), list(claim_ids)
    with write(db):
        pages = []
        for done, claim_id in enumerate(wanted):
            tell(done, len(wanted), "claims checked")
            record = get_claim(db, claim_id)
            pages.append(_page(db, stamp, record, office, codes=codes, paper=paper, copies_only=copies_only))
        drawn = [page for page in pages if not page.checked.stopped]
        if not drawn:
            return _nothing(pages)
        kept = _draw_originals(drawn, paper, tell)
        submission_id = _keep(db, stamp, drawn, kept) if kept is not None else None
        for page in drawn:
            if page.copy:
                change_status(db, stamp, page.checked.claim_id, page.checked.status, text="Copy printed")
        drawing = _handed(db, drawn, kept, paper, offset, tell)
        add_print_job(
            db,
            stamp,
            printer=printer,
            paper=paper,
            sheets=drawing.sheets,
            submission_id=submission_id,
            claims=[(page.checked.claim_id, page.copy) for page in drawn],
        )
        hand_over(drawing)
    return _outcome(pages, drawing, submission_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One claim and what it says; `copy` where the form does not go to the payer, `refused` for its paper."""

    checked: CheckedClaim
    bundle: Bundle
    copy: bool
    refused: bool = False

    @property
    def claim(self) -> Claim:
        return self.bundle.claim


def _page(
    db: Database,
    stamp: Stamp,
    record: ClaimRecord,
    office: Office,
    *,
    codes: DiagnosisCodes | None,
    paper: Paper,
    copies_only: bool,
) -> _Page:
    record = as_it_travels(record, office)
    if is_checked(record, copies_only=copies_only):
        checked, claim = keep_check(db, stamp, record, office, codes=codes)
    else:
        claim = claim_now(db, record, office)
        checked = CheckedClaim(
            claim_id=record.id, number=record.patient_control_number, status=record.status, findings=()
        )
    background = paper is Paper.PLAIN_PAPER
    decided = decide_print(
        db, record, claim, checked.findings, background=background, copies_only=copies_only
    )
    return _Page(
        checked=replace(checked, findings=decided.findings),
        bundle=decided.bundle,
        copy=not decided.original,
        refused=decided.refused,
    )


def _draw_originals(drawn: Sequence[_Page], paper: Paper, tell: Tell) -> Drawing | None:
    """What goes to payers, at true size."""
    originals = [page.bundle for page in drawn if not page.copy]
    if not originals:
        return None
    return draw_sheets(originals, background=paper is Paper.PLAIN_PAPER, tell=tell)


def _handed(
    db: Database,
    drawn: Sequence[_Page],
    kept: Drawing | None,
    paper: Paper,
    offset: PrinterOffset,
    tell: Tell,
) -> Drawing:
    """What is handed over: the kept bytes themselves wherever they are all there is to print."""
    if kept is not None and not any(page.copy for page in drawn) and offset == TRUE_SIZE:
        return kept
    bundles = [page.bundle for page in drawn]
    drawing = draw_sheets(bundles, background=paper is Paper.PLAIN_PAPER, offset=offset, tell=tell)
    if kept is not None or offset != TRUE_SIZE:
        return drawing
    return kept_drawing(db, bundles, drawing, paper)


def _keep(db: Database, stamp: Stamp, drawn: Sequence[_Page], kept: Drawing) -> SubmissionId:
    claims = [page.claim for page in drawn if not page.copy]
    submission_id = add_submission(
        db,
        stamp,
        kind=PAPER,
        file_name=_file_name(claims),
        content=kept.content,
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


def _nothing(pages: Sequence[_Page]) -> PrintOutcome:
    refused = bool(pages) and all(page.refused for page in pages)
    why = "the payer takes only the red form" if refused else "every claim has something to fix"
    return PrintOutcome(
        changed=frozenset({"claims"}),
        findings=tuple(finding for page in pages for finding in page.checked.findings),
        message=f"Nothing was printed: {why}",
        claims=tuple(page.checked for page in pages),
    )


def _outcome(pages: Sequence[_Page], drawing: Drawing, submission_id: SubmissionId | None) -> PrintOutcome:
    drawn = [page for page in pages if not page.checked.stopped]
    copies = sum(page.copy for page in drawn)
    refused = sum(page.refused for page in pages)
    kinds = (
        (len(drawn) - copies, "printed"),
        (copies, "printed as a copy"),
        (len(pages) - len(drawn) - refused, "left out with something to fix"),
        (refused, "left out: the payer takes only the red form"),
    )
    return PrintOutcome(
        changed=frozenset({"claims"}),
        message="; ".join(f"{counted(count, 'claim')} {words}" for count, words in kinds if count),
        row_id=submission_id,
        claims=tuple(_after(page) for page in pages),
        content=drawing.content,
        sheets=drawing.sheets,
        file_name=_file_name([page.claim for page in drawn]),
        submission_id=submission_id,
        drawing=drawing,
    )


def _after(page: _Page) -> CheckedClaim:
    return page.checked if page.copy or page.checked.stopped else page.checked.moved_to(ClaimStatus.PRINTED)
