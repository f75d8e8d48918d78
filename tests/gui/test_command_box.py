"""The box for everything: groups in their order, prefixes, the newest answer, Enter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicbill.ui import command_box, main_window
from clinicbill.ui.help_panel import HelpPanel, help_text
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.sources import SOURCES, Source
from clinicbill.ui.widgets.code_picker import CodePicker
from clinicbill.ui.widgets.hits import Found, Hit, marked, matched_spans
from clinicbill.ui.widgets.overlay import Overlay
from clinicbill.ui.widgets.runs import Run
from tests.support.practice import a_patient

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.command_box import CommandBox

PEOPLE = ("Nadia Haddad", "Omar Haddi", "Ruth Alvarez")
CODES = {"M54.50": "Low back pain, unspecified", "M54.5": "Low back pain", "M54.2": "Cervicalgia"}


def some_patients(_db: object, _clinic: object, text: str, limit: int) -> Found:
    found = [name for name in PEOPLE if text.casefold() in name.casefold()]
    return Found([Hit(name, name, icon="person") for name in found[:limit]], len(found))


def some_claims(_db: object, _clinic: object, text: str, limit: int) -> Found:
    hits = [Hit(f"claim {n}", f"00040{n} {text}", icon="document") for n in range(9)]
    return Found(hits[:limit], 9)


@pytest.fixture
def window(bare_clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    sources = (
        Source("Patients", "", "patients", some_patients),
        Source("Claims", "#", "claims", some_claims),
    )
    monkeypatch.setattr(command_box, "SOURCES", sources)
    monkeypatch.setattr(main_window, "page_class", lambda _place: None)
    made = MainWindow(bare_clinic)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def box_with(window: MainWindow, qtbot: QtBot, text: str) -> CommandBox:
    box = window.find_or_do(text)
    qtbot.waitUntil(lambda: window.clinic.jobs.busy == 0)
    return box


def titles(box: CommandBox) -> dict[str, list[str]]:
    return {group.title: [hit.title for hit in group.hits] for group in box.results.groups}


def test_the_key_opens_it_and_esc_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = Overlay.of(window)
    assert isinstance(box, command_box.CommandBox)
    assert box.field.hasFocus()
    QTest.keyClick(box.field, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.side_bar.badge("today").count == 0
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: Overlay.of(window) is None)


def test_typing_finds_in_groups(window: MainWindow, qtbot: QtBot) -> None:
    box = box_with(window, qtbot, "")
    QTest.keyClicks(box.field, "had")
    qtbot.waitUntil(lambda: "Claims" in titles(box))
    found = titles(box)
    assert list(found)[:2] == ["Patients", "Claims"]
    assert found["Patients"] == ["Nadia Haddad", "Omar Haddi"]
    assert len(found["Claims"]) == 3
    current = box.results.current()
    assert current is not None
    assert current.title == "Nadia Haddad"


def test_enter_goes_to_the_record(window: MainWindow, qtbot: QtBot) -> None:
    box = box_with(window, qtbot, "had")
    went: list[tuple[str, object]] = []
    box.opened.connect(lambda place, key: went.append((place, key)))
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert went == [("patients", "Omar Haddi")]
    assert Overlay.of(window) is None


def test_tab_goes_to_the_next_group(window: MainWindow, qtbot: QtBot) -> None:
    box = box_with(window, qtbot, "had")
    went: list[tuple[str, object]] = []
    box.opened.connect(lambda place, key: went.append((place, key)))
    QTest.keyClick(box.field, Qt.Key.Key_Tab)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert went == [("claims", "claim 0")]


def test_prefixes_search_one_kind_only(window: MainWindow, qtbot: QtBot) -> None:
    assert list(titles(box_with(window, qtbot, "#had"))) == ["Claims"]
    assert len(titles(box_with(window, qtbot, "# had"))["Claims"]) == 9
    actions = titles(box_with(window, qtbot, ">lock"))
    assert actions == {"Actions": ["Lock now"]}


def test_an_action_is_done(window: MainWindow, qtbot: QtBot) -> None:
    box = box_with(window, qtbot, ">go to claims")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.windowTitle() == "Claims · Cedar Spine")


def test_a_late_answer_to_an_old_question_is_not_shown(window: MainWindow, qtbot: QtBot) -> None:
    box = box_with(window, qtbot, "had")
    box.field.setText(">lock")
    box.take_found(Source("Patients", "", "patients", some_patients), Found([Hit(1, "Nobody")], 1))
    assert "Nobody" not in [hit for group in titles(box).values() for hit in group]


def test_it_stays_inside_a_low_window(window: MainWindow, qtbot: QtBot) -> None:
    box = box_with(window, qtbot, ">")
    window.resize(1366, 690)
    qtbot.wait(10)
    assert box.panel.geometry().bottom() < 690
    for _ in range(30):
        QTest.keyClick(box.field, Qt.Key.Key_Down)
    box.grab()


def test_matched_letters_are_marked_at_word_starts() -> None:
    assert matched_spans("Nadia Haddad", "had") == [(6, 9)]
    assert matched_spans("Low back pain, unspecified", "back p") == [(4, 8), (9, 10)]
    assert matched_spans("Low back", "zzz") == []
    runs = marked("Nadia Haddad", "had", Run())
    assert "".join(run.text for run in runs) == "Nadia Haddad"
    assert runs[1].text == "Had"


def test_help_lists_the_keys_of_the_page(window: MainWindow, qtbot: QtBot) -> None:
    assert "**F5**  Check claim" in help_text("claims")
    assert "Ctrl+L" in help_text("nowhere")
    QTest.keyClick(window, Qt.Key.Key_F1)
    panel = Overlay.of(window)
    assert isinstance(panel, HelpPanel)
    QTest.keyClick(panel.text, Qt.Key.Key_Escape)
    assert Overlay.of(window) is None


def test_the_real_sources_find_a_patient(clinic: Clinic) -> None:
    with clinic.practice.connect() as db:
        patient = a_patient(db, last="Haddad", first="Nadia")
        found = SOURCES[0].find(db, clinic, "hadd", 5)
        assert [hit.key for hit in found.hits] == [patient]
        assert found.hits[0].title == "Nadia Haddad"
        for source in SOURCES[1:3]:
            assert source.find(db, clinic, "nothing like it", 5).total == 0


def find_codes(_db: object, text: str, limit: int) -> Found:
    hits = [
        Hit(
            code,
            title,
            code,
            blocked="Header, needs more digits" if len(code) == 5 and code[-1] == "5" else "",
        )
        for code, title in CODES.items()
        if text.casefold() in title.casefold()
    ]
    return Found(hits[:limit], len(hits))


@pytest.fixture
def picker(bare_clinic: Clinic, qtbot: QtBot) -> CodePicker:
    made = CodePicker("Diagnosis", bare_clinic.jobs, find_codes, noun="valid on 11/23/2026")
    qtbot.addWidget(made)
    made.resize(560, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def test_a_code_is_picked_by_keyboard(picker: CodePicker, qtbot: QtBot) -> None:
    picked: list[tuple[object, bool]] = []
    picker.picked.connect(lambda hit, alt: picked.append((hit.key, alt)))
    QTest.keyClicks(picker.field, "low")
    qtbot.waitUntil(lambda: picker.is_open)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert picked == [("M54.50", False)]
    assert picker.field.text() == ""
    assert not picker.is_open


def test_a_fast_typist_does_not_wait_for_the_list(picker: CodePicker, qtbot: QtBot) -> None:
    picked: list[tuple[object, bool]] = []
    picker.picked.connect(lambda hit, alt: picked.append((hit.key, alt)))
    QTest.keyClicks(picker.field, "cerv")
    QTest.keyClick(picker.field, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(picked))
    assert picked == [("M54.2", True)]


def test_a_header_code_cannot_be_picked(picker: CodePicker, qtbot: QtBot) -> None:
    picked: list[object] = []
    picker.picked.connect(lambda hit, _alt: picked.append(hit))
    QTest.keyClicks(picker.field, "low")
    qtbot.waitUntil(lambda: picker.is_open)
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert picked == []
    picker.grab()
    QTest.keyClick(picker.field, Qt.Key.Key_Escape)
    assert not picker.is_open
