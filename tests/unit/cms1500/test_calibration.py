"""The calibration sheet says by its marks where the printer puts things."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from clinicbill.cms1500.calibration import draw_calibration, position_words
from clinicbill.cms1500.draw import PrinterOffset
from tests.unit.cms1500.golden import placed_texts

MOVED = PrinterOffset(right=0.72 * 3, down=-0.72 * 2, scale=1.0)


def marks(content: bytes) -> list[tuple[str, float, float]]:
    """The texts in capitals and digits, where they stand."""
    [page] = placed_texts(content)
    return [(one.text, one.x, one.y) for one in page if one.text in ("X", "XXX", "1234567893")]


def test_each_mark_stands_in_its_box() -> None:
    found = marks(draw_calibration())
    wanted = [
        ("XXX", 21.6, 699.6),
        ("XXX", 568.8, 699.6),
        ("X", 21.6, 675.6),
        ("X", 288.0, 99.6),
        ("X", 324.0, 99.6),
        ("1234567893", 381.6, 39.6),
    ]
    assert len(found) == len(wanted)
    for text, x, y in wanted:
        assert any(one == text and abs(left - x) < 0.1 and abs(up - y) < 0.1 for one, left, up in found), text


def test_the_sheet_is_printed_with_the_correction_and_says_so() -> None:
    true, moved = sorted(marks(draw_calibration())), sorted(marks(draw_calibration(MOVED)))
    for (text, x, y), (same, right, up) in zip(true, moved, strict=True):
        assert text == same
        assert right - x == pytest.approx(2.16, abs=0.06)
        assert up - y == pytest.approx(1.44, abs=0.06)
    document = pypdfium2.PdfDocument(io.BytesIO(draw_calibration(MOVED)))
    words = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    document.close()
    assert "Printed with: 0.03 in right, 0.02 in up, 100.0 %" in words


def test_the_same_correction_gives_the_same_bytes() -> None:
    assert draw_calibration(MOVED) == draw_calibration(MOVED) != draw_calibration()


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (PrinterOffset(), "true place, 100.0 %"),
        (PrinterOffset(right=-36, down=0.72), "0.50 in left, 0.01 in down, 100.0 %"),
        (PrinterOffset(scale=1.004), "true place, 100.4 %"),
        (PrinterOffset(down=-0.72 * 29), "0.29 in up, 100.0 %"),
    ],
)
def test_a_correction_in_words(offset: PrinterOffset, words: str) -> None:
    assert position_words(offset) == words
