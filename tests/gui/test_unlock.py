"""Unlocking: the password beside the window, wrong ones, the recovery key, the first time, a backup."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from clinicbill.db.backup import manifest_path
from clinicbill.db.keys import CHEAPEST, keys_path
from clinicbill.db.practice_file import create_practice, open_practice
from clinicbill.ui import unlocking
from clinicbill.ui.unlock import UnlockWindow
from clinicbill.ui.unlock_pages import PasswordPage, RecoveryPage, WelcomePage
from clinicbill.ui.widgets.key_cap import KeyButton
from tests.gui.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from clinicbill.db.open_practice import OpenPractice

CTRL = Qt.KeyboardModifier.ControlModifier


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
    practice: tuple[Path, str],
    opened: list[OpenPractice],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # On a slow machine deriving the key takes the second that is to be waited for.
    monkeypatch.setattr("clinicbill.db.keys.seconds_until_next_try", lambda *_: 1)
    window = show(qtbot, UnlockWindow(practice[0], folder=tmp_path, make_demo=no_demo), opened)
    page = window.password
    clock = page.findChildren(QTimer)[0]
    clock.setInterval(600_000)  # the second passes when the test says so, not when the machine is slow
    QTest.keyClicks(page.field, "demo")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the password" in page.note.words.text())
    assert page.field.property("wrong") is True
    assert page.field.selectedText() == page.field.text()
    assert page.field.hasFocus()
    assert not page.button.isEnabled()
    assert page.button.accessibleName() == "Wait 1 s"
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert not page.field.isReadOnly()  # it did not try again
    clock.timeout.emit()
    assert page.button.isEnabled()
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
    QTest.keyClick(window.password.field, Qt.Key.Key_R, CTRL)
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
    window.recover()
    QTest.keyClick(window.recovery.field, Qt.Key.Key_Escape)
    assert window.page is window.password
    qtbot.waitUntil(lambda: abs(window.height() - high) < 60)


def test_the_first_time_offers_four_ways(opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path) -> None:
    window = show(qtbot, UnlockWindow(None, folder=tmp_path, make_demo=no_demo), opened)
    assert window.page is window.welcome
    words = [button.text() for button in window.welcome.findChildren(KeyButton)]
    assert words == ["Set up a practice", "Look at the demo", "Open a practice", "Restore a backup"]


def test_a_new_practice_is_asked_for_with_one_key(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    for path in (None, practice[0]):
        window = show(qtbot, UnlockWindow(path, folder=tmp_path, make_demo=no_demo), opened)
        with qtbot.waitSignal(window.new_asked):
            QTest.keyClick(window, Qt.Key.Key_N, CTRL)


def test_the_demo_is_made_beside_the_window(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[str] = []

    def make(tell: Callable[[int, int, str], None]) -> tuple[Path, str]:
        tell(40, 3_000, "claims")
        return practice[0], PASSWORD

    window = show(qtbot, UnlockWindow(None, folder=tmp_path, make_demo=make), opened)
    window.welcome.note.words.windowTitleChanged.connect(said.append)
    QTest.keyClick(window, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: bool(opened))
    assert "40 of 3,000 claims" in window.welcome.note.words.text()


def test_every_control_has_a_name(
    practice: tuple[Path, str], opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(practice[0], folder=tmp_path, make_demo=no_demo), opened)
    pages = (window.password, window.recovery, window.welcome)
    for page in pages:
        for widget in page.findChildren(KeyButton):
            assert widget.accessibleName()
    assert window.password.field.accessibleName() == "Password"


# Restoring --------------------------------------------------------------------------------------------


@dataclass
class Dialogs:
    """Answers the two file dialogs and remembers where they began."""

    copy: Path | None = None
    target: Path | None = None
    began: list[str] = field(default_factory=list)

    def open(self, _parent: object, _title: str, start: str, _kind: str) -> tuple[str, str]:
        self.began.append(start)
        return str(self.copy or ""), ""

    def save(
        self, _parent: object, _title: str, start: str, _kind: str, *, options: QFileDialog.Option
    ) -> tuple[str, str]:
        assert options is QFileDialog.Option.DontConfirmOverwrite
        self.began.append(start)
        return str(self.target or ""), ""


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    made = Dialogs()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(made.open))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(made.save))
    return made


@pytest.fixture
def copy(practice: tuple[Path, str]) -> Path:
    """A verified copy in the practice's own folder of backups."""
    with open_practice(practice[0], PASSWORD) as opened:
        return opened.back_up(at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC)).path


def restore(window: UnlockWindow, qtbot: QtBot) -> str:
    """Ctrl+B; what the window then says."""
    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: window.jobs.busy == 0)
    assert isinstance(window.page, PasswordPage | RecoveryPage | WelcomePage)
    return window.page.note.words.text()


def test_a_backup_is_restored_beside_a_lost_practice_and_opened(
    practice: tuple[Path, str],
    copy: Path,
    dialogs: Dialogs,
    opened: list[OpenPractice],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    lost = practice[0]
    lost.unlink()
    keys_path(lost).unlink()
    window = show(qtbot, UnlockWindow(None, folder=tmp_path, make_demo=no_demo, last=lost), opened)
    dialogs.copy, dialogs.target = copy, lost
    said = restore(window, qtbot)
    assert dialogs.began == [str(copy.parent), str(lost)]
    assert window.page is window.password
    assert window.title.text() == "cedar"
    assert said == "Restored. It opens with the password of that day."
    QTest.keyClicks(window.password.field, PASSWORD)
    QTest.keyClick(window.password.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].path == lost


def test_nothing_is_written_over(
    practice: tuple[Path, str],
    copy: Path,
    dialogs: Dialogs,
    opened: list[OpenPractice],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    window = show(qtbot, UnlockWindow(practice[0], folder=tmp_path, make_demo=no_demo), opened)
    before = practice[0].read_bytes()
    dialogs.copy, dialogs.target = copy, practice[0]
    assert "exists already" in restore(window, qtbot)
    assert dialogs.began[1] == str(tmp_path / "cedar restored.clinicbill")
    assert practice[0].read_bytes() == before
    dialogs.target = tmp_path / "cedar again"
    restore(window, qtbot)
    assert window.title.text() == "cedar again"
    open_practice(tmp_path / "cedar again.clinicbill", PASSWORD).close()


def test_a_copy_that_does_not_count_is_told(
    copy: Path, dialogs: Dialogs, opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(None, folder=tmp_path, make_demo=no_demo), opened)
    crashes: list[object] = []
    window.jobs.crashed.connect(crashes.append)
    dialogs.copy, dialogs.target = copy, tmp_path / "new.clinicbill"
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-1] + b"x")
    assert "no longer what was verified" in restore(window, qtbot)
    copy.write_bytes(whole)
    manifest_path(copy).unlink()
    assert "no readable manifest" in restore(window, qtbot)
    assert window.page is window.welcome
    assert window.welcome.note.isVisible()
    assert not dialogs.target.exists()
    assert crashes == []


def test_a_place_that_takes_no_file_is_told(
    copy: Path, dialogs: Dialogs, opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(None, folder=tmp_path, make_demo=no_demo), opened)
    blocked = tmp_path / "a file"
    blocked.write_text("")
    dialogs.copy, dialogs.target = copy, blocked / "new.clinicbill"
    assert "nothing was changed" in restore(window, qtbot)


def test_whoever_chooses_nothing_changes_nothing(
    copy: Path, dialogs: Dialogs, opened: list[OpenPractice], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(qtbot, UnlockWindow(None, folder=tmp_path, make_demo=no_demo), opened)
    restore(window, qtbot)
    dialogs.copy = copy
    restore(window, qtbot)
    assert len(dialogs.began) == 3
    assert window.page is window.welcome
    assert not window.welcome.note.isVisible()


def test_where_copies_are_looked_for_and_what_a_restored_practice_is_called(tmp_path: Path) -> None:
    practice = tmp_path / "cedar.clinicbill"
    assert unlocking.copies_of(practice, tmp_path / "none") == tmp_path
    copies = tmp_path / "cedar backups"
    copies.mkdir()
    assert unlocking.copies_of(practice, tmp_path) == copies
    assert unlocking.copies_of(None, tmp_path) == tmp_path
    assert unlocking.copies_of(None, tmp_path / "none") == tmp_path.home()
    copy = copies / "cedar 2026-11-20 090000 (2).clinicbill"
    assert unlocking.restored_path(copy, tmp_path / "new") == practice
    practice.touch()
    assert unlocking.restored_path(copy, tmp_path / "new") == tmp_path / "cedar restored.clinicbill"
    (tmp_path / "cedar restored.clinicbill").touch()
    assert unlocking.restored_path(copy, tmp_path / "new") == tmp_path / "cedar restored 2.clinicbill"
    elsewhere = tmp_path / "disk" / copy.name
    assert unlocking.restored_path(elsewhere, tmp_path / "new") == tmp_path / "new" / "cedar.clinicbill"
