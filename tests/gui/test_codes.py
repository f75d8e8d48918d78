"""The codes page in a real window: search in every list, the tabular neighbourhood, notes, day, copy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicbill.basics.errors import NotWritable
from clinicbill.codesets.icd10 import CodeNote
from clinicbill.practice.store import find_procedure, save_procedure
from clinicbill.ui import main_window
from clinicbill.ui.actions import actions_of
from clinicbill.ui.clinic import Clinic
from clinicbill.ui.codes.code_file import CodeFile, short_title
from clinicbill.ui.codes.lookup import Kind
from clinicbill.ui.codes.notes_page import notes_page
from clinicbill.ui.codes.page import CodesPage
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.places import page_class
from clinicbill.ui.widgets.columns import Group
from tests.support.practice import STAMP

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from clinicbill.ui.places import Place

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def _only_ours(entry: Place) -> type | None:
    return page_class(entry) if entry.id == "codes" else None


class Reader:
    """A person who looks codes up with the keyboard."""

    def __init__(self, clinic: Clinic, qtbot: QtBot) -> None:
        self.clinic, self.qtbot = clinic, qtbot
        self.window = MainWindow(clinic)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        page = self.window.go("codes")
        assert isinstance(page, CodesPage)
        self.page = page
        self.calm()

    def calm(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.clinic.jobs.busy == 0, timeout=60_000)
            QApplication.processEvents()

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, mods)
        self.calm()

    def look_up(self, text: str) -> None:
        """Type over what stands in the search and wait for the answer."""
        self.press(Key.Key_F, CTRL)
        QTest.keyClicks(self.page.search, text)
        self.qtbot.waitUntil(lambda: not self.page.waiting)
        self.calm()

    @property
    def file(self) -> CodeFile:
        found = self.page.detail.file
        assert found is not None
        return found

    def kind(self) -> str:
        return self.file.kind.value

    def code_set(self) -> tuple[str, bool, str]:
        found = self.file.code_set
        assert found is not None
        return found.name, found.covers, found.due[:29]

    def groups(self) -> list[str]:
        return [entry.name for entry in self.page.table.model_of().entries if isinstance(entry, Group)]

    def found(self) -> list[str]:
        return [row.code for row in self.page.table.records()]

    @property
    def notes(self) -> str:
        return self.page.detail.notes.text.toPlainText()


@pytest.fixture
def reader(clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(main_window, "page_class", _only_ours)
    return Reader(clinic, qtbot)


def test_it_opens_with_the_offices_own_lists(reader: Reader) -> None:
    assert reader.groups() == ["Your procedures", "Modifiers", "Places of service"]
    assert (reader.file.kind, reader.file.code, reader.file.title) == (
        Kind.OWN,
        "72040",
        "Neck films, 2–3 views",
    )
    assert "$75.00 from 01/01/2020" in reader.notes
    assert QApplication.focusWidget() is reader.page.search


def test_words_find_a_diagnosis_with_its_notes_and_neighbours(reader: Reader) -> None:
    reader.look_up("cervicalgia")
    assert (reader.file.code, reader.file.header) == ("M54.2", False)
    assert reader.file.place.startswith("Chapter 13: ")
    assert [row.code for row in reader.file.tree][:2] == ["M54", "M54.0"]
    assert "Excludes1" in reader.notes
    assert "M50.-" in reader.notes
    assert "psychogenic dorsalgia (F45.41) at M54" in reader.notes
    assert "ICD-10-CM tabular list 4/2026" in reader.notes


def test_a_header_offers_what_to_use_instead(reader: Reader) -> None:
    reader.look_up("m545")
    assert reader.found() == ["M54.5", "M54.50", "M54.51", "M54.59"]
    assert (reader.file.code, reader.file.header, reader.file.state) == (
        "M54.5",
        True,
        "Header, needs more digits",
    )
    assert [one.code for one in reader.file.replacements] == ["M54.50", "M54.51", "M54.59"]
    assert reader.notes.startswith("Use instead billable codes below this header\nM54.50")
    reader.page.detail.notes.text.anchorClicked.emit(QUrl("code:M54.51"))
    reader.calm()
    assert reader.file.code == "M54.51"


def test_a_code_that_is_none_leads_to_the_nearest_that_are(reader: Reader) -> None:
    reader.look_up("M54.57")
    assert reader.found() == ["M54.57", "M54.50", "M54.51", "M54.59"]
    assert reader.page.table.records()[0].note.startswith("There is no code M54.57 in code set")
    reader.look_up("J3301")
    assert reader.kind() == "hcpcs"


def test_favourites_and_what_was_used_lately_stand_before_anything_is_typed(reader: Reader) -> None:
    reader.look_up("M25.511")
    reader.press(Key.Key_B, CTRL)
    assert "M25.511 is a favourite now" in reader.window.hint_line.text
    assert reader.page.table.records()[0].favourite
    reader.press(Key.Key_Escape)
    assert reader.groups()[0] == "Favourites"
    assert reader.found()[0] == "M25.511"
    reader.press(Key.Key_B, CTRL)
    assert "Favourites" not in reader.groups()


def test_only_a_billable_diagnosis_can_be_a_favourite(reader: Reader) -> None:
    reader.look_up("M54.5")
    reader.press(Key.Key_B, CTRL)
    assert "Billable diagnoses can be favourites" in reader.window.hint_line.text


def test_one_walks_through_the_tree_by_keyboard(reader: Reader) -> None:
    reader.look_up("M54.50")
    reader.press(Key.Key_Return)
    tree = reader.page.detail.tree
    assert QApplication.focusWidget() is tree
    reader.press(Key.Key_Down)
    assert reader.file.code == "M54.51"
    assert [row.code for row in tree.records()] == ["M54", "M54.5", "M54.50", "M54.51", "M54.59"]
    reader.press(Key.Key_Left)
    assert reader.file.code == "M54.5"
    assert "M54.6" in [row.code for row in tree.records()]
    reader.press(Key.Key_Up, ALT)
    assert reader.file.code == "M54"
    assert "M53" in [row.code for row in tree.records()]
    reader.press(Key.Key_Up)
    reader.press(Key.Key_Right)
    assert reader.file.code == "M53"
    assert "M53.0" in [row.code for row in tree.records()]
    reader.press(Key.Key_Escape)
    assert QApplication.focusWidget() is reader.page.search


def test_seventh_characters_are_told_with_their_meaning(reader: Reader) -> None:
    reader.look_up("S33.5XXA")
    assert "7th characters at S33" in reader.notes
    assert "A\ninitial encounter" in reader.notes
    shorts = {row.code: row.short for row in reader.file.tree}
    assert shorts["S33.5XXD"] == "… subsequent encounter"


def test_all_lists_are_searched_and_the_exact_code_comes_first(reader: Reader) -> None:
    reader.look_up("25")
    assert reader.groups()[0] == "Modifiers"
    assert reader.found()[0] == "25"
    assert reader.kind() == "modifier"
    reader.look_up("manual")
    assert "97140" in reader.found()
    reader.look_up("J1885")
    assert reader.kind() == "hcpcs"
    reader.look_up("telehealth")
    assert "Places of service" in reader.groups()


def test_the_arrows_of_the_search_choose_and_the_code_is_copied(reader: Reader) -> None:
    reader.look_up("M54.5")
    reader.press(Key.Key_Down)
    assert reader.file.code == "M54.50"
    assert QApplication.focusWidget() is reader.page.search
    reader.press(Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == "M54.50"
    assert reader.window.hint_line.text == "Copied M54.50"


def test_the_day_decides_and_the_code_set_used_is_said(reader: Reader) -> None:
    reader.look_up("M54.2")
    assert reader.code_set() == ("4/2026", False, "Code set 10/2026 is in force ")
    reader.press(Key.Key_G, CTRL)
    QTest.keyClicks(QApplication.focusWidget() or reader.page, "09/30/26")
    reader.press(Key.Key_Return)
    assert reader.code_set()[:2] == ("4/2026", True)


def test_another_page_asks_for_a_code(reader: Reader) -> None:
    reader.window.go("today")
    reader.window.go("codes", "M99.03")
    reader.calm()
    assert reader.page.search.text() == "M99.03"
    assert reader.file.code == "M99.03"


def test_nothing_found_and_a_failing_library_say_so(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.look_up("zzqqxx")
    assert reader.page.states.message.startswith("Nothing is called “zzqqxx”.")
    assert reader.page.detail_states.message.startswith("No code is shown.")
    reader.look_up("cervicalgia")
    assert reader.page.states.message == ""

    def fail(_clinic: Clinic) -> None:
        raise NotWritable("The code library cannot be written; nothing was changed; free some space.")

    monkeypatch.setattr(Clinic, "library", fail)
    reader.look_up("manual")
    assert "97140" in reader.found()
    assert "free some space" in reader.window.hint_line.text


def test_a_procedure_changed_in_setup_is_read_again(reader: Reader) -> None:
    reader.look_up("98940")
    with reader.clinic.practice.connect() as db:
        procedure = find_procedure(db, "98940")
        assert procedure is not None
        save_procedure(db, replace(procedure, name="Adjustment, 1–2 regions", timed=True), STAMP)
    reader.clinic.changed.emit(frozenset({"setup"}))
    reader.calm()
    assert [row.title for row in reader.page.table.records()] == ["Adjustment, 1–2 regions"]
    assert reader.file.title == "Adjustment, 1–2 regions"


def test_every_action_is_bound_and_every_control_has_a_name(reader: Reader) -> None:
    assert sorted(reader.page.bound()) == sorted(row.id for row in actions_of("codes"))
    nameless = [
        widget
        for widget in reader.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
    ]
    assert nameless == []


def test_titles_are_shortened_to_what_they_add() -> None:
    assert short_title("Torus fracture, initial encounter", "Torus fracture") == "… initial encounter"
    assert short_title("Spondylitis of lumbar region", "Spondylitis") == "… of lumbar region"
    assert short_title("Spondylitis", "Spondyl") == "Spondylitis"
    assert short_title("Cervicalgia", "Dorsalgia") == "Cervicalgia"
    assert short_title("Cervicalgia", "") == "Cervicalgia"


def test_notes_are_text_and_never_markup(qapp: QApplication) -> None:
    note = CodeNote(kind="excludes1", text="<b>bold</b> & (M54.2, G54.-)", owner_kind="code", owner="M54")
    file = CodeFile(kind=Kind.DIAGNOSIS, code="M54.5", title="x", notes=(note,), source="list")
    page = notes_page(file)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; (" in page
    assert "href='code:M54.2'" in page
    assert "at M54" in page
