"""The level of an E/M visit in a real window, by keyboard: ticked, counted, kept, put on the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from clinicbill.coding.notes.em_worksheet_store import find_worksheet
from clinicbill.practice.procedure import Procedure
from clinicbill.practice.store import save_procedure
from clinicbill.ui import main_window
from clinicbill.ui.coding import saver
from tests.gui.test_coding import Desk, Office, _only_ours
from tests.support.practice import STAMP

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.coding.em.form import EmForm

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
NOTE = (
    "S: Right knee pain, worsening. Records from Dr. Hall reviewed.\n"
    "O: X-rays show joint space loss.\n"
    "A: Primary osteoarthritis of the right knee.\n"
    "P: Prescribed meloxicam 15 mg. Order MRI of the knee."
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver, "PAUSE", 40)
    monkeypatch.setattr(main_window, "page_class", _only_ours)


@pytest.fixture
def visit(clinic: Clinic, db: Database) -> EncounterId:
    for code in ("99213", "99214"):
        save_procedure(db, Procedure(code=code, name="Office visit"), STAMP)
    office = Office(clinic)
    return office.visit(office.patient("Alvarez"), note=NOTE)


@pytest.fixture
def desk(clinic: Clinic, qtbot: QtBot, visit: EncounterId) -> Desk:
    return Desk(clinic, qtbot).open(visit)


def opened(desk: Desk) -> EmForm:
    desk.press(Key.Key_L, ALT)
    desk.qtbot.waitUntil(lambda: desk.page.levels.form is not None)
    form = desk.page.levels.form
    assert form is not None
    return form


def tick(desk: Desk, form: EmForm, key: str, press: str = " ") -> None:
    assert form.table.select(key)
    desk.type(press)


def test_nothing_is_ticked_by_itself_but_the_note_s_words_stand_there(desk: Desk) -> None:
    form = opened(desk)
    said = {row.element.key: row.evidence for row in form.rows() if row.evidence}
    assert said["chronic_worse"] == "Right knee pain, worsening."
    assert said["test_ordered"] == "Order MRI of the knee."
    assert not any(row.count for row in form.rows())
    assert "No level yet" in form.result.words
    desk.press(Key.Key_Return, CTRL)
    assert desk.page.levels.form is form  # nothing to keep


def test_ticks_give_the_level_its_reasons_and_its_line(desk: Desk, visit: EncounterId, db: Database) -> None:
    form = opened(desk)
    tick(desk, form, "chronic_worse")
    tick(desk, form, "prescription")
    assert "99204 by MDM" in form.result.words
    assert "problems moderate, data straightforward, risk moderate" in form.result.words
    assert "high needs more in 2 of problems, data, risk" in form.result.words
    form.patient.set_value(value=False)
    assert "99214 by MDM" in form.result.words
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.levels.form is None)
    desk.calm()
    kept = find_worksheet(db, visit)
    assert kept is not None
    assert [(one.key, one.evidence) for one in kept.chosen] == [
        ("chronic_worse", "Right knee pain, worsening."),
        ("prescription", "Prescribed meloxicam 15 mg."),
    ]
    assert [line.procedure_code for line in desk.visit.lines] == ["99214"]
    desk.press(Key.Key_Z, CTRL)
    assert desk.visit.lines == ()


def test_tests_are_counted_by_a_digit(desk: Desk) -> None:
    form = opened(desk)
    form.patient.set_value(value=False)
    tick(desk, form, "test_ordered", "2")
    tick(desk, form, "historian", "5")
    rows = {row.element.key: row.count for row in form.rows() if row.count}
    assert rows == {"test_ordered": 2, "historian": 1}
    assert "data moderate" in form.result.words
    tick(desk, form, "test_ordered", "0")
    assert "data low" in form.result.words


def test_time_alone_gives_a_level_and_another_one_takes_its_place(desk: Desk) -> None:
    form = opened(desk)
    form.patient.set_value(value=False)
    form.minutes.setFocus()
    desk.type("22")
    assert "99213 by time" in form.result.words
    assert "8 more minutes for the next level" in form.result.words
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: [one.procedure_code for one in desk.visit.lines] == ["99213"])
    desk.calm()
    again = opened(desk)
    assert again.minutes.text() == "22"
    again.minutes.selectAll()
    again.minutes.setFocus()
    desk.press(Key.Key_Delete)
    desk.type("30")
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: [one.procedure_code for one in desk.visit.lines] == ["99214"])


def test_a_level_the_office_does_not_bill_is_kept_and_said(
    desk: Desk, visit: EncounterId, db: Database
) -> None:
    form = opened(desk)
    form.patient.set_value(value=True)
    form.minutes.setFocus()
    desk.type("61")
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.levels.form is None)
    desk.calm()
    assert desk.visit.lines == ()
    assert find_worksheet(db, visit) is not None
    assert "99205 is not in the office’s list" in desk.window.hint_line.text


def test_other_words_of_the_record_are_typed(desk: Desk, visit: EncounterId, db: Database) -> None:
    form = opened(desk)
    tick(desk, form, "major_surgery")
    desk.press(Key.Key_F2)
    desk.type("Knee replacement decided today.")
    desk.press(Key.Key_Return)
    tick(desk, form, "chronic_severe")
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.levels.form is None)
    desk.calm()
    kept = find_worksheet(db, visit)
    assert kept is not None
    assert {one.key: one.evidence for one in kept.chosen}[
        "major_surgery"
    ] == "Knee replacement decided today."


def test_esc_keeps_nothing(desk: Desk, visit: EncounterId, db: Database) -> None:
    form = opened(desk)
    tick(desk, form, "chronic_worse")
    desk.press(Key.Key_Escape)
    assert desk.page.levels.form is None
    assert find_worksheet(db, visit) is None
