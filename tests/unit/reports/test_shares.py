from __future__ import annotations

import pytest

from clinicbill.basics.money import Money
from clinicbill.reports.shares import share_words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (5360, 10000, "53.6 %"),
        (5355, 10000, "53.6 %"),
        (5354, 10000, "53.5 %"),
        (0, 10000, "0.0 %"),
        (10000, 10000, "100.0 %"),
        (-1250, 10000, "−12.5 %"),
        (100, 0, ""),
        (100, -500, ""),
    ],
)
def test_shares_are_rounded_half_up_to_one_decimal(part: int, whole: int, words: str) -> None:
    assert share_words(Money(part), Money(whole)) == words
