"""PrintFacts: what a printing will do, counted by payer, and which claims stay out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.claims.printer_words import left_out, what_happens
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.labels import Label, secondary

if TYPE_CHECKING:
    from clinicbill.workflows.preview_print import PrintPreview

_MOST_PAYERS = 4


class PrintFacts(QWidget):
    """Two paragraphs; the second only where something stays out or is missing."""

    def __init__(self) -> None:
        super().__init__()
        self.told = secondary("Reading the claims…", wrap=True)
        self.left_out = Label("", role=Role.AMBER, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(self.told)
        column.addWidget(self.left_out)
        self.left_out.hide()

    def show_preview(self, preview: PrintPreview, *, copies_only: bool) -> None:
        """Say it for what would be printed now."""
        self.told.setText(
            f"{preview.counted(_MOST_PAYERS)}\n{what_happens(preview, copies_only=copies_only)}".strip()
        )
        self.told.setToolTip(preview.words)
        self.left_out.setText(left_out(preview))
        self.left_out.setVisible(bool(self.left_out.text()))
