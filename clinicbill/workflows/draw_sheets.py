"""Draw claims with what belongs behind each as one PDF, and find the bytes of what was printed before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.claim import Claim
from clinicbill.claims.print_log_store import Paper, paper_of_submission
from clinicbill.claims.profiles import claim_profile
from clinicbill.claims.sent_store import PAPER, claims_of_submission, get_submission, last_sent
from clinicbill.claims.status import UNSENT
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.cms1500.draw import TRUE_SIZE, draw_pages
from clinicbill.letters.remittance_page import RemittancePart, part_of, remittance_pages
from clinicbill.remits.billed_store import billed_claims
from clinicbill.remits.line_match import match_lines
from clinicbill.workflows.drawing import Drawing, say_nothing
from clinicbill.workflows.read_decisions import earlier_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ServiceLineId, SubmissionId
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.cms1500.boxes import Texts
    from clinicbill.cms1500.draw import Behind, PrinterOffset
    from clinicbill.workflows.drawing import Tell
    from clinicbill.workflows.read_decisions import EarlierAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One claim as it prints: its forms, and the earlier payers' remittances behind them."""

    claim: Claim
    parts: tuple[RemittancePart, ...] = ()


def bundle(db: Database, record: ClaimRecord, claim: Claim) -> Bundle:
    """A claim with the remittances that belong behind it: those known when it was sent, or today's if it was not."""
    sent = last_sent(db, record.id) if record.status not in UNSENT else None
    return bundle_at(db, record, claim, get_submission(db, sent.submission_id).created_at if sent else None)


def bundle_at(db: Database, record: ClaimRecord, claim: Claim, until: datetime | None) -> Bundle:
    """A claim with the remittances that were known at a moment; None for now."""
    parts = (_part(db, answer, claim) for answer in earlier_answers(db, record, until=until))
    return Bundle(claim=claim, parts=tuple(part for part in parts if not _says_nothing(part)))


def _part(db: Database, answer: EarlierAnswer, claim: Claim) -> RemittancePart:
    return part_of(
        answer.remittance,
        answer.payment,
        claim=claim,
        claim_number=answer.earlier.patient_control_number,
        lines=_lines_behind(db, answer, claim),
    )


def _lines_behind(db: Database, answer: EarlierAnswer, claim: Claim) -> list[ServiceLineId | None]:
    """Our line behind each service; empty where this claim has every line of the earlier one."""
    (earlier,) = billed_claims(db, [answer.earlier.id])
    ours = {line.service_line_id for line in claim.lines}
    if all(line.service_line_id in ours for line in earlier.lines):
        return []
    matches = match_lines(earlier, answer.payment)
    return [match.line.service_line_id if match else None for match in matches]


def _says_nothing(part: RemittancePart) -> bool:
    """Whether the earlier payer decided on none of this claim's lines."""
    return bool(part.left_out) and not part.payment.services and not part.payment.adjustments


def draw_sheets(
    bundles: Iterable[Bundle],
    *,
    background: bool,
    offset: PrinterOffset = TRUE_SIZE,
    tell: Tell = say_nothing,
) -> Drawing:
    """All claims as one PDF; the same claims always give the same bytes.

    On plain paper (`background`) each remittance lies behind its form. On red forms all forms come first, so that
    the paper is changed once.

    Raises:
        CannotDo: a text does not fit its box.
    """
    sheets = _sheets(bundles, background=background)

    def told() -> Iterable[tuple[str, Texts | Behind]]:
        for done, sheet in enumerate(sheets):
            tell(done, len(sheets), "sheets drawn")
            yield sheet

    content = draw_pages(told(), background=background, offset=offset)
    pages = tuple(None if callable(what) else what for _, what in sheets)
    return Drawing(content=content, pages=pages, forms=sum(page is not None for page in pages))


def _sheets(bundles: Iterable[Bundle], *, background: bool) -> list[tuple[str, Texts | Behind]]:
    made: list[tuple[str, Texts | Behind]] = []
    last: list[tuple[str, Texts | Behind]] = []
    for one in bundles:
        name = f"claim {one.claim.patient_control_number}"
        made += [(name, texts) for texts in claim_texts(one.claim, claim_profile(one.claim))]
        behind = [(name, page) for part in one.parts for page in remittance_pages(part)]
        (made if background else last).extend(behind)
    return made + last


def kept_drawing(db: Database, bundles: Sequence[Bundle], drawing: Drawing, paper: Paper) -> Drawing:
    """The kept bytes where exactly one earlier paper sending is printed again, else the drawing as it is.

    The drawing is only another one where this program draws otherwise than the one that printed it first: then its
    pages are pictures of the kept bytes.
    """
    submission_id = _same_sending(db, bundles)
    if submission_id is None or paper_of_submission(db, submission_id) is not paper:
        return drawing
    kept = get_submission(db, submission_id).content
    if kept == drawing.content:
        return drawing
    return Drawing(content=kept, pages=(None,) * drawing.sheets, forms=drawing.forms)


def _same_sending(db: Database, bundles: Sequence[Bundle]) -> SubmissionId | None:
    """The paper sending that held exactly these claims in this order, saying the same."""
    sent = last_sent(db, ClaimId(bundles[0].claim.claim_id)) if bundles else None
    if sent is None or get_submission(db, sent.submission_id).kind != PAPER:
        return None
    claims = [row.claim for row in claims_of_submission(db, sent.submission_id)]
    return sent.submission_id if claims == [one.claim for one in bundles] else None
