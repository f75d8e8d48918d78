"""Look at a printing before it happens: which sheets, for which payers, and what will be left out; changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, stops
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.people import PersonName
from clinicbill.claims.current_store import load_office
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import get_claim
from clinicbill.cms1500.paper import red_form_findings, remittance_findings
from clinicbill.practice.payer import Delivery
from clinicbill.workflows.check_claims import claim_now, counted
from clinicbill.workflows.draw_sheets import Bundle, bundle, draw_sheets
from clinicbill.workflows.drawing import Drawing, say_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.claims.current_store import Office
    from clinicbill.workflows.drawing import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One claim of a printing; `original` where it would go to its payer, `findings` about its paper only."""

    claim_id: ClaimId
    number: str
    patient: PersonName
    payer: str
    first_service_on: date
    original: bool
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether it stays out on this paper."""
        return stops(self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPreview:
    """What would be printed, in the order of the envelopes; `drawing` is None where nothing would be."""

    rows: tuple[SheetRow, ...]
    drawing: Drawing | None

    @property
    def printed(self) -> tuple[SheetRow, ...]:
        """Those that are not left out."""
        return tuple(row for row in self.rows if not row.refused)

    @property
    def sheets(self) -> int:
        """Of paper."""
        return self.drawing.sheets if self.drawing is not None else 0

    @property
    def words(self) -> str:
        """As it is counted before printing: "12 claims, 14 sheets: Cascade Blue Cross 5, Lakeside Health 7"."""
        return self.counted()

    def counted(self, payers: int | None = None) -> str:
        """The same with some payers only, and how many more there are."""
        each = [f"{payer} {count}" for payer, count in Counter(row.payer for row in self.printed).items()]
        more = len(each) - payers if payers is not None else 0
        if more > 0:
            each = [*each[:payers], f"{more} more payer{'s' if more > 1 else ''}"]
        paper = "1 sheet" if self.sheets == 1 else f"{self.sheets} sheets"
        if not each:
            return "Nothing to print on this paper"
        return f"{counted(len(self.printed))}, {paper}: {', '.join(each)}"


def preview_print(
    db: Database,
    claim_ids: Iterable[ClaimId],
    *,
    background: bool,
    copies_only: bool = False,
    tell: Tell = say_nothing,
) -> PrintPreview:
    """The sheets as they would print now: by payer, then patient, then date of service.

    Raises:
        CannotDo: a text does not fit its box.
    """
    office, wanted = load_office(db), list(claim_ids)
    found = []
    for done, claim_id in enumerate(wanted):
        tell(done, len(wanted), "claims read")
        found.append(_row(db, claim_id, office, background=background, copies_only=copies_only))
    found.sort(key=lambda pair: _envelope_order(pair[0]))
    bundles = [made for row, made in found if not row.refused]
    drawing = draw_sheets(bundles, background=background, tell=tell) if bundles else None
    return PrintPreview(rows=tuple(row for row, _ in found), drawing=drawing)


def in_envelope_order(db: Database, claim_ids: Iterable[ClaimId]) -> list[ClaimId]:
    """By payer, then patient, then date of service: as they are put into envelopes."""
    office = load_office(db)
    found = [_row(db, claim_id, office, background=False, copies_only=True)[0] for claim_id in claim_ids]
    return [row.claim_id for row in sorted(found, key=_envelope_order)]


def _envelope_order(row: SheetRow) -> tuple[str, str, date, int]:
    return (row.payer.casefold(), row.patient.sorted().casefold(), row.first_service_on, row.claim_id)


def _row(
    db: Database, claim_id: ClaimId, office: Office, *, background: bool, copies_only: bool
) -> tuple[SheetRow, Bundle]:
    record = get_claim(db, claim_id)
    claim = claim_now(db, record, office)
    made = bundle(db, record, claim)
    ready = record.status is ClaimStatus.READY and record.delivery is Delivery.PAPER
    original = ready and not copies_only
    on_paper = red_form_findings(claim) if original and background else ()
    row = SheetRow(
        claim_id=record.id,
        number=record.patient_control_number,
        patient=claim.patient.name,
        payer=claim.coverage.payer.name,
        first_service_on=claim.first_service_on,
        original=original,
        findings=(*on_paper, *remittance_findings(claim, len(made.parts))),
    )
    return row, made
