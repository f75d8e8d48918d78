"""Start and end: the probe's one sentence, reports without patients, lock and unlock, pictures."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice
from clinicbill.preferences import load, preferences_path
from clinicbill.ui import main_window, probe
from clinicbill.ui.app import run_window
from clinicbill.ui.crash import CrashDialog, CrashHook, report
from clinicbill.ui.places import PLACES
from clinicbill.ui.probe import NoWindow
from clinicbill.ui.program import Program
from clinicbill.ui.shots import SIZES, settle, take_pictures
from tests.gui.conftest import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from clinicbill.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def _without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested here is the way in and out; the pages have tests of their own."""
    monkeypatch.setattr(main_window, "page_class", lambda _place: None)


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    path = tmp_path / "cedar.clinicbill"
    create_practice(
        path,
        practice_name="Cedar Spine",
        owner_name="Dana Reyes",
        owner_password=PASSWORD,
        at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        cost=CHEAPEST,
    )[0].close()
    return path


# The probe ------------------------------------------------------------------------------------------


def test_a_missing_library_gives_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")

    def load(library: str) -> None:
        if library in ("libEGL.so.1", "libxcb-cursor.so.0"):
            raise OSError(f"{library}: cannot open shared object file")

    if not sys.platform.startswith("linux"):
        assert probe.missing(load) == []
        return
    assert probe.sentence(probe.missing(load), "aborted") == (
        "The window cannot open, because this computer lacks libEGL.so.1, libxcb-cursor.so.0; nothing was "
        "changed; install with: sudo apt-get install -y libegl1 libxcb-cursor0"
    )
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert [library for library, _ in probe.missing(load)] == ["libEGL.so.1"]


def test_no_screen_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "no screen" in probe.sentence([], "could not connect to display")
    monkeypatch.setenv("DISPLAY", ":0")
    assert "could not connect to display" in probe.sentence([], "could not connect to display")


def test_a_child_that_aborts_is_caught_and_a_good_one_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / "here" / "window.ok"
    calls: list[int] = []

    def answer(code: int, said: str) -> None:
        def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
            calls.append(code)
            return subprocess.CompletedProcess([], code, "", said)

        monkeypatch.setattr(subprocess, "run", run)

    answer(-6, "qt.qpa.plugin: Could not load the Qt platform plugin\n")
    with pytest.raises(NoWindow) as refused:
        probe.check(stamp)
    assert "nothing was changed" in str(refused.value)
    answer(0, "")
    probe.check(stamp)
    probe.check(stamp)
    assert calls == [-6, 0]
    monkeypatch.setenv("DISPLAY", ":99")
    probe.check(stamp)
    assert calls == [-6, 0, 0]


def test_the_real_child_starts_without_a_screen(tmp_path: Path) -> None:
    probe.check(tmp_path / "window.ok")
    assert (tmp_path / "window.ok").exists()


def test_the_door_imports_no_qt() -> None:
    line = "import sys, clinicbill.ui.app; sys.exit(any(n.startswith('PySide6') for n in sys.modules))"
    assert subprocess.run([sys.executable, "-c", line], check=False).returncode == 0


# Reports --------------------------------------------------------------------------------------------


def _stumble(patient: str) -> None:
    raise KeyError(f"no such patient: {patient}")


def test_a_report_names_places_and_no_patient() -> None:
    try:
        try:
            _stumble("Ruth Alvarez")
        except KeyError as error:
            raise RuntimeError("while saving Ruth Alvarez") from error
    except RuntimeError as error:
        text = report(error)
    assert "Alvarez" not in text
    assert "RuntimeError" in text
    assert "KeyError" in text
    assert "_stumble" in text
    assert "/home" not in text


def test_a_mistake_is_told_once(qtbot: QtBot) -> None:
    hook = CrashHook()
    hook.install()
    try:
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("x"), None)
        qtbot.waitUntil(lambda: hook.dialog is not None)
        first = hook.dialog
        assert isinstance(first, CrashDialog)
        qtbot.addWidget(first)
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
        hook.tell(ValueError("y"))
        assert hook.dialog is first
        assert "ZeroDivisionError" in first.report.toPlainText()
        first.copy()
        first.accept()
    finally:
        hook.remove()


# From unlock to lock --------------------------------------------------------------------------------


def _open(program: Program, practice: Path, qtbot: QtBot) -> MainWindow:
    program.show_unlock(practice, PASSWORD)
    qtbot.waitUntil(lambda: program.window is not None, timeout=60_000)
    window = program.window
    assert window is not None
    qtbot.waitUntil(lambda: window.clinic.jobs.busy == 0, timeout=60_000)
    return window


def test_unlock_lock_and_unlock_again(practice: Path, qtbot: QtBot) -> None:
    program = Program()
    window = _open(program, practice, qtbot)
    assert "Cedar Spine" in window.windowTitle()
    assert load().recent_practices[0] == str(practice)
    qtbot.waitUntil(lambda: window.clinic.facts.code_set == "4/2026", timeout=60_000)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window is None)  # a last copy of what changed is made first
    assert program.unlock is not None
    assert program.unlock.isVisible()
    again = _open(program, practice, qtbot)
    again.close()


def test_the_chosen_look_is_kept(practice: Path, qtbot: QtBot) -> None:
    program = Program()
    window = _open(program, practice, qtbot)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_D, both)
    assert load().theme == "dark"
    QTest.keyClick(window, Qt.Key.Key_D, both)
    assert load().theme == "light"
    assert preferences_path().exists()
    window.close()


def test_pictures_of_every_page(practice: Path, qtbot: QtBot, tmp_path: Path) -> None:
    program = Program()
    window = _open(program, practice, qtbot)
    taken = take_pictures(window, tmp_path / "pictures")
    assert len(taken) == len(PLACES) * 2 * len(SIZES)
    for wide, high in SIZES:
        picture = QImage(str(tmp_path / "pictures" / f"1-today-dark-{wide}.png"))
        assert (picture.width(), picture.height()) == (wide, high)
    window.close()


def test_settle_gives_up(qapp: object) -> None:
    assert qapp is not None
    assert not settle(lambda: False, patience=30)
    assert settle(lambda: True)


def test_one_command_takes_the_pictures(practice: Path, tmp_path: Path) -> None:
    assert run_window(practice, password=PASSWORD, pictures=tmp_path / "p") == 0
    assert len(list((tmp_path / "p").glob("*.png"))) == len(PLACES) * 2 * len(SIZES)
