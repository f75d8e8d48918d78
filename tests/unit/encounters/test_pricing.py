from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.money import Money
from clinicbill.encounters.pricing import charge_for, fee_on, priced
from clinicbill.practice.procedure import Fee
from tests.support.practice import a_line

BCBS, MEDICARE = PayerId(1), PayerId(2)


def fee(
    dollars: str, from_on: date = date(2026, 1, 1), payer: PayerId | None = None, modifier: str = ""
) -> Fee:
    return Fee(charge=Money.parse(dollars), from_on=from_on, payer_id=payer, modifier=modifier)


SCHEDULE = (
    fee("65"),
    fee("70", date(2026, 7, 1)),
    fee("60", payer=MEDICARE),
    fee("55", modifier="GA"),
    fee("50", payer=MEDICARE, modifier="GA"),
)


@pytest.mark.parametrize(
    ("payer", "modifiers", "day", "dollars"),
    [
        (None, (), date(2026, 6, 30), "65"),
        (None, (), date(2026, 7, 1), "70"),
        (BCBS, (), date(2026, 11, 23), "70"),
        (MEDICARE, (), date(2026, 11, 23), "60"),
        (MEDICARE, ("AT",), date(2026, 11, 23), "60"),
        (MEDICARE, ("AT", "GA"), date(2026, 11, 23), "50"),
        (BCBS, ("GA",), date(2026, 11, 23), "55"),
        (BCBS, ("AT",), date(2026, 1, 1), "65"),
    ],
)
def test_which_fee_counts(payer: PayerId | None, modifiers: tuple[str, ...], day: date, dollars: str) -> None:
    found = fee_on(SCHEDULE, payer_id=payer, modifiers=modifiers, on=day)
    assert found is not None
    assert found.charge == Money.parse(dollars)


def test_before_the_first_day_there_is_no_fee() -> None:
    assert fee_on(SCHEDULE, payer_id=None, modifiers=(), on=date(2025, 12, 31)) is None
    assert charge_for((), payer_id=None, modifiers=(), on=date(2026, 1, 1), units=1) is None


def test_a_fee_of_another_payer_never_counts() -> None:
    only_medicare = [fee("60", payer=MEDICARE)]
    assert fee_on(only_medicare, payer_id=BCBS, modifiers=(), on=date(2026, 2, 1)) is None
    assert fee_on(only_medicare, payer_id=None, modifiers=(), on=date(2026, 2, 1)) is None


def test_the_first_modifier_with_a_fee_counts() -> None:
    two = [fee("10", modifier="RT"), fee("20", modifier="LT"), fee("30")]
    found = fee_on(two, payer_id=None, modifiers=("LT", "RT"), on=date(2026, 2, 1))
    assert found is not None
    assert found.charge == Money(2000)


def test_units_multiply() -> None:
    assert charge_for(SCHEDULE, payer_id=None, modifiers=(), on=date(2026, 8, 1), units=3) == Money(21000)


def test_a_line_takes_its_fee_or_stays() -> None:
    line = a_line("98941", "AT", "1.00", units=2)
    assert priced(line, {"98941": SCHEDULE}, MEDICARE) == replace(line, charge=Money(12000))
    assert priced(line, {}, MEDICARE) == line


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
fees = st.builds(
    Fee,
    charge=st.integers(0, 100_000).map(Money),
    from_on=days,
    payer_id=st.none() | st.sampled_from([BCBS, MEDICARE]),
    modifier=st.sampled_from(["", "AT", "GA"]),
)


@given(
    schedule=st.lists(fees, max_size=12),
    payer=st.none() | st.sampled_from([BCBS, MEDICARE]),
    modifiers=st.lists(st.sampled_from(["AT", "GA", "GP"]), unique=True, max_size=3),
    day=days,
)
def test_the_fee_found_is_one_that_may_count_and_none_beats_it(
    schedule: list[Fee], payer: PayerId | None, modifiers: list[str], day: date
) -> None:
    able = [
        f
        for f in schedule
        if f.from_on <= day and f.payer_id in (None, payer) and (not f.modifier or f.modifier in modifiers)
    ]
    found = fee_on(schedule, payer_id=payer, modifiers=modifiers, on=day)
    if not able:
        assert found is None
        return
    assert found in able
    own = [f for f in able if f.payer_id is not None] or able
    assert found in own
    with_modifier = [f for f in own if f.modifier] or own
    assert found in with_modifier
    assert found.from_on == max(f.from_on for f in with_modifier if f.modifier == found.modifier)
