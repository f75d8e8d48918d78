from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import CaseId, CoverageId, PatientId, PayerId, ProviderId
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.assemble_parties import (
    billing_provider,
    claim_case,
    claim_coverage,
    claim_patient,
    facility_of,
    referring_provider,
    rendering_provider,
)
from clinicbill.claims.claim import OtherId
from clinicbill.encounters.encounter import Encounter
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage
from tests.support.practice import COMMERCIAL, LINDQVIST, OFFICE, OKAFOR, PRACTICE, RUTH

if TYPE_CHECKING:
    from clinicbill.claims.claim import ClaimCoverage

HEALTH = Case(id=CaseId(1), name="Low back", opened_on=date(2026, 1, 5))
COMP = replace(HEALTH, id=CaseId(2), kind=CaseKind.WORKERS_COMP, employer="Baxter Roofing")
COVERAGE = Coverage(id=CoverageId(5), payer_id=PayerId(2), member_id="X1", from_on=date(2026, 1, 1))
SAMIR = PersonName(last="Haddad", first="Samir")
DEPENDENT = replace(
    COVERAGE,
    relationship="19",
    subscriber_name=SAMIR,
    subscriber_birth_on=date(1984, 1, 30),
    subscriber_sex="M",
    subscriber_address=Address(street="9 Larkspur Loop", city="Bend", state="OR", zip="97701"),
)


def insurance(coverage: Coverage = COVERAGE, case: Case = HEALTH, place: int = 0) -> ClaimCoverage:
    return claim_coverage(coverage, place=place, payer=COMMERCIAL, patient=RUTH, case=case)


def a_visit(**changes: Any) -> Encounter:
    visit = Encounter(
        patient_id=PatientId(1), case_id=CaseId(1), provider_id=ProviderId(1), service_on=date(2026, 11, 9)
    )
    return replace(visit, **changes)


def test_a_group_bills_under_its_name() -> None:
    billing = billing_provider(PRACTICE, rendering_provider(LINDQVIST), COMMERCIAL)
    assert (billing.organization, billing.person) == (PRACTICE.name, PersonName())
    assert billing.pay_to.street == "PO Box 611"


def test_who_works_alone_under_the_own_npi_bills_as_a_person() -> None:
    alone = replace(PRACTICE, npi=LINDQVIST.npi)
    billing = billing_provider(alone, rendering_provider(LINDQVIST), COMMERCIAL)
    assert (billing.organization, billing.person) == ("", LINDQVIST.name)


def test_numbers_that_are_no_npi_go_with_their_qualifiers() -> None:
    named = replace(COMMERCIAL, billing_id_qualifier="G2", billing_id="77120")
    assert billing_provider(PRACTICE, rendering_provider(LINDQVIST), named).other_id == OtherId(
        qualifier="G2", number="77120"
    )
    assert billing_provider(PRACTICE, rendering_provider(LINDQVIST), COMMERCIAL).other_id is None


def test_an_insurance_may_have_a_profile_of_its_own() -> None:
    assert insurance().payer.profile == COMMERCIAL.profile
    assert insurance(replace(COVERAGE, profile="bcbs")).payer.profile == "bcbs"


def test_the_patient_is_the_own_subscriber() -> None:
    subscriber = insurance().subscriber
    assert (subscriber.name, subscriber.birth_on, subscriber.sex) == (RUTH.name, RUTH.birth_on, "F")
    assert subscriber.address == RUTH.address
    assert subscriber.member_id == "X1"


def test_somebody_else_holds_the_insurance() -> None:
    made = insurance(DEPENDENT)
    assert made.relationship == "19"
    assert made.subscriber.name == SAMIR
    assert made.subscriber.sex == "M"
    assert insurance(replace(DEPENDENT, subscriber_sex="")).subscriber.sex == "U"


def test_in_workers_compensation_the_employer_is_the_insured() -> None:
    made = insurance(replace(COVERAGE, case_id=COMP.id), COMP)
    assert (made.subscriber.organization, made.relationship) == ("Baxter Roofing", "20")
    unknown = insurance(replace(COVERAGE, case_id=COMP.id), replace(COMP, employer=""))
    assert (unknown.subscriber.name, unknown.relationship) == (RUTH.name, "18")


def test_the_place_among_the_insurances_of_the_day_decides() -> None:
    assert [insurance(place=place).responsibility for place in range(4)] == ["P", "S", "T", "T"]
    assert insurance(replace(COVERAGE, priority=2)).responsibility == "P"


def test_case_patient_and_facility_are_taken_as_they_are() -> None:
    case = claim_case(replace(COMP, accident_on=date(2026, 10, 7), claim_number="WC1"))
    assert (case.kind, case.accident_on, case.claim_number) == ("workers_comp", date(2026, 10, 7), "WC1")
    assert claim_patient(RUTH).signature_on_file_on == RUTH.signature_on_file_on
    assert facility_of(None) is None
    facility = facility_of(OFFICE)
    assert facility is not None
    assert facility.address == OFFICE.address


def test_the_role_of_the_referring_provider_comes_from_the_visit() -> None:
    providers = {ProviderId(9): OKAFOR}
    visit = a_visit(referring_id=ProviderId(9), referring_qualifier="DK")
    referring = referring_provider(visit, providers)
    assert referring is not None
    assert (referring.npi, referring.qualifier) == ("1555000011", "DK")
    assert referring_provider(a_visit(), providers) is None
