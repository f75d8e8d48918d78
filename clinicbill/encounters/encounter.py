"""Encounter: one visit of a patient, its note, its diagnoses and its service lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from clinicbill.basics.identifiers import (
    AuthorizationId,
    CaseId,
    EncounterId,
    FacilityId,
    PatientId,
    ProviderId,
    ServiceLineId,
)
from clinicbill.basics.money import Money

# An id of 0: not saved yet.
_NEW_LINE = ServiceLineId(0)
_NEW = EncounterId(0)


# The letters of item 24E; position 1 is A.
POINTER_LETTERS = "ABCDEFGHIJKL"
# What came of a child's screening (EPSDT): refused, under treatment, new services requested, no referral
# (005010X222A1, CRC03; NUCC item 24H).
SCREENING_RESULTS = ("AV", "S2", "ST", "NU")


class VisitStatus(StrEnum):
    """Where a visit stands on its way to a claim."""

    TO_CODE = "to_code"
    ON_HOLD = "on_hold"
    CODED = "coded"


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterLine:
    """One service of a visit (2400, item 24); its place on the visit is its place in `Encounter.lines`.

    Attributes:
        id: our row (service_line.id); 0 until it is saved.
        modifiers: at most four.
        pointers: positions of the visit's diagnoses, 1–12, at most four, the main one first.
        charge: for all units together.
        minutes: treatment time of timed services, None where it does not apply.
        ndc: eleven digits without hyphens; `ndc_unit` UN, ML, GR, ME or F2; `ndc_quantity` as keyed.
        epsdt: referral after a child's screening, AV, S2, ST or NU; `family_planning`: item 24H.
        purchased: what another provider was paid for this service (item 20); None where it is our own.
        regions: what a manipulation treated, as the coder keyed it: C cervical, T thoracic, L lumbar, S sacral,
            P pelvic; outside the spine H head, R rib cage, U upper and W lower extremity, A abdomen.
        wasted_units: units of a single-dose drug that were thrown away; they stand on a line of their own.
    """

    id: ServiceLineId = _NEW_LINE
    from_on: date
    to_on: date
    pos: str = "11"
    procedure_code: str
    modifiers: tuple[str, ...] = ()
    pointers: tuple[int, ...] = ()
    units: int = 1
    charge: Money = Money(0)
    minutes: int | None = None
    ndc: str = ""
    ndc_unit: str = ""
    ndc_quantity: str = ""
    narrative: str = ""
    emergency: bool = False
    epsdt: str = ""
    family_planning: bool = False
    purchased: Money | None = None
    regions: tuple[str, ...] = ()
    wasted_units: int = 0

    @property
    def pointer_letters(self) -> str:
        """As item 24E shows them: AB."""
        return "".join(POINTER_LETTERS[position - 1] for position in self.pointers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """A visit: on the screen a visit, in files an encounter.

    Attributes:
        id: our row; 0 until it is saved.
        referring_qualifier: DN referred, DK ordered, DQ supervised (item 17).
        authorization_id: the authorization this visit uses up.
        starts_at: local time of day, "10:15", or empty.
        pos: place of service that new lines start with.
        hold_reason: why the visit waits; empty unless on hold.
        diagnoses: at most twelve ICD-10-CM codes with their dot, the order is A–L.
    """

    id: EncounterId = _NEW
    patient_id: PatientId
    case_id: CaseId
    provider_id: ProviderId
    facility_id: FacilityId | None = None
    referring_id: ProviderId | None = None
    referring_qualifier: str = "DN"
    authorization_id: AuthorizationId | None = None
    service_on: date
    starts_at: str = ""
    pos: str = "11"
    status: VisitStatus = VisitStatus.TO_CODE
    hold_reason: str = ""
    note: str = ""
    note_signed_by: str = ""
    diagnoses: tuple[str, ...] = field(default=(), metadata={"saved": False})
    lines: tuple[EncounterLine, ...] = field(default=(), metadata={"saved": False})

    @property
    def total(self) -> Money:
        """What all lines charge together (item 28)."""
        return Money.total(line.charge for line in self.lines)
