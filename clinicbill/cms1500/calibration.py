"""The calibration sheet: marks that belong into known boxes of the red form, and rulers that tell how far off they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.cms1500.draw import CAPTION_FONT, PAPER_FONT, TRUE_SIZE, draw_pages
from clinicbill.cms1500.layout import layout

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from clinicbill.cms1500.draw import PrinterOffset

_INCH = 72.0
HUNDREDTH = _INCH / 100
# Row 6, columns 1 to 3 and 77 to 79: the PICA boxes, which every 02/12 form has (x, baseline from the bottom).
_ROW_6 = 699.6
_PICA_LEFT, _PICA_RIGHT = 21.6, 568.8
_MARKS = (("1", "medicare"), ("27", "yes"), ("27", "no"))
_TEN_DIGITS, _DIGITS = ("33a", "npi"), "1234567893"
# The frame of the boxed form in points from the top left corner, as measured on two images of it and on a fillable
# form; resources/forms/cms1500_background.toml has the same.
_LEFT, _TOP, _RIGHT, _BOTTOM = 20.3, 95.75, 590.6, 756.75
_ACROSS_AT, _DOWN_AT = (150.0, 725.0), (80.0, 532.0)
_CORNER, _ARM = 36.0, 18.0
_REACH, _SHORT, _MIDDLE, _LONG = 20, 3.0, 5.5, 8.0

_WORDS = (
    ("Calibration sheet for the CMS-1500", 17.0),
    ("Printed with: {said}", 11.0),
    ("", 6.0),
    ("1.  Print this sheet at actual size (100 %), without “fit to page”.", 11.0),
    ("2.  Lay it on a red form, edge on edge, and hold both against a window.", 11.0),
    ("3.  Every X belongs in the middle of its box: PICA at the top left and right, Medicare in item 1,", 11.0),
    ("     both boxes of item 27. The ten digits belong in 33a.", 11.0),
    ("4.  The frame of the red form crosses the eight rulers. At 0 nothing needs moving. Else read how far:", 11.0),
    ("     short strokes are 0.01 in, the longest 0.10 in. R right, L left, U up, D down is the way to move.", 11.0),
    ("5.  Press the arrow keys in the print sheet that often: one press moves by 0.01 in, with Shift by 0.05 in.", 11.0),
    ("     What this sheet was printed with stays; what you read is added to it.", 11.0),
    ("6.  If left and right, or top and bottom, ask for different ways, the size is off: between the corner", 11.0),
    ("     marks lie 7.50 in across and 10.00 in down. Too short: + in the print sheet, too long: −.", 11.0),
    ("     One press is 0.1 %, which is 0.0075 in across.", 11.0),
)  # fmt: skip
_WORDS_LEFT, _WORDS_TOP, _LEADING = 96.0, 260.0, 1.62


def draw_calibration(offset: PrinterOffset = TRUE_SIZE) -> bytes:
    """One sheet as the printer with this correction would print it; the same offset always gives the same bytes.

    Source: NUCC 1500 manual and print specification of the 02/12 form: ten characters and six lines to the inch,
    X in the PICA boxes to line up the form.
    """

    def page(canvas: Canvas) -> None:
        _draw_marks(canvas)
        _draw_corners(canvas)
        _draw_rulers(canvas)
        _draw_words(canvas, position_words(offset))

    return draw_pages([("the calibration sheet", page)], background=False, offset=offset)


def position_words(offset: PrinterOffset) -> str:
    """A correction as it is said: "0.03 in right, 0.02 in up, 100.4 %"; "true place, 100.0 %" for none."""
    across, down = round(offset.right / HUNDREDTH), round(offset.down / HUNDREDTH)
    parts = []
    if across:
        parts.append(f"{abs(across) / 100:.2f} in {'right' if across > 0 else 'left'}")
    if down:
        parts.append(f"{abs(down) / 100:.2f} in {'down' if down > 0 else 'up'}")
    return ", ".join([*(parts or ["true place"]), f"{offset.scale * 100:.1f} %"])


def _draw_marks(canvas: Canvas) -> None:
    fields = layout().fields
    marks = [(fields[place].x, fields[place].y, "X") for place in _MARKS]
    marks += [(_PICA_LEFT, _ROW_6, "XXX"), (_PICA_RIGHT, _ROW_6, "XXX")]
    digits = fields[_TEN_DIGITS]
    marks.append((digits.x, digits.y, _DIGITS))
    canvas.setFont(PAPER_FONT, layout().font_size)
    for x, y, text in marks:
        for at, letter in enumerate(text):
            canvas.drawString(x + at * layout().advance, y, letter)


def _draw_corners(canvas: Canvas) -> None:
    """An angle half an inch from both edges, at each corner of the sheet."""
    sheet = layout()
    canvas.setLineWidth(0.4)
    for x, along in ((_CORNER, _ARM), (sheet.width - _CORNER, -_ARM)):
        for y, up in ((_CORNER, _ARM), (sheet.height - _CORNER, -_ARM)):
            canvas.line(x, y, x + along, y)
            canvas.line(x, y, x, y + up)


def _draw_rulers(canvas: Canvas) -> None:
    """Two for each side of the form's frame; zero lies where the frame belongs."""
    for top in _ACROSS_AT:
        for edge in (_LEFT, _RIGHT):
            _draw_ruler(canvas, edge, _up(top), upright=False)
    for left in _DOWN_AT:
        for edge in (_TOP, _BOTTOM):
            _draw_ruler(canvas, left, _up(edge), upright=True)


def _draw_ruler(canvas: Canvas, x: float, y: float, *, upright: bool) -> None:
    """One ruler with its zero at a point; it reaches 0.20 in to both sides."""
    canvas.saveState()
    canvas.translate(x, y)
    if upright:
        canvas.rotate(90)
    canvas.setLineWidth(0.2)
    reach = _REACH * HUNDREDTH
    canvas.line(-reach, 0, reach, 0)
    for tick in range(-_REACH, _REACH + 1):
        long = _LONG if tick % 10 == 0 else _MIDDLE if tick % 5 == 0 else _SHORT
        canvas.line(tick * HUNDREDTH, 0, tick * HUNDREDTH, long)
    canvas.setFont(CAPTION_FONT, 5)
    for tick, words in ((-10, ".10"), (0, "0"), (10, ".10")):
        canvas.drawCentredString(tick * HUNDREDTH, _LONG + 1.5, words)
    canvas.setFont(CAPTION_FONT, 7)
    before, after = ("D", "U") if upright else ("L", "R")
    canvas.drawCentredString(-reach, -8, before)
    canvas.drawCentredString(reach, -8, after)
    canvas.restoreState()


def _draw_words(canvas: Canvas, said: str) -> None:
    top = _WORDS_TOP
    for words, size in _WORDS:
        canvas.setFont(CAPTION_FONT, size)
        canvas.drawString(_WORDS_LEFT, _up(top), words.format(said=said))
        top += size * _LEADING


def _up(top: float) -> float:
    """Points from the bottom, as a PDF counts, for points from the top."""
    return layout().height - top
