from __future__ import annotations

import io

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from clinicbill.reports.fonts import register
from clinicbill.reports.pen import SOFT, Pen


def pages(draw: int) -> list[str]:
    """Two pages; a letter that no font has stands on page `draw`."""
    register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 200), invariant=1)
    pen = Pen(canvas, 20, 380)
    for number in (1, 2):
        pen.write(20, 100, "陈 A" if number == draw else "A", colour=SOFT)
        pen.write(380, 100, "a very long text that has no room here at all", room=80, right=True)
        pen.rule(90, SOFT)
        pen.foot(number, 2)
    canvas.save()
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_only_the_page_that_lacks_a_letter_says_so() -> None:
    first, second = pages(1)
    assert "□ A" in first
    assert "Some letters are not in the printing font; the CSV has them." in first
    assert "Some letters" not in second
    assert "Page 2 of 2" in second


def test_a_text_is_cut_to_its_room_and_ends_at_its_edge() -> None:
    assert "…" in pages(0)[0]
    assert "here at all" not in pages(0)[0]
