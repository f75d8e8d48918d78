from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.claim import OtherId, ServiceFacility
from clinicbill.x12 import claim_837p_lines as lines
from clinicbill.x12.companion import Companion
from tests.support.claims import FACILITY, a_claim, a_line, with_ndc
from tests.unit.x12.stories_837p import purchased, purchased_without_npi

ALL = Companion()


def test_a_line() -> None:
    claim = a_claim()
    assert list(lines.service_line_2400(3, claim.lines[0], claim)) == [
        ("LX", 3),
        (
            "SV1",
            ("HC", "98941", "", "", "", "", ""),
            Money(6500),
            "UN",
            1,
            "",
            "",
            (1, 2),
            "",
            "",
            "",
            "",
            "",
        ),
        ("DTP", "472", "D8", date(2026, 11, 23)),
        ("REF", "6R", "L101"),
    ]


def test_a_narrative_stands_behind_four_modifiers() -> None:
    line = a_line(modifiers=("AS", "80"), narrative="Wedge: custom*")
    procedure = lines.professional_service(line, a_claim())[1]
    assert procedure == ("HC", "98941", "AS", "80", "", "", "WEDGE CUSTOM")


def test_place_and_emergency_only_where_they_say_something() -> None:
    claim = a_claim(lines=(a_line(1), a_line(2, pos="12", emergency=True)))
    first, second = (lines.professional_service(line, claim) for line in claim.lines)
    assert (first[5], first[9]) == ("", "")
    assert (second[5], second[9]) == ("12", "Y")


@pytest.mark.parametrize("result", ["AV", "S2", "ST", "NU"])
def test_a_screening_line_says_y(result: str) -> None:
    row = lines.professional_service(a_line(epsdt=result), a_claim())
    assert row[11:] == ("Y", "")
    assert lines.professional_service(a_line(family_planning=True), a_claim())[11:] == ("", "Y")


def test_a_purchased_service_names_the_place_by_npi_or_number() -> None:
    claim = purchased()
    own, bought = claim.lines
    assert list(lines.purchased_service(own, claim)) == []
    assert list(lines.purchased_service(bought, claim)) == [("PS1", "1666000025", Money(4150))]
    assert list(lines.purchased_service_provider_2420b(own, claim, ALL)) == []
    assert list(lines.purchased_service_provider_2420b(bought, claim, ALL)) == [
        ("NM1", "QB", "2", "", "", "", "", "", "XX", "1666000025")
    ]
    other = purchased_without_npi()
    assert list(lines.purchased_service(bought, other)) == [("PS1", "X-771", Money(4150))]
    [name, number] = lines.purchased_service_provider_2420b(bought, other, ALL)
    assert (name[-2:], number) == (("", ""), ("REF", "G2", "X-771"))


@pytest.mark.parametrize(
    "place", [None, replace(FACILITY, npi="", other_id=OtherId(qualifier="LU", number="L1"))]
)
def test_a_purchase_from_nobody_is_left_out(place: ServiceFacility | None) -> None:
    claim = replace(purchased(), facility=place)
    assert lines.seller_number(claim) == ""
    assert list(lines.purchased_service(claim.lines[1], claim)) == []
    assert list(lines.purchased_service_provider_2420b(claim.lines[1], claim, ALL)) == []


def test_several_days() -> None:
    line = a_line(from_on=date(2026, 11, 21), to_on=date(2026, 11, 23))
    assert lines.service_date(line) == ("DTP", "472", "RD8", "20261121-20261123")


def test_drug() -> None:
    claim = with_ndc()
    assert list(lines.drug_2410(claim.lines[1], claim, ALL)) == [
        ("LIN", "", "N4", "00003029305"),
        ("CTP", "", "", "", Decimal(1), ("ML",)),
    ]
    assert list(lines.drug_2410(claim.lines[0], claim, ALL)) == []


def test_a_quantity_that_is_none_stays_visible() -> None:
    line = a_line(ndc="00003029305", ndc_unit="ML", ndc_quantity="half")
    [_, quantity] = lines.drug_2410(line, a_claim(), ALL)
    assert quantity[4] == "half"
