"""Users under Setup: another name, a way in taken away with a new recovery key, passwords that are none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from clinicbill.basics.errors import NotAPractice, NotFound, NotWritable, WrongPassword
from clinicbill.db import backup
from clinicbill.db.keys import CHEAPEST, keys_path, user_names
from clinicbill.db.practice_file import open_practice, open_with_recovery_key
from clinicbill.practice import store
from clinicbill.practice.user import Role, User
from clinicbill.ui.setup.remove_user import RemoveUserSheet
from clinicbill.ui.setup.secret_sheets import RecoveryKey
from clinicbill.ui.setup.section import ListSection
from clinicbill.ui.setup.users import UserCard, save_user
from clinicbill.ui.widgets.sheet import Sheet
from tests.gui.conftest import PASSWORD
from tests.gui.test_setup import go, kept, notes, open_setup, page_of, quick_slots
from tests.support.keyboard import CTRL, K, Keyboard
from tests.support.practice import STAMP

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit
    from pytestqt.qtbot import QtBot

    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.main_window import MainWindow
    from clinicbill.ui.setup.page import SetupPage

KIM = "front desk 1"


@pytest.fixture
def practice(clinic: Clinic) -> OpenPractice:
    """The practice with a second user, Kim."""
    practice = cast("OpenPractice", clinic.practice)
    with practice.connect() as db:
        store.save_user(db, User(name="Kim Osgood", role=Role.FRONT_DESK), STAMP)
    practice.add_slot("Kim Osgood", KIM, cost=CHEAPEST)
    return practice


@pytest.fixture
def window(
    practice: OpenPractice, clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    assert practice is clinic.practice
    return open_setup(clinic, qtbot, monkeypatch)


def go_to(window: MainWindow, keys: Keyboard, name: str) -> SetupPage:
    """The form of one user."""
    page = go(window, keys, "users")
    section = page.section
    assert isinstance(section, ListSection)
    with cast("OpenPractice", page.clinic.practice).connect() as db:
        user = store.find_user(db, name)
    assert user is not None
    section.list.select(user.id)
    keys.wait()
    return page


def users(path: Path, password: str, name: str) -> dict[str, bool]:
    with open_practice(path, password, user_name=name) as opened, opened.connect() as db:
        return {user.name: user.active for user in store.list_users(db, with_inactive=True)}


def ask_to_remove(page: SetupPage, keys: Keyboard) -> Sheet | None:
    kept(page).form.focus_on("active")
    keys.press(K.Key_End)
    keys.press(K.Key_S, CTRL)
    return Sheet.of(page.window())


def test_who_may_not_any_more_loses_the_way_in(
    practice: OpenPractice, clinic: Clinic, window: MainWindow, keys: Keyboard
) -> None:
    old_key, old_keys = practice.recovery_key(), keys_path(practice.path).read_bytes()
    page = go_to(window, keys, "Kim Osgood")
    assert isinstance(ask_to_remove(page, keys), RemoveUserSheet)
    keys.press(K.Key_Return, CTRL)
    sheet = Sheet.of(window)
    assert sheet is not None
    assert sheet.accessibleName() == "New recovery key"
    assert sheet.findChild(RecoveryKey) is not None
    keys.press(K.Key_Return, CTRL)
    assert window.hint_line.text == "Kim Osgood cannot open the practice any more"
    assert not kept(page).dirty
    new_key = practice.recovery_key()
    copies = backup.list_backups(backup.backup_folder(practice.path))
    assert [copy.reason for copy in copies] == [backup.BEFORE_NEW_KEY]
    clinic.close()
    assert users(practice.path, PASSWORD, "Dana Reyes") == {"Dana Reyes": True, "Kim Osgood": False}
    with pytest.raises(WrongPassword):
        open_with_recovery_key(practice.path, old_key)
    open_with_recovery_key(practice.path, new_key).close()
    with pytest.raises(NotFound):
        open_practice(practice.path, KIM, user_name="Kim Osgood")
    keys_path(practice.path).write_bytes(old_keys)
    with pytest.raises(NotAPractice):
        open_practice(practice.path, KIM, user_name="Kim Osgood")


def test_cancelling_changes_nothing(
    practice: OpenPractice, clinic: Clinic, window: MainWindow, keys: Keyboard
) -> None:
    before = practice.recovery_key(), keys_path(practice.path).read_bytes()
    page = go_to(window, keys, "Kim Osgood")
    assert ask_to_remove(page, keys) is not None
    keys.press(K.Key_Escape)
    assert Sheet.of(window) is None
    assert kept(page).dirty
    assert (practice.recovery_key(), keys_path(practice.path).read_bytes()) == before
    clinic.close()
    assert users(practice.path, KIM, "Kim Osgood")["Kim Osgood"]


def test_without_a_backup_nobody_is_removed(
    practice: OpenPractice,
    clinic: Clinic,
    window: MainWindow,
    keys: Keyboard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise NotWritable("The disk is full; nothing was copied; make room.")

    monkeypatch.setattr(backup, "back_up", full)
    page = go_to(window, keys, "Kim Osgood")
    assert ask_to_remove(page, keys) is not None
    keys.press(K.Key_Return, CTRL)
    sheet = Sheet.of(window)
    assert isinstance(sheet, RemoveUserSheet)
    assert "The disk is full" in sheet._problem.text()
    keys.press(K.Key_Escape)
    clinic.close()
    assert users(practice.path, KIM, "Kim Osgood")["Kim Osgood"]


def test_while_the_key_is_changed_the_sheet_stays(
    practice: OpenPractice, clinic: Clinic, window: MainWindow, keys: Keyboard
) -> None:
    page = go_to(window, keys, "Kim Osgood")
    sheet = ask_to_remove(page, keys)
    assert sheet is not None
    sheet.finish()
    sheet.dismiss()
    assert sheet.isVisible()
    keys.wait()
    assert not practice.has_slot("Kim Osgood")
    clinic.close()


def test_an_owner_is_not_removed_by_himself(
    practice: OpenPractice, window: MainWindow, keys: Keyboard
) -> None:
    with practice.connect() as db:
        kim = store.find_user(db, "Kim Osgood")
        assert kim is not None
        store.save_user(db, replace(kim, role=Role.OWNER), STAMP)
    page_of(window).refresh()
    keys.wait()
    page = go_to(window, keys, "Dana Reyes")
    assert ask_to_remove(page, keys) is not None
    keys.press(K.Key_Return, CTRL)
    sheet = Sheet.of(window)
    assert sheet is not None
    assert "cannot remove yourself" in sheet._problem.text()
    assert practice.has_slot("Dana Reyes")
    assert backup.list_backups(backup.backup_folder(practice.path)) == []


def test_another_name(practice: OpenPractice, clinic: Clinic, window: MainWindow, keys: Keyboard) -> None:
    page = go_to(window, keys, "Kim Osgood")
    kept(page).form.focus_on("name")
    keys.press(K.Key_A, CTRL)
    keys.type("Kim Osgood-Lee")
    keys.press(K.Key_S, CTRL)
    assert window.hint_line.text == "Saved Kim Osgood-Lee"
    assert user_names(practice.path) == ["Dana Reyes", "Kim Osgood-Lee"]
    go_to(window, keys, "Dana Reyes")
    kept(page).form.focus_on("name")
    keys.press(K.Key_A, CTRL)
    keys.type("Dana Cole")
    keys.press(K.Key_S, CTRL)
    assert clinic.facts.user_name == "Dana Cole"
    clinic.close()
    assert users(practice.path, KIM, "Kim Osgood-Lee") == {"Dana Cole": True, "Kim Osgood-Lee": True}
    assert users(practice.path, PASSWORD, "Dana Cole")


def test_the_name_of_another_is_refused(practice: OpenPractice, window: MainWindow, keys: Keyboard) -> None:
    page = go_to(window, keys, "Kim Osgood")
    kept(page).form.focus_on("name")
    keys.press(K.Key_A, CTRL)
    keys.type("dana reyes")
    keys.press(K.Key_S, CTRL)
    assert any("There is a user dana reyes already" in note for note in notes(page))
    assert user_names(practice.path) == ["Dana Reyes", "Kim Osgood"]


def test_blanks_are_no_password(
    practice: OpenPractice,
    clinic: Clinic,
    window: MainWindow,
    keys: Keyboard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick_slots(monkeypatch, clinic)
    before = keys_path(practice.path).read_bytes()
    page = go_to(window, keys, "Kim Osgood")
    kept(page).form.focus_on("role")
    keys.type("b")
    for blanks in (" ", " " * 9):
        for name in ("password", "again"):
            cast("QLineEdit", kept(page).form.editor(name)).setText(blanks)
        keys.press(K.Key_S, CTRL)
        assert any("not all of them blank" in note for note in notes(page)), blanks
    assert keys_path(practice.path).read_bytes() == before
    with practice.connect() as db:
        user = store.find_user(db, "Kim Osgood")
    assert user is not None
    assert user.role is Role.FRONT_DESK


def test_a_name_and_a_password_in_one_act(practice: OpenPractice, clinic: Clinic) -> None:
    with practice.connect() as db:
        kim = store.find_user(db, "Kim Osgood")
        assert kim is not None
        card = UserCard(id=kim.id, name="Kim Lee", role=kim.role, password="winter road", again="winter road")
        assert save_user(db, STAMP, card, practice).done
    clinic.close()
    assert users(practice.path, "winter road", "Kim Lee")["Kim Lee"]
