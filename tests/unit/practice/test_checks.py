from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clinicbill.basics.findings import Finding, Severity, stops
from clinicbill.basics.identifiers import UserId
from clinicbill.basics.people import Address, PersonName
from clinicbill.practice.checks import (
    facility_findings,
    npi_pair_findings,
    payer_findings,
    practice_findings,
    provider_findings,
    user_findings,
)
from clinicbill.practice.payer import Delivery
from clinicbill.practice.user import Role, User
from tests.support.practice import (
    AUTO,
    COMMERCIAL,
    LINDQVIST,
    MEDICARE,
    OFFICE,
    OKAFOR,
    PRACTICE,
    WORKERS_COMP,
)

ADDRESS = PRACTICE.address


def rules(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity.value) for finding in findings]


def test_the_example_practice_has_no_edits() -> None:
    assert practice_findings(PRACTICE) == []
    assert provider_findings(LINDQVIST) == []
    assert provider_findings(OKAFOR) == []
    assert facility_findings(OFFICE) == []
    for payer in (MEDICARE, COMMERCIAL, WORKERS_COMP, AUTO):
        assert payer_findings(payer) == []


@pytest.mark.parametrize(
    ("change", "rule", "severity", "field"),
    [
        ({"name": " "}, "S01", "must_fix", "name"),
        ({"npi": ""}, "S02", "must_fix", "npi"),
        ({"npi": "1987654321"}, "S02", "must_fix", "npi"),
        ({"tax_id": "12345678"}, "S04", "must_fix", "tax_id"),
        ({"tax_id": "12-345678"}, "S04", "must_fix", "tax_id"),
        ({"taxonomy": "111N00000"}, "S05", "must_fix", "taxonomy"),
        ({"taxonomy": ""}, "S05", "warning", "taxonomy"),
        ({"time_zone": "Mars/Olympus"}, "S06", "must_fix", "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "S06", "must_fix", "time_zone"),
        ({"phone": ""}, "S07", "warning", "phone"),
        ({"phone": "555-0134"}, "S25", "warning", "phone"),
        ({"address": replace(ADDRESS, zip="97703")}, "S23", "must_fix", "address.zip"),
        ({"address": replace(ADDRESS, zip="")}, "S21", "must_fix", "address.zip"),
        ({"address": replace(ADDRESS, street="P.O. Box 611")}, "S24", "must_fix", "address.street"),
        ({"address": replace(ADDRESS, state="Or")}, "S22", "must_fix", "address.state"),
        ({"pay_to": Address(street="PO Box 611")}, "S21", "warning", "pay_to.city"),
    ],
)
def test_practice(change: dict[str, Any], rule: str, severity: str, field: str) -> None:
    findings = practice_findings(replace(PRACTICE, **change))
    assert rules(findings) == [(rule, severity)]
    assert findings[0].field == field
    assert findings[0].fix
    assert findings[0].source or rule == "S01"


def test_a_box_is_fine_as_the_pay_to_address() -> None:
    box = Address(street="PO Box 611", city="Bend", state="OR", zip="97709")
    assert practice_findings(replace(PRACTICE, pay_to=box)) == []
    wrong = practice_findings(replace(PRACTICE, address=replace(ADDRESS, street="PO Box 611")))
    assert "pay-to" in wrong[0].fix


def test_a_referring_provider_may_wait_for_the_npi() -> None:
    assert rules(provider_findings(replace(OKAFOR, npi=""))) == [("S02", "warning")]
    assert rules(provider_findings(replace(OKAFOR, npi="1555000012"))) == [("S02", "must_fix")]
    assert rules(provider_findings(replace(LINDQVIST, npi=""))) == [("S02", "must_fix")]
    assert rules(provider_findings(replace(LINDQVIST, taxonomy=""))) == [("S05", "warning")]
    assert rules(provider_findings(replace(LINDQVIST, name=PersonName(first="Anna")))) == [
        ("S01", "must_fix")
    ]


def test_payers_of_electronic_claims_have_a_number() -> None:
    numberless = replace(COMMERCIAL, payer_number=" ")
    assert rules(payer_findings(numberless)) == [("S10", "must_fix")]
    assert payer_findings(replace(numberless, delivery=Delivery.PAPER)) == []


def test_a_paper_payer_needs_an_address() -> None:
    assert rules(payer_findings(replace(AUTO, address=Address()))) == [("S21", "warning")]
    assert payer_findings(replace(COMMERCIAL, address=Address())) == []


def test_claim_filing_codes_are_those_of_sbr09() -> None:
    findings = payer_findings(replace(COMMERCIAL, claim_filing_code="09"))
    assert rules(findings) == [("S09", "must_fix")]
    assert "SBR09" in findings[0].source


def test_facility() -> None:
    assert rules(facility_findings(replace(OFFICE, pos="1"))) == [("S08", "must_fix")]
    assert rules(facility_findings(replace(OFFICE, npi="123"))) == [("S02", "must_fix")]
    short = replace(OFFICE, address=replace(ADDRESS, zip="97703"))
    assert rules(facility_findings(short)) == [("S23", "warning")]
    assert rules(facility_findings(replace(OFFICE, name=""))) == [("S01", "must_fix")]


def test_one_npi_for_the_group_and_a_person() -> None:
    shared = replace(PRACTICE, npi=LINDQVIST.npi)
    other = replace(LINDQVIST, npi="1666000025")
    assert npi_pair_findings(shared, [LINDQVIST]) == []
    assert rules(npi_pair_findings(shared, [LINDQVIST, other])) == [("S03", "warning")]
    assert npi_pair_findings(PRACTICE, [LINDQVIST, other]) == []


def test_users_have_names_of_their_own() -> None:
    dana = User(id=UserId(1), name="Dana Reyes")
    assert user_findings(dana, [dana]) == []
    twin = user_findings(User(name="dana reyes"), [dana])
    assert rules(twin) == [("S15", "must_fix")]
    assert stops(twin)
    assert user_findings(User(name=""), [])[0].severity is Severity.MUST_FIX


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"active": False}, "active"),
        ({"role": Role.BILLER}, "role"),
        ({"role": Role.BILLER, "active": False}, "active"),
    ],
)
def test_one_owner_who_may_open_the_practice_stays(change: dict[str, Any], field: str) -> None:
    dana = User(id=UserId(1), name="Dana Reyes")
    changed = replace(dana, **change)
    front = User(id=UserId(2), name="Al Front", role=Role.FRONT_DESK)
    gone = User(id=UserId(3), name="Jo Gone", active=False)
    [told] = user_findings(changed, [dana, front, gone])
    assert (told.rule, told.field, told.severity) == ("S20", field, Severity.MUST_FIX)
    assert told.message == "Dana Reyes is the only owner"
    assert user_findings(changed, [dana, front, replace(gone, active=True)]) == []
    assert user_findings(replace(front, active=False), [dana, gone]) == []
    assert user_findings(User(name="New", role=Role.BILLER), []) == []


def test_a_number_that_is_no_npi_says_who_gave_it() -> None:
    sender = replace(OKAFOR, other_id="77120")
    [told] = provider_findings(sender)
    assert (told.rule, told.where, told.field) == ("S30", "item 17a", "other_id_qualifier")
    assert provider_findings(replace(sender, other_id_qualifier="0B")) == []
    place = replace(OFFICE, other_id="5", other_id_qualifier="XX")
    assert [finding.rule for finding in facility_findings(place)] == ["S30"]
