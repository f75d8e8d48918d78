"""The window: places, keys, badges, stale pages, sheets, states, at the sizes offices have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui import main_window
from clinicbill.ui.actions import ACTIONS, EVERYWHERE
from clinicbill.ui.colours import Role
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.page import Page
from clinicbill.ui.places import PLACES, Place, page_class, place
from clinicbill.ui.widgets.badge import Badge
from clinicbill.ui.widgets.finding_list import FindingList, summary_runs
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.runs import plain_text
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.ui.widgets.state import States
from clinicbill.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from clinicbill.ui.clinic import Clinic


class ClaimsPage(Page):
    """A page as small as one can be."""

    id, title, shows = "claims", "Claims", frozenset({"claims"})
    hints = (Hint(("↑", "↓"), "Move"),)
    built: ClassVar[int] = 0

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        ClaimsPage.built += 1
        self.reads = 0
        self.checked = 0
        self.records: list[object] = []
        self.waiting = 0
        self.field = QLineEdit()
        self.field.setAccessibleName("Filter")
        self.filter_field = self.field
        self.list = QLineEdit()
        self.body.addWidget(self.field)
        self.body.addWidget(self.list)
        self.bind("claims.check", self.check)
        self.bind("claims.send", self.check)
        self.send = self.button("claims.send", "Send 5 claims", kind=Kind.PRIMARY)
        self.header.add(self.send)

    @classmethod
    def count(cls, _db: object, _as_of: object) -> Badge:
        return Badge(4, Role.RED)

    def refresh(self) -> None:
        self.reads += 1
        self.set_fact(f"read {self.reads}")

    def check(self) -> None:
        self.checked += 1

    def show_record(self, key: object) -> None:
        self.records.append(key)

    def show_waiting(self) -> None:
        self.waiting += 1

    def first_focus(self) -> QWidget:
        return self.list


def _class_of(entry: Place) -> type[Page] | None:
    return ClaimsPage if entry.id == "claims" else None


@pytest.fixture
def window(bare_clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(main_window, "page_class", _class_of)
    ClaimsPage.built = 0
    made = MainWindow(bare_clinic)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def claims(window: MainWindow) -> ClaimsPage:
    page = window.go("claims")
    assert isinstance(page, ClaimsPage)
    return page


def test_places_are_in_the_order_of_the_money() -> None:
    titles = [entry.title for entry in PLACES]
    assert titles == [
        "Today", "Patients", "Coding", "Claims", "Payments", "Denials", "A/R", "Reports", "Codes", "Setup",
    ]  # fmt: skip
    assert place("receivables").title == "A/R"
    with pytest.raises(KeyError):
        place("billing")


def test_a_page_nobody_wrote_does_not_break_the_window() -> None:
    nowhere = Place("x", "X", "sun", "clinicbill.ui.nowhere.page", "XPage")
    assert page_class(nowhere) is None
    with pytest.raises(ModuleNotFoundError):
        page_class(Place("x", "X", "sun", "tests.gui.broken_import", "XPage"))


def test_pages_are_built_when_first_shown(window: MainWindow, qtbot: QtBot) -> None:
    assert ClaimsPage.built == 0
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.page.id == "claims"
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert ClaimsPage.built == 1
    assert claims(window).list.hasFocus()


def test_every_action_of_the_whole_window_is_bound_once(window: MainWindow) -> None:
    assert sorted(window.bound()) == sorted(row.id for row in ACTIONS if row.page == EVERYWHERE)


def test_a_page_reads_again_only_when_something_it_shows_changed(window: MainWindow) -> None:
    page = claims(window)
    assert page.reads == 1
    window.clinic.changed.emit(frozenset({"setup"}))
    assert page.reads == 1
    window.clinic.changed.emit(frozenset({"claims", "ledger"}))
    assert page.reads == 2
    window.go("today")
    window.clinic.changed.emit(frozenset({"claims"}))
    assert page.reads == 2
    assert page.stale
    window.go("claims")
    assert page.reads == 3


def test_keys_work_on_their_page_only(window: MainWindow, qtbot: QtBot) -> None:
    page = claims(window)
    QTest.keyClick(page.list, Qt.Key.Key_F5)
    QTest.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.checked == 2
    window.go("today")
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert page.checked == 2


def test_a_blocked_action_says_why_and_does_not_run(window: MainWindow, qtbot: QtBot) -> None:
    page = claims(window)
    page.allow("claims.send", why_not="Send claims: 2 to fix")
    assert page.send.accessibleName() == "Send claims: 2 to fix"
    QTest.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(page.send, Qt.MouseButton.LeftButton)
    assert page.checked == 0
    page.allow("claims.send", text="Send 3 claims")
    QTest.mouseClick(page.send, Qt.MouseButton.LeftButton)
    assert page.checked == 1
    assert page.send.accessibleName() == "Send 3 claims"


def test_badges_are_counted_beside_the_window(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.side_bar.badge("claims") == Badge(4, Role.RED))
    assert not window.side_bar.badge("today")
    entry = next(
        e for e in window.side_bar.findChildren(QWidget) if e.accessibleName() == "Claims, 4 waiting"
    )
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton, pos=entry.rect().center())
    page = claims(window)
    assert page.waiting == 0
    place_of_count = entry.rect().center()
    place_of_count.setX(entry.width() - 24)
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton, pos=place_of_count)
    assert page.waiting == 1


def test_one_page_sends_to_another(window: MainWindow) -> None:
    page = claims(window)
    window.go("today").go("claims", 412)
    assert window.page is page
    assert page.records == [412]


def test_undo_names_what_it_took_back(window: MainWindow, qtbot: QtBot) -> None:
    page = claims(window)
    moved: list[str] = []
    page.undo.do("moving M54.2", lambda: moved.append("there"), lambda: moved.append("back"))
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert moved == ["there", "back"]
    assert window.hint_line.text == "Undone: moving M54.2"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page, Qt.Key.Key_Z, both)
    assert moved == ["there", "back", "there"]
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Nothing to undo" in window.hint_line.text


def test_the_undo_key_reaches_the_page_from_an_untouched_field(window: MainWindow, qtbot: QtBot) -> None:
    from clinicbill.ui.widgets.line_edit import LineEdit

    page = claims(window)
    field = LineEdit("Units")
    page.body.addWidget(field)
    field.show()
    field.setFocus()
    taken: list[int] = []
    page.undo.done("typing in Units", lambda: None, lambda: taken.append(1))
    QTest.keyClicks(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), taken) == ("", [])
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert taken == [1]


def test_the_filter_key_goes_to_the_filter(window: MainWindow, qtbot: QtBot) -> None:
    page = claims(window)
    QTest.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.field.hasFocus()
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.list.hasFocus()


def test_failures_nobody_took_are_told(window: MainWindow) -> None:
    window.clinic.jobs.failed.emit(CannotDo("It was posted already; nothing was changed."))
    assert window.hint_line.text == "It was posted already; nothing was changed."


def test_the_hint_line_follows_the_page(window: MainWindow) -> None:
    page = claims(window)
    assert window.hint_line.text == "read 1"
    page.set_fact("6 ready")
    assert window.hint_line.text == "6 ready"
    page.say("Posted 5 claims")
    assert window.hint_line.text == "Posted 5 claims"


def test_a_sheet_keeps_the_keyboard_until_it_is_done(window: MainWindow, qtbot: QtBot) -> None:
    page = claims(window)
    content = QLineEdit()
    answers = ["Type the amount first", ""]
    ended: list[bool] = []
    sheet = Sheet(page, "Take payment", content, verb="Take payment", finish=lambda: answers.pop(0))
    sheet.closed.connect(ended.append)
    sheet.open_sheet()
    assert content.hasFocus()
    for _ in range(7):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(window.focusWidget())
    QTest.keyClick(content, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page is page
    QTest.keyClick(content, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ended == []
    assert page.checked == 0
    assert any(label.text() == "Type the amount first" for label in sheet.findChildren(QLabel))
    QTest.keyClick(content, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ended == [True]
    assert page.list.hasFocus()


def test_a_sheet_does_nothing_twice_while_a_job_has_it(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    answers = [Sheet.STAY, Sheet.WAIT, ""]

    def finish() -> str:
        asked.append(answers[0])
        return answers.pop(0)

    sheet = Sheet(claims(window), "Take payment", QLineEdit(), verb="Take payment", finish=finish)
    sheet.open_sheet()
    for _ in range(4):
        sheet.finish()
    assert asked == [Sheet.STAY, Sheet.WAIT]
    sheet.tell("The disk is full")
    sheet.finish()
    assert asked == [Sheet.STAY, Sheet.WAIT, ""]


def test_long_words_of_a_sheet_are_not_cut(window: MainWindow, qtbot: QtBot) -> None:
    words = "What happened, what is safe and what to do about it, told at some length. " * 4
    sheet = Sheet(claims(window), "Void", QLineEdit(), verb="Void", finish=lambda: words, note=words)
    sheet.open_sheet()
    sheet.finish()
    qtbot.wait(10)
    labels = [label for label in sheet.findChildren(QLabel) if label.wordWrap()]
    assert len(labels) == 2
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width()) > 40
    sheet.dismiss()


def test_esc_abandons_a_sheet(window: MainWindow, qtbot: QtBot) -> None:
    page = claims(window)
    ended: list[bool] = []
    sheet = Sheet(page, "Void", QLineEdit(), verb="Void claim", finish=lambda: "")
    sheet.closed.connect(ended.append)
    sheet.open_sheet()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert ended == [False]


@pytest.mark.parametrize(("wide", "high"), [(1366, 768), (1920, 1080), (1366, 690)])
def test_it_fits_the_screens_offices_have(window: MainWindow, wide: int, high: int) -> None:
    claims(window)
    window.resize(wide, high)
    assert (window.width(), window.height()) == (wide, high)
    assert window.side_bar.height() == high
    assert window.hint_line.geometry().bottom() == high - 1
    picture = window.grab().toImage()
    assert (picture.width(), picture.height()) == (wide, high)


def test_every_control_has_a_name(window: MainWindow) -> None:
    claims(window)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not isinstance(widget, QLineEdit)
    ]
    assert nameless == []


def test_closing_finishes_the_jobs(window: MainWindow) -> None:
    window.close()
    assert getattr(window.clinic.practice, "is_closed") is True  # noqa: B009 - the bare practice of the tests


def test_states_say_what_stands_there(qtbot: QtBot) -> None:
    rows = QWidget()
    states = States(rows)
    qtbot.addWidget(states)
    states.show_empty("Nothing rejected.", "12 claims checked at 08:02.", KeyButton("Check again", "F5"))
    assert states.message == "Nothing rejected. 12 claims checked at 08:02."
    tried: list[int] = []
    states.retry("The file could not be read; nothing was posted.", lambda: tried.append(1), "ISA at byte 0")
    assert states.message == "The file could not be read; nothing was posted."
    again = next(b for b in states.findChildren(KeyButton) if b.text() == "Try again")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert tried == [1]
    states.show_rows()
    assert states.message == ""


def edit(severity: Severity, message: str, fix: str = "") -> Finding:
    return Finding(rule="R", severity=severity, message=message, where="line 2", why="Because", fix=fix)


def test_edits_stand_with_what_must_be_fixed_first(qtbot: QtBot) -> None:
    listed = FindingList("Edits", remedy=lambda finding: finding.fix, key="F7")
    qtbot.addWidget(listed)
    findings = [
        edit(Severity.WARNING, "Last visit of the plan year", "Offer estimate"),
        edit(Severity.MUST_FIX, "97140 needs 59"),
        edit(Severity.MUST_FIX, "97140 points to no diagnosis", "Add M54.2"),
    ]
    listed.fill(findings)
    asked: list[Finding] = []
    listed.asked.connect(asked.append)
    assert listed.findings[0].message == "97140 needs 59"
    assert listed.fix_first()
    assert asked == [findings[2]]
    buttons = listed.findChildren(KeyButton)
    QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert asked[-1] == findings[0]
    assert plain_text(summary_runs(findings)) == "2 must fix 1 warning"
    assert plain_text(summary_runs([])) == "No edits"
    listed.fill([])
    assert not listed.fix_first()


def test_tabs_are_chosen_once(qtbot: QtBot) -> None:
    tabs = Tabs(["Paper 1500", "837P", "History"])
    qtbot.addWidget(tabs)
    chosen: list[int] = []
    tabs.chosen.connect(chosen.append)
    tabs.choose(1)
    tabs.choose(1)
    assert (tabs.current, chosen) == (1, [1])
