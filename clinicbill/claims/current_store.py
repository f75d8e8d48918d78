"""A claim as it stands: put together from today's records while it is unsent, and as it was sent afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import EncounterId, FacilityId, PayerId, ProviderId
from clinicbill.claims.assemble import ClaimInputs, Decision, assemble
from clinicbill.claims.claim import OtherId
from clinicbill.claims.profile_store import profile_book
from clinicbill.claims.profiles import ProfileBook, built_in
from clinicbill.claims.sent_store import last_sent
from clinicbill.claims.status import UNSENT
from clinicbill.claims.store import encounter_ids_of, line_ids_of, made_at, patient_paid
from clinicbill.encounters.store import get_encounters
from clinicbill.patients.coverage import coverages_on
from clinicbill.patients.store import (
    get_authorization,
    get_case,
    get_coverage,
    get_patient,
    list_coverages,
)
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Payer
from clinicbill.practice.practice import Practice
from clinicbill.practice.provider import Provider
from clinicbill.practice.store import (
    get_practice,
    list_facilities,
    list_payers,
    list_provider_numbers,
    list_providers,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import CoverageId, ServiceLineId
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.patients.case import Case
    from clinicbill.patients.coverage import Coverage
    from clinicbill.patients.patient import Patient

NO_DECISIONS: Mapping[CoverageId, Decision] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What all claims of the practice share; read once for many claims."""

    practice: Practice
    payers: Mapping[PayerId, Payer]
    providers: Mapping[ProviderId, Provider]
    facilities: Mapping[FacilityId, Facility]
    numbers: Mapping[PayerId, Mapping[ProviderId, OtherId]] = field(default_factory=dict)
    profiles: ProfileBook = field(default_factory=built_in)


def load_office(db: Database) -> Office:
    """The practice with all its payers, providers and places, its payer profiles, and what payers call its people."""
    return Office(
        practice=get_practice(db),
        payers={payer.id: payer for payer in list_payers(db, with_inactive=True)},
        providers={provider.id: provider for provider in list_providers(db, with_inactive=True)},
        facilities={facility.id: facility for facility in list_facilities(db, with_inactive=True)},
        numbers=_numbers(db),
        profiles=profile_book(db),
    )


def _numbers(db: Database) -> dict[PayerId, dict[ProviderId, OtherId]]:
    found: dict[PayerId, dict[ProviderId, OtherId]] = {}
    for number in list_provider_numbers(db):
        named = OtherId(qualifier=number.qualifier, number=number.number)
        found.setdefault(number.payer_id, {})[number.provider_id] = named
    return found


def current_claim(
    db: Database,
    record: ClaimRecord,
    office: Office,
    *,
    decisions: Mapping[CoverageId, Decision] = NO_DECISIONS,
    code_set: str = "",
    explained_on: date | None = None,
) -> Claim:
    """What the claim says: as it was sent last, or, while it is unsent, what today's records make of it.

    `decisions` are those of earlier payers, `code_set` is the release the diagnoses are checked against,
    `explained_on` the day of the newest remittance of the claim it corrects; all matter only while it is unsent.
    """
    if record.status not in UNSENT and (sent := last_sent(db, record.id)):
        return sent.claim
    return assemble(
        claim_inputs(db, record, office, decisions=decisions, code_set=code_set, explained_on=explained_on)
    )


def claim_inputs(
    db: Database,
    record: ClaimRecord,
    office: Office,
    *,
    decisions: Mapping[CoverageId, Decision] = NO_DECISIONS,
    code_set: str = "",
    explained_on: date | None = None,
) -> ClaimInputs:
    """The records an unsent claim is made of, as they are today.

    Raises:
        NotFound: the claim has no lines.
    """
    line_ids = tuple(line_ids_of(db, record.id))
    visits = tuple(get_encounters(db, [EncounterId(number) for number in encounter_ids_of(db, record.id)]))
    if not visits:
        raise NotFound(
            f"Claim {record.patient_control_number} has no lines; nothing was done: void it and bill the visit again."
        )
    case = get_case(db, record.case_id)
    return inputs_from(
        db,
        record,
        office,
        visits=visits,
        line_ids=line_ids,
        patient=get_patient(db, record.patient_id),
        case=case,
        coverages=insurances_of(db, record, visits, case),
        created_on=made_on(db, record, office.practice),
        decisions=decisions,
        code_set=code_set,
        explained_on=explained_on,
    )


def inputs_from(
    db: Database,
    record: ClaimRecord,
    office: Office,
    *,
    visits: tuple[Encounter, ...],
    line_ids: tuple[ServiceLineId, ...],
    patient: Patient,
    case: Case,
    coverages: tuple[Coverage, ...],
    created_on: date,
    decisions: Mapping[CoverageId, Decision] = NO_DECISIONS,
    code_set: str = "",
    explained_on: date | None = None,
) -> ClaimInputs:
    """The records of a claim whose patient, visits and insurances are at hand; reads the few others."""
    return ClaimInputs(
        claim_id=record.id,
        number=record.patient_control_number,
        created_on=created_on,
        practice=office.practice,
        patient=patient,
        case=case,
        coverages=coverages,
        coverage_id=record.coverage_id,
        payers=office.payers,
        providers=office.providers,
        visits=visits,
        line_ids=line_ids,
        facility=_facility(visits[0], office),
        authorization=get_authorization(db, record.authorization_id) if record.authorization_id else None,
        decisions=decisions,
        amount_paid=patient_paid(db, line_ids),
        frequency=record.frequency,
        original_reference=record.original_reference,
        condition_codes=record.condition_codes,
        additional_information=record.additional_information,
        provider_numbers=office.numbers.get(record.payer_id, {}),
        profiles=office.profiles,
        code_set=code_set,
        explained_on=explained_on,
    )


def insurances_of(
    db: Database, record: ClaimRecord, visits: Sequence[Encounter], case: Case
) -> tuple[Coverage, ...]:
    """The insurances of the first day of service, with the billed one among them even if its dates were changed."""
    day = min(visit.service_on for visit in visits)
    found = coverages_on(list_coverages(db, record.patient_id), case, day)
    if record.coverage_id in (coverage.id for coverage in found):
        return found
    return (get_coverage(db, record.coverage_id), *found)


def made_on(db: Database, record: ClaimRecord, practice: Practice) -> date:
    """The practice's local day on which the claim was made (item 31)."""
    return local_day(made_at(db, record.id), practice)


def local_day(moment: datetime, practice: Practice) -> date:
    """The day a moment has where the practice is."""
    return moment.astimezone(ZoneInfo(practice.time_zone)).date()


def _facility(visit: Encounter, office: Office) -> Facility | None:
    return office.facilities.get(visit.facility_id) if visit.facility_id else None
