"""Builders of a practice with honest defaults: invented people, NPIs that pass, rows that the checks accept.

`open_memory_practice()` gives a database with one owner; `a_practice(db)` fills it; the others add what a test needs:

    db = open_memory_practice()
    office = a_practice(db)
    patient = a_patient(db)
    visit = a_visit(db, patient, lines=[("98941", "AT", "65.00")])
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import (
    CaseId,
    CoverageId,
    EncounterId,
    FacilityId,
    PatientId,
    PayerId,
    ProviderId,
    UserId,
)
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.basics.stamp import Stamp
from clinicbill.db import connect, migrations
from clinicbill.encounters import store as encounters
from clinicbill.encounters.encounter import Encounter, EncounterLine, VisitStatus
from clinicbill.patients import store as patients
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage
from clinicbill.patients.patient import Patient
from clinicbill.practice import store as practices
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Delivery, Payer
from clinicbill.practice.practice import Practice
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.practice.user import Role, User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import AuthorizationId

TODAY = date(2026, 11, 23)
STAMP = Stamp(
    user_id=UserId(1), at=datetime(2026, 11, 23, 16, 4, 5, tzinfo=UTC), on=TODAY, role=Role.OWNER.value
)

# Our own short names; the codes are bare numbers.
PROCEDURES = (
    ("98940", "CMT, 1–2 regions", "50.00"),
    ("98941", "CMT, 3–4 regions", "65.00"),
    ("98942", "CMT, 5 regions", "80.00"),
    ("97140", "Manual therapy", "48.00"),
    ("97110", "Exercise", "52.00"),
    ("99203", "New patient, level 3", "165.00"),
    ("72040", "Neck films, 2–3 views", "75.00"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What `a_practice` made."""

    practice: Practice
    provider: ProviderId
    referring: ProviderId
    facility: FacilityId
    medicare: PayerId
    commercial: PayerId
    workers_comp: PayerId
    auto: PayerId


def stamp_on(day: date, *, user_id: int = 1, role: Role = Role.OWNER) -> Stamp:
    """A stamp at noon UTC of a day."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Stamp(user_id=UserId(user_id), at=at, on=day, role=role.value)


def open_memory_practice(*, owner: str = "Dana Reyes") -> Database:
    """An empty practice file in memory, with all guards and pragmas, and one owner (user 1)."""
    db = connect.in_memory()
    migrations.apply(db)
    practices.save_user(db, User(name=owner, role=Role.OWNER), STAMP)
    return db


PRACTICE = Practice(
    name="Cedar Spine and Wellness PLLC",
    kind="chiro",
    tax_id="123456789",
    npi="1987654328",
    taxonomy="111N00000X",
    phone="5415550134",
    contact_name="Dana Reyes",
    address=Address(street="1200 NW Wall St", street2="Suite 3", city="Bend", state="OR", zip="977032214"),
    pay_to=Address(street="PO Box 611", city="Bend", state="OR", zip="977090611"),
    time_zone="America/Los_Angeles",
    submitter_id="CEDAR01",
    receiver_name="RIVERBEND CLEARING",
    receiver_id="RIVERBEND",
)
LINDQVIST = Provider(
    name=PersonName(last="Lindqvist", first="Anna"),
    credential="DC",
    npi="1234567893",
    taxonomy="111N00000X",
    signature_on_file_on=date(2026, 1, 2),
)
OKAFOR = Provider(
    kind=ProviderKind.REFERRING,
    name=PersonName(last="Okafor", first="Samuel"),
    credential="MD",
    npi="1555000011",
)
OFFICE = Facility(
    name="Cedar Spine and Wellness",
    pos="11",
    address=Address(street="1200 NW Wall St", street2="Suite 3", city="Bend", state="OR", zip="977032214"),
)
MEDICARE = Payer(
    name="Medicare Part B Oregon",
    payer_number="02302",
    claim_filing_code="MB",
    profile="medicare",
    address=Address(street="PO Box 6702", city="Fargo", state="ND", zip="581086702"),
    filing_limit_days=365,
)
COMMERCIAL = Payer(
    name="Harbor Mutual PPO",
    payer_number="HM512",
    claim_filing_code="CI",
    address=Address(street="PO Box 1106", city="Salem", state="OR", zip="973081106"),
    phone="8005550142",
    filing_limit_days=180,
)
WORKERS_COMP = Payer(
    name="Timberline Work Insurance",
    claim_filing_code="WC",
    profile="workers_comp",
    address=Address(street="PO Box 40", city="Portland", state="OR", zip="972070040"),
    delivery=Delivery.PAPER,
)
AUTO = Payer(
    name="Blue Heron Auto",
    claim_filing_code="AM",
    profile="auto",
    address=Address(street="PO Box 2200", city="Eugene", state="OR", zip="974022200"),
    delivery=Delivery.PAPER,
)


def a_practice(db: Database, practice: Practice = PRACTICE, stamp: Stamp = STAMP) -> Office:
    """Practice, one rendering and one referring provider, a facility, four payers, procedures with fees."""
    practices.save_practice(db, practice, stamp)
    office = Office(
        practice=practice,
        provider=practices.save_provider(db, LINDQVIST, stamp),
        referring=practices.save_provider(db, OKAFOR, stamp),
        facility=practices.save_facility(db, OFFICE, stamp),
        medicare=practices.save_payer(db, MEDICARE, stamp),
        commercial=practices.save_payer(db, COMMERCIAL, stamp),
        workers_comp=practices.save_payer(db, WORKERS_COMP, stamp),
        auto=practices.save_payer(db, AUTO, stamp),
    )
    for code, name, charge in PROCEDURES:
        procedure_id = practices.save_procedure(db, Procedure(code=code, name=name), stamp)
        fee = Fee(procedure_id=procedure_id, from_on=date(2020, 1, 1), charge=Money.parse(charge))
        practices.save_fee(db, fee, stamp)
    return office


def a_payer(db: Database, name: str = "Lakeside Health", stamp: Stamp = STAMP, **fields: Any) -> PayerId:
    """Another payer."""
    return practices.save_payer(db, replace(COMMERCIAL, name=name, payer_number="LH377", **fields), stamp)


RUTH = Patient(
    name=PersonName(last="Alvarez", first="Ruth", middle="M"),
    birth_on=date(1951, 4, 17),
    sex="F",
    address=Address(street="418 Alder Ct", city="Bend", state="OR", zip="97701"),
    phone="5415550177",
    signature_on_file_on=date(2026, 1, 5),
)


def a_patient(
    db: Database, last: str = "Alvarez", first: str = "Ruth", stamp: Stamp = STAMP, **fields: Any
) -> PatientId:
    """A patient with address, phone and signature on file; no insurance, no case."""
    middle = RUTH.name.middle if first == RUTH.name.first else ""
    name = PersonName(last=last, first=first, middle=middle)
    return patients.save_patient(db, replace(RUTH, name=name, **fields), stamp)


def a_case(
    db: Database, patient_id: PatientId, kind: str = "health", stamp: Stamp = STAMP, **fields: Any
) -> CaseId:
    """A case of the patient, opened at the beginning of 2026."""
    defaults: dict[str, Any] = {"name": "Low back 2026", "opened_on": date(2026, 1, 5)}
    return patients.save_case(
        db, Case(patient_id=patient_id, kind=CaseKind(kind), **(defaults | fields)), stamp
    )


def a_coverage(
    db: Database, patient_id: PatientId, payer_id: PayerId | None = None, stamp: Stamp = STAMP, **fields: Any
) -> CoverageId:
    """An insurance of the patient, who is the subscriber; by default primary with the first payer, from 2026 on."""
    defaults: dict[str, Any] = {
        "member_id": "XWL884120733",
        "from_on": date(2026, 1, 1),
        "benefits_signed_on": date(2026, 1, 5),
        "payer_id": payer_id or practices.list_payers(db)[0].id,
    }
    return patients.save_coverage(db, Coverage(patient_id=patient_id, **(defaults | fields)), stamp)


def an_authorization(
    db: Database, patient_id: PatientId, coverage_id: CoverageId, stamp: Stamp = STAMP, **fields: Any
) -> AuthorizationId:
    """A prior authorization for twelve visits in 2026."""
    defaults: dict[str, Any] = {
        "number": "OPT-77120",
        "visits_allowed": 12,
        "from_on": date(2026, 1, 1),
        "to_on": date(2026, 12, 31),
    }
    return patients.save_authorization(
        db, Authorization(patient_id=patient_id, coverage_id=coverage_id, **(defaults | fields)), stamp
    )


def a_line(
    code: str = "98941",
    modifiers: str = "",
    charge: str = "65.00",
    on: date = TODAY,
    pointers: tuple[int, ...] = (1,),
    **fields: Any,
) -> EncounterLine:
    """One service line; modifiers as keyed, with spaces between."""
    return EncounterLine(
        from_on=fields.pop("from_on", on),
        to_on=fields.pop("to_on", on),
        procedure_code=code,
        modifiers=tuple(modifiers.split()),
        pointers=pointers,
        charge=Money.parse(charge),
        **fields,
    )


def a_visit(
    db: Database,
    patient_id: PatientId | None = None,
    *,
    case_id: CaseId | None = None,
    on: date = TODAY,
    diagnoses: Sequence[str] = ("M99.03", "M54.59"),
    lines: Sequence[tuple[str, str, str] | EncounterLine] = (("98941", "AT", "65.00"),),
    stamp: Stamp = STAMP,
    **fields: Any,
) -> EncounterId:
    """A coded visit; patient, case and provider are made or taken where they are not named."""
    patient_id = patient_id or a_patient(db)
    cases = patients.list_cases(db, patient_id)
    defaults: dict[str, Any] = {
        "case_id": case_id or (cases[0].id if cases else a_case(db, patient_id)),
        "provider_id": practices.list_providers(db, ProviderKind.RENDERING)[0].id,
        "status": VisitStatus.CODED,
        "starts_at": "09:00",
    }
    encounter = Encounter(
        patient_id=patient_id,
        service_on=on,
        diagnoses=tuple(diagnoses),
        lines=tuple(line if isinstance(line, EncounterLine) else a_line(*line, on=on) for line in lines),
        **(defaults | fields),
    )
    return encounters.save_encounter(db, encounter, stamp)
