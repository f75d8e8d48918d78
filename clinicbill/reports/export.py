"""Any report as CSV: typed cells that a spreadsheet reads as what they are, and texts it never runs as formulas."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | Money | date | None

# A spreadsheet runs a text that begins like this as a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Tells spreadsheets that the file is UTF-8.
_MARK = "\ufeff"


def csv_bytes(headings: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file: UTF-8 with mark, comma, CRLF; amounts like -1234.56, days like 2026-11-23, nothing for None."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_text(heading) for heading in headings])
    for line in lines:
        writer.writerow([_cell(cell) for cell in line])
    return (_MARK + out.getvalue()).encode()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return cell.csv()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else _text(cell)


def _text(text: str) -> str:
    """With an apostrophe before what would run; spreadsheets show it as text."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
