"""Suggestions of the note in a real window, by keyboard: accepted, changed, rejected, withheld, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from clinicbill.coding.notes.prior import Act
from clinicbill.coding.notes.prior_store import choices_of, load_prior
from clinicbill.practice.procedure import Procedure
from clinicbill.practice.store import save_procedure
from clinicbill.ui import main_window
from clinicbill.ui.coding import saver
from clinicbill.ui.coding.suggestions import acts
from clinicbill.ui.coding.suggestions.offers import Fate, Offer, office_procedures
from clinicbill.ui.coding.suggestions.pane import Instead
from tests.gui.test_coding import Desk, Office, _only_ours
from tests.support.practice import STAMP

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.ui.clinic import Clinic

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
NOTE = (
    "S: Low back pain for two weeks. Denies leg numbness.\n"
    "O: L4-L5 restricted, tender. SLR negative.\n"
    "A: Segmental dysfunction lumbar. Low back pain. Possible disc herniation.\n"
    "P: Return in a week."
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver, "PAUSE", 40)
    monkeypatch.setattr(acts, "PAUSE", 20)
    monkeypatch.setattr(main_window, "page_class", _only_ours)


@pytest.fixture
def visit(clinic: Clinic) -> EncounterId:
    return noted(clinic, NOTE)


@pytest.fixture
def desk(clinic: Clinic, qtbot: QtBot, visit: EncounterId) -> Desk:
    made = Desk(clinic, qtbot).open(visit)
    qtbot.waitUntil(lambda: bool(shown(made)), timeout=60_000)
    return made


def noted(clinic: Clinic, note: str, last: str = "Alvarez") -> EncounterId:
    office = Office(clinic)
    return office.visit(office.patient(last), note=note)


def shown(desk: Desk) -> list[Offer]:
    return [one for one in desk.page.suggestions.rows() if isinstance(one, Offer)]


def fates(desk: Desk) -> dict[str, Fate]:
    return {one.code: one.fate for one in shown(desk)}


def test_nothing_is_accepted_by_itself(desk: Desk) -> None:
    assert fates(desk) == {"M99.03": Fate.OPEN, "M54.50": Fate.OPEN}
    assert desk.visit.diagnoses == ()


def test_two_keys_accept_and_ctrl_z_takes_it_back(desk: Desk) -> None:
    desk.press(Key.Key_S, ALT)
    desk.type("aa")
    assert list(desk.visit.diagnoses) == ["M99.03", "M54.50"]
    assert set(fates(desk).values()) == {Fate.ACCEPTED}
    desk.press(Key.Key_Z, CTRL)
    assert list(desk.visit.diagnoses) == ["M99.03"]
    assert fates(desk)["M54.50"] is Fate.OPEN


def test_a_code_is_changed_by_its_digit(desk: Desk) -> None:
    desk.press(Key.Key_S, ALT)
    desk.press(Key.Key_Down)
    desk.type("c")
    others = [one for one in desk.page.suggestions.rows() if isinstance(one, Instead)]
    assert 0 < len(others) <= 4
    desk.type("1")
    assert desk.visit.diagnoses == (others[0].code.code,)
    assert fates(desk)["M54.50"] is Fate.CHANGED


def test_what_is_withheld_is_shown_with_its_reason_and_never_accepted(desk: Desk) -> None:
    desk.press(Key.Key_S, ALT)
    desk.type("w")
    held = [one for one in desk.page.suggestions.rows() if not isinstance(one, Offer | Instead)]
    assert any("disc herniation" in one.text and "IV.H" in one.reason for one in held)
    desk.press(Key.Key_End)
    desk.type("a")
    assert desk.visit.diagnoses == ()


def test_decisions_are_kept_when_the_visit_is_left(
    desk: Desk, db: Database, visit: EncounterId, clinic: Clinic
) -> None:
    other = noted(clinic, "A: Neck pain.", last="Whitaker")
    desk.press(Key.Key_S, ALT)
    desk.type("ax")
    assert fates(desk) == {"M99.03": Fate.ACCEPTED, "M54.50": Fate.REJECTED}
    desk.open(other)
    desk.calm()
    kept = {one.suggested: one.act for one in choices_of(db, visit)}
    assert kept == {"M99.03": Act.ACCEPTED, "M54.50": Act.REJECTED}
    assert not any("M54.50" in codes for codes in load_prior(db).values())
    desk.open(visit)
    desk.qtbot.waitUntil(lambda: fates(desk).get("M54.50") is Fate.REJECTED)


def test_what_was_taken_before_is_said_and_forgotten_by_one_key(
    desk: Desk, db: Database, clinic: Clinic
) -> None:
    other = noted(clinic, NOTE, last="Whitaker")
    desk.press(Key.Key_S, ALT)
    desk.type("f")
    assert "taken nothing before" in desk.window.hint_line.text
    desk.type("a")
    desk.open(other)
    desk.calm()
    desk.open(noted(clinic, NOTE, last="Quill"))
    desk.qtbot.waitUntil(lambda: [one.taught for one in shown(desk)] == [1, 0], timeout=20_000)
    desk.press(Key.Key_S, ALT)
    assert "taken here once before, F forgets" in desk.page.suggestions.pane.list._spoken(shown(desk)[0])
    desk.type("f")
    desk.qtbot.waitUntil(lambda: [one.taught for one in shown(desk)] == [0, 0], timeout=20_000)
    assert load_prior(db) == {}


def test_an_undone_acceptance_teaches_nothing(
    desk: Desk, db: Database, visit: EncounterId, clinic: Clinic
) -> None:
    other = noted(clinic, "A: Neck pain.", last="Whitaker")
    desk.press(Key.Key_S, ALT)
    desk.type("a")
    desk.press(Key.Key_Z, CTRL)
    desk.open(other)
    desk.calm()
    assert choices_of(db, visit) == []


def test_a_rejection_is_undone_too(desk: Desk) -> None:
    desk.press(Key.Key_S, ALT)
    desk.type("x")
    assert fates(desk)["M99.03"] is Fate.REJECTED
    desk.press(Key.Key_Z, CTRL)
    assert fates(desk)["M99.03"] is Fate.OPEN


def test_a_changed_note_is_read_again(desk: Desk) -> None:
    desk.press(Key.Key_F2)
    desk.press(Key.Key_Home, CTRL)
    desk.type("A: Neck pain. ")
    desk.qtbot.waitUntil(lambda: "M54.2" in fates(desk), timeout=20_000)


def test_passages_are_numbered_in_the_note(desk: Desk) -> None:
    marks = desk.page.note.text._evidence
    words = {mark.number: NOTE[mark.start : mark.end] for mark in marks}
    assert words["1"].startswith("Segmental dysfunction")
    assert desk.page.note.text.toPlainText() == NOTE


def test_procedures_come_from_the_offices_list_alone(clinic: Clinic, db: Database, qtbot: QtBot) -> None:
    note = "A: Low back pain.\nP: Adjusted lumbar and sacral. Hot pack applied. Home exercise."
    save_procedure(db, Procedure(code="97010", name="Hot pack"), STAMP)
    made = Desk(clinic, qtbot).open(noted(clinic, note))
    qtbot.waitUntil(lambda: "97010" in fates(made), timeout=60_000)
    assert not {one.code for one in shown(made) if one.procedure} - {"97010", "98940"}
    made.press(Key.Key_S, ALT)
    made.press(Key.Key_End)
    made.type("a")
    assert [line.procedure_code for line in made.visit.lines] == [shown(made)[-1].code]


def test_manipulations_know_their_regions() -> None:
    rows = office_procedures([Procedure(code="98940", name="CMT"), Procedure(code="97010", name="Hot pack")])
    assert [(one.code, one.regions != (0, 0)) for one in rows] == [("98940", True), ("97010", False)]
