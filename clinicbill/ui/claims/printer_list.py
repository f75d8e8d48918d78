"""The printers of this computer by their names, and one of them ready to take Letter sheets at true size."""

from __future__ import annotations

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from clinicbill.basics.errors import CannotDo

PDF, ASK = "PDF file", "Ask with the system’s dialog"


def printer_names() -> list[str]:
    """As the system calls them, its own first choice first."""
    names: list[str] = QPrinterInfo.availablePrinterNames()
    first = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: (name != first, name.casefold()))


def open_printer(name: str) -> QPrinter:
    """A printer by its name.

    Raises:
        CannotDo: the system has no such printer any more.
    """
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise CannotDo(
            f"The printer {name} is not there any more; no claim was changed: choose another one, or a PDF."
        )
    return with_letter(QPrinter(info, QPrinter.PrinterMode.HighResolution))


def with_letter(printer: QPrinter) -> QPrinter:
    """The same printer for whole Letter sheets."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setFullPage(True)
    printer.setDocName("CMS-1500")
    return printer
