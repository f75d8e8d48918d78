from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import CLAIM_NUMBER, is_npi, is_tax_id, is_zip9, npi_with_check_digit


@pytest.mark.parametrize("npi", ["1234567893", "1987654328", "1555000011", "1666000025"])
def test_good_check_digits(npi: str) -> None:
    assert is_npi(npi)


@pytest.mark.parametrize("npi", ["1234567890", "123456789", "12345678933", "", "12345678٣3", "abcdefghij"])
def test_wrong_npis(npi: str) -> None:
    assert not is_npi(npi)


@given(st.integers(0, 10**9 - 1))
def test_exactly_one_check_digit_fits(number: int) -> None:
    nine = f"{number:09d}"
    assert [digit for digit in range(10) if is_npi(f"{nine}{digit}")] == [int(npi_with_check_digit(nine)[-1])]


@given(st.integers(0, 10**9 - 1), st.integers(0, 8))
def test_every_single_wrong_digit_is_noticed(number: int, place: int) -> None:
    npi = npi_with_check_digit(f"{number:09d}")
    wrong = npi[:place] + str((int(npi[place]) + 1) % 10) + npi[place + 1 :]
    assert not is_npi(wrong)


def test_tax_ids_and_zips() -> None:
    assert is_tax_id("123456789")
    assert not is_tax_id("12-3456789")
    assert is_zip9("977011234")
    assert not is_zip9("97701")


def test_claim_numbers_fit_item_26() -> None:
    assert CLAIM_NUMBER.fullmatch("C000412")
    assert not CLAIM_NUMBER.fullmatch("C-000412")
    assert not CLAIM_NUMBER.fullmatch("A" * 15)
