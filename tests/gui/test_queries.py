"""Queries to the provider in the real window: asked, stopped by the linter, saved, waited for, answered, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from clinicbill.coding.queries.query import OTHER, Indicator, QueryOutcome, QueryStatus
from clinicbill.coding.queries.store import list_queries_of
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounter, save_encounter
from clinicbill.ui.coding.queries import letters
from clinicbill.ui.coding.queries.answer import AnswerForm
from clinicbill.ui.coding.queries.ask import AskForm
from clinicbill.ui.widgets.sheet import Sheet
from tests.support.practice import STAMP, a_case, a_coverage, a_line, a_patient, a_visit
from tests.support.window import CTRL, Hands, K

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.coding.queries.query import CodingQuery
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.coding.page import CodingPage

NOTE = (
    "S: Shoulder pain 🤕 since October, “worse” at night.\n"
    "O: Right shoulder: Neer positive. No swelling.\n"
    "A: Shoulder pain.\nP: Adjustment."
)


class Room:
    """A visit on the coding page and somebody at the keyboard."""

    def __init__(self, clinic: Clinic, qtbot: QtBot) -> None:
        self.db = cast("Database", clinic.practice.connect())
        patient = a_patient(self.db)
        a_coverage(self.db, patient)
        case = a_case(self.db, patient)
        self.visit: EncounterId = a_visit(self.db, patient, case_id=case, note=NOTE)
        visit = get_encounter(self.db, self.visit)
        coded = replace(visit, diagnoses=("M54.50",), lines=(a_line("98940", charge="50.00"),))
        save_encounter(self.db, replace(coded, status=VisitStatus.TO_CODE), STAMP)
        self.hands = Hands(clinic, qtbot)
        self.page = cast("CodingPage", self.hands.go("coding"))
        self.page.show_record(self.visit)
        self.hands.wait()

    def mark(self, words: str) -> None:
        """Mark words of the note with the shift key held, as they stand on the screen."""
        self.hands.press(K.Key_F2)
        text = self.page.note.text
        shown = text.toPlainText()
        at = len(shown[: shown.index(words)].encode("utf-16-le")) // 2
        cursor = text.textCursor()
        cursor.setPosition(at)
        text.setTextCursor(cursor)
        for _ in words:
            QTest.keyClick(text, K.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    def key(self) -> None:
        self.hands.press(K.Key_Q, CTRL)

    @property
    def sheet(self) -> Sheet:
        found = Sheet.of(self.hands.window)
        assert found is not None
        return found

    @property
    def form(self) -> AskForm:
        return self.sheet.findChildren(AskForm)[0]

    @property
    def answer(self) -> AnswerForm:
        return self.sheet.findChildren(AnswerForm)[0]

    @property
    def verb(self) -> str:
        """What the button that finishes the sheet says, or why it cannot."""
        return self.sheet._button.accessibleName()

    def tab_to(self, field: str) -> None:
        for _ in range(40):
            if self.hands.focus.accessibleName() == field:
                return
            self.hands.press(K.Key_Tab)
        raise AssertionError(f"Tab never reaches {field}")

    def choose(self, title: str) -> None:
        """The template by its first letters."""
        self.tab_to("Template")
        self.hands.type(title)
        self.hands.wait()

    def question(self, text: str) -> None:
        self.tab_to("Question")
        self.hands.press(K.Key_A, CTRL)
        self.paste(text)

    def paste(self, text: str) -> None:
        """Letters no keyboard of Qt's tests has."""
        QApplication.clipboard().setText(text)
        self.hands.press(K.Key_V, CTRL)

    def send(self) -> None:
        self.hands.press(K.Key_Return, CTRL)

    def queries(self) -> list[CodingQuery]:
        return list_queries_of(self.db, self.visit)

    def rules(self) -> list[str]:
        return [finding.rule for finding in self.page.draft.findings]


@pytest.fixture
def room(clinic: Clinic, qtbot: QtBot) -> Room:
    return Room(clinic, qtbot)


def test_from_the_question_to_the_finished_visit(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.mark("Shoulder pain 🤕")
    room.key()
    room.choose("Which")
    room.question("Please document the right side, so that insurance pays.")
    assert "“Please document” leads the provider to an answer" in room.form.said["question"].words
    assert "speaks of money or scores" in room.form.said["question"].words
    assert room.verb == "“Please document” leads the provider to an answer, and 1 more"
    room.send()
    assert room.queries() == []

    room.question("Which shoulder was examined and treated?")
    assert room.verb == "Ask provider"
    room.send()
    asked = room.queries()[0]
    assert (asked.quote, asked.status) == ("Shoulder pain 🤕", QueryStatus.OPEN)
    assert NOTE[asked.span_start : asked.span_end] == asked.quote

    path = tmp_path / "letter.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    room.hands.press(K.Key_S, CTRL)
    assert path.read_bytes().startswith(b"%PDF")
    room.hands.press(K.Key_Escape)
    assert Sheet.of(room.hands.window) is None

    assert "V14" in room.rules()
    assert "Query open since 11/23" in room.page.strip.words
    assert "no answer yet" in room.page.queries._notes.words
    room.send()
    assert get_encounter(room.db, room.visit).status is VisitStatus.TO_CODE

    room.key()
    room.hands.press(K.Key_2)
    assert room.answer.counts.value() is QueryOutcome.AGREED
    room.send()
    assert Sheet.of(room.hands.window) is None
    kept = room.queries()[0]
    assert (kept.answer_option, kept.outcome, kept.question) == ("Left", QueryOutcome.AGREED, asked.question)
    assert "V14" not in room.rules()
    assert "Left (Anna Lindqvist DC, 11/23/2026)" in room.page.queries._notes.words
    room.send()
    assert get_encounter(room.db, room.visit).status is VisitStatus.CODED


def test_the_sentence_at_the_cursor_is_asked_about(room: Room) -> None:
    room.hands.press(K.Key_F2)
    room.page.note.text.moveCursor(QTextCursor.MoveOperation.End)
    room.key()
    assert room.form.query().quote == "Adjustment."


def test_a_draft_waits_for_its_passage_and_takes_more_marks(room: Room) -> None:
    room.mark("Neer positive")
    room.key()
    room.question("What does the positive Neer test mean for the shoulder pain?")
    room.hands.press(K.Key_Escape)
    room.mark("No swelling")
    room.key()
    assert room.form.query().quote == "No swelling"
    room.tab_to("Add it to the question begun about “Neer positive”")
    room.hands.press(K.Key_Space)
    query = room.form.query()
    assert query.question == "What does the positive Neer test mean for the shoulder pain?"
    assert [found.text for found in query.indicators] == ["Neer positive", "No swelling"]
    assert all(NOTE[found.start : found.end] == found.text for found in query.indicators)


def test_indicators_are_found_in_the_note_or_name_their_record(room: Room) -> None:
    room.mark("Shoulder pain")
    room.key()
    room.choose("Several")
    room.tab_to("Another indicator")
    room.hands.type("neer POSITIVE")
    room.hands.press(K.Key_Return)
    room.hands.type("Spur at the acromion")
    room.hands.press(K.Key_Return)
    assert room.hands.focus.accessibleName() == "Record"
    room.hands.type("X-ray 11/02/2026")
    room.hands.press(K.Key_Return)
    assert room.form.query().indicators[1:] == (
        Indicator(text="Neer positive", start=NOTE.index("Neer"), end=NOTE.index("Neer") + 13),
        Indicator(text="Spur at the acromion", where="X-ray 11/02/2026"),
    )
    for number, (text, support) in enumerate((("Rotator cuff", "2"), ("Spur", "23")), 1):
        room.tab_to(f"Option {number}")
        room.hands.type(text)
        room.hands.press(K.Key_Return)
        room.hands.type(support)
    assert [option.indicators for option in room.form.query().options] == [(1,), (1, 2)]
    assert room.verb == "Ask provider"
    room.tab_to("Remove indicator 2")
    room.hands.press(K.Key_Space)
    assert [option.indicators for option in room.form.query().options] == [(), (1,)]
    assert "“Rotator cuff” cites no indicator" in room.form.said["options"].words


def test_a_withdrawn_query_lets_the_visit_go_and_stays_readable(room: Room) -> None:
    ask(room)
    room.hands.press(K.Key_W, CTRL)
    room.hands.type("Stands in the X-ray report")
    room.send()
    kept = room.queries()[0]
    assert (kept.status, kept.withdrawn_why) == (QueryStatus.WITHDRAWN, "Stands in the X-ray report")
    assert "V14" not in room.rules()
    assert "Withdrawn: Stands in the X-ray report" in room.page.queries._notes.words
    room.key()
    room.tab_to("Asked before about this visit: 1")
    room.hands.press(K.Key_Space)
    assert room.verb == "Withdrawn"


def test_other_needs_its_words(room: Room) -> None:
    ask(room)
    room.hands.press(K.Key_4)
    assert room.hands.focus.accessibleName() == "What was written"
    room.send()
    assert "Key what the provider wrote" in room.answer.said.words
    room.paste('Neither; the neck 🤷 "as said"')
    room.send()
    kept = room.queries()[0]
    assert (kept.answer_option, kept.answer_text) == (OTHER, 'Neither; the neck 🤷 "as said"')
    assert kept.outcome is QueryOutcome.DISAGREED


def test_the_remedy_of_the_edit_opens_the_answer(room: Room) -> None:
    ask(room)
    room.hands.press(K.Key_Escape)
    room.hands.press(K.Key_F7)
    assert room.answer.query.id == room.queries()[0].id


def test_five_thousand_letters_are_asked_saved_and_shown(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = ("What is “this” 🤕 & <b>that</b>? " * 160)[:5000].strip()
    room.mark("Neer positive")
    room.key()
    room.question(text)
    assert room.sheet.height() <= room.hands.window.height()
    room.send()
    assert room.queries()[0].question == text
    path = tmp_path / "long"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    room.hands.press(K.Key_S, CTRL)
    assert path.with_suffix(".pdf").stat().st_size > 10_000


def test_the_letter_goes_to_a_printer(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(letters, "ask_printer", lambda _over: printer)
    ask(room)
    room.hands.press(K.Key_P, CTRL)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


def test_a_letter_that_cannot_be_written_is_said_and_nothing_is_lost(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "no folder" / "letter.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(missing), ""))
    ask(room)
    room.hands.press(K.Key_S, CTRL)
    assert "could not be written" in room.sheet._problem.text()
    assert room.queries()[0].status is QueryStatus.OPEN


def ask(room: Room) -> None:
    """Which side, asked; the answer sheet stands open."""
    room.mark("Shoulder pain 🤕")
    room.key()
    room.choose("Which")
    room.send()
    assert room.answer.query.id == room.queries()[0].id
