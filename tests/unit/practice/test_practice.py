from __future__ import annotations

from clinicbill.practice.practice import Practice
from clinicbill.practice.rows import columns_of, record_of
from tests.support.practice import PRACTICE


def test_it_lies_in_its_row_and_comes_back() -> None:
    assert record_of(Practice, columns_of(PRACTICE)) == PRACTICE


def test_a_new_one_has_no_addresses() -> None:
    practice = Practice(name="Cedar Spine")
    assert not practice.address
    assert not practice.pay_to
