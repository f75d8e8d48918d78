"""PrinterChoice: the printers of this computer, a PDF, and, where it is wanted, the system's own dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill import preferences
from clinicbill.ui.claims import printer_list
from clinicbill.ui.claims.printer_keys import POSITION_KEYS
from clinicbill.ui.claims.printer_list import ASK, PDF
from clinicbill.ui.claims.sending import kept_printer
from clinicbill.ui.widgets.choice import Choice

if TYPE_CHECKING:
    from clinicbill.preferences import PrinterProfile


class PrinterChoice(Choice):
    """Begins with the printer used last, else the system's first, else a PDF."""

    def __init__(self, *, asks: bool) -> None:
        names = printer_list.printer_names()
        super().__init__("Printer", [(name, name) for name in (*names, PDF, *([ASK] if asks else []))])
        last = preferences.load().last_printer
        self.set_value(last if last in names else (*names, PDF)[0])
        self._has_printers = bool(names)

    @property
    def name(self) -> str:
        """What is chosen."""
        return str(self.value())

    def kept(self) -> PrinterProfile | None:
        """The chosen printer's correction; None for a PDF and the dialog."""
        return None if self.name in (PDF, ASK) else kept_printer(self.name)

    def hint(self) -> str:
        """What can be done about the position."""
        if self.name == ASK:
            return "The printer chosen there prints with the position kept for it."
        if self.name != PDF:
            return POSITION_KEYS
        if self._has_printers:
            return "A PDF is kept at true size; positions belong to printers."
        return "This computer has no printer. Save a PDF and print it at actual size elsewhere."
