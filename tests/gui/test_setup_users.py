"""Users and keys under Setup by keyboard: who gets a way in, who stays the owner, what each role may do there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicbill.db.keys import user_names
from clinicbill.db.practice_file import open_practice
from clinicbill.practice import store
from clinicbill.practice.user import Role, User
from clinicbill.ui.setup.recovery_print import key_document
from clinicbill.ui.setup.secret_sheets import RecoveryKey
from clinicbill.ui.widgets import kept_form
from clinicbill.ui.widgets.sheet import Sheet
from tests.gui.conftest import PASSWORD
from tests.gui.test_setup import go, kept, notes, open_setup, page_of, quick_slots
from tests.support.keyboard import CTRL, SHIFT, K, Keyboard
from tests.support.practice import STAMP

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.main_window import MainWindow
    from clinicbill.ui.setup.page import SetupPage


@pytest.fixture
def window(clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    return open_setup(clinic, qtbot, monkeypatch)


def test_a_new_user_gets_a_way_in(
    db: Database, clinic: Clinic, window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_slots(monkeypatch, clinic)
    page = go(window, keys, "users")
    keys.press(K.Key_N, CTRL)
    keys.type("Kim Osgood")
    keys.fill(("Password", "short"), ("Again", "short"))
    keys.press(K.Key_S, CTRL)
    assert any("at least 8 characters" in note for note in notes(page))
    keys.fill(("Password", "front desk 1"), ("Again", "front desk 2"))
    keys.tab()
    assert any("The two passwords differ" in note for note in notes(page))
    keys.fill(("Again", "front desk 1"))
    keys.press(K.Key_S, CTRL)
    user = store.find_user(db, "Kim Osgood")
    assert user is not None
    assert user.role is Role.FRONT_DESK
    assert user_names(clinic.practice.path) == ["Dana Reyes", "Kim Osgood"]
    editor = cast("QLineEdit", kept(page).form.editor("password"))
    assert editor.echoMode() is QLineEdit.EchoMode.Password
    assert editor.text() == ""
    db.close()
    clinic.close()
    with open_practice(clinic.practice.path, "front desk 1", user_name="Kim Osgood") as opened:
        assert opened.role == "front_desk"


ONLY_OWNER = "Dana Reyes is the only owner. Make somebody else an owner first."


def choose(page: SetupPage, keys: Keyboard, name: str, key: K) -> None:
    """Another choice in the form of the user shown."""
    kept(page).form.focus_on(name)
    keys.press(key)
    keys.tab()


@pytest.mark.parametrize(
    ("name", "key", "back"), [("role", K.Key_Home, K.Key_End), ("active", K.Key_End, K.Key_Home)]
)
def test_the_last_owner_stays(
    db: Database, window: MainWindow, keys: Keyboard, name: str, key: K, back: K
) -> None:
    page = go(window, keys, "users")
    before = store.list_users(db)
    choose(page, keys, name, key)
    assert notes(page) == [ONLY_OWNER]
    assert kept(page)._summary.accessibleName() == "1 must fix"
    keys.press(K.Key_S, CTRL)
    assert Sheet.of(window) is None
    assert kept(page).form.field_with_focus() == name
    assert store.list_users(db, with_inactive=True) == before
    keys.press(back)
    keys.tab()
    assert notes(page) == []
    assert kept(page)._summary.accessibleName() == "No edits"


def test_beside_another_owner_who_may_open_it_one_may_step_back(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    store.save_user(db, User(name="Al Gone", active=False), STAMP)
    second = store.save_user(db, User(name="Kim Osgood", role=Role.BILLER), STAMP)
    page_of(window).refresh()
    keys.wait()
    page = go(window, keys, "users")
    choose(page, keys, "role", K.Key_Home)
    assert notes(page) == [ONLY_OWNER]
    keys.press(K.Key_Escape, times=2)
    store.save_user(db, replace(store.get_user(db, second), role=Role.OWNER), STAMP)
    page.refresh()
    keys.wait()
    choose(page, keys, "role", K.Key_Home)
    assert notes(page) == []
    keys.press(K.Key_S, CTRL)
    assert {user.name: user.role for user in store.list_users(db)} == {
        "Dana Reyes": Role.FRONT_DESK,
        "Kim Osgood": Role.OWNER,
    }


def test_what_is_not_saved_is_told_as_it_is(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "users")
    choose(page, keys, "active", K.Key_End)
    keys.press(K.Key_Escape)
    assert window.hint_line.text == kept_form.NOT_SAVED
    window.go("patients")
    keys.wait()
    assert window.hint_line.text == kept_form.STAYS
    window.go("setup")
    keys.wait()
    keys.press(K.Key_Escape)
    assert window.hint_line.text == kept_form.NOT_SAVED
    assert kept(page).dirty
    keys.press(K.Key_Escape)
    assert window.hint_line.text == kept_form.TAKEN_BACK
    assert not kept(page).dirty


def test_change_the_password(
    clinic: Clinic, window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_slots(monkeypatch, clinic)
    go(window, keys, "users")
    keys.press(K.Key_P, CTRL | SHIFT)
    assert keys.field == "Old password"
    keys.type("wrong")
    keys.tab()
    keys.type("a new password")
    keys.tab()
    keys.type("a new password")
    keys.press(K.Key_Return, CTRL)
    sheet = Sheet.of(window)
    assert sheet is not None
    assert "not the password of Dana Reyes" in sheet._problem.text()
    keys.fill(("Old password", PASSWORD))
    keys.press(K.Key_Return, CTRL)
    assert Sheet.of(window) is None
    clinic.close()
    open_practice(clinic.practice.path, "a new password").close()


def test_the_owner_sees_the_recovery_key(clinic: Clinic, window: MainWindow, keys: Keyboard) -> None:
    go(window, keys, "users")
    keys.press(K.Key_R, CTRL)
    sheet = Sheet.of(window)
    assert sheet is not None
    shown = sheet.findChild(RecoveryKey)
    assert isinstance(shown, RecoveryKey)
    key = cast("OpenPractice", clinic.practice).recovery_key()
    copied = next(child for child in shown.findChildren(QWidget) if child.accessibleName() == "Copy")
    copied.setFocus()
    keys.press(K.Key_Space)
    assert QGuiApplication.clipboard().text() == key
    assert key.replace("-", " ") in key_document("Cedar & Co", key).toPlainText()
    assert "Cedar & Co" in key_document("Cedar & Co", key).toPlainText()
    keys.press(K.Key_Return, CTRL)
    assert Sheet.of(window) is None


def test_a_biller_neither_adds_users_nor_sees_the_key(
    clinic: Clinic, window: MainWindow, keys: Keyboard
) -> None:
    clinic.set_facts(replace(clinic.facts, role="biller"))
    page = go(window, keys, "users")
    assert not page.bound()["setup.add"].isEnabled()
    assert not page.bound()["setup.recovery"].isEnabled()
    page = go(window, keys, "payers")
    assert page.bound()["setup.add"].isEnabled()


def test_the_front_desk_only_looks(clinic: Clinic, window: MainWindow, keys: Keyboard) -> None:
    clinic.set_facts(replace(clinic.facts, role="front_desk"))
    page = go(window, keys, "payers")
    assert not page.bound()["setup.add"].isEnabled()
    assert not page.bound()["setup.save"].isEnabled()
    page = go(window, keys, "computer")
    assert page.bound()["setup.save"].isEnabled()
