from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics

from clinicbill.basics.assets import asset
from clinicbill.cms1500.draw import CAPTION_FONT, draw_pages
from clinicbill.cms1500.layout import FormField, area_of, box_areas, layout
from tests.unit.cms1500.golden import placed_texts

# Measured lengths that touch a rule by themselves: the reference says so of each.
TOUCHING = {
    ("33b", "other_id"),
    ("11b", "other_claim_id"),
    ("20", "charges_no_decimal"),
    ("17a", "qualifier"),
}
CAP_HEIGHT = 7.0
# A character keeps this much of its cell empty on each side.
SIDE = 0.7
# How far ink may lie over the middle of a rule, in points.
INSIDE = 0.8


@cache
def data() -> dict[str, Any]:
    return tomllib.loads(asset("forms/cms1500_background.toml").read_text(encoding="utf-8"))


def cell(field: FormField) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a field at its greatest length, from the top left corner."""
    base = layout().height - field.y
    return field.x + SIDE, base - CAP_HEIGHT, field.x + field.longest * layout().advance - SIDE, base


def upright_rules() -> list[tuple[float, float, float]]:
    rules = [tuple(rule) for rule in (*data()["vertical"], *data()["dotted"])]
    for line in range(6):
        rules += [
            (x, 540.0 + 24 * line, 552.0 + 24 * line)
            for x in (*data()["line_vertical"], *data()["line_dotted"])
        ]
    return rules


@pytest.mark.parametrize("place", [place for place in layout().fields if place not in TOUCHING], ids=str)
def test_no_text_crosses_an_upright_rule(place: tuple[str, str]) -> None:
    left, top, right, bottom = cell(layout().fields[place])
    for x, start, end in upright_rules():
        crosses = left < x < right and start < bottom and top < end
        # 24F, 28 and 29 use the column beside the dotted rule only for a sixth or seventh digit.
        assert not crosses, (x, start, end)


def test_no_text_touches_a_level_rule() -> None:
    levels = [tuple(rule) for rule in (*data()["horizontal"], *data()["heavy"])]
    levels += [(552.0 + 24 * line, 20.3, 590.6) for line in range(6)]
    for place, field in layout().fields.items():
        left, top, right, bottom = cell(field)
        for y, start, end in levels:
            assert not (top < y < bottom and start < right and left < end), (place, y)


def inked(place: tuple[str, str], letter: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of the ink of each letter of a field filled to its last character."""
    text = letter * layout().fields[place].longest
    document = pypdfium2.PdfDocument(draw_pages([("full", {place: text})], background=False))
    textpage = document[0].get_textpage()
    boxes = [textpage.get_charbox(n) for n in range(textpage.count_chars())]
    textpage.close()
    document.close()
    height = layout().height
    return [(left, height - top, right, height - bottom) for left, bottom, right, top in boxes]


@pytest.mark.parametrize("place", [place for place in layout().fields if place[0] != "sheet"], ids=str)
def test_the_widest_and_the_deepest_letters_stay_inside_their_box(place: tuple[str, str]) -> None:
    """At its greatest length, within 0.8 points, where a sheet itself may drift by 2."""
    item, line = area_of(place)
    for letter in "WQ0X":
        for left, top, right, bottom in inked(place, letter):
            middle = ((left + right) / 2, (top + bottom) / 2)
            [area] = [one for one in box_areas() if one.contains(*middle)]
            assert (area.item, area.line) == (item, line)
            assert left >= area.left - INSIDE
            assert right <= area.right + INSIDE
            assert top >= area.top - INSIDE
            # A Q hangs below the line, and so does its printed rule on the form.
            assert bottom <= area.bottom + (INSIDE if letter != "Q" else 2.5)


@pytest.mark.parametrize("place", [place for place in layout().fields if place[0] != "sheet"], ids=str)
def test_no_letter_touches_the_right_border_of_the_form(place: tuple[str, str]) -> None:
    border = max(area.right for area in box_areas())
    assert max(right for _, _, right, _ in inked(place, "W")) <= border - INSIDE


@pytest.mark.parametrize("place", list(layout().fields), ids=str)
def test_no_letter_of_a_full_field_lies_across_an_upright_rule(place: tuple[str, str]) -> None:
    """The ink itself: also of the four fields whose cells touch a rule."""
    for left, top, right, bottom in inked(place, "M"):
        for x, start, end in upright_rules():
            inside = left + INSIDE < x < right - INSIDE
            assert not (inside and start < bottom and top < end), (x, left, right)


def test_no_caption_stands_where_a_text_may() -> None:
    draw_pages([], background=True)  # registers the fonts
    captions = [tuple(caption) for caption in data()["captions"]]
    for line in range(6):
        captions += [(x, top + 24 * line, size, text) for x, top, size, text in data()["line_captions"]]
    for x, top, size, text in captions:
        end = x + pdfmetrics.stringWidth(text, CAPTION_FONT, size)
        for place, field in layout().fields.items():
            left, above, right, below = cell(field)
            over = x < right and left < end and above < top and top - 0.72 * size < below
            assert not over, (text, place)


def test_the_form_says_that_it_is_a_copy_and_claims_no_approval() -> None:
    [page] = placed_texts(draw_pages([("empty", {})], background=True))
    text = "".join(one.text for one in page).upper()
    assert "PLAIN-PAPERCOPY-NOTTHEOCRFORM" in text.replace(" ", "")
    for word in ("APPROVED", "OMB", "NUCC", "0938"):
        assert word not in text


def test_captions_are_short_and_our_own() -> None:
    assert max(len(text) for _, _, _, text in data()["captions"]) < 115
