from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import CLAIM_NUMBER
from clinicbill.claims.number import claim_number, is_claim_number

SEQUENCES = st.integers(1, 999_999_999_999)


def test_a_number_is_short_and_begins_with_a_letter() -> None:
    number = claim_number(417)
    assert number.startswith("C000417")
    assert len(number) == 8
    assert is_claim_number(number)


@given(SEQUENCES)
def test_every_number_fits_item_26_and_passes_its_check(sequence: int) -> None:
    number = claim_number(sequence)
    assert CLAIM_NUMBER.fullmatch(number)
    assert is_claim_number(number)


@given(SEQUENCES, SEQUENCES)
def test_different_claims_have_different_numbers(one: int, other: int) -> None:
    assert (claim_number(one) == claim_number(other)) == (one == other)


@given(SEQUENCES, st.data())
def test_one_wrong_digit_is_noticed(sequence: int, data: st.DataObject) -> None:
    number = claim_number(sequence)
    place = data.draw(st.integers(1, len(number) - 2))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert not is_claim_number(number[:place] + wrong + number[place + 1 :])


@given(SEQUENCES, st.data())
def test_two_neighbours_that_changed_places_are_noticed(sequence: int, data: st.DataObject) -> None:
    number = claim_number(sequence)
    place = data.draw(st.integers(1, len(number) - 3))
    turned = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_claim_number(turned) == (turned == number)


@pytest.mark.parametrize("sequence", [0, -1, 1_000_000_000_000])
def test_a_counter_out_of_range_is_refused(sequence: int) -> None:
    with pytest.raises(ValueError, match="claim numbers run"):
        claim_number(sequence)


def test_other_texts_are_no_claim_numbers() -> None:
    assert not any(is_claim_number(text) for text in ("", "C000417", "c000417R", "CB000001", "D000417R"))
