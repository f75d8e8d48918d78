"""PrinterPanel: each printer's position and paper, kept at once, and the calibration sheet that tells them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from clinicbill import preferences
from clinicbill.preferences import PLAIN_PAPER, RED_FORM, PrinterProfile
from clinicbill.ui.actions import sequences
from clinicbill.ui.claims import printer_list
from clinicbill.ui.claims.printer_keys import POSITION_KEYS, PositionField
from clinicbill.ui.claims.printer_list import PDF
from clinicbill.ui.claims.sending import kept_printer, offset_of
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import Label, secondary

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.ui.clinic import Clinic

_PAPERS = ((RED_FORM, "Red forms lie in it"), (PLAIN_PAPER, "Plain paper lies in it"))
_KEY = "F6"
_LABEL_WIDTH = 92


def _calibrate(db: object, printer: str, path: Path | None, offset: PrinterOffset) -> str:
    from clinicbill.ui.claims.printer_calibration import print_calibration, save_calibration

    return save_calibration(db, path, offset) if path else print_calibration(db, printer, offset)


def ask_path(over: QWidget) -> Path | None:
    """Where the calibration sheet is saved."""
    start = str(Path.home() / "CMS1500-calibration.pdf")
    chosen, _ = QFileDialog.getSaveFileName(over, "Save", start, "*.pdf")
    return Path(chosen) if chosen else None


class PrinterPanel(QWidget):
    """What is changed here is kept at once; nothing of it belongs to the practice."""

    def __init__(self, clinic: Clinic, ask: Callable[[QWidget], Path | None] = ask_path) -> None:
        super().__init__()
        self._clinic, self.ask = clinic, ask
        names = printer_list.printer_names()
        kept = [one.name for one in preferences.load().printers if one.name and one.name not in names]
        choices = [(name, name) for name in names] + [(name, f"{name}, not there now") for name in kept]
        self.printer = Choice("Printer", [*choices, (PDF, PDF)])
        self.paper, self.position = Choice("Paper in it", _PAPERS), PositionField()
        self._told = secondary(POSITION_KEYS, wrap=True)
        self._button = KeyButton("Calibration sheet", _KEY, icon="printer")
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(scaled(8))
        grid.setHorizontalSpacing(12)
        grid.setColumnMinimumWidth(0, scaled(_LABEL_WIDTH))
        for row, (label, field) in enumerate(
            (("Printer", self.printer), ("Position", self.position), ("Paper", self.paper))
        ):
            grid.addWidget(Label(label, role=Role.TEXT2), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._told, 3, 1)
        grid.addWidget(self._button, 4, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)

    def _connect(self) -> None:
        self.printer.edited.connect(self._show)
        self.paper.edited.connect(self._choose_paper)
        self.position.moved.connect(self._keep)
        self._button.clicked.connect(self.calibrate)
        made = QAction(self)
        made.setShortcuts(sequences(_KEY))
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda _checked=False: self.calibrate())
        self.addAction(made)

    @property
    def profile(self) -> PrinterProfile | None:
        """The chosen printer's correction; None for a PDF."""
        chosen = str(self.printer.value())
        return None if chosen == PDF else kept_printer(chosen)

    def _show(self) -> None:
        from clinicbill.cms1500.calibration import position_words

        profile = self.profile
        words = position_words(offset_of(profile or PrinterProfile()))
        self.position.show_profile(profile, words[:1].upper() + words[1:])
        self.paper.setEnabled(profile is not None)
        if profile is not None:
            self.paper.set_value(profile.paper)
        self._told.setText(
            POSITION_KEYS.replace("In the page", "In the position")
            if profile is not None
            else "A PDF is kept at true size; positions belong to printers."
        )

    def _choose_paper(self) -> None:
        if self.profile is not None:
            self._keep(replace(self.profile, paper=str(self.paper.value())))

    def _keep(self, profile: PrinterProfile) -> None:
        preferences.save(preferences.with_printer(preferences.load(), profile))
        self._show()

    def calibrate(self) -> None:
        """One sheet that shows how far off this printer is."""
        chosen = str(self.printer.value())
        path = self.ask(self) if chosen == PDF else None
        if chosen == PDF and path is None:
            return
        offset = offset_of(self.profile or PrinterProfile())
        self._clinic.jobs.read(_calibrate, chosen, path, offset, then=self._told.setText, failed=self._fail)

    def _fail(self, error: ClinicBillError) -> None:
        self._told.setText(str(error))
