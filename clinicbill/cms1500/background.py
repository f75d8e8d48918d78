"""Our own drawing of the boxed form for plain paper, marked as a copy; its rules and captions are data.

The data stand in resources/forms/cms1500_background.toml. Nothing here is copied from the printed form's art: rules
are facts of its geometry, captions are our own short words, and no approval line, code block or legal text is drawn.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from clinicbill.basics.assets import asset
from clinicbill.cms1500.layout import layout

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

HEAVY, RULE, DOTTED, CHECK_BOX = 2.0, 0.6, 0.5, 0.6
INK, FAINT, SHADE = 0.15, 0.45, 0.9
BOX_SIDE = 9.2
# A capital X at 12 points stands this far right of, and above, the start of its text on the average.
_X_CENTRE = (3.6, 3.5)
NOTICE_FRAME = (21.6, 37.0, 250.0, 19.0)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(asset("forms/cms1500_background.toml").read_text(encoding="utf-8"))


def draw_background(canvas: Canvas, caption_font: str) -> None:
    """Draw the empty form on the canvas, in `caption_font` (a registered font); the sheet stays where it is."""
    data = _data()
    canvas.saveState()
    _shades(canvas, data)
    _rules(canvas, data)
    _dots(canvas, data)
    _check_boxes(canvas)
    _captions(canvas, data, caption_font)
    _upright(canvas, data, caption_font)
    _header(canvas, data, caption_font)
    canvas.restoreState()


def _up(top: float) -> float:
    """Points from the bottom, as a PDF counts, for points from the top."""
    return layout().height - top


def _steps() -> list[float]:
    return [line * layout().line_step for line in range(layout().lines)]


def _shades(canvas: Canvas, data: dict[str, Any]) -> None:
    left, top, right, bottom = data["shade"]
    canvas.setFillGray(SHADE)
    for step in _steps():
        canvas.rect(left, _up(bottom + step), right - left, bottom - top, stroke=0, fill=1)


def _rules(canvas: Canvas, data: dict[str, Any]) -> None:
    canvas.setStrokeGray(INK)
    canvas.setLineWidth(HEAVY)
    canvas.lines([(left, _up(y), right, _up(y)) for y, left, right in data["heavy"]])
    canvas.setLineWidth(RULE)
    canvas.setStrokeGray(FAINT)
    across = [*data["horizontal"]]
    down = [*data["vertical"]]
    y, left, right = data["line_horizontal"]
    _, top, _, bottom = data["shade"]
    for step in _steps():
        across.append([y + step, left, right])
        down += [[x, bottom + step, y + step] for x in data["line_vertical"]]
        # I and J are parted in the shaded half too.
        down += [[x, top + step, bottom + step] for x in data["line_vertical"][-2:]]
    canvas.lines([(left, _up(y), right, _up(y)) for y, left, right in across])
    canvas.lines([(x, _up(top), x, _up(bottom)) for x, top, bottom in down])


def _dots(canvas: Canvas, data: dict[str, Any]) -> None:
    canvas.setLineWidth(DOTTED)
    canvas.setStrokeGray(FAINT)
    canvas.setDash([0.8, 1.6])
    down = [*data["dotted"]]
    bottom, y = data["shade"][3], data["line_horizontal"][0]
    for step in _steps():
        down += [[x, bottom + step, y + step] for x in data["line_dotted"]]
    canvas.lines([(x, _up(top), x, _up(end)) for x, top, end in down])
    canvas.lines([(left, _up(y), right, _up(y)) for y, left, right in data["dotted_across"]])
    canvas.setDash()


def _check_boxes(canvas: Canvas) -> None:
    canvas.setLineWidth(CHECK_BOX)
    canvas.setStrokeGray(FAINT)
    for field in layout().fields.values():
        if field.align == "mark":
            left = field.x + _X_CENTRE[0] - BOX_SIDE / 2
            canvas.rect(left, field.y + _X_CENTRE[1] - BOX_SIDE / 2, BOX_SIDE, BOX_SIDE)


def _captions(canvas: Canvas, data: dict[str, Any], font: str) -> None:
    canvas.setFillGray(INK)
    captions = [*data["captions"]]
    for step in _steps():
        captions += [[x, top + step, size, text] for x, top, size, text in data["line_captions"]]
    for x, top, size, text in captions:
        canvas.setFont(font, size)
        canvas.drawString(x, _up(top), text)
    x, top, size = data["line_numbers"]
    canvas.setFont(font, size)
    for number, step in enumerate(_steps(), 1):
        canvas.drawString(x, _up(top + step), str(number))


def _upright(canvas: Canvas, data: dict[str, Any], font: str) -> None:
    for x, top, size, text in data["upright"]:
        canvas.saveState()
        canvas.translate(x, _up(top))
        canvas.rotate(90)
        canvas.setFont(font, size)
        canvas.drawString(0, 0, text)
        canvas.restoreState()


def _header(canvas: Canvas, data: dict[str, Any], font: str) -> None:
    left, top, width, height = NOTICE_FRAME
    canvas.setLineWidth(1.0)
    canvas.setStrokeGray(INK)
    canvas.rect(left, _up(top + height), width, height)
    canvas.setFont(font, 12)
    canvas.drawCentredString(left + width / 2, _up(top + 13.6), data["notice"])
    canvas.setFont(font, 11)
    canvas.drawString(left, _up(top + 36), data["title"])
    canvas.setFont(font, 7)
    canvas.drawString(left, _up(top + 46), data["subtitle"])
