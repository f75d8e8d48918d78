from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.profiles import claim_profile, profiles_on
from clinicbill.cms1500.boxes import CLAIM_BOXES, SHEET_BOXES, claim_texts, shorter_texts
from clinicbill.cms1500.layout import layout
from tests.support.claims import (
    FACILITY,
    RENDERING,
    a_case,
    a_claim,
    a_coverage,
    a_line,
    a_patient,
    a_subscriber,
    medicare_chiropractic,
)
from tests.unit.cms1500.paper_stories import EVERY
from tests.unit.cms1500.stories import a_payer, bcbs, chiropractic_line

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim

RESERVED = {"8", "9b", "9c", "30"}
CHAMPVA = replace(
    a_payer("champva", "CH", "CHAMPVA", "84146"),
    address=Address(street="Claims Dept", street2="PO Box 9", city="Denver", state="CO", zip="80206"),
)


def medicare_secondary_of_a_husband() -> Claim:
    """The insured of item 7 lives elsewhere and has a telephone."""
    claim = EVERY["medicare_secondary"]
    [paid] = claim.others
    husband = a_subscriber(
        name=PersonName(last="Alvarez", first="Jon"), address=FACILITY.address, phone="5415550177", sex="M"
    )
    coverage = replace(paid.coverage, relationship="01", subscriber=husband)
    return replace(claim, others=(replace(paid, coverage=coverage),))


# What no story of its own is worth.
EXTRA = (
    a_claim(patient=a_patient(sex="M"), coverage=a_coverage(accepts_assignment=False, relationship="21")),
    a_claim(lines=(a_line(modifiers=("59", "GP", "KX", "XS")),)),
    a_claim(coverage=a_coverage(payer=CHAMPVA)),
    medicare_secondary_of_a_husband(),
)


def texts_of(claim: Claim) -> dict[str, str]:
    """The first sheet, as item.sub-field → text."""
    texts = claim_texts(claim, claim_profile(claim))[0]
    return {f"{item}.{name}": text for (item, name), text in texts.items()}


def test_every_item_of_the_form_has_its_box_or_is_reserved() -> None:
    items = {item for item, _ in layout().fields if not item.startswith("24.") and item != "sheet"}
    assert items - RESERVED == {item for item, _ in CLAIM_BOXES} | {item for item, _ in SHEET_BOXES}


def test_every_field_of_the_form_is_filled_by_some_story_or_is_reserved() -> None:
    filled = {
        ("24.1", place[1]) if place[0].startswith("24.") else place
        for claim in (*EVERY.values(), *EXTRA)
        for texts in claim_texts(claim, claim_profile(claim))
        for place in texts
    }
    wanted = {
        place
        for place in layout().fields
        if place[0] not in RESERVED and (not place[0].startswith("24.") or place[0] == "24.1")
    }
    # The date of item 12 stands only where the patient signs the sheet itself, which no program prints.
    assert wanted - filled == {("12", "date")}


@pytest.mark.parametrize("story", EVERY)
def test_every_text_of_every_story_has_a_place_it_fits(story: str) -> None:
    for texts in claim_texts(EVERY[story], claim_profile(EVERY[story])):
        for place, text in texts.items():
            assert text.strip(), place
            assert len(text) <= layout().fields[place].longest, place


@pytest.mark.parametrize("story", EVERY)
def test_exactly_one_kind_of_coverage(story: str) -> None:
    assert sum(key.startswith("1.") for key in texts_of(EVERY[story])) == 1


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


def test_an_accident_never_takes_the_place_of_the_first_treatment_for_blue_cross() -> None:
    case = a_case(
        onset_on=date(2026, 10, 28),
        accident_on=date(2026, 10, 28),
        other_accident=True,
        initial_treatment_on=date(2026, 11, 2),
    )
    texts = texts_of(replace(bcbs(), case=case))
    assert [texts[f"15.{part}"] for part in ("qualifier", "mm", "dd", "yy")] == ["454", "11", "02", "26"]


def test_sheets_are_numbered() -> None:
    split = claim_texts(EVERY["eight_lines_split"], claim_profile(EVERY["eight_lines_split"]))
    assert [texts["sheet", "page_of_pages"] for texts in split] == ["PAGE 1 OF 2", "PAGE 2 OF 2"]
    medicare = medicare_chiropractic(lines=tuple(a_claim().lines * 7))
    numbers = [texts["sheet", "page_of_pages"] for texts in claim_texts(medicare, claim_profile(medicare))]
    assert numbers == ["PAGE 1 OF 2", "PAGE 2 OF 2"]


def test_continued_is_one_word_over_dollars_and_cents() -> None:
    claim = EVERY["eight_lines_continued"]
    first, last = claim_texts(claim, claim_profile(claim))
    assert first["28", "dollars"] + first["28", "cents"] == "CONTINUED"
    assert (last["28", "dollars"], last["28", "cents"]) == ("520", "00")
    fields = layout().fields
    dollars, cents = fields["28", "dollars"], fields["28", "cents"]
    assert cents.x == pytest.approx(dollars.x + dollars.longest * layout().advance)


def test_names_in_short_words_are_known() -> None:
    claim = medicare_chiropractic()
    assert shorter_texts(claim, claim_profile(claim)) == (
        (("32", "name"), "CEDAR SPINE AND WELLNESS PLLC", "CEDAR SPINE & WELLNESS"),
    )
    assert shorter_texts(a_claim(), claim_profile(a_claim())) == ()


def test_long_names_and_streets_stand_shorter() -> None:
    claim = EVERY["long_names"]
    assert {place: (whole, short) for place, whole, short in shorter_texts(claim, claim_profile(claim))} == {
        ("2", "patient_name"): ("CASTELLANOS-VILLANUEVA, MARIA, J", "CASTELLANOS-VILLANUEVA,MARIA"),
        ("4", "insured_name"): ("CASTELLANOS-VILLANUEVA, MARIA, J", "CASTELLANOS-VILLANUEVA,MARIA"),
        ("5", "street"): ("41800 SOUTHWEST MEADOWLARK DRIVE", "41800 SW MEADOWLARK DR"),
        ("7", "street"): ("41800 SOUTHWEST MEADOWLARK DRIVE", "41800 SOUTHWEST MEADOWLARK DR"),
        ("17", "name"): ("IFE T CHUKWUEMEKA-ADEYEMI MD", "IFE CHUKWUEMEKA-ADEYEMI"),
    }


def test_a_persons_name_is_never_written_in_words_of_a_street() -> None:
    name = PersonName(last="Cunningham-Hawthorne", first="North", middle="Center")
    claim = a_claim(coverage=a_coverage(relationship="01", subscriber=a_subscriber(name=name)))
    [(_, _, short)] = shorter_texts(claim, claim_profile(claim))
    assert short == "CUNNINGHAM-HAWTHORNE,NORTH,C"


def test_a_signature_too_long_for_item_31_is_on_file() -> None:
    name = PersonName(last="Chukwuemeka-Adeyemi", first="Ifeoluwa")
    claim = medicare_chiropractic(lines=(a_line(rendering=replace(RENDERING, name=name)),))
    assert texts_of(claim)["31.signature"] == "SIGNATURE ON FILE"


def test_the_second_review_of_california() -> None:
    texts = texts_of(EVERY["comp_california_review"])
    assert texts["10d.claim_codes"] == "BGW3"
    assert (texts["22.resubmission_code"], texts["22.original_ref"]) == ("7", "EOR202600417")
    assert (texts["11b.qualifier"], texts["11b.other_claim_id"]) == ("Y4", "WC77120")


def test_other_ids_stand_where_the_payer_takes_them() -> None:
    claim = EVERY["other_ids"]
    texts = texts_of(claim)
    assert (texts["17a.qualifier"], texts["17a.other_id"]) == ("0B", "MD55120")
    assert (texts["24.1.I_qualifier"], texts["24.1.J_shaded_id"]) == ("G2", "PX00771")
    assert (texts["32b.other_id"], texts["33b.other_id"]) == ("LUSITE9", "G2GRP44120")
    medicare = replace(claim, coverage=medicare_chiropractic().coverage)
    assert not [key for key in texts_of(medicare) if key.endswith(("other_id", "I_qualifier", "shaded_id"))]


def test_a_purchased_service_stands_in_20_of_its_own_form() -> None:
    texts = texts_of(EVERY["purchased"])
    assert (texts["20.yes"], texts["20.charges_no_decimal"]) == ("X", "6250")
    assert texts["32.name"] == "RIDGELINE SURGERY CENTER"
    lines = tuple(a_line(n, purchased=Money(4000) if n == 7 else None) for n in range(1, 9))
    claim = a_claim(lines=lines, facility=FACILITY)
    first, second = claim_texts(claim, claim_profile(claim))
    assert ("20", "yes") not in first
    assert second["20", "charges_no_decimal"] == "4000"


def test_thirteen_diagnoses_come_on_two_forms_with_their_own_letters() -> None:
    claim = EVERY["thirteen_diagnoses"]
    first, second = claim_texts(claim, claim_profile(claim))
    assert [first["21", letter] for letter in "AL"] == ["M5459", "G44209"]
    assert {key: text for key, text in second.items() if key[0] == "21"} == {
        ("21", "icd_indicator"): "0",
        ("21", "A"): "M5459",
        ("21", "B"): "M2550",
    }
    assert second["24.1", "E_pointer"] == "BA"
    assert (first["28", "dollars"], second["28", "dollars"]) == ("195", "65")


@pytest.mark.parametrize("story", EVERY)
def test_every_profile_can_write_every_story(story: str) -> None:
    for profile in profiles_on(date(2026, 11, 23)):
        for texts in claim_texts(EVERY[story], profile):
            assert texts.keys() <= layout().fields.keys(), profile.key
