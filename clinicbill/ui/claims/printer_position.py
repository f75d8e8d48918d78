"""PrinterPosition: how a printer is corrected, said in words and kept for it when the sheet is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicbill.basics.errors import ClinicBillError
from clinicbill.cms1500.calibration import position_words
from clinicbill.preferences import PrinterProfile
from clinicbill.ui.claims.sending import keep_position, offset_of
from clinicbill.ui.widgets.labels import Label, secondary

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.ui.claims.printer_choice import PrinterChoice
    from clinicbill.ui.claims.printer_pages import SheetPages


class PrinterPosition(QObject):
    """`where` says the correction, `hint` what can be done about it; the keys in the page change it.

    A correction belongs to the printer and not to one printing: it is kept when another printer is chosen and when
    the sheet closes, printed or not. `tell` hears why it could not be kept.
    """

    def __init__(
        self, printer: PrinterChoice, pages: SheetPages, tell: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._printer, self._pages, self._tell = printer, pages, tell
        self.where, self.hint = Label(""), secondary("", wrap=True)
        pages.page.moved.connect(self.move)

    @property
    def profile(self) -> PrinterProfile | None:
        """The correction on the screen; None where no printer is chosen here."""
        return self._pages.page.profile

    @property
    def offset(self) -> PrinterOffset:
        """The same as drawing knows it."""
        return offset_of(self.profile or PrinterProfile())

    def choose(self) -> None:
        """Keep the correction of the printer shown, and show that of the one chosen now."""
        self.keep()
        self.move(self._printer.kept())
        self.hint.setText(self._printer.hint())

    def move(self, profile: PrinterProfile | None) -> None:
        """Another correction."""
        self._pages.page.set_profile(profile)
        self._pages.move(self.offset)
        words = position_words(self.offset)
        self.where.setText(words[:1].upper() + words[1:])

    def keep(self) -> None:
        """Keep what is on the screen for its printer."""
        if self.profile is None:
            return
        try:
            keep_position(self.profile)
        except ClinicBillError as error:
            self._tell(str(error))
