"""Look at a printing before it happens: which sheets, for which payers, and what will be left out; changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, stops
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.people import PersonName
from clinicbill.basics.words import counted
from clinicbill.claims.current_store import load_office
from clinicbill.claims.store import get_claim
from clinicbill.workflows.check_claims import claim_now, findings_of
from clinicbill.workflows.decide_print import as_it_travels, decide_print, is_checked
from clinicbill.workflows.draw_sheets import draw_sheets
from clinicbill.workflows.drawing import Drawing, say_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.claims.claim import Claim
    from clinicbill.codesets.look_up import DiagnosisCodes
    from clinicbill.workflows.decide_print import PrintDecision
    from clinicbill.workflows.drawing import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One claim of a printing; `original` where it would go to its payer.

    `findings` say why it is left out, or, where it is printed, what is to be known about its paper.
    """

    claim_id: ClaimId
    number: str
    patient: PersonName
    payer: str
    first_service_on: date
    original: bool
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether it stays out."""
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
        return f"{counted(len(self.printed), 'claim')}, {paper}: {', '.join(each)}"


def preview_print(
    db: Database,
    claim_ids: Iterable[ClaimId],
    *,
    background: bool,
    as_of: date | None = None,
    codes: DiagnosisCodes | None = None,
    copies_only: bool = False,
    tell: Tell = say_nothing,
) -> PrintPreview:
    """The sheets as they would print now: by payer, then patient, then date of service.

    Every claim is checked as the printing will check it, with nothing written. `as_of` is the day of the check,
    None for the day each claim was made; `codes` is the code library.
    """
    office, wanted = load_office(db), list(claim_ids)
    found = []
    for done, claim_id in enumerate(wanted):
        tell(done, len(wanted), "claims read")
        record = as_it_travels(get_claim(db, claim_id), office)
        claim = claim_now(db, record, office, codes=codes)
        checked: tuple[Finding, ...] = ()
        if is_checked(record, copies_only=copies_only):
            checked = findings_of(db, record, claim, as_of=as_of or claim.created_on, codes=codes)
        found.append(decide_print(db, record, claim, checked, background=background, copies_only=copies_only))
    found.sort(key=lambda decision: _envelope_order(decision.bundle.claim))
    bundles = [decision.bundle for decision in found if not decision.left_out]
    drawing = draw_sheets(bundles, background=background, tell=tell) if bundles else None
    return PrintPreview(rows=tuple(_row(decision) for decision in found), drawing=drawing)


def in_envelope_order(db: Database, claim_ids: Iterable[ClaimId]) -> list[ClaimId]:
    """By payer, then patient, then date of service: as they are put into envelopes."""
    office = load_office(db)
    claims = [claim_now(db, get_claim(db, claim_id), office) for claim_id in claim_ids]
    return [ClaimId(claim.claim_id) for claim in sorted(claims, key=_envelope_order)]


def _envelope_order(claim: Claim) -> tuple[str, str, date, int]:
    patient = claim.patient.name.sorted().casefold()
    return (claim.coverage.payer.name.casefold(), patient, claim.first_service_on, claim.claim_id)


def _row(decision: PrintDecision) -> SheetRow:
    claim = decision.bundle.claim
    stopping = tuple(one for one in decision.findings if stops((one,)))
    return SheetRow(
        claim_id=decision.record.id,
        number=decision.record.patient_control_number,
        patient=claim.patient.name,
        payer=claim.coverage.payer.name,
        first_service_on=claim.first_service_on,
        original=decision.original,
        findings=stopping or decision.on_paper,
    )
