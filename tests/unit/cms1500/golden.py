"""Compares a text with a stored one, and reads texts with their places out of a PDF."""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from clinicbill.cms1500.layout import layout

SNAPSHOTS = Path(__file__).parents[2] / "snapshots"
SAMPLES = os.environ.get("CLINICBILL_SAMPLES", "")
# One character at ten to the inch; a gap wider than this begins another text.
_STEP = layout().advance + 0.1


@dataclass(frozen=True)
class Placed:
    """A run of characters and the origin of its first: points from the left and bottom of the sheet."""

    x: float
    y: float
    text: str


def check(name: str, text: str) -> None:
    """Whether the stored text is this one; CLINICBILL_WRITE_SNAPSHOTS=1 stores it anew, to be looked at."""
    path = SNAPSHOTS / name
    if os.environ.get("CLINICBILL_WRITE_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def placed_texts(pdf: bytes) -> list[list[Placed]]:
    """The texts of each page, top to bottom, left to right; runs are parted where a column is skipped."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> list[Placed]:
    textpage = page.get_textpage()
    letters = sorted(_letters(textpage), key=lambda letter: (-letter.y, letter.x))
    textpage.close()
    runs: list[list[Placed]] = []
    for letter in letters:
        if runs and runs[-1][-1].y == letter.y and letter.x - runs[-1][-1].x <= _STEP:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return [Placed(run[0].x, run[0].y, "".join(letter.text for letter in run)) for run in runs]


def _letters(textpage: pypdfium2.PdfTextPage) -> list[Placed]:
    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
    for index in range(textpage.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if letter.strip() and pdfium.FPDFText_GetCharOrigin(textpage, index, x, y):
            found.append(Placed(round(x.value, 2), round(y.value, 2), letter))
    return found
