from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clinicbill.basics.money import Money
from clinicbill.remits.identity import bare_number, is_test, lacks_number, payer_key, payer_names, trace_key
from tests.support.ledgers import a_payment, a_remittance, a_service

REMITTANCE = a_remittance([a_payment("CB000001", [a_service("98941-AT", "65.00", "32.30", "CO-45 32.70")])])


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "930000001"),
        ({"payer_trace_id": "930000001"}, "930000001"),
        ({"payer_trace_id": " 1930000001 "}, "930000001"),
        ({"payer_trace_id": "ABC-123"}, "ABC123"),
        ({"payer_trace_id": ""}, "02302"),
        ({"payer_trace_id": "", "payer_id": ""}, "MEDICAREPARTBOREGON"),
    ],
)
def test_the_payers_key_is_its_tax_id_else_its_number_else_its_name(
    changes: dict[str, Any], key: str
) -> None:
    assert payer_key(replace(REMITTANCE, **changes)) == key


def test_the_trace_number_is_compared_without_blanks_and_case() -> None:
    assert trace_key(replace(REMITTANCE, trace_number=" eft-77 ")) == "EFT-77"


def test_all_names_of_the_payer_that_are_given() -> None:
    assert payer_names(REMITTANCE) == ("930000001", "02302", "MEDICAREPARTBOREGON")
    assert payer_names(replace(REMITTANCE, payer_trace_id="", payer_name="")) == ("02302",)


@pytest.mark.parametrize(
    ("number", "bare"),
    [(" 008 12 ", "812"), ("eft-0077", "EFT-0077"), ("100", "100"), ("000", ""), (" ", "")],
)
def test_a_bare_number_has_no_blanks_and_no_leading_zeros(number: str, bare: str) -> None:
    assert bare_number(replace(REMITTANCE, trace_number=number)) == bare


@pytest.mark.parametrize(
    ("number", "cents", "lacks"),
    [("8812345", 1, False), ("", 1, True), ("00", 1, True), ("", -1, True), ("", 0, False)],
)
def test_money_needs_a_number(number: str, cents: int, lacks: bool) -> None:
    assert lacks_number(replace(REMITTANCE, trace_number=number, paid=Money(cents))) is lacks


@pytest.mark.parametrize(("usage", "test"), [("T", True), (" t", True), ("P", False), ("", False)])
def test_a_test_file_says_so_in_isa15(usage: str, test: bool) -> None:
    assert is_test(replace(REMITTANCE, usage=usage)) is test
