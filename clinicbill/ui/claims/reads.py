"""What the Claims page reads in one go: the list with its sums, and one claim as form, file and history."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from clinicbill.basics.errors import ClinicBillError
from clinicbill.basics.identifiers import ClaimId, EncounterId, SubmissionId
from clinicbill.claims.claim import Claim
from clinicbill.claims.current_store import load_office
from clinicbill.claims.line_groups import line_groups
from clinicbill.claims.profiles import claim_profile
from clinicbill.claims.second_review import ReviewTerm, offered_term
from clinicbill.claims.sent_store import FILE_837P, Submission, submissions_of
from clinicbill.claims.status import UNSENT, ClaimGroup, ClaimStatus
from clinicbill.claims.store import ClaimEvent, ClaimRecord, encounter_ids_of, events_of, get_claim
from clinicbill.claims.typed import Rows
from clinicbill.claims.typed_store import LastTyped, last_typed, rows_behind
from clinicbill.claims.worklist_store import ClaimFilter, ClaimRow, GroupTotal, find_claims, group_totals
from clinicbill.cms1500.boxes import Texts, claim_texts
from clinicbill.cms1500.explain import BoxExplanation, explain
from clinicbill.cms1500.layout import box_areas, layout
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.workflows.check_claims import claim_now, findings_of
from clinicbill.workflows.read_decisions import explained_on
from clinicbill.x12.claim_837p_loops import LoopSegment, claim_segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.basics.findings import Finding
    from clinicbill.ui.clinic import Clinic

# All that is ready is sent at once, however long the list is that is shown.
_EVERY_READY = 100_000
Box = tuple[str, int]
"""An item as BoxArea calls it, and the service line on the sheet, 0 outside item 24."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimList:
    """The rows of the list, the sums of its groups, and everything of it that is ready to go."""

    wanted: ClaimFilter
    rows: tuple[ClaimRow, ...] = ()
    totals: dict[ClaimGroup, GroupTotal]
    ready: tuple[ClaimRow, ...] = ()

    @property
    def count(self) -> int:
        """How many claims the filter finds, also those beyond its limit."""
        return sum(total.count for total in self.totals.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A file or form the claim went out with, without its bytes; `size` counts them."""

    id: SubmissionId
    kind: str
    file_name: str
    sha256: str
    size: int
    created_at: datetime
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """One claim laid open.

    Attributes:
        claim: as it was sent last; while it is unsent, as today's records make it.
        visits: the visits its lines come from.
        sheets: the text of every box, one form after the other.
        boxes: the explanation of every box that can be pointed at, by sheet from 1 and box.
        segments: the 837P of this claim; empty where it cannot be made, and `file_problem` says why.
        typed: who typed each place of the claim last, by the path of its box.
        rows: the records behind it that the claim itself does not name.
        review: until when the payer may be asked to look at the bill once more; None where its rules do not say.
        file_note: what the segments are: as they stand in the file that was sent, or as they would be sent.
    """

    record: ClaimRecord
    claim: Claim
    visits: tuple[EncounterId, ...]
    sheets: tuple[Texts, ...]
    boxes: dict[tuple[int, Box], BoxExplanation]
    segments: tuple[LoopSegment, ...]
    file_problem: str
    file_note: str
    events: tuple[ClaimEvent, ...]
    sendings: tuple[Sending, ...]
    typed: dict[str, LastTyped]
    rows: Rows = field(default_factory=Rows)
    review: ReviewTerm | None = None

    @property
    def is_unsent(self) -> bool:
        """Whether a change of its records still changes the claim."""
        return self.record.status in UNSENT


def read_list(db: Database, wanted: ClaimFilter) -> ClaimList:
    """The claims a filter finds; words typed also find what is replaced or void."""
    rows, totals = find_claims(db, wanted), group_totals(db, wanted)
    if wanted.text.strip() and wanted.group is None:
        closed = replace(wanted, group=ClaimGroup.CLOSED)
        rows += find_claims(db, closed)
        totals |= group_totals(db, closed)
    return ClaimList(wanted=wanted, rows=tuple(rows), totals=totals, ready=_ready(db, wanted, rows))


def _ready(db: Database, wanted: ClaimFilter, rows: list[ClaimRow]) -> tuple[ClaimRow, ...]:
    if wanted.group not in (None, ClaimGroup.READY):
        return ()
    if len(rows) >= wanted.limit:
        rows = find_claims(db, replace(wanted, group=ClaimGroup.READY, limit=_EVERY_READY))
    return tuple(row for row in rows if row.status is ClaimStatus.READY)


def read_claim(db: Database, claim_id: ClaimId) -> ClaimFile:
    """One claim as form, file and history.

    Raises:
        NotFound: there is no such claim, or it has no lines.
    """
    record = get_claim(db, claim_id)
    office = load_office(db)
    claim = claim_now(db, record, office)
    segments, problem = _segments(claim)
    submissions = submissions_of(db, claim_id)
    sheets = tuple(claim_texts(claim, claim_profile(claim)))
    boxes = dict(_explained(claim, len(sheets), segments))
    visits = tuple(EncounterId(number) for number in encounter_ids_of(db, claim_id))
    known = rows_behind(db, record, visits)
    sent_at = max((one.created_at for one in submissions), default=None)
    return ClaimFile(
        record=record,
        claim=claim,
        visits=visits,
        sheets=sheets,
        boxes=boxes,
        segments=segments,
        file_problem=problem,
        file_note=_file_note(record, segments, submissions),
        events=tuple(events_of(db, claim_id)),
        sendings=tuple(_sending(one) for one in submissions),
        typed=last_typed(
            db,
            claim,
            known,
            {told.path for told in boxes.values()},
            sent_at=None if record.status in UNSENT else sent_at,
        ),
        rows=known,
        review=offered_term(office.profiles, claim, explained_on(db, record.id), claim.created_on),
    )


def read_findings(db: Database, clinic: Clinic, claim_id: ClaimId, as_of: date) -> tuple[Finding, ...]:
    """Every edit of a claim; writes nothing. The first call on a computer may build the code library."""
    record = get_claim(db, claim_id)
    codes = codes_of(clinic)
    return findings_of(
        db, record, claim_now(db, record, load_office(db), codes=codes), as_of=as_of, codes=codes
    )


def codes_of(clinic: Clinic) -> LibraryCodes | None:
    """The code library as checks ask it; None where it cannot be built, then codes are checked for their form."""
    try:
        return LibraryCodes(clinic.library())
    except ClinicBillError:
        return None


def lines_on(claim: Claim, sheet: int) -> int:
    """How many service lines stand on a sheet, counted from 1."""
    groups = line_groups(claim, layout().lines)
    return len(groups[sheet - 1]) if sheet <= len(groups) else 0


def _segments(claim: Claim) -> tuple[tuple[LoopSegment, ...], str]:
    try:
        return claim_segments(claim), ""
    except ClinicBillError as error:
        return (), str(error)


def _explained(
    claim: Claim, sheets: int, segments: tuple[LoopSegment, ...]
) -> Iterator[tuple[tuple[int, Box], BoxExplanation]]:
    for sheet in range(1, sheets + 1):
        filled = lines_on(claim, sheet)
        for box in dict.fromkeys((area.item, area.line) for area in box_areas()):
            if box[1] <= filled:
                yield (sheet, box), explain(claim, box[0], line=box[1], sheet=sheet, segments=segments)


def _file_note(record: ClaimRecord, segments: tuple[LoopSegment, ...], submissions: list[Submission]) -> str:
    if record.status in UNSENT:
        return "As it would be sent now"
    sent = next((one for one in submissions if one.kind == FILE_837P), None)
    if sent is None:
        return "This payer gets paper; the file would say the same"
    text = sent.content.decode("ascii", "replace").replace("\r", "").replace("\n", "")
    same = {segment.text.rstrip("~") for segment in segments} <= set(text.split("~"))
    return (
        f"To the letter as in {sent.file_name}"
        if same
        else f"{sent.file_name} says it differently: save that"
    )


def _sending(one: Submission) -> Sending:
    return Sending(
        id=one.id,
        kind=one.kind,
        file_name=one.file_name,
        sha256=one.sha256,
        size=len(one.content),
        created_at=one.created_at,
        user=one.user,
    )
