"""People, places and insurances of a claim, taken from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.people import PersonName
from clinicbill.claims.claim import (
    BillingProvider,
    ClaimCase,
    ClaimCoverage,
    ClaimPatient,
    ClaimPayer,
    OtherId,
    ReferringProvider,
    RenderingProvider,
    ServiceFacility,
    Subscriber,
)
from clinicbill.patients.case import CaseKind
from clinicbill.patients.coverage import SELF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clinicbill.basics.identifiers import ProviderId
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.patients.case import Case
    from clinicbill.patients.coverage import Coverage
    from clinicbill.patients.patient import Patient
    from clinicbill.practice.facility import Facility
    from clinicbill.practice.payer import Payer
    from clinicbill.practice.practice import Practice
    from clinicbill.practice.provider import Provider

# SBR01 of the first, second and third insurance.
RESPONSIBILITIES = "PST"
# PAT01 where the employer is the subscriber (005010X222A1, 2000C).
_EMPLOYEE = "20"


def other_id(qualifier: str, number: str) -> OtherId | None:
    """A number that is no NPI; None where there is none."""
    return OtherId(qualifier=qualifier, number=number) if qualifier and number else None


def billing_provider(practice: Practice, rendering: RenderingProvider, payer: Payer) -> BillingProvider:
    """Who bills: the group, or the person who works alone and bills under the own NPI (2010AA NM102)."""
    alone = practice.npi == rendering.npi
    return BillingProvider(
        organization="" if alone else practice.name,
        person=rendering.name if alone else PersonName(),
        npi=practice.npi,
        tax_id=practice.tax_id,
        tax_id_kind=practice.tax_id_kind,
        taxonomy=practice.taxonomy,
        address=practice.address,
        phone=practice.phone,
        contact_name=practice.contact_name,
        pay_to=practice.pay_to,
        other_id=other_id(payer.billing_id_qualifier, payer.billing_id),
    )


def rendering_provider(provider: Provider, number: OtherId | None = None) -> RenderingProvider:
    """Who did the work (2310B, item 24J); `number` is what the payer calls this person."""
    return RenderingProvider(
        name=provider.name,
        credential=provider.credential,
        npi=provider.npi,
        taxonomy=provider.taxonomy,
        signature_on_file_on=provider.signature_on_file_on,
        license_number=provider.license_number,
        other_id=number,
    )


def referring_provider(
    visit: Encounter, providers: Mapping[ProviderId, Provider]
) -> ReferringProvider | None:
    """Who referred, ordered or supervised (item 17); None where nobody did."""
    if visit.referring_id is None:
        return None
    provider = providers[visit.referring_id]
    return ReferringProvider(
        name=provider.name,
        credential=provider.credential,
        npi=provider.npi,
        qualifier=visit.referring_qualifier,
        other_id=other_id(provider.other_id_qualifier, provider.other_id),
    )


def facility_of(facility: Facility | None) -> ServiceFacility | None:
    """Where it was done (2310C, item 32)."""
    if facility is None:
        return None
    return ServiceFacility(
        name=facility.name,
        npi=facility.npi,
        address=facility.address,
        other_id=other_id(facility.other_id_qualifier, facility.other_id),
    )


def claim_patient(patient: Patient) -> ClaimPatient:
    """The patient (items 2, 3, 5, 12)."""
    return ClaimPatient(
        patient_id=patient.id,
        chart_number=patient.chart_number,
        name=patient.name,
        birth_on=patient.birth_on,
        sex=patient.sex,
        address=patient.address,
        phone=patient.phone,
        signature_on_file_on=patient.signature_on_file_on,
    )


def claim_case(case: Case) -> ClaimCase:
    """Why the patient came (items 10, 11b, 14 to 16, 18)."""
    return ClaimCase(
        case_id=case.id,
        kind=case.kind.value,
        onset_on=case.onset_on,
        accident_on=case.accident_on,
        accident_state=case.accident_state,
        other_accident=case.other_accident,
        initial_treatment_on=case.initial_treatment_on,
        unable_from_on=case.unable_from_on,
        unable_to_on=case.unable_to_on,
        hospital_from_on=case.hospital_from_on,
        hospital_to_on=case.hospital_to_on,
        claim_number=case.claim_number,
        employer=case.employer,
        last_menstrual_on=case.last_menstrual_on,
        last_seen_on=case.last_seen_on,
        acute_manifestation_on=case.acute_manifestation_on,
        last_xray_on=case.last_xray_on,
        prescription_on=case.prescription_on,
        assumed_care_on=case.assumed_care_on,
        relinquished_care_on=case.relinquished_care_on,
        first_contact_on=case.first_contact_on,
    )


def claim_coverage(
    coverage: Coverage,
    *,
    place: int,
    payer: Payer,
    patient: Patient,
    case: Case,
    supplements_medicare: bool = False,
) -> ClaimCoverage:
    """An insurance of the day of service; `place` 0 is the first of that day and so primary, whatever was keyed."""
    employer = _employer(coverage, case)
    return ClaimCoverage(
        coverage_id=coverage.id,
        payer=claim_payer(payer, profile=coverage.profile, supplements_medicare=supplements_medicare),
        responsibility=RESPONSIBILITIES[min(place, len(RESPONSIBILITIES) - 1)],
        relationship=_EMPLOYEE if employer and coverage.relationship == SELF else coverage.relationship,
        subscriber=_subscriber(coverage, patient, employer),
        group_number=coverage.group_number,
        plan_name=coverage.plan_name,
        insurance_type_code=coverage.insurance_type_code,
        accepts_assignment=coverage.accepts_assignment,
        benefits_assigned=coverage.benefits_assigned,
        benefits_signed_on=coverage.benefits_signed_on,
    )


def claim_payer(payer: Payer, *, profile: str = "", supplements_medicare: bool = False) -> ClaimPayer:
    """The payer as it is known today; `profile` is that of the very insurance, where it has its own."""
    return ClaimPayer(
        payer_id=payer.id,
        name=payer.name,
        payer_number=payer.payer_number,
        claim_filing_code=payer.claim_filing_code,
        profile=profile or payer.profile,
        address=payer.address,
        phone=payer.phone,
        filing_limit_days=payer.filing_limit_days,
        supplements_medicare=supplements_medicare,
    )


def _employer(coverage: Coverage, case: Case) -> str:
    """The employer where it is the insured: the insurance of a workers' compensation case (NUCC item 4)."""
    return case.employer if case.kind is CaseKind.WORKERS_COMP and coverage.case_id == case.id else ""


def _subscriber(coverage: Coverage, patient: Patient, employer: str) -> Subscriber:
    """Who holds the insurance: the employer, the patient, or the person keyed at the insurance."""
    if employer:
        return Subscriber(
            organization=employer,
            member_id=coverage.member_id,
            address=coverage.subscriber_address,
            phone=coverage.subscriber_phone,
        )
    if coverage.relationship == SELF:
        return Subscriber(
            name=patient.name,
            member_id=coverage.member_id,
            birth_on=patient.birth_on,
            sex=patient.sex,
            address=patient.address,
            phone=patient.phone,
        )
    return Subscriber(
        name=coverage.subscriber_name,
        member_id=coverage.member_id,
        birth_on=coverage.subscriber_birth_on,
        sex=coverage.subscriber_sex or "U",
        address=coverage.subscriber_address,
        phone=coverage.subscriber_phone,
    )
