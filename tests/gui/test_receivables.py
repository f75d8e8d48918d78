"""The A/R page by keyboard: numbers equal the report, every number opens rows that add up, days, files, failures."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.money import Money
from clinicbill.reports.aging import BUCKET_WORDS, AgingBy, aging
from clinicbill.reports.open_rows import rows_total
from clinicbill.ui.receivables import page as page_module
from clinicbill.ui.receivables.figures import DAYS, INSURANCE, OLD, PATIENTS, TOTAL
from clinicbill.ui.widgets.columns import Totals
from tests.support.books import Books, office_of, some_books
from tests.support.practice import TODAY
from tests.support.window import CTRL, Hands, K

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.receivables.page import ReceivablesPage


@pytest.fixture
def books(clinic: Clinic) -> Books:
    with clinic.practice.connect() as db:
        return some_books(db, office_of(db))


@pytest.fixture
def hands(clinic: Clinic, books: Books, qtbot: QtBot) -> Hands:
    assert books
    return Hands(clinic, qtbot)


@pytest.fixture
def page(hands: Hands) -> ReceivablesPage:
    return cast("ReceivablesPage", hands.go("receivables"))


def behind(page: ReceivablesPage) -> Money:
    """What the rows below add up to; their total row says the same."""
    total = rows_total(page.behind.rows.records())
    entries = page.behind.rows.model_of().entries
    if entries:
        assert isinstance(entries[-1], Totals)
        assert entries[-1].cells["Open"] == total
    return total


def test_what_the_screen_says_is_the_report_to_the_cent(page: ReceivablesPage, db: Database) -> None:
    for by in AgingBy:
        page.show_by(by)
        report = aging(db, as_of=TODAY, by=by)
        lines = page.table.records()
        shown = {line.name: (*line.amounts, line.total) for line in lines}
        assert shown == {
            **{row.name: (*row.amounts, row.total) for row in report.rows},
            "Total": (*report.amounts, report.total),
        }
        assert lines[-1].is_total
        at = len(lines) - 1
        for words, amount in zip(BUCKET_WORDS, report.amounts, strict=True):
            assert page.table.text(at, words) == amount.plain()


@pytest.fixture
def db(clinic: Clinic) -> Database:
    return cast("Database", clinic.practice.connect())


def test_arrows_move_by_cell_and_each_cell_opens_rows_that_add_up(
    hands: Hands, page: ReceivablesPage
) -> None:
    columns = [column.title for column in page.table.model_of().columns]
    for line in page.table.records():
        for title in columns[1:-1]:
            spot = page.tables.spot()
            assert spot is not None
            assert spot.line.key == line.key
            hands.press(K.Key_Right)
            wanted = {"Total": line.total, "Over 90": line.over_90}.get(title)
            if wanted is None:
                wanted = line.amounts[BUCKET_WORDS.index(title)]
            assert behind(page) == wanted, (line.name, title)
        hands.press(K.Key_Home)
        page.table.setCurrentIndex(page.table.model_of().index(page.table.currentIndex().row(), 0))
        page.table.select(line.key)
        hands.press(K.Key_Down)
        page.table.setCurrentIndex(page.table.model_of().index(page.table.currentIndex().row(), 0))


def test_the_key_figures_open_their_rows(hands: Hands, page: ReceivablesPage) -> None:
    figures = page.figures
    for name in (TOTAL, INSURANCE, PATIENTS, OLD):
        figures.figure(name).setFocus()
        hands.press(K.Key_Return)
        assert str(behind(page)) == figures.figure(name).figure
        assert page.behind.rows.hasFocus()
    assert figures.figure(TOTAL).figure == "$280.00"
    assert figures.figure(OLD).figure == "$167.00"


def test_days_in_ar_open_numerator_and_denominator(hands: Hands, page: ReceivablesPage) -> None:
    page.figures.figure(DAYS).setFocus()
    hands.press(K.Key_Space)
    assert page.figures.figure(DAYS).figure == "90.6"
    assert page.behind.showing_days
    charges = page.behind.charges.records()
    assert Money.total(line.amount for line in charges) == Money(27800)
    shown = [part.accessibleName() for part in page.behind.equation.findChildren(QWidget)]
    assert "A/R 280.00 on 11/23/2026" in shown
    assert "Charges 278.00 08/26/2026–11/23/2026" in shown
    hands.press(K.Key_Return)
    assert hands.last()[0] == "patients"


def test_another_day_gives_that_days_numbers(hands: Hands, page: ReceivablesPage, db: Database) -> None:
    hands.press(K.Key_F4)
    hands.type("083126")
    hands.press(K.Key_Return)
    report = aging(db, as_of=date(2026, 8, 31))
    assert page.figures.figure(TOTAL).figure == str(report.total) == "$167.00"
    assert page.table.hasFocus()
    assert page.table.records()[-1].total == report.total
    assert "as of 08/31/2026" in page.fact


def test_a_day_that_is_none_is_told_and_nothing_changes(hands: Hands, page: ReceivablesPage) -> None:
    hands.press(K.Key_F4)
    hands.type("13/45/26")
    hands.press(K.Key_Tab)
    assert "not a day of the calendar" in hands.window.hint_line.text
    assert page.figures.figure(TOTAL).figure == "$280.00"


def test_by_patient_and_back(hands: Hands, page: ReceivablesPage) -> None:
    hands.press(K.Key_F3)
    names = [line.name for line in page.table.records()]
    assert names[0] == "Nair, Priya"
    assert names[-2:] == ["Unapplied credits", "Total"]
    hands.press(K.Key_F2)
    assert page.table.records()[0].name == "Harbor Mutual PPO"


def test_a_filter_shows_its_rows_and_their_own_total(
    hands: Hands, page: ReceivablesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.press(K.Key_F, CTRL)
    assert hands.focus is page.filter
    hands.type("nair")
    assert page.picture is not None
    named = [row for row in page.picture.found.rows if row.patient.last == "Nair"]
    assert 0 < len(named) < len(page.picture.found.rows)
    for by in AgingBy:
        page.show_by(by)
        *lines, total = page.table.records()
        assert (total.name, total.total) == ("Total shown", rows_total(named))
        assert Money.total(line.total for line in lines) == total.total
        page.table.select(total.key)
        assert behind(page) == total.total
        assert {row.patient.last for row in page.behind.rows.records()} == {"Nair"}
    found = lines_of(saved(hands, monkeypatch, tmp_path / "some.csv", K.Key_S))
    assert found[-1][-1] == rows_total(named).plain().replace(",", "")
    page.filter.setFocus()
    hands.press(K.Key_Escape)
    assert page.filter.text() == ""
    assert page.table.records()[-1].name == "Total"


def test_a_filter_that_names_nobody_says_so(hands: Hands, page: ReceivablesPage) -> None:
    page.filter.setFocus()
    hands.type("zzz")
    assert page.table.records() == []
    assert page.behind.rows.records() == []
    assert "zzz" in page.behind.states.message


def test_sorting_by_the_column_the_cursor_is_in(hands: Hands, page: ReceivablesPage) -> None:
    hands.press(K.Key_Right, times=1)
    hands.press(K.Key_F8)
    names = [line.name for line in page.table.records()]
    assert names == [
        "Medicare Part B Oregon", "Timberline Work Insurance", "Harbor Mutual PPO",
        "Patients", "Unapplied credits", "Total",
    ]  # fmt: skip
    hands.press(K.Key_F8)
    assert page.table.records()[0].name == "Harbor Mutual PPO"
    page.table.setCurrentIndex(page.table.model_of().index(0, 8))
    hands.press(K.Key_F8)
    assert "bars are not sorted by" in hands.window.hint_line.text


def test_a_risk_shows_its_rows_by_its_key(hands: Hands, page: ReceivablesPage) -> None:
    assert page.picture is not None
    for number, key in enumerate((K.Key_1, K.Key_2, K.Key_3)):
        page.table.setFocus()
        hands.press(key)
        assert behind(page) == page.picture.risks[number].amount
        assert page.behind.name == page.picture.risks[number].title
        assert page.behind.rows.hasFocus()
    hands.press(K.Key_Escape)
    assert page.table.hasFocus()
    assert page.behind.name == "Harbor Mutual PPO"


def test_digits_are_typed_into_the_day_and_show_no_risk(hands: Hands, page: ReceivablesPage) -> None:
    hands.press(K.Key_F4)
    hands.type("1")
    assert page.day.text() == "1"
    assert page.behind.name == "Harbor Mutual PPO"


def test_how_it_adds_up(page: ReceivablesPage) -> None:
    assert page.side.sums == {
        "Ledger: insurance owes": Money(39500),
        "Ledger: patients owe": Money(500),
        "Ledger: unapplied credits": Money(-12000),
        "A/R shown": Money(28000),
        "Charged": Money(44500),
        "Paid": Money(-15000),
        "Written off": Money(-1500),
        "Interest, refunds, other": Money(0),
        "Still open": Money(28000),
    }
    words = [part.accessibleName() or getattr(part, "text", str)() for part in page.side.findChildren(QWidget)
             if hasattr(part, "text")]  # fmt: skip
    assert "Agrees with the ledger to the cent" in words


def test_enter_goes_to_the_rows_and_from_a_row_to_claim_or_patient(
    hands: Hands, page: ReceivablesPage, books: Books
) -> None:
    hands.press(K.Key_Return)
    assert page.behind.rows.hasFocus()
    hands.press(K.Key_Return)
    assert hands.last() == ("claims", books.cho.claim_id)
    hands.go("receivables")
    hands.press(K.Key_End)
    hands.press(K.Key_Return)
    page.behind.rows.select(
        next(row.key for row in page.behind.rows.records() if row.patient.last == "Haddad")
    )
    hands.press(K.Key_Return)
    assert hands.last() == ("patients", books.haddad)


def test_open_patient_and_claim_by_their_keys(hands: Hands, page: ReceivablesPage, books: Books) -> None:
    hands.press(K.Key_F7)
    assert hands.last() == ("claims", books.cho.claim_id)
    hands.go("receivables")
    hands.press(K.Key_F6)
    assert hands.last() == ("patients", books.cho.patient_id)
    page = cast("ReceivablesPage", hands.go("receivables"))
    page.tables.select_payer(0)
    page.table.select(("unapplied", 0))
    hands.press(K.Key_F7)
    assert "No claim stands behind this row" in hands.window.hint_line.text


def saved(hands: Hands, monkeypatch: pytest.MonkeyPatch, path: Path, key: K) -> bytes:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    hands.press(key, CTRL)
    assert f"Saved {path.name}" in hands.window.hint_line.text
    return path.read_bytes()


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_csv_is_what_is_seen(
    hands: Hands, page: ReceivablesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = lines_of(saved(hands, monkeypatch, tmp_path / "ar.csv", K.Key_S))
    assert found[0][:3] == ["As of", "Payer", "0-30 days"]
    assert found[-1] == ["2026-11-23", "Total", "65.00", "48.00", "0.00", "117.00", "50.00", "280.00"]
    assert [row[1] for row in found[1:]] == [line.name for line in page.table.records()]
    hands.press(K.Key_Return)
    rows = lines_of(saved(hands, monkeypatch, tmp_path / "rows.csv", K.Key_S))
    assert [row[1] for row in rows[1:]] == ["Cho, Sung", "Nair, Priya", "Ekberg, Nils"]
    assert [row[-1] for row in rows[1:]] == ["50.00", "117.00", "48.00"]


def test_pdf_is_made_beside_the_window(
    hands: Hands, page: ReceivablesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.picture is not None
    assert saved(hands, monkeypatch, tmp_path / "ar.pdf", K.Key_P).startswith(b"%PDF")


def test_a_place_that_takes_no_file_is_told(
    hands: Hands, page: ReceivablesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "none" / "ar.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(nowhere), ""))
    hands.press(K.Key_S, CTRL)
    assert "could not be written" in hands.window.hint_line.text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    hands.press(K.Key_S, CTRL)
    assert not nowhere.exists()
    assert page.table.hasFocus()


def test_a_failed_reading_says_so_and_can_be_tried_again(
    hands: Hands, page: ReceivablesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_db: object, _day: date) -> None:
        raise CannotDo("The ledger is being written to; nothing was changed; try again in a moment.")

    with monkeypatch.context() as patched:
        patched.setattr(page_module, "read_picture", fail)
        page.refresh()
        hands.wait()
    assert page.states.message.startswith("The ledger is being written to")
    page.refresh()
    hands.wait()
    assert page.states.message == ""


def test_what_changes_the_ledger_is_shown_at_once(
    hands: Hands, page: ReceivablesPage, books: Books, clinic: Clinic
) -> None:
    from clinicbill.workflows.move_to_patient import move_to_patient

    clinic.jobs.write(
        move_to_patient, clinic.stamp(), books.dunn.patient_id, [books.dunn.lines[0]], why="signed notice"
    )
    hands.wait()
    assert page.figures.figure(PATIENTS).figure == "$70.00"
    assert page.figures.figure(TOTAL).figure == "$280.00"


def test_another_page_can_ask_for_a_payer(hands: Hands, books: Books) -> None:
    page = cast("ReceivablesPage", hands.window.go("receivables", int(books.office.medicare)))
    hands.wait()
    assert page.behind.name == "Medicare Part B Oregon"
    page.show_record(int(books.office.workers_comp))
    assert page.behind.name == "Timberline Work Insurance"


def test_nobody_owes_anything_in_an_empty_practice(clinic: Clinic, qtbot: QtBot) -> None:
    hands = Hands(clinic, qtbot)
    page = cast("ReceivablesPage", hands.go("receivables"))
    assert page.states.message.startswith("Nobody owed anything on 11/23/2026.")


def test_every_control_has_a_name_and_tab_reaches_the_side(hands: Hands, page: ReceivablesPage) -> None:
    seen = set()
    for _ in range(40):
        assert hands.focus.accessibleName(), hands.focus
        seen.add(hands.focus.accessibleName())
        hands.press(K.Key_Tab)
    assert {"As of", "What to watch, and how it adds up"} <= seen
    assert any(name.startswith("Show ") for name in seen)
    assert any(name.startswith("Total A/R") for name in seen)
    assert page.isVisible()
