from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.basics.people import Address
from clinicbill.practice.address_checks import (
    STATES,
    AddressRule,
    address_findings,
    is_po_box,
    phone_findings,
)

HOME = Address(street="418 Alder Ct", city="Bend", state="OR", zip="97701")
RULE = AddressRule(where="home", field="address", source="house rule")


def _rules(address: Address, rule: AddressRule = RULE) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in address_findings(address, rule)]


@pytest.mark.parametrize(
    "street",
    [
        "PO Box 12",
        "P.O. Box 12",
        "p o box 12",
        "POB 12",
        "Post Office Box 12",
        "Lock Box 7",
        "LOCKBOX 7",
        "PMB 9",
    ],
)
def test_boxes(street: str) -> None:
    assert is_po_box(street)


@pytest.mark.parametrize("street", ["12 Boxwood Ln", "418 Poplar St", "9 Box Elder Ct", "77 Post Office Rd"])
def test_streets_that_are_no_boxes(street: str) -> None:
    assert not is_po_box(street)


def test_a_whole_address() -> None:
    assert _rules(HOME) == []
    assert _rules(replace(HOME, zip="977011234"), replace(RULE, zip9=True)) == []


def test_parts() -> None:
    assert _rules(replace(HOME, city="", state="")) == [("S21", "address.city")]
    assert _rules(replace(HOME, zip="")) == [("S21", "address.zip")]
    assert _rules(replace(HOME, state="ZZ")) == [("S22", "address.state")]
    assert _rules(replace(HOME, zip="9770")) == [("S23", "address.zip")]
    assert _rules(replace(HOME, zip="97701-1234")) == [("S23", "address.zip")]
    assert _rules(replace(HOME, zip="９７７０１")) == [("S23", "address.zip")]


def test_a_short_zip_warns_unless_the_address_must_be_complete() -> None:
    wants = replace(RULE, zip9=True)
    assert [f.severity for f in address_findings(HOME, wants)] == [Severity.WARNING]
    strict = replace(wants, missing=Severity.MUST_FIX)
    assert [f.severity for f in address_findings(HOME, strict)] == [Severity.MUST_FIX]
    assert [f.severity for f in address_findings(replace(HOME, zip="1"), wants)] == [Severity.MUST_FIX]


def test_a_box_stands_in_either_street_line() -> None:
    boxed = replace(HOME, street2="PO Box 1")
    assert _rules(boxed) == []
    assert _rules(boxed, replace(RULE, street_only=True)) == [("S24", "address.street")]


def test_states_and_phones() -> None:
    assert {"OR", "PR", "DC", "AE"} < STATES
    assert len(STATES) == 62
    assert not list(phone_findings("", where="", field=""))
    assert not list(phone_findings("5415550134", where="", field=""))
    assert [finding.rule for finding in phone_findings("541-555-0134", where="", field="")] == ["S25"]
