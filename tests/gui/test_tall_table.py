"""TallTable: rows as high as their pieces need, measured when they come into view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.runs import Run, Runs
from clinicbill.ui.widgets.tall_table import TallTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MANY = 3000


def pieces(row: int) -> list[Runs]:
    return [(Run(f"CO-{row} 1,234.00"),)] * (1 + row % 3 * 4)


@pytest.fixture
def measured() -> list[int]:
    return []


@pytest.fixture
def table(qtbot: QtBot, measured: list[int]) -> TallTable[int]:
    def counted(row: int) -> list[Runs]:
        measured.append(row)
        return pieces(row)

    columns: tuple[Column[int], ...] = (
        Column("No.", lambda row: row),
        Column("Adjustments", str, stretch=1),
    )
    made: TallTable[int] = TallTable(
        "Lines", columns, wraps="Adjustments", pieces=counted, identity=lambda row: row
    )
    qtbot.addWidget(made)
    made.resize(420, 300)
    made.show()
    return made


def is_high(table: TallTable[int], row: int) -> bool:
    return table.rowHeight(row) > scaled(27)


def test_a_fill_measures_what_a_screen_shows(table: TallTable[int], measured: list[int]) -> None:
    table.fill(range(MANY))
    assert len(set(measured)) < MANY // 10
    assert [is_high(table, row) for row in range(6)] == [False, True, True] * 2


def test_rows_far_below_have_their_height_when_they_are_seen(table: TallTable[int]) -> None:
    table.fill(range(MANY))
    for wanted in (MANY // 2, MANY - 1, 700):
        table.select(wanted)
        place = table.cell(wanted, "No.")
        assert is_high(table, wanted) is bool(wanted % 3)
        assert place.top() >= 0
        assert place.bottom() <= table.viewport().height()
        first = table.rowAt(1)
        assert [is_high(table, row) for row in range(first, wanted)] == [
            bool(row % 3) for row in range(first, wanted)
        ]


def test_other_rows_do_not_inherit_a_height(table: TallTable[int]) -> None:
    table.fill(range(MANY))
    table.scrollToBottom()
    table.fill([0] * MANY)
    assert {table.rowHeight(row) for row in range(MANY)} == {scaled(27)}
    assert table.height_of_rows == table.head.sizeHint().height() + MANY * scaled(27)


def test_another_width_wraps_in_other_places(table: TallTable[int], qtbot: QtBot) -> None:
    table.fill([5])
    narrow = table.rowHeight(0)
    table.resize(1600, 300)
    qtbot.waitUntil(lambda: table.rowHeight(0) < narrow)
