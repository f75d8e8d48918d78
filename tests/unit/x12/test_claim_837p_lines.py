from __future__ import annotations

from datetime import date
from decimal import Decimal

from clinicbill.basics.money import Money
from clinicbill.x12 import claim_837p_lines as lines
from clinicbill.x12.companion import Companion
from tests.support.claims import a_claim, a_line, with_ndc

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
