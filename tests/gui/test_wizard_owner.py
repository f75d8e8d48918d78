"""The step of the owner, by keyboard: passwords, the file, and that what is told of them goes when it is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.db.practice_file import open_practice
from tests.gui.conftest import PASSWORD
from tests.gui.test_wizard import notes, on, owner_step
from tests.support.keyboard import Keyboard

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from clinicbill.ui.setup.wizard import Wizard


@pytest.fixture
def keys(wizard: Wizard, qtbot: QtBot) -> Keyboard:
    return Keyboard(qtbot, wizard, lambda: wizard.jobs.busy)


def summary(wizard: Wizard) -> str:
    return wizard.flow.owner.kept._summary.accessibleName()


def test_passwords_that_differ_and_a_file_that_exists(wizard: Wizard, keys: Keyboard, tmp_path: Path) -> None:
    owner_step(wizard, keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", "another one"))
    on(keys)
    assert "The two passwords differ. Type it again." in notes(wizard.flow.owner.kept)
    there = tmp_path / "there.clinicbill"
    there.write_text("not empty")
    keys.fill(("Again", PASSWORD), ("File", str(there)))
    on(keys)
    assert any("There is a file of this name already" in note for note in notes(wizard.flow.owner.kept))
    keys.fill(("File", str(tmp_path / "practice.db")))
    on(keys)
    assert any("ends in .clinicbill" in note for note in notes(wizard.flow.owner.kept))
    assert there.read_text() == "not empty"


def test_a_password_counts_with_its_spaces(wizard: Wizard, keys: Keyboard, tmp_path: Path) -> None:
    owner_step(wizard, keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", "seven77"), ("Again", "seven77"))
    on(keys)
    assert any("at least 8 characters" in note for note in notes(wizard.flow.owner.kept))
    keys.fill(("Password", "seven77 "), ("Again", "seven77 "))
    on(keys)
    assert wizard.flow.step is wizard.flow.key
    wizard.close()
    [path] = (tmp_path / "practices").glob("*.clinicbill")
    open_practice(path, "seven77 ").close()


def test_a_place_that_cannot_be_written_is_told(wizard: Wizard, keys: Keyboard, tmp_path: Path) -> None:
    owner_step(wizard, keys)
    blocked = tmp_path / "a file"
    blocked.write_text("")
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD), ("File", str(blocked / "x.clinicbill")))
    on(keys)
    assert wizard.flow.step is wizard.flow.owner
    assert wizard.hint_line.text != ""
    assert wizard.next.isEnabled()


def test_the_summary_goes_with_what_was_wrong(wizard: Wizard, keys: Keyboard) -> None:
    owner_step(wizard, keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", "another one"))
    assert summary(wizard) == ""
    on(keys)
    assert notes(wizard.flow.owner.kept) == ["The two passwords differ. Type it again."]
    assert summary(wizard) == "1 must fix"
    keys.fill(("Again", PASSWORD))
    keys.tab()
    assert notes(wizard.flow.owner.kept) == []
    assert summary(wizard) == "No edits"


def test_a_space_more_mends_a_password_too(wizard: Wizard, keys: Keyboard) -> None:
    owner_step(wizard, keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", "seven77"), ("Again", "seven77"))
    on(keys)
    assert summary(wizard) == "1 must fix"
    keys.fill(("Password", "seven77 "), ("Again", "seven77 "))
    keys.tab()
    assert notes(wizard.flow.owner.kept) == []
    assert summary(wizard) == "No edits"


def test_the_summary_tells_of_the_computer_as_it_is_now(
    wizard: Wizard, keys: Keyboard, tmp_path: Path
) -> None:
    there = tmp_path / "there.clinicbill"
    there.write_text("not empty")
    owner_step(wizard, keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD), ("File", str(there)))
    on(keys)
    assert summary(wizard) == "1 must fix"
    there.unlink()
    assert wizard.flow.owner.leave()
    assert notes(wizard.flow.owner.kept) == []
    assert summary(wizard) == "No edits"
