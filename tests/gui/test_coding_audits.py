"""Audits by keyboard: drawn, scored with one key a verdict, finished, shown; figures are private until shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from clinicbill.basics.dates import today
from clinicbill.coding.audits.audit import Verdict
from clinicbill.coding.audits.audit_store import list_audits
from clinicbill.coding.audits.pace_sharing_store import shares_figures
from clinicbill.encounters.store import get_encounter
from tests.support.books import Books, office_of, some_books
from tests.support.practice import TODAY
from tests.support.window import CTRL, Hands, K

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.reports.page import ReportsPage

SHIFT = Qt.KeyboardModifier.ShiftModifier


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


def draw(hands: Hands, page: ReportsPage, visits: str = "2") -> None:
    page.show_record("coding_audits")
    hands.wait()
    hands.press(K.Key_N, CTRL)
    hands.press(K.Key_Tab, times=3)
    hands.press(K.Key_A, CTRL)
    hands.type(visits)
    hands.press(K.Key_Return, CTRL)


def test_an_audit_from_drawing_to_its_result(
    hands: Hands, page: ReportsPage, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(hands, page)
    desk, audits = page.audits.desk, page.audits
    assert audits.scoring
    assert desk.work is not None
    assert len(desk.work.visits) == 2
    visit = desk.visit
    assert visit is not None
    before = get_encounter(db, visit.id)
    assert desk.codes.hasFocus()
    assert [item.coded for item in desk.codes.records()] == [
        item.coded for item in desk.work.items if item.encounter_id == visit.id
    ]
    hands.press(K.Key_W)
    assert desk.correct.hasFocus()
    hands.press(K.Key_A, CTRL)
    hands.type("M99.04")
    hands.press(K.Key_Tab)
    hands.type("the note says pelvis")
    hands.press(K.Key_Return)
    assert desk.codes.hasFocus()
    hands.press(K.Key_M)
    hands.type("M99.02")
    hands.press(K.Key_Return)
    hands.press(K.Key_X)
    hands.press(K.Key_Return, CTRL)
    assert "no verdict yet" in hands.window.hint_line.text
    for _ in range(sum(item.open for item in desk.work.items)):
        hands.press(K.Key_R)
    assert [item for item in desk.work.items if item.open] == []
    assert {item.verdict for item in desk.work.items} == set(Verdict) - {Verdict.NONE}
    hands.press(K.Key_Return, CTRL)
    hands.type("Mind the pelvis.")
    hands.press(K.Key_Return, CTRL)
    result = audits.table()
    assert result is not None
    assert result.total is not None
    assert (result.cell(result.total, "Wrong"), result.cell(result.total, "Missing")) == (1, 1)
    assert result.cell(result.total, "Likely") != ""
    assert get_encounter(db, visit.id) == before
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _page, _title, name, _kind: (str(tmp_path / name), "")
    )
    hands.press(K.Key_S, CTRL)
    hands.press(K.Key_P, CTRL)
    saved = sorted(path.suffix for path in tmp_path.glob("coding-audits-*"))
    assert saved == [".csv", ".pdf"]
    hands.press(K.Key_Escape)
    assert audits.table() is None
    shown = page.view.shown
    assert shown is not None
    assert str(shown.cell(shown.rows[0], "State")).startswith("Finished")


def test_walking_feedback_and_the_visit(hands: Hands, page: ReportsPage) -> None:
    draw(hands, page)
    desk = page.audits.desk
    first = desk.visit
    assert first is not None
    hands.press(K.Key_PageDown, CTRL)
    assert desk.at == 1
    hands.press(K.Key_PageUp, CTRL)
    assert desk.at == 0
    hands.press(K.Key_R)
    hands.press(K.Key_Up)
    hands.press(K.Key_F9)
    assert desk.feedback.hasFocus()
    hands.type("Rest well")
    hands.press(K.Key_Return)
    assert desk.work is not None
    assert [item.feedback for item in desk.work.items if item.feedback] == ["Rest well"]
    hands.press(K.Key_W)
    hands.press(K.Key_Escape)
    assert desk.codes.hasFocus()
    hands.press(K.Key_F8)
    assert hands.last() == ("coding", first.id)
    hands.press(K.Key_Escape)
    assert not page.audits.is_open
    assert page.view.table is not None
    hands.press(K.Key_F7)
    assert page.audits.scoring


def test_a_missing_code_can_be_taken_back(hands: Hands, page: ReportsPage) -> None:
    draw(hands, page, "1")
    desk = page.audits.desk
    hands.press(K.Key_M)
    hands.press(K.Key_Return)
    assert "Say what should stand there" in hands.window.hint_line.text
    hands.type("M99.05")
    hands.press(K.Key_Return)
    missing = next(item for item in desk.codes.records() if not item.coded)
    desk.codes.select(missing.id)
    hands.press(K.Key_M)
    assert all(item.coded for item in desk.codes.records())


def test_letters_are_letters_where_no_audit_is_open(hands: Hands, page: ReportsPage, books: Books) -> None:
    page.show_record("account")
    hands.wait()
    hands.press(K.Key_F4)
    hands.type("mrx")
    assert page.asking.patient.field.text() == "mrx"
    assert books


def test_an_audit_of_nothing_says_so(hands: Hands, page: ReportsPage) -> None:
    page.show_record("coding_audits")
    hands.wait()
    hands.press(K.Key_N, CTRL)
    hands.press(K.Key_Tab)
    hands.press(K.Key_A, CTRL)
    hands.type("010120")
    hands.press(K.Key_Tab)
    hands.press(K.Key_A, CTRL)
    hands.type("010220")
    hands.press(K.Key_Return, CTRL)
    assert not page.audits.is_open


def test_sharing_is_switched_by_its_owner(
    hands: Hands, page: ReportsPage, db: Database, clinic: Clinic
) -> None:
    page.show_record("my_coding")
    hands.wait()
    user_id = clinic.facts.user_id
    assert not shares_figures(db, user_id)
    hands.press(K.Key_S, CTRL | SHIFT)
    assert shares_figures(db, user_id)
    assert "sees your figures" in hands.window.hint_line.text
    hands.press(K.Key_S, CTRL | SHIFT)
    assert not shares_figures(db, user_id)


def test_the_figures_of_my_coding_open_their_visits(
    hands: Hands, page: ReportsPage, clinic: Clinic, db: Database
) -> None:
    page.show_record("coders")
    hands.wait()
    page.show_record("my_coding")
    hands.wait()
    hands.press(K.Key_F4)
    hands.type("010126")
    hands.press(K.Key_Return)
    page.list.setFocus()
    hands.press(K.Key_Return)
    table = page.view.table
    assert table is not None
    table.setCurrentIndex(table.model_of().index(0, 2))
    hands.wait()
    assert page.behind.about == f"{len(page.behind.table.records())} rows"
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    assert hands.last()[0] == "coding"
    assert list_audits(db, clinic.stamp(), TODAY, today()) == []
