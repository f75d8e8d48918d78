"""Boxes and layout → PDF: data only for printed red forms, or with our own drawing of the form for plain paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import CannotDo
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.background import draw_background
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.cms1500.characters import unprintable
from clinicbill.cms1500.layout import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinicbill.claims.claim import Claim
    from clinicbill.cms1500.boxes import Texts

# Embedded, so that no letter can silently turn into another font's sign, as reportlab's own Courier lets it.
PAPER_FONT, CAPTION_FONT = "CourierPrime", "ArchivoNarrow"
FONT_FILES = {
    PAPER_FONT: "fonts/paper/CourierPrime-Regular.ttf",
    CAPTION_FONT: "fonts/paper/ArchivoNarrow-Medium.ttf",
}
_FORM = "cms1500"
# Claims from one word to the next: some hundredths of a second.
_TELL_EVERY = 20

Tell: TypeAlias = Callable[[int, int], None]
"""Hears how many of how many are done; raises to end the work."""
Behind: TypeAlias = Callable[[Canvas], None]
"""A page of another kind behind a form: draws itself on the sheet where it stands, in fonts of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterOffset:
    """How far one printer is off: `right` and `down` in points (72 to the inch), `scale` 1.0 for true size."""

    right: float = 0.0
    down: float = 0.0
    scale: float = 1.0


TRUE_SIZE = PrinterOffset()


def draw_claims(
    claims: Iterable[Claim],
    *,
    background: bool,
    offset: PrinterOffset = TRUE_SIZE,
    tell: Tell | None = None,
) -> bytes:
    """The claims' forms as one PDF, each claim by its payer's profile; the same claims always give the same bytes.

    Args:
        claims: in the order of the sheets.
        background: draw the form too, for plain paper; without it only the data, for printed red forms.
        offset: this printer's correction.
        tell: hears every so often how many of how many claims are drawn; what it raises ends the drawing.

    Raises:
        CannotDo: a text does not fit its box, or holds a letter the form cannot take; nothing is ever cut.
        NotFound: a payer's profile is not known.
    """
    return draw_pages(_pages(tuple(claims), tell), background=background, offset=offset)


def _pages(claims: tuple[Claim, ...], tell: Tell | None) -> Iterator[tuple[str, Texts]]:
    for drawn, claim in enumerate(claims):
        if tell and drawn % _TELL_EVERY == 0:
            tell(drawn, len(claims))
        for texts in claim_texts(claim, claim_profile(claim)):
            yield f"claim {claim.patient_control_number}", texts
    if tell:
        tell(len(claims), len(claims))


def draw_pages(
    pages: Iterable[tuple[str, Texts | Behind]], *, background: bool, offset: PrinterOffset = TRUE_SIZE
) -> bytes:
    """Forms that are filled already, and what lies behind them, as one PDF; each with the name its error would tell.

    Raises:
        CannotDo: as `draw_claims`.
    """
    _register_fonts()
    sheet = layout()
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(sheet.width, sheet.height),
        pageCompression=1,
        invariant=True,
        initialFontName=PAPER_FONT,  # else the file names Helvetica, which it never uses
    )
    canvas.setTitle("CMS-1500")
    canvas.setCreator("clinicbill")
    canvas.setSubject("Paper claims, form 02/12")
    if background:
        canvas.beginForm(_FORM)
        draw_background(canvas, CAPTION_FONT)
        canvas.endForm()
    for name, texts in pages:
        place_sheet(canvas, offset)
        if callable(texts):
            texts(canvas)
        else:
            if background:
                canvas.doForm(_FORM)
            _draw_texts(canvas, texts, name)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@cache
def _register_fonts() -> None:
    for name, path in FONT_FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(asset(path))))


def place_sheet(canvas: Canvas, offset: PrinterOffset) -> None:
    """Moves from the top left corner, which stays where it is when the sheet is scaled."""
    if offset == TRUE_SIZE:
        return
    height = layout().height
    canvas.translate(offset.right, height - offset.down)
    canvas.scale(offset.scale, offset.scale)
    canvas.translate(0, -height)


def _draw_texts(canvas: Canvas, texts: Texts, name: str) -> None:
    """One text object for the whole sheet; the width of the font is brought to exactly ten to the inch."""
    sheet = layout()
    # reportlab writes widths as whole thousandths of an em, and that is what readers go by.
    thousandths = int(pdfmetrics.stringWidth("0", PAPER_FONT, 1000))
    drawn = canvas.beginText()
    drawn.setFont(PAPER_FONT, sheet.font_size)
    drawn.setCharSpace(round(sheet.advance - thousandths * sheet.font_size / 1000, 6))
    for place, text in texts.items():
        field = sheet.fields.get(place)
        if field is None or len(text) > field.longest or unprintable(text):
            raise _refusal(name, place[0], text)
        drawn.setTextOrigin(field.start(text, sheet.advance), field.y)
        drawn.textOut(text)
    canvas.drawText(drawn)


def _refusal(name: str, item: str, text: str) -> CannotDo:
    return CannotDo(
        f"The paper form of {name} was not drawn, because “{text}” does not fit item {item}; "
        "nothing was printed: shorten or retype it where it was entered, and print again."
    )
