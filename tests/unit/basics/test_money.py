from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import ZERO, Money

amounts = st.integers(min_value=-(10**13), max_value=10**13).map(Money)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("65", 6500),
        ("$1,234.50", 123450),
        ("-3.2", -320),
        ("−3.2", -320),
        (".5", 50),
        ("0", 0),
        (" 12. ", 1200),
        ("1,234,567.89", 123456789),
    ],
)
def test_parse_reads_what_people_type(typed: str, cents: int) -> None:
    assert Money.parse(typed) == Money(cents)


@pytest.mark.parametrize(
    "typed",
    ["", "-", "$", ".", "1e400", "12.345", "1,23", "12,34.5", "abc", "1 2", "--5", "٣", "9" * 20, "5-"],
)
def test_parse_refuses_what_is_no_amount(typed: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        Money.parse(typed)


@pytest.mark.parametrize(
    ("element", "cents"), [("1234.5", 123450), ("80", 8000), ("-.24", -24), ("34.000", 3400), ("0", 0)]
)
def test_from_x12(element: str, cents: int) -> None:
    assert Money.from_x12(element) == Money(cents)


@pytest.mark.parametrize("element", ["", "1.001", "1,000", "$5", "+5", "5-", "x"])
def test_from_x12_refuses(element: str) -> None:
    with pytest.raises(ValueError, match=r"X12 amount|fraction"):
        Money.from_x12(element)


def test_only_whole_cents() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(True)
    with pytest.raises(TypeError):
        Money(1) + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(1) * 1.5  # type: ignore[operator]


@pytest.mark.parametrize(
    ("cents", "sentence", "column", "x12"),
    [
        (123456, "$1,234.56", "1,234.56", "1234.56"),
        (-5, "−$0.05", "−0.05", "-0.05"),
        (8050, "$80.50", "80.50", "80.5"),
        (8000, "$80.00", "80.00", "80"),
        (0, "$0.00", "0.00", "0"),
    ],
)
def test_how_it_is_shown(cents: int, sentence: str, column: str, x12: str) -> None:
    assert (str(Money(cents)), Money(cents).plain(), Money(cents).x12()) == (sentence, column, x12)


def test_cms_splits_dollars_and_cents() -> None:
    assert Money(6505).cms() == ("65", "05")
    with pytest.raises(ValueError, match="negative"):
        Money(-1).cms()


def test_share_rounds_half_up() -> None:
    assert Money(2312).share(Decimal("0.02")) == Money(46)
    assert Money(25).share(Decimal("0.5")) == Money(13)


def test_split_refuses_no_weights() -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(5).split([0, 0])
    with pytest.raises(ValueError, match="weights"):
        Money(5).split([])


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any))
def test_split_always_adds_up(amount: Money, weights: list[int]) -> None:
    parts = amount.split(weights)
    assert Money.total(parts) == amount
    assert len(parts) == len(weights)
    assert all(part == ZERO for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(amounts)
def test_every_form_reads_back(amount: Money) -> None:
    assert Money.from_x12(amount.x12()) == amount
    assert Money.parse(amount.plain()) == amount
    assert Money.parse(amount.csv()) == amount


@given(amounts, amounts)
def test_arithmetic_is_exact(a: Money, b: Money) -> None:
    assert (a + b - b) == a
    assert (-a).cents == -a.cents
    assert (a < b) == (a.cents < b.cents)
    assert bool(a) == (a.cents != 0)
