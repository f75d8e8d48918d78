from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.codesets.fees import fee_facts, localities, locality_fee
from tests.support.code_files import fee_line, fee_text, gpci_text

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2026, 7, 5)


def test_facts_of_a_code_and_of_its_modifier(load_file: LoadsFiles) -> None:
    assert fee_facts("20610", "", DAY) is None
    load_file(
        "PPRRVU2026_Jul_nonQPP.csv",
        fee_text([fee_line("20610", days="000"), fee_line("73562", "26", days="XXX")]),
    )
    found = fee_facts("20610", "50", DAY)
    assert found is not None
    assert (found.modifier, found.global_days, found.work, found.pe_facility) == (
        "",
        "000",
        Decimal("1.00"),
        Decimal("1.50"),
    )
    assert (found.bilateral, found.assistant, found.multiple, found.status) == ("1", "1", "2", "A")
    assert (found.conversion_factor, found.release, found.covers) == (Decimal("30.0000"), "7/2026", True)
    part = fee_facts("73562", "26", DAY)
    assert part is not None
    assert part.modifier == "26"
    assert fee_facts("73562", "", DAY) is None


def test_the_usual_file_is_the_one_for_who_is_no_qualifying_participant(load_file: LoadsFiles) -> None:
    load_file("PPRRVU2026_Jul_nonQPP.csv", fee_text([fee_line("20610", factor="30.0000")]))
    load_file("PPRRVU2026_Jul_QPP.csv", fee_text([fee_line("20610", factor="31.0000")]))
    usual, other = fee_facts("20610", "", DAY), fee_facts("20610", "", DAY, part="QPP")
    assert usual is not None
    assert other is not None
    assert (usual.conversion_factor, other.conversion_factor) == (Decimal(30), Decimal(31))


def test_the_fee_of_a_locality(load_file: LoadsFiles) -> None:
    assert localities(DAY) == ()
    load_file("PPRRVU2026_Jul_nonQPP.csv", fee_text([fee_line("20610")]))
    load_file(
        "GPCI2026.csv", gpci_text(["02102,AK,01,ALASKA*,1.500,1.000,0.500", "01182,AL,00,ELSEWHERE,1,1,1"])
    )
    facts, (alaska, elsewhere) = fee_facts("20610", "", DAY), localities(DAY)
    assert facts is not None
    assert (alaska.name, alaska.mac, elsewhere.name) == ("ALASKA", "02102", "ELSEWHERE")
    # (1.00 × 1.5 + 2.00 × 1 + 0.10 × 0.5) × 30 = 106.50; in a facility 1.50 instead of 2.00
    assert locality_fee(facts, alaska, facility=False) == Money(10_650)
    assert locality_fee(facts, alaska, facility=True) == Money(9_150)
    assert locality_fee(facts, alaska, facility=False, conversion_factor=Decimal("33.333")) == Money(11_833)
    assert locality_fee(replace(facts, conversion_factor=None), alaska, facility=False) is None
