from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.profiles import claim_profile, profiles_on
from clinicbill.cms1500.boxes import CLAIM_BOXES, SHEET_BOXES, claim_texts, unfitted_texts
from clinicbill.cms1500.layout import layout
from tests.support.claims import a_claim, medicare_chiropractic
from tests.unit.cms1500.stories import STORIES, bcbs, chiropractic_line

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim

RESERVED = {"8", "9b", "9c", "30"}


def texts_of(claim: Claim) -> dict[str, str]:
    """The first sheet, as item.sub-field → text."""
    texts = claim_texts(claim, claim_profile(claim))[0]
    return {f"{item}.{name}": text for (item, name), text in texts.items()}


def test_every_item_of_the_form_has_its_box_or_is_reserved() -> None:
    items = {item for item, _ in layout().fields if not item.startswith("24.") and item != "sheet"}
    assert items - RESERVED == {item for item, _ in CLAIM_BOXES} | {item for item, _ in SHEET_BOXES}


@pytest.mark.parametrize("story", STORIES)
def test_every_text_of_every_story_has_a_place_it_fits(story: str) -> None:
    for texts in claim_texts(STORIES[story], claim_profile(STORIES[story])):
        for place, text in texts.items():
            assert text.strip(), place
            assert len(text) <= layout().fields[place].longest, place


@pytest.mark.parametrize("story", STORIES)
def test_exactly_one_kind_of_coverage(story: str) -> None:
    assert sum(key.startswith("1.") for key in texts_of(STORIES[story])) == 1


def test_the_medicare_example() -> None:
    """98941-AT at $65.00 on 11-23-26, first treatment 11-02-26, M99.03 first."""
    texts = texts_of(medicare_chiropractic())
    assert texts["11.policy_group_feca"] == "NONE"
    assert [texts[f"14.{part}"] for part in ("mm", "dd", "yy")] == ["11", "02", "26"]
    assert "14.qualifier" not in texts
    assert not [key for key in texts if key.startswith("15.")]
    assert (texts["21.A"], texts["21.icd_indicator"]) == ("M9903", "0")
    assert (texts["24.1.D_cpt"], texts["24.1.D_mod1"], texts["24.1.E_pointer"]) == ("98941", "AT", "A")
    assert (texts["24.1.F_dollars"], texts["24.1.F_cents"]) == ("65", "00")
    assert (texts["28.dollars"], texts["28.cents"]) == ("65", "00")
    assert (texts["24.1.A_from_mm"], texts["24.1.A_from_dd"], texts["24.1.A_from_yy"]) == ("11", "23", "26")
    assert texts["1.medicare"] == "X"
    assert not [key for key in texts if key.startswith(("4.", "6.", "7.", "11d."))]


def test_the_same_visit_to_blue_cross() -> None:
    texts = texts_of(bcbs())
    assert [texts[f"14.{part}"] for part in ("mm", "dd", "yy", "qualifier")] == ["10", "28", "26", "431"]
    assert [texts[f"15.{part}"] for part in ("qualifier", "mm", "dd", "yy")] == ["454", "11", "02", "26"]
    assert texts["24.1.E_pointer"] == "AB"
    assert texts["1.group"] == "X"
    assert chiropractic_line() == bcbs().lines[0]


def test_sheets_are_numbered_where_the_payer_allows_it() -> None:
    split = claim_texts(STORIES["eight_lines_split"], claim_profile(STORIES["eight_lines_split"]))
    assert [texts["sheet", "page_of_pages"] for texts in split] == ["PAGE 1 OF 2", "PAGE 2 OF 2"]
    medicare = medicare_chiropractic(lines=tuple(a_claim().lines * 7))
    assert all(
        ("sheet", "page_of_pages") not in texts for texts in claim_texts(medicare, claim_profile(medicare))
    )


def test_continued_is_one_word_over_dollars_and_cents() -> None:
    claim = STORIES["eight_lines_continued"]
    first, last = claim_texts(claim, claim_profile(claim))
    assert first["28", "dollars"] + first["28", "cents"] == "CONTINUED"
    assert (last["28", "dollars"], last["28", "cents"]) == ("520", "00")
    fields = layout().fields
    dollars, cents = fields["28", "dollars"], fields["28", "cents"]
    assert cents.x == pytest.approx(dollars.x + dollars.longest * layout().advance)


def test_names_in_short_words_are_known() -> None:
    claim = medicare_chiropractic()
    assert unfitted_texts(claim, claim_profile(claim)) == {("32", "name"): "CEDAR SPINE AND WELLNESS PLLC"}
    assert unfitted_texts(a_claim(), claim_profile(a_claim())) == {}


@pytest.mark.parametrize("story", STORIES)
def test_every_profile_can_write_every_story(story: str) -> None:
    for profile in profiles_on(date(2026, 11, 23)):
        for texts in claim_texts(STORIES[story], profile):
            assert texts.keys() <= layout().fields.keys(), profile.key
