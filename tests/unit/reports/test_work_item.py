from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import ZERO, Money
from clinicbill.reports.next_step import NextStep, Step
from clinicbill.reports.work_item import (
    GROUP_OF,
    GROUPS,
    WorkItem,
    WorkKind,
    in_order,
    items_total,
    lost_soon,
    ready_to_post,
)

STEP = NextStep(Step.WAIT, "Wait", "clock")


def item(kind: WorkKind = WorkKind.REJECTED, record: int = 1, **fields: Any) -> WorkItem:
    return WorkItem(kind=kind, record=record, who="Ames", why="why", step=STEP, **fields)


def test_every_kind_stands_in_one_group() -> None:
    assert set(GROUP_OF) == set(WorkKind)
    assert sum(len(group.kinds) for group in GROUPS) == len(WorkKind)


def test_what_is_lost_first_stands_first() -> None:
    soon = item(record=1, due_on=date(2026, 12, 1))
    later = item(record=2, due_on=date(2027, 1, 1))
    large = item(record=3, money=Money(900))
    small = item(record=4, money=Money(100))
    over = item(record=5, due_on=date(2026, 6, 1), overdue=True)
    assert in_order([small, over, later, large, soon]) == [soon, later, large, small, over]


def test_groups_keep_their_order() -> None:
    kinds = [WorkKind.AUTHORIZATION, WorkKind.SILENT, WorkKind.DENIED, WorkKind.LIMIT]
    made = [item(kind, number) for number, kind in enumerate(kinds)]
    assert [one.kind for one in in_order(made)] == kinds[::-1]


@given(st.lists(st.integers(-(10**9), 10**9) | st.none()))
def test_the_total_is_the_sum_of_the_money_there_is(cents: list[int | None]) -> None:
    made = [item(record=n, money=None if c is None else Money(c)) for n, c in enumerate(cents)]
    assert items_total(made) == Money(sum(c or 0 for c in cents))


def test_parts_of_the_list() -> None:
    limit, other = item(WorkKind.LIMIT, 1), item(WorkKind.SILENT, 2)
    post = WorkItem(
        kind=WorkKind.REMITTANCE, record=3, who="Payer", why="", step=NextStep(Step.POST, "Post", "check")
    )
    assert lost_soon([limit, other, post]) == [limit]
    assert ready_to_post([limit, other, post]) == [post]
    assert limit.amount == ZERO
    assert limit.key == ("limit", 1)


def test_an_item_has_a_kind_of_the_table() -> None:
    with pytest.raises(ValueError, match="is not a valid WorkKind"):
        WorkKind("lunch")
