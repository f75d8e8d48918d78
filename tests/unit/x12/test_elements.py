from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clinicbill.basics.money import ZERO, Money
from clinicbill.x12.elements import ElementReader
from clinicbill.x12.segments import MOST_NOTES

CLP = ["CLP", "1042", "1", "65.00", "", "9.999", "x", "20261123", "20260230", "1.5", "-", "1e5"]


@pytest.fixture
def read() -> ElementReader:
    reader = ElementReader()
    reader.enter((12, [["LX", "1"], ["TS3"], CLP]), "claim 1042")
    return reader


def test_amounts_that_can_be_read_leave_no_word(read: ElementReader) -> None:
    assert read.amount(CLP, 3) == Money(6500)
    assert read.informational_amount(CLP, 3) == Money(6500)
    assert read.informational_amount(CLP, 4) is None
    assert (read.notes, read.unread) == ([], [])


@pytest.mark.parametrize(
    ("element", "amount", "sentence"),
    [
        (4, ZERO, "Claim 1042, segment 14, CLP, element 4: the amount is missing."),
        (99, ZERO, "Claim 1042, segment 14, CLP, element 99: the amount is missing."),
        (6, ZERO, "Claim 1042, segment 14, CLP, element 6: “x” is no amount."),
        (
            5,
            Money(999),
            "Claim 1042, segment 14, CLP, element 5: “9.999” has a part of a cent; $9.99 was read.",
        ),
    ],
)
def test_an_amount_of_a_sum_that_cannot_be_read_stops_the_proof(
    read: ElementReader, element: int, amount: Money, sentence: str
) -> None:
    assert read.amount(CLP, element) == amount
    assert (read.notes, read.unread) == ([], [sentence])


def test_what_touches_no_sum_is_only_noted(read: ElementReader) -> None:
    assert read.informational_amount(CLP, 6) is None
    assert read.day(CLP, 8) is None
    assert read.day(CLP, 6) is None
    assert read.quantity(CLP, 10) is None
    assert read.quantity(CLP, 11) is None
    assert read.unread == []
    assert read.notes[1] == "Claim 1042, segment 14, CLP, element 8: “20260230” is no date and was left out."
    assert len(read.notes) == 5


def test_days_and_quantities(read: ElementReader) -> None:
    assert read.day(CLP, 7) == date(2026, 11, 23)
    assert read.quantity(CLP, 9) == Decimal("1.5")
    assert read.day(CLP, 4) is None
    assert read.quantity(CLP, 99) is None
    assert read.notes == []


def test_without_a_name_the_sentence_begins_with_the_segment() -> None:
    read = ElementReader()
    read.enter((3, [["ST", "835"], ["BPR", "I"]]))
    read.note(["BPR", "I"], 16, "the date is missing")
    read.refuse(["ST"], 0, "nothing is right")
    assert read.notes == ["Segment 3, BPR, element 16: the date is missing."]
    assert read.unread == ["Segment 3, ST: nothing is right."]


def test_what_is_told_is_bounded(read: ElementReader) -> None:
    for _ in range(MOST_NOTES + 50):
        read.amount(CLP, 6)
    assert len(read.unread) == MOST_NOTES + 1
    assert read.unread[-1] == "More is wrong than can be listed here."
