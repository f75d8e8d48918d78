from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import replace

import pypdfium2
import pytest

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import CannotDo
from clinicbill.basics.people import PersonName
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.cms1500.draw import FONT_FILES, PrinterOffset, draw_claims, draw_pages
from clinicbill.cms1500.layout import layout
from tests.support.claims import a_claim, a_patient, six_lines
from tests.unit.cms1500.golden import Placed, check, placed_texts
from tests.unit.cms1500.paper_stories import EVERY

TOLERANCE = 1.0  # points


@pytest.fixture(scope="module")
def pages() -> dict[str, list[list[Placed]]]:
    return {name: placed_texts(draw_claims([claim], background=False)) for name, claim in EVERY.items()}


def nothing_between(found: list[Placed], y: float, x: float, text: str) -> bool:
    """Whether the page has these characters from this origin, one every tenth of an inch."""
    advance = layout().advance
    line = [one for one in found if abs(one.y - y) <= TOLERANCE]
    letters = {
        round((one.x + place * advance - x) / advance): letter
        for one in line
        for place, letter in enumerate(one.text)
        if abs((one.x - x) / advance - round((one.x - x) / advance)) * advance <= TOLERANCE
    }
    return all(letters.get(place, " ") == letter for place, letter in enumerate(text))


@pytest.mark.parametrize("story", EVERY)
def test_every_text_sits_at_its_place(story: str, pages: dict[str, list[list[Placed]]]) -> None:
    claim = EVERY[story]
    texts = claim_texts(claim, claim_profile(claim))
    assert len(texts) == len(pages[story])
    for expected, found in zip(texts, pages[story], strict=True):
        for place, text in expected.items():
            field = layout().fields[place]
            x = field.start(text, layout().advance)
            assert nothing_between(found, field.y, x, text), (place, text)
        printed = sum(len(text.replace(" ", "")) for text in expected.values())
        assert sum(len(one.text.replace(" ", "")) for one in found) == printed


@pytest.mark.parametrize("story", EVERY)
def test_golden_page(story: str, pages: dict[str, list[list[Placed]]]) -> None:
    lines = []
    for number, page in enumerate(pages[story], 1):
        lines.append(f"page {number}")
        lines += [f"{one.x:7.1f} {one.y:6.1f}  {one.text}" for one in page]
    check(f"cms1500/{story}.txt", "\n".join(lines) + "\n")


def test_characters_stand_ten_to_the_inch() -> None:
    text = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012"
    pdf = draw_pages([("test", {("1a", "insured_id"): text})], background=False)
    document = pypdfium2.PdfDocument(pdf)
    textpage = document[0].get_textpage()
    first, last = (textpage.get_charbox(n, loose=True)[0] for n in (0, len(text) - 1))
    assert last - first == pytest.approx(7.2 * (len(text) - 1), abs=0.05)


def test_amounts_are_right_aligned_before_the_rule() -> None:
    texts = {("28", "dollars"): "65", ("28", "cents"): "00", ("24.1", "F_dollars"): "123456"}
    [page] = placed_texts(draw_pages([("test", texts)], background=False))
    by_text = {one.text: one.x for one in page}
    # Dollars end in column 56, column 57 stays blank, cents begin in column 58.
    assert by_text["65"] == pytest.approx(21.6 + 7.2 * 54, abs=0.05)
    assert by_text["00"] == pytest.approx(21.6 + 7.2 * 57, abs=0.05)
    assert by_text["123456"] == pytest.approx(374.4, abs=0.05)


@pytest.mark.parametrize("background", [False, True])
def test_the_same_claims_give_the_same_bytes(background: bool) -> None:
    claims = list(EVERY.values())
    assert draw_claims(claims, background=background) == draw_claims(claims, background=background)


def test_the_form_is_drawn_once() -> None:
    few, many = (draw_claims([a_claim()] * count, background=True) for count in (1, 20))
    assert len(re.findall(rb"/Subtype /Form", many)) == len(re.findall(rb"/Subtype /Form", few)) == 1


def test_both_fonts_are_embedded_and_no_other_is_used() -> None:
    pdf = draw_claims([EVERY["hostile_names"]], background=True)
    names = set(re.findall(rb"/BaseFont /(?:[A-Z]{6}\+)?([\w-]+)", pdf))
    assert names == {b"CourierPrime-Regular", b"ArchivoNarrow-Medium"}
    assert pdf.count(b"/FontFile2") == 2


def test_the_background_adds_only_its_own_texts() -> None:
    plain, form = (placed_texts(draw_claims([a_claim()], background=on))[0] for on in (False, True))
    assert set(plain) <= set(form)


def test_a_text_longer_than_its_box_is_refused_not_cut() -> None:
    claim = a_claim(patient=a_patient(name=PersonName(last="Featherstonehaugh-Cholmondeley", first="Ann")))
    with pytest.raises(
        CannotDo,
        match=r"claim C000417R .* does not fit item 2; nothing was printed: shorten or retype it where",
    ):
        draw_claims([claim], background=False)


@pytest.mark.parametrize("first", ["Ann 😀", "רות", "陳"])
def test_a_letter_the_form_cannot_take_is_refused(first: str) -> None:
    claim = a_claim(patient=a_patient(name=PersonName(last="Alvarez", first=first)))
    with pytest.raises(CannotDo, match="item 2"):
        draw_claims([claim], background=False)


def test_a_place_the_form_does_not_have_is_refused() -> None:
    claim = six_lines(1)
    five = replace(claim.lines[0], modifiers=("AT", "GP", "59", "KX", "Q5"))
    with pytest.raises(CannotDo, match=r"“Q5” does not fit item 24\.1"):
        draw_claims([replace(claim, lines=(five,))], background=False)


def test_the_offset_moves_every_text() -> None:
    [still] = placed_texts(draw_claims([a_claim()], background=False))
    offset = PrinterOffset(right=3.6, down=7.2)
    [moved] = placed_texts(draw_claims([a_claim()], background=False, offset=offset))
    for before, after in zip(still, moved, strict=True):
        assert (after.x, after.y) == pytest.approx((before.x + 3.6, before.y - 7.2), abs=0.02)


def test_the_scale_keeps_the_top_left_corner() -> None:
    [still] = placed_texts(draw_claims([a_claim()], background=False))
    [scaled] = placed_texts(draw_claims([a_claim()], background=False, offset=PrinterOffset(scale=0.99)))
    assert scaled[0].x == pytest.approx(still[0].x * 0.99, abs=0.05)
    assert 792 - scaled[0].y == pytest.approx((792 - still[0].y) * 0.99, abs=0.05)


def test_parentheses_and_backslashes_are_data() -> None:
    texts = {
        ("19", "line2"): r"LEFT (KNEE) \ 50% (",
    }
    [page] = placed_texts(draw_pages([("test", texts)], background=False))
    assert "".join(one.text for one in page).replace(" ", "") == r"LEFT(KNEE)\50%("


def test_the_fonts_are_the_ones_their_sources_name() -> None:
    sources = tomllib.loads(asset("fonts/paper/SOURCES.toml").read_text(encoding="utf-8"))
    assert {f"fonts/paper/{name}" for name in sources} == set(FONT_FILES.values())
    for name, source in sources.items():
        assert hashlib.sha256(asset(f"fonts/paper/{name}").read_bytes()).hexdigest() == source["sha256"]
        licence = source["licence"].split(", ")[1]
        assert "SIL Open Font License" in asset(f"fonts/paper/{licence}").read_text(encoding="utf-8")


def test_progress_is_told_and_the_last_word_is_all() -> None:
    told: list[tuple[int, int]] = []
    draw_claims([a_claim()] * 45, background=False, tell=lambda done, of: told.append((done, of)))
    assert told == [(0, 45), (20, 45), (40, 45), (45, 45)]


def test_whoever_listens_may_end_the_drawing() -> None:
    class EnoughError(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done:
            raise EnoughError

    with pytest.raises(EnoughError):
        draw_claims([a_claim()] * 45, background=False, tell=stop)
