"""From the records of the practice to the complete frozen Claim: pure, once, before anything is printed or sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import CoverageId, PayerId, ProviderId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.claims.assemble_parties import (
    billing_provider,
    claim_case,
    claim_coverage,
    claim_patient,
    facility_of,
    referring_provider,
    rendering_provider,
)
from clinicbill.claims.claim import (
    Adjustment,
    Claim,
    ClaimCoverage,
    LineAdjudication,
    OtherId,
    OtherPayer,
    ServiceLine,
)
from clinicbill.claims.profiles import ProfileBook, built_in, frozen
from clinicbill.encounters.encounter import Encounter, EncounterLine
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from clinicbill.patients.patient import Patient
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Payer
from clinicbill.practice.practice import Practice
from clinicbill.practice.provider import Provider

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.claims.profile import PayerProfile

MOST_DIAGNOSES = 12
MOST_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an earlier payer decided on the lines of this claim, as its remittance says.

    Attributes:
        payer_control_number: its number for the claim (CLP07, REF*F8).
        adjustments: of the claim as a whole; those of the lines stand in `lines`.
        lines: per service line: paid, procedure, modifiers, units, adjustments.
    """

    paid: Money
    paid_on: date | None
    payer_control_number: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    lines: Mapping[ServiceLineId, LineAdjudication] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimInputs:
    """Everything a claim is made of.

    Attributes:
        coverages: the insurances of the day of service in their order (`coverages_on`).
        coverage_id: which of them is billed by this claim.
        line_ids: the lines of `visits` that stand on the claim, in their order.
        decisions: of earlier payers, by their coverage.
        amount_paid: what the patient paid toward these lines.
        provider_numbers: what the billed payer calls our people.
        profiles: the program's payer profiles and the office's own.
        code_set: the release the diagnoses are checked against, such as "4/2026".
        explained_on: the day of the newest remittance of the claim that this one corrects.
    """

    claim_id: int
    number: str
    created_on: date
    practice: Practice
    patient: Patient
    case: Case
    coverages: tuple[Coverage, ...]
    coverage_id: CoverageId
    payers: Mapping[PayerId, Payer]
    providers: Mapping[ProviderId, Provider]
    visits: tuple[Encounter, ...]
    line_ids: tuple[ServiceLineId, ...]
    facility: Facility | None = None
    authorization: Authorization | None = None
    decisions: Mapping[CoverageId, Decision] = field(default_factory=dict)
    amount_paid: Money = Money(0)
    frequency: str = "1"
    original_reference: str = ""
    condition_codes: tuple[str, ...] = ()
    additional_information: str = ""
    provider_numbers: Mapping[ProviderId, OtherId] = field(default_factory=dict)
    profiles: ProfileBook = field(default_factory=built_in)
    code_set: str = ""
    explained_on: date | None = None


def assemble(inputs: ClaimInputs) -> Claim:
    """The claim these records make. Whatever is wrong with it is for the checks to tell."""
    codes = diagnoses_of(inputs.visits)
    first = inputs.visits[0]
    rendering = rendering_provider(inputs.providers[first.provider_id])
    insurances = _insurances(inputs)
    billed = insurances[inputs.coverage_id]
    return Claim(
        claim_id=inputs.claim_id,
        patient_control_number=inputs.number,
        frequency=inputs.frequency,
        original_reference=inputs.original_reference,
        billing=billing_provider(inputs.practice, rendering, inputs.payers[_payer_id(inputs)]),
        referring=referring_provider(first, inputs.providers),
        facility=facility_of(inputs.facility),
        patient=claim_patient(inputs.patient),
        coverage=billed,
        others=tuple(_others(inputs, insurances)),
        case=claim_case(inputs.case),
        diagnoses=codes,
        lines=tuple(_lines(inputs, codes)),
        amount_paid=inputs.amount_paid,
        authorization_number=_number(inputs.authorization, "G1"),
        referral_number=_number(inputs.authorization, "9F"),
        condition_codes=inputs.condition_codes,
        additional_information=inputs.additional_information,
        profile=_profile(inputs, billed),
        code_set=inputs.code_set,
        explained_on=inputs.explained_on,
        created_on=inputs.created_on,
    )


def diagnoses_of(visits: Sequence[Encounter]) -> tuple[str, ...]:
    """The diagnoses of all visits, each once, in the order of the visits.

    Where they are more than twelve, those that no line points at go first; a claim holds twelve
    (005010X222A1 HI, NUCC item 21).
    """
    codes = list(dict.fromkeys(code for visit in visits for code in visit.diagnoses))
    if len(codes) > MOST_DIAGNOSES:
        used = {code for visit in visits for line in visit.lines for code in _pointed(visit, line)}
        codes = [code for code in codes if code in used]
    return tuple(codes)


def _pointed(visit: Encounter, line: EncounterLine) -> list[str]:
    """The codes a line points at; a pointer beyond the visit's list points at nothing."""
    return [visit.diagnoses[p - 1] for p in line.pointers if 1 <= p <= len(visit.diagnoses)]


def _lines(inputs: ClaimInputs, codes: tuple[str, ...]) -> Iterator[ServiceLine]:
    found = {line.id: (visit, line) for visit in inputs.visits for line in visit.lines}
    for line_id in inputs.line_ids:
        visit, line = found[line_id]
        yield ServiceLine(
            service_line_id=line.id,
            encounter_id=visit.id,
            line_control_number=f"L{line.id}",
            from_on=line.from_on,
            to_on=line.to_on,
            pos=line.pos,
            procedure_code=line.procedure_code,
            modifiers=line.modifiers,
            pointers=tuple(codes.index(code) + 1 for code in _pointed(visit, line) if code in codes),
            units=line.units,
            charge=line.charge,
            rendering=rendering_provider(
                inputs.providers[visit.provider_id], inputs.provider_numbers.get(visit.provider_id)
            ),
            minutes=line.minutes,
            ndc=line.ndc,
            ndc_unit=line.ndc_unit,
            ndc_quantity=line.ndc_quantity,
            narrative=line.narrative,
            emergency=line.emergency,
            epsdt=line.epsdt,
            family_planning=line.family_planning,
            purchased=line.purchased,
            adjudications=tuple(
                decision.lines[line.id] for decision in inputs.decisions.values() if line.id in decision.lines
            ),
        )


def _payer_id(inputs: ClaimInputs) -> PayerId:
    return next(c.payer_id for c in inputs.coverages if c.id == inputs.coverage_id)


def _profile(inputs: ClaimInputs, billed: ClaimCoverage) -> PayerProfile | None:
    """None where the payer's profile is not known; a check tells it."""
    case = claim_case(inputs.case)
    try:
        return frozen(inputs.profiles.of(billed, inputs.created_on, case, inputs.condition_codes))
    except NotFound:
        return None


def _insurances(inputs: ClaimInputs) -> dict[CoverageId, ClaimCoverage]:
    return {
        coverage.id: claim_coverage(
            coverage,
            place=place,
            payer=inputs.payers[coverage.payer_id],
            patient=inputs.patient,
            case=inputs.case,
            supplements_medicare=_is_medigap(inputs, coverage),
        )
        for place, coverage in enumerate(inputs.coverages)
    }


def _is_medigap(inputs: ClaimInputs, coverage: Coverage) -> bool:
    """Whether its profile says so; one that is not known says nothing."""
    key = coverage.profile or inputs.payers[coverage.payer_id].profile
    try:
        return inputs.profiles.on(key, inputs.created_on).supplements_medicare
    except NotFound:
        return False


def _others(inputs: ClaimInputs, insurances: Mapping[CoverageId, ClaimCoverage]) -> Iterator[OtherPayer]:
    """The patient's other insurances of the day, with what they decided already."""
    for coverage_id, insurance in insurances.items():
        if coverage_id == inputs.coverage_id:
            continue
        decision = inputs.decisions.get(coverage_id)
        if decision is None:
            yield OtherPayer(coverage=insurance)
        else:
            yield OtherPayer(
                coverage=insurance,
                adjudicated=True,
                paid=decision.paid,
                paid_on=decision.paid_on,
                payer_control_number=decision.payer_control_number,
                adjustments=decision.adjustments,
            )


def _number(authorization: Authorization | None, kind: str) -> str:
    """Numbers go as letters and digits, without hyphens and blanks (NUCC item 23)."""
    if authorization is None or authorization.kind != kind:
        return ""
    return "".join(letter for letter in authorization.number if letter.isalnum())
