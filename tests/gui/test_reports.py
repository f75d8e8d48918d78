"""Reports by keyboard: every number opens rows that add up, days are chosen, a patient is found, files are saved."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.money import Money
from clinicbill.reports.aging import aging
from clinicbill.reports.catalog import REPORTS, Asks, Report
from clinicbill.reports.report_table import ReportTable, behind_total
from clinicbill.ui.reports.periods import Period, days_of, period_of
from clinicbill.ui.widgets.columns import Totals
from tests.support.books import TOTAL, Books, office_of, some_books
from tests.support.practice import TODAY
from tests.support.window import CTRL, Hands, K

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.reports.page import ReportsPage


@pytest.fixture
def db(clinic: Clinic) -> Database:
    return cast("Database", clinic.practice.connect())


@pytest.fixture
def books(db: Database) -> Books:
    return some_books(db, office_of(db))


@pytest.fixture
def hands(clinic: Clinic, books: Books, qtbot: QtBot) -> Hands:
    assert books
    return Hands(clinic, qtbot)


@pytest.fixture
def page(hands: Hands) -> ReportsPage:
    return cast("ReportsPage", hands.go("reports"))


def hits_shown(page: ReportsPage) -> bool:
    return page.asking.patient.is_open


def choose(hands: Hands, page: ReportsPage, report_id: str, books: Books) -> None:
    page.show_record(report_id)
    hands.wait()
    if page.report.asks is Asks.PATIENT:
        page.show_record(int(books.ekberg.patient_id))
        hands.wait()


@pytest.mark.parametrize("one", REPORTS, ids=lambda one: one.id)
def test_every_number_on_screen_opens_rows_that_add_up(
    hands: Hands, page: ReportsPage, books: Books, one: Report
) -> None:
    choose(hands, page, one.id, books)
    table, shown = page.view.table, page.view.shown
    assert shown is not None
    if not shown.rows:
        assert page.view.states.message.startswith(shown.empty)
        return
    assert table is not None
    assert shown.total is not None
    table.setFocus()
    for at, row in enumerate((*shown.rows, shown.total)):
        for column, head in enumerate(shown.columns):
            amount = row.cells[column]
            if head.opens and isinstance(amount, Money):
                table.setCurrentIndex(table.model_of().index(at, column))
                hands.wait()
                assert behind_total(page.behind.table.records()) == amount, (row.key, head.title)
                assert table.text(at, head.title) == amount.plain()


def test_the_list_is_walked_by_arrows_and_enter_goes_to_the_numbers(hands: Hands, page: ReportsPage) -> None:
    assert page.list.hasFocus()
    assert page.report.id == "monthly"
    hands.press(K.Key_Down)
    assert page.report.id == "payer_mix"
    assert page.view.shown is not None
    assert page.view.shown.title == "Payer mix"
    hands.press(K.Key_Return)
    assert page.view.table is not None
    assert page.view.table.hasFocus()
    hands.press(K.Key_Right)
    assert page.view.number() is None
    assert page.behind.states.message == "Move to a number to see its rows."
    hands.press(K.Key_Right, times=3)
    number = page.view.number()
    assert number is not None
    assert number.name == "Open, Medicare Part B Oregon"
    hands.press(K.Key_Return)
    assert page.behind.table.hasFocus()
    hands.press(K.Key_Escape)
    assert page.view.table.hasFocus()
    hands.press(K.Key_F2)
    assert page.list.hasFocus()


def test_rows_behind_say_their_sum(hands: Hands, page: ReportsPage) -> None:
    hands.press(K.Key_Return)
    hands.press(K.Key_End)
    assert page.behind.name == "Charges, all"
    assert page.behind.about == "8 rows add up to 445.00"
    entries = page.behind.table.model_of().entries
    assert isinstance(entries[-1], Totals)
    assert entries[-1].cells["Amount"] == Money(44500)


def test_the_chart_and_the_table_go_together(hands: Hands, page: ReportsPage) -> None:
    chart, shown = page.view.chart, page.view.shown
    assert shown is not None
    assert shown.chart is not None
    assert chart.isVisible()
    hands.press(K.Key_Return)
    hands.press(K.Key_Down, times=6)
    bars = chart._drawing().bars
    june = next(bar for bar in bars if bar.label == 6 and bar.series == 0)
    place = QPointF(june.x + 16 + 1, 40)
    found = chart.bar_at(place)
    assert found is not None
    assert (found.label, found.series) == (6, 0)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place.toPoint())
    hands.wait()
    number = page.view.number()
    assert number is not None
    assert (number.row.key, number.title) == ("2026-06-01", "Charges")
    assert behind_total(page.behind.table.records()) == Money(5000)


def test_another_day(hands: Hands, page: ReportsPage, db: Database, books: Books) -> None:
    choose(hands, page, "aging_payer", books)
    hands.press(K.Key_F4)
    hands.type("083126")
    hands.press(K.Key_Return)
    shown = page.view.shown
    assert shown is not None
    assert shown.total is not None
    assert shown.cell(shown.total, "Total") == aging(db, as_of=date(2026, 8, 31)).total == Money(16700)
    assert "as of 08/31/2026" in shown.about


def test_a_range_by_period_and_by_hand(hands: Hands, page: ReportsPage, books: Books) -> None:
    choose(hands, page, "day_sheet", books)
    assert page.asking.period.value() is Period.MONTH
    shown = page.view.shown
    assert shown is not None
    assert len(shown.rows) == 1
    hands.press(K.Key_F4)
    hands.type("112126")
    hands.press(K.Key_Return)
    assert page.asking.period.value() is Period.OWN
    assert page.view.shown is not None
    assert page.view.shown.rows == ()
    assert page.view.states.message.startswith("Nothing came in on these days.")
    hands.press(K.Key_F4)
    hands.type("120126")
    hands.press(K.Key_Return)
    assert "first day is after the last" in hands.window.hint_line.text


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.DAY, TODAY, TODAY),
        (Period.WEEK, date(2026, 11, 23), TODAY),
        (Period.MONTH, date(2026, 11, 1), TODAY),
        (Period.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (Period.QUARTER, date(2026, 10, 1), TODAY),
        (Period.YEAR, date(2026, 1, 1), TODAY),
        (Period.TWELVE, date(2025, 12, 1), TODAY),
    ],
)
def test_periods(period: Period, first: date, last: date) -> None:
    assert days_of(period, TODAY) == (first, last)
    assert days_of(period_of(first, last, TODAY), TODAY) == (first, last)
    assert days_of(Period.OWN, TODAY) is None
    assert period_of(date(2026, 2, 3), TODAY, TODAY) is Period.OWN


def test_a_patient_is_found_as_you_type(hands: Hands, page: ReportsPage, books: Books) -> None:
    page.show_record("account")
    hands.wait()
    assert page.view.states.message.startswith("Whose account?")
    hands.press(K.Key_F4)
    hands.type("ekb")
    assert hits_shown(page)
    hands.press(K.Key_Return)
    assert not hits_shown(page)
    assert page.view.shown is not None
    assert page.view.shown.title == "Account of Nils Ekberg"
    hands.press(K.Key_A, CTRL)
    hands.type("zzz")
    assert not hits_shown(page)
    hands.press(K.Key_A, CTRL)
    hands.type("n")
    assert hits_shown(page)
    hands.press(K.Key_Down)
    hands.press(K.Key_Escape)
    assert not hits_shown(page)
    assert page.asking.patient.field.text() == "Nils Ekberg"
    assert books


def test_another_page_can_ask_for_an_account(hands: Hands, books: Books) -> None:
    page = cast("ReportsPage", hands.window.go("reports", int(books.haddad)))
    hands.wait()
    assert page.report.id == "account"
    assert page.view.shown is not None
    assert page.view.shown.title == "Account of Nadia Haddad"


def test_a_row_opens_its_record(hands: Hands, page: ReportsPage, books: Books) -> None:
    choose(hands, page, "aging_payer", books)
    hands.press(K.Key_Return)
    hands.press(K.Key_Right)
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    assert hands.last() == ("claims", books.ekberg.claim_id)
    choose(hands, page, "day_sheet", books)
    page.show_record("day_sheet")
    table = page.view.table
    assert table is not None
    table.setFocus()
    shown = page.view.shown
    assert shown is not None
    table.setCurrentIndex(table.model_of().index(0, shown.column("Ins. check")))
    hands.wait()
    hands.press(K.Key_F6)
    assert hands.last()[0] == "payments"


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_csv_and_pdf_are_what_is_seen(
    hands: Hands, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose_file(_page: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose_file)
    hands.press(K.Key_S, CTRL)
    hands.press(K.Key_P, CTRL)
    hands.press(K.Key_Return)
    hands.press(K.Key_End)
    hands.press(K.Key_Return)
    hands.press(K.Key_S, CTRL)
    assert asked == ["monthly-2026-11-23.csv", "monthly-2026-11-23.pdf", "monthly-2026-11-23-rows.csv"]
    report, rows = (lines_of((tmp_path / name).read_bytes()) for name in (asked[0], asked[2]))
    assert report[0][:2] == ["Month", "Charges"]
    assert report[-1][:2] == ["Total", "445.00"]
    assert sum(round(float(line[-1]) * 100) for line in rows[1:]) == 44500
    assert (tmp_path / asked[1]).read_bytes().startswith(b"%PDF")
    assert page.behind.table.hasFocus()


def test_no_report_is_ever_written_over_a_practice(
    hands: Hands, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice, other = tmp_path / "Office.clinicbill", tmp_path / "photo.pdf"
    practice.write_bytes(b"the practice")
    other.write_bytes(b"\x89PNG\r\n\x1a\n\0")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(practice), ""))
    hands.press(K.Key_S, CTRL)
    assert "Office.clinicbill is the name of a practice file" in hands.window.hint_line.text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(other), ""))
    hands.press(K.Key_P, CTRL)
    assert "photo.pdf is a file of another kind" in hands.window.hint_line.text
    assert practice.read_bytes() == b"the practice"
    assert other.read_bytes().startswith(b"\x89PNG")
    assert page.isVisible()


def test_a_failed_report_says_so(hands: Hands, page: ReportsPage) -> None:
    from dataclasses import replace

    def fail(*_: object) -> ReportTable:
        raise CannotDo("The ledger is being written to; nothing was changed; try again.")

    page.report = replace(page.report, make=fail)
    page.refresh()
    hands.wait()
    assert page.view.states.message.startswith("The ledger is being written to")


def test_reports_of_an_empty_practice(clinic: Clinic, qtbot: QtBot) -> None:
    hands = Hands(clinic, qtbot)
    page = cast("ReportsPage", hands.go("reports"))
    page.show_record("aging_payer")
    hands.wait()
    assert page.view.states.message.startswith("Nobody owed anything on that day.")
    assert page.behind.table.records() == []


def test_what_changes_the_ledger_is_shown_at_once(
    hands: Hands, page: ReportsPage, clinic: Clinic, books: Books
) -> None:
    from clinicbill.workflows.take_payment import take_payment

    choose(hands, page, "aging_payer", books)
    clinic.jobs.write(take_payment, clinic.stamp(), books.ekberg.patient_id, Money(500), "cash")
    hands.wait()
    shown = page.view.shown
    assert shown is not None
    assert shown.total is not None
    assert shown.cell(shown.total, "Total") == TOTAL - Money(500)


def test_every_control_has_a_name(hands: Hands, page: ReportsPage, books: Books) -> None:
    for report_id in ("payer_mix", "account"):
        choose(hands, page, report_id, books)
        page.list.setFocus()
        seen = set()
        for _ in range(14):
            assert hands.focus.accessibleName(), hands.focus
            seen.add(hands.focus.accessibleName())
            hands.press(K.Key_Tab)
        assert {"Reports", "To"} <= seen
