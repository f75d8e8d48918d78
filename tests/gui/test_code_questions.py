"""Completing a diagnosis at the desk: what it leaves open is asked one key at a time; what stands around it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from clinicbill.codesets.axes import Axis, AxisKind, Choice
from clinicbill.ui.coding.diagnoses.questions import answers
from tests.gui.test_coding import ALT, CTRL, Desk, Key, Office
from tests.support.practice import a_line

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from clinicbill.ui.clinic import Clinic


@pytest.fixture
def office(clinic: Clinic) -> Office:
    return Office(clinic)


@pytest.fixture
def desk(clinic: Clinic, qtbot: QtBot, office: Office) -> Desk:
    made = Desk(clinic, qtbot)
    made.open(office.visit(office.patient("Alvarez"), lines=[a_line()]))
    return made


def _asked(desk: Desk) -> list[str]:
    return [f"{row.key} {row.label}" for row in desk.page.desk.beside.questions.answers.records()]


def _key(desk: Desk, text: str) -> None:
    desk.type(text)
    desk.calm()


def _choice(label: str) -> Choice:
    return Choice(label=label, code="S52.501A", title="", left=1, unspecified=False)


def test_a_7th_character_is_answered_by_itself_and_everything_else_by_its_number() -> None:
    sevenths = Axis(kind=AxisKind.ENCOUNTER, choices=(_choice("A: initial encounter"), _choice("D: later")))
    assert [(row.key, row.label) for row in answers(sevenths)] == [("a", "initial encounter"), ("d", "later")]
    many = Axis(kind=AxisKind.TYPE, choices=tuple(_choice(f"kind {n}") for n in range(11)))
    assert "".join(row.key for row in answers(many)) == "123456789ab"


def test_a_header_is_completed_with_one_key_for_each_open_axis(desk: Desk) -> None:
    desk.find("S52.5")
    desk.press(Key.Key_Return)
    desk.calm()
    assert _asked(desk)[0] == "1 Unspecified fracture of the lower end of radius"
    _key(desk, "1")
    assert _asked(desk) == ["1 right", "2 left", "3 side not specified"]
    _key(desk, "2")
    assert _asked(desk)[0] == "a initial encounter for closed fracture"
    _key(desk, "d")
    assert desk.codes() == ["S52.502D"]
    assert QApplication.focusWidget() is desk.page.desk.search.field
    assert not desk.page.desk.search.is_open
    assert desk.page.desk.edits.isVisible()


def test_what_the_words_said_is_not_asked_again(desk: Desk) -> None:
    desk.find("S33.5")
    desk.press(Key.Key_Return)
    desk.calm()
    assert [row[0] for row in _asked(desk)] == ["a", "d", "s"]
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    desk.calm()
    assert desk.codes() == ["S33.5XXD"]


def test_backspace_goes_one_question_back_and_esc_to_the_search(desk: Desk) -> None:
    desk.find("S52.5")
    desk.press(Key.Key_Return)
    desk.calm()
    _key(desk, "1")
    desk.press(Key.Key_Backspace)
    assert len(_asked(desk)) > 5
    desk.press(Key.Key_Escape)
    desk.calm()
    assert QApplication.focusWidget() is desk.page.desk.search.field
    assert desk.page.desk.search.field.text() == "S52.5"
    assert desk.page.desk.beside.currentWidget() is desk.page.desk.beside.around
    assert desk.codes() == []


def test_an_unspecified_diagnosis_of_the_visit_is_completed_in_its_place(desk: Desk) -> None:
    desk.add("M25.519")
    desk.add("M54.2")
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Up)
    desk.press(Key.Key_C, ALT)
    desk.calm()
    assert _asked(desk) == ["1 right", "2 left", "3 side not specified"]
    _key(desk, "2")
    assert desk.codes() == ["M25.512", "M54.2"]


def test_a_code_that_leaves_nothing_open_says_so(desk: Desk) -> None:
    desk.find("M54.2")
    desk.press(Key.Key_C, ALT)
    desk.calm()
    assert desk.window.hint_line.text == "M54.2 leaves nothing open"
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_C, ALT)
    assert "Choose a diagnosis first" in desk.window.hint_line.text


def test_a_completed_code_that_is_listed_is_not_taken_twice(desk: Desk) -> None:
    desk.add("M25.511")
    desk.find("M25.51")
    desk.press(Key.Key_Return)
    desk.calm()
    _key(desk, "1")
    assert desk.codes() == ["M25.511"]
    assert desk.window.hint_line.text == "M25.511 is listed as A already"


def test_neighbours_and_notes_of_the_marked_code_stand_beside_the_results(desk: Desk) -> None:
    desk.find("M54.5")
    desk.calm()
    around = desk.page.desk.beside.around
    desk.press(Key.Key_Down)
    desk.calm()
    assert [row.code for row in around.tree.records()] == ["M54", "M54.5", "M54.50", "M54.51", "M54.59"]
    current = around.tree.current()
    assert current is not None
    assert current.code == "M54.50"
    assert "Excludes1" in around.notes.toPlainText()
    assert QApplication.focusWidget() is desk.page.desk.search.field
    desk.press(Key.Key_Escape)
    assert not desk.page.desk.beside.isVisible()
    assert desk.page.desk.edits.isVisible()


def test_a_code_that_does_not_exist_is_never_taken_and_says_what_to_use(desk: Desk) -> None:
    desk.find("M54.55")
    desk.calm()
    words = "There is no code M54.55 in code set"
    assert desk.page.desk.beside.words.startswith(words)
    assert desk.page.desk.beside.words.endswith("use M54.50, M54.51, M54.59")
    desk.press(Key.Key_Return)
    desk.calm()
    assert desk.codes() == []
    assert desk.window.hint_line.text.startswith(words)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    desk.calm()
    assert desk.codes() == ["M54.50"]


def test_a_favourite_is_offered_before_anything_is_typed(desk: Desk) -> None:
    desk.find("M79.18")
    desk.press(Key.Key_B, CTRL)
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.page.desk.search.hits.hits[0].icon == "star")
    desk.press(Key.Key_Escape)
    first = desk.page.desk.search.hits.hits[0]
    assert (first.code, first.icon) == ("M79.18", "star")
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.codes() == ["M79.18"]
