"""Unlocking: the password beside the window, wrong ones, the recovery key, a new practice, the first time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice
from clinicbill.ui.new_practice import RecoveryKeyPage, file_name
from clinicbill.ui.unlock import UnlockWindow
from clinicbill.ui.widgets.choice import Check
from clinicbill.ui.widgets.key_cap import KeyButton
from tests.gui.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from clinicbill.db.open_practice import OpenPractice


@pytest.fixture
def practice(tmp_path: Path) -> tuple[Path, str]:
    """A closed practice file and its recovery key."""
    path = tmp_path / "cedar.clinicbill"
    made, key = create_practice(
        path,
        practice_name="Cedar Spine",
        owner_name="Dana Reyes",
        owner_password=PASSWORD,
        at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        cost=CHEAPEST,
    )
    made.close()
    return path, key


@pytest.fixture
def opened() -> Iterator[list[OpenPractice]]:
    """What was opened; closed after the test."""
    practices: list[OpenPractice] = []
    yield practices
    for practice in practices:
        practice.close()


def no_demo(_tell: object) -> tuple[Path, str]:
    raise AssertionError("nobody asked for the demo")


def show(qtbot: QtBot, window: UnlockWindow, opened: list[OpenPractice]) -> UnlockWindow:
    qtbot.addWidget(window)
    window.opened.connect(opened.append)
    window.made.connect(opened.append)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_enter_opens(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(practice[0], folder=tmp_path, make_demo=no_demo), opened)
    assert window.page is window.password
    assert window.password.field.hasFocus()
    QTest.keyClicks(window.password.field, PASSWORD)
    QTest.keyClick(window.password.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].user_name == "Dana Reyes"


def test_a_wrong_password_says_so_and_makes_the_next_one_wait(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(practice[0], folder=tmp_path, make_demo=no_demo), opened)
    page = window.password
    QTest.keyClicks(page.field, "demo")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the password" in page.note.words.text())
    assert page.field.property("wrong") is True
    assert page.field.selectedText() == page.field.text()
    assert page.field.hasFocus()
    assert not page.button.isEnabled()
    assert page.button.accessibleName() == "Wait 1 s"
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(page.button.isEnabled, timeout=60_000)
    assert opened == []


def test_a_lost_file_is_told_in_a_sentence(opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path) -> None:
    gone = tmp_path / "gone.clinicbill"
    window = show(qtbot, UnlockWindow(gone, folder=tmp_path, make_demo=no_demo), opened)
    crashes: list[object] = []
    window.jobs.crashed.connect(crashes.append)
    qtbot.waitUntil(lambda: "gone.clinicbill" in window.password.note.words.text())
    QTest.keyClicks(window.password.field, "x")
    QTest.keyClick(window.password.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.jobs.busy == 0)
    assert "gone.clinicbill" in window.password.note.words.text()
    assert crashes == []


def test_the_recovery_key_opens_and_sets_a_new_password(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(practice[0], folder=tmp_path, make_demo=no_demo), opened)
    QTest.keyClick(window.password.field, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.page is window.recovery
    QTest.keyClicks(window.recovery.field, "not a key")
    QTest.keyClick(window.recovery.field, Qt.Key.Key_Return)
    QTest.keyClick(window.recovery.password, Qt.Key.Key_Return)
    qtbot.waitUntil(window.recovery.button.isEnabled)
    assert opened == []
    window.recovery.field.setText(practice[1].lower())
    window.recovery.password.setText("another password")
    QTest.keyClick(window.recovery.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))


def test_esc_goes_back_to_the_password(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(practice[0], folder=tmp_path, make_demo=no_demo), opened)
    high = window.height()
    window.make_new()
    QTest.keyClick(window.new.name, Qt.Key.Key_Escape)
    assert window.page is window.password
    qtbot.waitUntil(lambda: abs(window.height() - high) < 60)


def test_the_first_time_offers_three_ways(opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path) -> None:
    window = show(qtbot, UnlockWindow(None, folder=tmp_path, make_demo=no_demo), opened)
    assert window.page is window.welcome
    words = [button.text() for button in window.welcome.findChildren(KeyButton)]
    assert words == ["Set up a practice", "Look at the demo", "Open a practice"]


def test_a_new_practice_is_made_and_its_key_shown_once(
    opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(None, folder=tmp_path / "new", make_demo=no_demo), opened)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = window.new
    QTest.keyClicks(page.name, "Bend Bone & Joint")
    QTest.keyClicks(page.owner, "Ada Jensen")
    QTest.keyClicks(page.password, "long enough")
    QTest.keyClicks(page.again, "long enouhg")
    QTest.keyClick(page.again, Qt.Key.Key_Return)
    assert page.problem() is not None
    assert "differ" in page.note.words.text()
    page.again.setText("long enough")
    QTest.keyClick(page.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page is window.key, timeout=60_000)
    assert (tmp_path / "new" / "bend-bone-joint.clinicbill").exists()
    button = next(b for b in window.key.findChildren(KeyButton) if b.text() == "Open the practice")
    assert not button.isEnabled()
    QTest.keyClick(window.key.findChildren(Check)[0], Qt.Key.Key_Space)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened[0].user_name == "Ada Jensen"


def test_what_a_new_practice_needs(qtbot: QtBot, tmp_path: Path) -> None:
    window = UnlockWindow(None, folder=tmp_path, make_demo=no_demo)
    qtbot.addWidget(window)
    page = window.new
    for field, words in ((page.name, "name"), (page.owner, "your name"), (page.password, "password")):
        found = page.problem()
        assert found is not None
        assert words in found[0]
        assert found[1] is field
        field.setText("Something long")
    page.again.setText("Something long")
    assert page.problem() is None
    assert file_name("Cedar Spine & Wellness") == "cedar-spine-wellness.clinicbill"
    assert file_name("…") == "practice.clinicbill"
    assert isinstance(window.key, RecoveryKeyPage)
    window.close()


def test_the_demo_is_made_beside_the_window(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[str] = []

    def make(tell: Callable[[int, int, str], None]) -> tuple[Path, str]:
        tell(40, 3_000, "claims")
        return practice[0], PASSWORD

    window = show(qtbot, UnlockWindow(None, folder=tmp_path, make_demo=make), opened)
    window.welcome.note.words.windowTitleChanged.connect(said.append)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened))
    assert "40 of 3,000 claims" in window.welcome.note.words.text()


def test_every_control_has_a_name(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(practice[0], folder=tmp_path, make_demo=no_demo), opened)
    pages = (window.password, window.recovery, window.welcome, window.new, window.key)
    for page in pages:
        for widget in page.findChildren(KeyButton):
            assert widget.accessibleName()
    assert window.password.field.accessibleName() == "Password"
