"""Backups nobody has to think of, and a copy put back beside the practice."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtGui import QCloseEvent

from clinicbill import preferences
from clinicbill.basics.errors import NotWritable
from clinicbill.db import backup, connect
from clinicbill.db.practice_file import open_practice
from clinicbill.ui.auto_backup import EVERY_HOURS, LeaveSheet
from clinicbill.ui.setup.backups import BackupSection
from clinicbill.ui.setup.page import SetupPage
from clinicbill.ui.widgets.sheet import Sheet
from tests.gui.conftest import PASSWORD
from tests.gui.test_setup import open_setup
from tests.support.keyboard import CTRL, SHIFT, K, Keyboard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit
    from pytestqt.qtbot import QtBot

    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.main_window import MainWindow


@pytest.fixture
def window(clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(clinic, "read_background", lambda: None)  # it would build the code library
    return open_setup(clinic, qtbot, monkeypatch)


def copies(clinic: Clinic) -> list[backup.Backup]:
    return backup.list_backups(backup.backup_folder(clinic.practice.path))


class FromOutside(QCloseEvent):
    """What a click on the window's frame sends."""

    def spontaneous(self) -> bool:
        return True


def held_up(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let a copy wait, after it was written and before it is verified, until the event is set or it is stopped."""
    gate = threading.Event()
    usual = backup.verify_copy

    def slow(*found: object, pulse: Callable[[], object], **_: object) -> None:
        while not gate.wait(0.01):
            pulse()
        usual(*found, pulse=pulse)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "verify_copy", slow)
    return gate


def test_leaving_makes_a_copy_of_what_changed(clinic: Clinic, window: MainWindow, keys: Keyboard) -> None:
    keys.press(K.Key_Q, CTRL | SHIFT)
    keys.wait()
    assert not window.isVisible()
    assert [copy.reason for copy in copies(clinic)] == [backup.AUTOMATIC]


def test_the_frame_of_the_window_waits_for_the_copy(
    clinic: Clinic, window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = held_up(clinic, monkeypatch)
    event = FromOutside()
    window.closeEvent(event)
    assert not event.isAccepted()
    assert isinstance(window.backups.sheet, LeaveSheet)
    assert window.isVisible()
    gate.set()
    keys.wait()
    assert not window.isVisible()
    assert len(copies(clinic)) == 1


def test_esc_leaves_without_a_copy(
    clinic: Clinic, window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    held_up(clinic, monkeypatch)
    window.backups.leave(window.close)
    qtbot.wait(50)
    window._back()
    assert not window.isVisible()
    assert copies(clinic) == []
    assert list(backup.backup_folder(clinic.practice.path).iterdir()) == []
    with open_practice(clinic.practice.path, PASSWORD) as opened:  # nobody holds it any more
        assert opened.user_name == "Dana Reyes"


def test_a_second_click_on_the_frame_leaves_at_once(
    clinic: Clinic, window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_up(clinic, monkeypatch)
    for accepted in (False, True):
        event = FromOutside()
        window.closeEvent(event)
        assert event.isAccepted() is accepted
    assert copies(clinic) == []


def test_nothing_changed_nothing_copied(clinic: Clinic, window: MainWindow, keys: Keyboard) -> None:
    window.backups.run()
    keys.wait()
    window.backups.run()
    keys.wait()
    assert len(copies(clinic)) == 1
    with clinic.practice.connect() as db, connect.write(db):
        db.execute("update practice set phone = '5415550177'")
    window.backups.run()
    keys.wait()
    assert len(copies(clinic)) == 2
    assert window.backups._timer.interval() == EVERY_HOURS * 3_600_000


def test_the_second_place_gets_its_copy_too(
    clinic: Clinic, window: MainWindow, keys: Keyboard, tmp_path: Path
) -> None:
    preferences.save(replace(preferences.load(), backup_folder=str(tmp_path / "usb")))
    window.backups.run()
    keys.wait()
    assert len(copies(clinic)) == len(backup.list_backups(tmp_path / "usb")) == 1


def test_a_failure_is_told_and_does_not_keep_anybody(
    clinic: Clinic, window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise NotWritable("The disk is full; nothing was copied; make room.")

    monkeypatch.setattr(backup, "back_up", full)
    window.backups.run()
    keys.wait()
    assert "The disk is full" in window.hint_line.text
    window.backups.leave(window.close)
    keys.wait()
    sheet = window.backups.sheet
    assert sheet is not None
    assert sheet._problem.text().startswith("The disk is full")
    keys.press(K.Key_Escape)
    assert not window.isVisible()


def test_locking_hides_everything_first(
    clinic: Clinic, window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    gate = held_up(clinic, monkeypatch)
    locked: list[bool] = []
    window.lock_asked.connect(lambda: locked.append(True))
    window._actions["app.lock"].trigger()
    sheet = window.backups.sheet
    assert sheet is not None
    picture = window.grab().toImage()
    assert sheet.geometry() == window.rect()
    assert len({picture.pixel(x, 30) for x in range(0, picture.width(), 7)}) == 1
    assert locked == []
    gate.set()
    keys.wait()
    assert locked == [True]


def test_an_invented_practice_needs_no_copies(clinic: Clinic, window: MainWindow, keys: Keyboard) -> None:
    clinic.set_facts(replace(clinic.facts, demo=True))
    keys.press(K.Key_Q, CTRL | SHIFT)
    assert not window.isVisible()
    assert copies(clinic) == []


# A copy put back -------------------------------------------------------------------------------------


def section_of(window: MainWindow, keys: Keyboard) -> BackupSection:
    page = window.go("setup", "backup")
    assert isinstance(page, SetupPage)
    section = page.section
    assert isinstance(section, BackupSection)
    keys.wait()
    return section


def test_restore_the_copy_under_the_cursor(
    clinic: Clinic, window: MainWindow, keys: Keyboard, tmp_path: Path
) -> None:
    practice = cast("OpenPractice", clinic.practice)
    practice.back_up(at=clinic.stamp().at)
    before = practice.path.read_bytes()
    section = section_of(window, keys)
    section.table.setFocus()
    section.table.select_first()
    keys.press(K.Key_Return)
    assert keys.field == "New file"
    assert cast("QLineEdit", keys.focus).text() == "cedar restored.clinicbill"
    keys.press(K.Key_A, CTRL)
    keys.type("../away")
    keys.press(K.Key_Return, CTRL)
    sheet = Sheet.of(window)
    assert sheet is not None
    assert "no slash" in sheet._problem.text()
    keys.press(K.Key_A, CTRL)
    keys.type("cedar")
    keys.press(K.Key_Return, CTRL)
    assert "exists already" in sheet._problem.text()
    keys.press(K.Key_A, CTRL)
    keys.type("cedar of monday")
    keys.press(K.Key_Return, CTRL)
    shown = Sheet.of(window)
    assert shown is not None
    assert shown.accessibleName() == "The copy is restored"
    keys.press(K.Key_Return, CTRL)
    assert practice.path.read_bytes() == before
    with open_practice(tmp_path / "cedar of monday.clinicbill", PASSWORD) as again, again.connect() as db:
        assert connect.scalar(db, "select value from control_number where name = 'interchange'") >= 1000


def test_only_an_owner_restores(clinic: Clinic, window: MainWindow, keys: Keyboard) -> None:
    cast("OpenPractice", clinic.practice).back_up(at=clinic.stamp().at)
    clinic.set_facts(replace(clinic.facts, role="biller"))
    section = section_of(window, keys)
    assert not section.restore.isEnabled()
    section.table.setFocus()
    keys.press(K.Key_Return)
    assert Sheet.of(window) is None
