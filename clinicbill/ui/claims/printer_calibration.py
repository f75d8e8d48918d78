"""Prints the calibration sheet, or saves it as a PDF; no claim is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotWritable
from clinicbill.cms1500.calibration import draw_calibration
from clinicbill.ui.claims.printer_ink import Run, send_to_printer
from clinicbill.ui.claims.printer_list import open_printer
from clinicbill.ui.claims.sending import write_file
from clinicbill.workflows.drawing import Drawing

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.cms1500.draw import PrinterOffset


def print_calibration(_db: object, name: str, offset: PrinterOffset) -> str:
    """Print it as this printer would print a claim now; what was done, as a sentence.

    Raises:
        CannotDo: the printer is gone or takes nothing.
    """
    drawing = Drawing(content=draw_calibration(offset), pages=(None,), forms=0)
    send_to_printer(drawing, open_printer(name), Run(pages=(0,), drawn=False))
    return f"The calibration sheet went to {name}; it says how to read it."


def save_calibration(_db: object, path: Path, offset: PrinterOffset) -> str:
    """Write it as a PDF; where it lies, as a sentence.

    Raises:
        NotWritable: the place takes no file.
    """
    try:
        written = write_file(path, draw_calibration(offset))
    except OSError as error:
        raise NotWritable(
            f"{path} cannot be written ({(error.strerror or 'the place refuses it').lower()}); nothing was changed: "
            "choose another place."
        ) from error
    return f"Saved the calibration sheet as {written}; print it at actual size."
