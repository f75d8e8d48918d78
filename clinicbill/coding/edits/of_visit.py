"""The coded day of a visit: what was typed, and what is known around it, read once for each visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clinicbill.coding.edits.coded_day import Around, CodedDay, CodedLine
from clinicbill.coding.edits.set_aside import SetAside
from clinicbill.encounters.visit_facts import VisitFacts

if TYPE_CHECKING:
    from clinicbill.encounters.encounter import Encounter, EncounterLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingFacts(VisitFacts):
    """What the edits need beside what the visit's own rules do.

    Attributes:
        sex: F, M or U.
        filing_code, profile: of the payer that is billed first; empty where there is none.
        taxonomy, credential: of who rendered the services.
        ordered: whether the referring or ordering provider has an NPI.
        set_aside: findings that a person answered with a reason.
    """

    sex: str = "U"
    filing_code: str = ""
    profile: str = ""
    taxonomy: str = ""
    credential: str = ""
    ordered: bool = False
    around: Around = field(default_factory=Around)
    set_aside: tuple[SetAside, ...] = ()


def coded_day(visit: Encounter, facts: CodingFacts) -> CodedDay:
    """What the edits look at, from a visit as it stands on the screen."""
    return CodedDay(
        as_of=facts.as_of,
        diagnoses=visit.diagnoses,
        lines=tuple(_line(line, visit, facts) for line in visit.lines),
        birth_on=facts.birth_on,
        sex=facts.sex,
        filing_code=facts.filing_code,
        profile=facts.profile,
        case_kind=facts.case.kind.value,
        initial_treatment_on=facts.case.initial_treatment_on,
        ordered=facts.ordered,
        orderer=visit.referring_qualifier if visit.referring_id else "",
        prior_authorization=facts.authorization.number if facts.authorization else "",
        codes=facts.codes,
        around=facts.around,
    )


def _line(line: EncounterLine, visit: Encounter, facts: CodingFacts) -> CodedLine:
    listed = visit.diagnoses
    return CodedLine(
        on=line.from_on,
        procedure=line.procedure_code,
        modifiers=line.modifiers,
        pointers=line.pointers,
        diagnoses=tuple(listed[p - 1] for p in line.pointers if 1 <= p <= len(listed)),
        units=line.units,
        pos=line.pos,
        ndc=line.ndc,
        ndc_unit=line.ndc_unit,
        ndc_quantity=line.ndc_quantity,
        wasted_units=line.wasted_units,
        taxonomy=facts.taxonomy,
        credential=facts.credential,
        charge_cents=line.charge.cents,
    )
