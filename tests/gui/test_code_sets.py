"""Code sets in a real window: loaded after a preview, taken out of use, put back, stopped, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from clinicbill.codesets.folder import FOLDER_VARIABLE
from clinicbill.codesets.library import open_library
from clinicbill.codesets.register import System, list_releases
from clinicbill.ui.setup import code_sets
from clinicbill.ui.setup.code_set_load import ChangeRow, LoadPreview
from clinicbill.ui.setup.code_set_rows import CodeSetRow, name_of
from clinicbill.ui.setup.code_sets import CodeSetSection
from tests.gui.test_setup import open_setup, page_of
from tests.support.code_files import mue_text, put
from tests.support.keyboard import CTRL, K, Keyboard

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.main_window import MainWindow

OLD = mue_text(["97110,6,1 Line Edit,", "97140,4,1 Line Edit,"])
NEW = mue_text(["97110,4,1 Line Edit,", "97012,1,1 Line Edit,"])


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system's file dialog answers."""
    chosen: list[Path] = []
    monkeypatch.setattr(code_sets, "ask_files", lambda _over: list(chosen))
    return chosen


@pytest.fixture
def window(clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MainWindow:
    library = open_library()  # the packaged diagnoses; the register below is this test's own
    monkeypatch.setattr(clinic, "library", lambda: library)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "codes"))
    return open_setup(clinic, qtbot, monkeypatch)


@pytest.fixture
def section(window: MainWindow, keys: Keyboard) -> CodeSetSection:
    page = page_of(window)
    keys.wait()
    page.list.select("codes")
    keys.wait()
    found = page.section
    assert isinstance(found, CodeSetSection)
    page.list.setFocus()
    keys.press(K.Key_Return)
    return found


def states(section: CodeSetSection, system: str, *, calendar: bool = False) -> list[str]:
    return [row.state for row in section.table.records() if row.calendar is calendar and row.system == system]


def preview_of(section: CodeSetSection) -> LoadPreview:
    assert section._sheet is not None
    (found,) = section._sheet.findChildren(LoadPreview)
    assert isinstance(found, LoadPreview)
    return found


def load(section: CodeSetSection, keys: Keyboard) -> None:
    keys.press(K.Key_N, CTRL)
    keys.qtbot.waitUntil(lambda: section._sheet is not None)


def test_the_calendar_says_what_is_due(section: CodeSetSection) -> None:
    assert states(section, "MUE") == []
    assert states(section, "MUE", calendar=True) == ["never loaded"]
    assert states(section, "ICD-10-CM") == ["used"]


def test_a_file_is_previewed_with_the_codes_of_the_office_and_then_loaded(
    section: CodeSetSection,
    keys: Keyboard,
    asked: list[Path],
    tmp_path: Path,
    window: MainWindow,
) -> None:
    asked[:] = [put(tmp_path, "mue_2026Q3.csv", OLD)]
    load(section, keys)
    assert "2 entries; nothing was loaded before it" in said(preview_of(section))
    assert list_releases() == []
    keys.press(K.Key_Return, CTRL)
    assert "Loaded MUE 7/2026" in window.hint_line.text
    asked[:] = [put(tmp_path, "mue_2026Q4.csv", NEW)]
    load(section, keys)
    preview = preview_of(section)
    assert "against 7/2026: 1 new, 1 deleted, 1 changed" in said(preview)
    first = preview.table.records()[0]
    assert isinstance(first, ChangeRow)
    assert (first.change.entry, first.change.kind, first.where) == ("97140", "deleted", "procedure list")
    keys.press(K.Key_Escape)
    assert [one.name for one in list_releases()] == ["7/2026"]
    load(section, keys)
    keys.press(K.Key_Return, CTRL)
    assert states(section, "MUE") == ["used", "earlier"]
    assert states(section, "MUE", calendar=True) == ["loaded"]


def test_enter_takes_a_release_out_of_use_and_puts_it_back(
    section: CodeSetSection, keys: Keyboard, asked: list[Path], tmp_path: Path
) -> None:
    asked[:] = [put(tmp_path, "mue_2026Q4.csv", NEW)]
    load(section, keys)
    keys.press(K.Key_Return, CTRL)
    row = next(row for row in section.table.records() if row.number)
    section.table.setFocus()
    choose(section, row)
    keys.press(K.Key_Return)
    assert states(section, "MUE") == ["undone"]
    assert list_releases(system=System.MUE) == []
    keys.press(K.Key_Return)
    assert states(section, "MUE") == ["used"]


def test_a_wrong_file_is_told_in_a_sentence_and_changes_nothing(
    section: CodeSetSection, keys: Keyboard, asked: list[Path], tmp_path: Path
) -> None:
    asked[:] = [put(tmp_path, "holiday.txt", "Dear all, the office is closed on Friday.")]
    keys.press(K.Key_N, CTRL)
    keys.qtbot.waitUntil(lambda: section.banner.text == "Not loaded")
    assert "holiday.txt" in section.banner._why.text()
    assert list_releases() == []


def test_a_file_that_does_not_say_its_first_day_asks_for_it(
    section: CodeSetSection, keys: Keyboard, asked: list[Path], tmp_path: Path
) -> None:
    asked[:] = [put(tmp_path, "limits.csv", NEW)]
    load(section, keys)
    assert keys.field == "First day"
    keys.type("100126")
    keys.press(K.Key_Return, CTRL)
    keys.qtbot.waitUntil(
        lambda: section._sheet is not None and bool(section._sheet.findChildren(LoadPreview))
    )
    keys.press(K.Key_Return, CTRL)
    assert [(one.name, one.from_on.isoformat()) for one in list_releases()] == [("10/2026", "2026-10-01")]


def test_esc_stops_the_reading(section: CodeSetSection, keys: Keyboard, tmp_path: Path) -> None:
    section.read_paths([put(tmp_path, "mue_2026Q4.csv", NEW)])
    assert section.back()
    keys.wait()
    assert section._sheet is None
    assert list_releases() == []
    assert section.banner.text == "" or "in force" in section.banner.text


def said(preview: LoadPreview) -> str:

    return " ".join(label.text() for label in preview.findChildren(QLabel))


def choose(section: CodeSetSection, row: CodeSetRow) -> None:

    assert section.table.select(name_of(row))
    QApplication.processEvents()
