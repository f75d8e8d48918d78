from __future__ import annotations

import pytest

from clinicbill.practice.payer import Delivery, Payer
from clinicbill.practice.rows import columns_of, record_of
from tests.support.practice import AUTO, COMMERCIAL


@pytest.mark.parametrize("payer", [COMMERCIAL, AUTO])
def test_it_lies_in_its_row_and_comes_back(payer: Payer) -> None:
    back = record_of(Payer, columns_of(payer))
    assert back == payer
    assert isinstance(back.delivery, Delivery)


def test_a_new_one_takes_files() -> None:
    assert Payer(name="Lakeside Health").delivery is Delivery.ELECTRONIC
