"""Lists: a model Qt's own tester accepts, groups that are stepped over, widths that cut nothing but words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit

from clinicbill.basics.money import Money
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, scaled
from clinicbill.ui.widgets.columns import Column, Group, Totals
from clinicbill.ui.widgets.record_list import Lines, RecordList
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import NOT_YET, Run, Runs, elided, plain_text, runs_of, state, width

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@dataclass(frozen=True)
class Owed:
    """A row of a work list."""

    id: int
    who: str
    why: str
    amount: Money
    on: date | None = None


COLUMNS: tuple[Column[Owed], ...] = (
    Column("Who", lambda row: row.who, weight=MEDIUM, sort="name"),
    Column("Why it is here", lambda row: row.why, stretch=1),
    Column("Visit", lambda row: row.on, right=True),
    Column("State", lambda row: state("circle-x", "Clearinghouse rejected", Role.RED)),
    Column("Money", lambda row: row.amount, right=True, sums=True),
    Column("Next", lambda row: "Check status", key=lambda row: "S"),
)
LONG = "Rejected by the clearinghouse because there is no rendering provider in item 24J of line 2"
FIRST = [
    Owed(1, "Tomas Brandt", LONG, Money(9800), date(2026, 9, 4)),
    Owed(2, "Karla Ruiz", "Not covered on 11/12", Money(123456789)),
]
SECOND = [Owed(3, "Joy Okoye", "Not medically necessary", Money(0))]
GROUPS = [
    Group("Do first", "a filing limit runs", FIRST, Money(123466589)),
    Group("Denied", "appeal clock runs", SECOND, Money(0)),
]
TOTALS = [Totals({"Who": "Total", "Money": Money(123466589)}), Totals({"Who": "Share"}, bold=False)]


def make(qtbot: QtBot, size: QSize | None = None) -> RecordTable[Owed]:
    table = RecordTable("Work list", COLUMNS, identity=lambda row: row.id)
    qtbot.addWidget(table)
    table.resize(size or QSize(900, 400))
    table.show()
    table.activateWindow()
    qtbot.waitExposed(table)
    return table


def test_qt_accepts_the_model(qtbot: QtBot) -> None:
    table = make(qtbot)
    tester = QAbstractItemModelTester(table.model_of(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.fill(GROUPS, TOTALS)
    table.fill(FIRST)
    table.fill([])
    assert tester.model() is table.model_of()


def test_arrows_step_over_group_heads_and_totals(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(GROUPS, TOTALS)
    table.setFocus()
    seen = []
    table.chosen.connect(lambda row: seen.append(row.id))
    table.select(1)
    for _ in range(4):
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.current() == SECOND[0]
    for _ in range(4):
        QTest.keyClick(table, Qt.Key.Key_Up)
    assert table.current() == FIRST[0]
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.current() == SECOND[0]
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.current() == FIRST[0]
    assert seen == [2, 3, 2, 1, 3, 1]


def test_enter_and_a_double_click_open(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(GROUPS)
    opened: list[Owed] = []
    table.opened.connect(opened.append)
    table.select(2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    place = table.cell(1, "Who").center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.id for row in opened] == [2, 2, 1]


def test_the_selection_stays_on_its_record_across_fills(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(GROUPS)
    table.select(3)
    table.fill([SECOND[0], *FIRST])
    assert table.current() == SECOND[0]
    table.fill(FIRST)
    assert table.current() in FIRST
    table.fill([])
    assert table.current() is None


def test_only_free_text_is_cut(qtbot: QtBot) -> None:
    table = make(qtbot, QSize(640, 300))
    table.fill(GROUPS)
    for at, column in enumerate(COLUMNS):
        if not column.stretch:
            for row in FIRST:
                needed = width(column.runs(row))
                assert table.columnWidth(at) >= needed
    assert width(COLUMNS[1].runs(FIRST[0])) > table.columnWidth(1)
    full = table.model_of().index(1, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert full == LONG


def test_the_free_text_takes_the_room_that_is_left(qtbot: QtBot) -> None:
    table = make(qtbot, QSize(1200, 300))
    table.fill(GROUPS)
    assert sum(table.columnWidth(n) for n in range(len(COLUMNS))) == table.viewport().width()


def test_groups_say_why_and_sum_in_the_money_column(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(GROUPS, TOTALS)
    assert table.text(0, "Who") == "Do first, a filing limit runs"
    assert table.text(0, "Money") == "1,234,665.89"
    assert table.text(5, "Money") == "1,234,665.89"
    assert table.rowHeight(0) == scaled(31)
    assert table.rowHeight(1) == scaled(27)


def test_rows_do_not_keep_the_height_of_a_head_that_stood_there(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(GROUPS, TOTALS)
    table.fill([*FIRST, *SECOND, Group("Later", "", [], None)])
    assert [table.rowHeight(row) for row in range(4)] == [scaled(27)] * 3 + [scaled(31)]


def test_a_list_of_one_column_has_its_sums_at_the_right(qtbot: QtBot) -> None:
    columns: tuple[Column[Owed], ...] = (Column("Who", lambda row: row.who, stretch=1, sums=True),)
    table = RecordTable("One column", columns, identity=lambda row: row.id)
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    table.fill(GROUPS)
    assert table.text(0, "Who") == "Do first, a filing limit runs, 1,234,665.89"
    bare = table.grab().toImage()
    table.fill([Group(group.name, group.why, group.rows) for group in GROUPS])
    assert table.grab().toImage() != bare


def test_cells_write_money_dates_and_nothing(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(FIRST)
    assert table.text(0, "Visit") == "09/04/2026"
    assert table.text(1, "Visit") == ""
    assert table.text(0, "Money") == "98.00"
    assert runs_of(Money(0), Run())[0].role is Role.TEXT3
    assert runs_of(-1200, Run())[0].text == "\u22121,200"
    assert runs_of(None, Run()) == ()
    assert runs_of(NOT_YET, Run())[0].text == "–"


def test_heads_sort_by_asking(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(FIRST)
    asked: list[tuple[str, bool]] = []
    table.sort_asked.connect(lambda name, down: asked.append((name, down)))
    place = table.head.viewport().rect().topLeft()
    place.setX(table.columnViewportPosition(0) + 30)
    place.setY(10)
    for _ in range(2):
        QTest.mouseClick(table.head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    place.setX(table.columnViewportPosition(1) + 30)
    QTest.mouseClick(table.head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [("name", False), ("name", True)]


def test_the_selected_row_shows_where_the_keyboard_is(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(FIRST)
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.select(1)
    place = table.cell(1, "Why it is here")
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(place.right() - 1, place.top() + 2) == colour(Role.SEL)
    assert picture.pixelColor(1, place.top() + 5) == colour(Role.ACCENT)
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: not table.hasFocus())
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(place.right() - 1, place.top() + 2) == colour(Role.SEL_OFF)


def test_typing_into_a_cell_asks_the_page(qtbot: QtBot) -> None:
    columns: tuple[Column[Owed], ...] = (Column("Units", lambda row: row.who, edit=lambda row: row.who),)
    table: RecordTable[Owed] = RecordTable("Lines", columns, identity=lambda row: row.id)
    qtbot.addWidget(table)
    table.fill(FIRST)
    typed: list[tuple[object, str]] = []
    table.typed.connect(lambda row, _column, text: typed.append((row, text)))
    model = table.model_of()
    assert model.index(0, 0).data(Qt.ItemDataRole.EditRole) == "Tomas Brandt"
    assert model.setData(model.index(0, 0), "Tom", Qt.ItemDataRole.EditRole)
    assert typed == [(FIRST[0], "Tom")]


def test_a_changed_record_takes_its_place(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.fill(GROUPS)
    table.put(Owed(2, "Karla Ruiz", "Covered", Money(100)))
    assert [row.why for row in table.records()] == [LONG, "Covered", SECOND[0].why]


def test_lines_are_cut_from_the_right(qtbot: QtBot) -> None:
    runs: Runs = (Run("Medicare"), Run("CO-50", mono=True), Run("not medically necessary"))
    cut = elided(runs, width(runs) - 40)
    assert [run.text for run in cut[:2]] == ["Medicare", "CO-50"]
    assert cut[2].text.endswith("…")
    assert width(cut) <= width(runs) - 40
    assert elided(runs, width(runs)) == runs


def test_two_line_rows_can_be_heard(qtbot: QtBot) -> None:
    table: RecordList[Owed] = RecordList(
        "Visits",
        lambda row: Lines(row.who, row.amount, "08:30 Cigna", state("circle-check", "Coded", Role.GREEN)),
        identity=lambda row: row.id,
    )
    qtbot.addWidget(table)
    table.resize(200, 300)
    table.show()
    table.fill(FIRST)
    assert table.rowHeight(0) == scaled(44)
    assert table.text(0, "") == "Tomas Brandt 98.00 08:30 Cigna Coded"
    assert plain_text(()) == ""
    table.grab()
