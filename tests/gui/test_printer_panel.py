"""Printers under Setup, This computer: each with its position and paper, and the calibration sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicbill import preferences
from clinicbill.preferences import PrinterProfile
from clinicbill.ui.claims import printer_list
from clinicbill.ui.claims.printer_list import PDF
from clinicbill.ui.setup.computer import save_computer
from clinicbill.ui.setup.printer_panel import PrinterPanel

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from clinicbill.ui.clinic import Clinic

K = Qt.Key


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "preferences.toml"))
    monkeypatch.setattr(printer_list, "printer_names", lambda: ["Laser"])
    gone = PrinterProfile(name="Old one", right=2)
    preferences.save(preferences.with_printer(preferences.Preferences(), gone))


@pytest.fixture
def panel(clinic: Clinic, qtbot: QtBot) -> PrinterPanel:
    made = PrinterPanel(clinic)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_position_is_kept_at_once(panel: PrinterPanel) -> None:
    assert panel.position.words == "True place, 100.0 %"
    for key in (K.Key_Right, K.Key_Right, K.Key_Down, K.Key_Plus):
        QTest.keyClick(panel.position, key)
    assert panel.position.words == "0.02 in right, 0.01 in down, 100.1 %"
    panel.paper.set_value("plain_paper")
    panel.paper.edited.emit()
    kept = preferences.printer_profile(preferences.load(), "Laser")
    assert (kept.right, kept.down, kept.scale, kept.paper) == (2, 1, 1001, "plain_paper")


def test_a_printer_that_is_not_there_now_is_still_listed(panel: PrinterPanel) -> None:
    panel.printer.set_value("Old one")
    panel.printer.edited.emit()
    assert panel.printer.currentText() == "Old one, not there now"
    assert panel.position.words == "0.02 in right, 100.0 %"


def test_a_pdf_has_no_position(panel: PrinterPanel) -> None:
    panel.printer.set_value(PDF)
    panel.printer.edited.emit()
    assert panel.profile is None
    assert not panel.position.isEnabled()
    assert not panel.paper.isEnabled()


def test_the_calibration_sheet_is_saved_or_says_why_not(
    panel: PrinterPanel, clinic: Clinic, qtbot: QtBot, tmp_path: Path
) -> None:
    panel.printer.set_value(PDF)
    panel.printer.edited.emit()
    panel.ask = lambda _over: None
    panel.calibrate()
    assert clinic.jobs.busy == 0
    panel.ask = lambda _over: tmp_path / "sheet.pdf"
    panel.calibrate()
    qtbot.waitUntil(lambda: panel._told.text().startswith("Saved the calibration sheet"), timeout=10_000)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    panel.ask = lambda _over: tmp_path / "none" / "sheet.pdf"
    panel.calibrate()
    qtbot.waitUntil(lambda: "cannot be written" in panel._told.text(), timeout=10_000)
    panel.printer.set_value("Old one")
    panel.printer.edited.emit()
    panel.calibrate()
    qtbot.waitUntil(lambda: "is not there any more" in panel._told.text(), timeout=10_000)


def test_saving_other_choices_leaves_the_printers_alone(panel: PrinterPanel) -> None:
    before = preferences.load()
    QTest.keyClick(panel.position, K.Key_Left)
    save_computer(None, before)
    assert preferences.printer_profile(preferences.load(), "Laser").right == -1
