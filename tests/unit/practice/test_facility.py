from __future__ import annotations

from clinicbill.practice.facility import Facility
from clinicbill.practice.rows import columns_of, record_of
from tests.support.practice import OFFICE


def test_it_lies_in_its_row_and_comes_back() -> None:
    assert record_of(Facility, columns_of(OFFICE)) == OFFICE


def test_a_new_one_is_an_office() -> None:
    assert Facility(name="Branch").pos == "11"
