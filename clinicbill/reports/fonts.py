"""Fonts of printed reports: embedded, so that every name prints as it is written."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from clinicbill.basics.assets import asset

# Bitstream Vera comes with reportlab (free licence); its figures all have one width.
BODY, BOLD = "ClinicbillSans", "ClinicbillSans-Bold"
# JetBrains Mono (SIL OFL) has the letters that Vera lacks: Greek, Cyrillic, Vietnamese.
_WIDE = "ClinicbillWide"
# What stands where a letter has no shape in any of them.
MISSING = "□"


@cache
def register() -> None:
    """Make the fonts known to reportlab, once."""
    vera = Path(reportlab.__file__).parent / "fonts"
    for name, path in (
        (BODY, vera / "Vera.ttf"),
        (BOLD, vera / "VeraBd.ttf"),
        (_WIDE, asset("fonts/JetBrainsMono-Regular.ttf")),
    ):
        pdfmetrics.registerFont(TTFont(name, str(path)))


def printable(text: str, wanted: str = BODY) -> str:
    """The text as it can be printed: □ for every letter that neither the wanted font nor the other one has.

    What a font lacks would print as nothing at all, and a name would seem to be shorter than it is. Marks without
    a shape go, and every line break is a blank.
    """
    register()
    composed = " ".join(unicodedata.normalize("NFC", text).split("\n"))
    shown = "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")
    glyphs = pdfmetrics.getFont(font_for(shown, wanted)).face.charToGlyph
    return "".join(letter if ord(letter) in glyphs else MISSING for letter in shown)


def font_for(text: str, wanted: str = BODY) -> str:
    """The wanted font, or the one that has the letters it lacks."""
    register()
    glyphs = pdfmetrics.getFont(wanted).face.charToGlyph
    return wanted if all(ord(letter) in glyphs for letter in text) else _WIDE


def width(text: str, font: str, size: float) -> float:
    """How wide a text is, in points."""
    register()
    return float(pdfmetrics.stringWidth(text, font, size))


def fitted(text: str, font: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than `room` points."""
    if width(text, font, size) <= room:
        return text
    while text and width(text + "…", font, size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, font: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than `room` points; a word that is wider alone is broken; never empty."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, font, size) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width(lines[-1] + letter, font, size) > room:
                lines.append("")
            lines[-1] += letter
    return lines
