from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.claims.claim import ClaimCase, OtherId
from clinicbill.claims.profiles import claim_profile, profile_for
from clinicbill.cms1500 import boxes_condition as boxes
from clinicbill.cms1500.pages import sheets
from tests.support.claims import (
    REFERRING,
    a_case,
    a_claim,
    a_line,
    auto_accident,
    medicare_chiropractic,
    twelve_diagnoses,
    workers_comp,
)
from tests.unit.cms1500 import stories

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


def filled(claim: Claim, item: str) -> dict[str, str]:
    made: dict[str, str] = getattr(boxes, f"box_{item}")(claim, claim_profile(claim))
    return made


def on_sheet(claim: Claim, item: str) -> dict[str, str]:
    made: dict[str, str] = getattr(boxes, f"box_{item}")(sheets(claim, claim_profile(claim))[0])
    return made


def test_onset_and_first_treatment() -> None:
    assert filled(a_claim(), "14") == {"mm": "10", "dd": "20", "yy": "26", "qualifier": "431"}
    assert filled(a_claim(), "15") == {"mm": "11", "dd": "02", "yy": "26", "qualifier": "454"}


def test_medicare_prints_no_qualifier() -> None:
    assert filled(medicare_chiropractic(), "14") == {"mm": "11", "dd": "02", "yy": "26", "qualifier": ""}
    assert filled(medicare_chiropractic(), "15") == {}


def test_medicare_without_manipulation_takes_the_onset() -> None:
    claim = medicare_chiropractic(lines=(a_line(procedure_code="99213"),))
    assert filled(claim, "14")["mm"] == "10"


def test_medicare_manipulation_never_takes_another_date() -> None:
    claim = medicare_chiropractic(case=a_case(initial_treatment_on=None))
    assert filled(claim, "14") == {}


def test_an_injury_goes_before_the_onset() -> None:
    assert filled(workers_comp(), "14") == {"mm": "10", "dd": "07", "yy": "26", "qualifier": "431"}
    assert filled(auto_accident(), "14")["dd"] == "18"
    assert filled(auto_accident(), "15")["qualifier"] == "454"


def test_another_accident_stands_in_15() -> None:
    claim = a_claim(case=a_case(other_accident=True, accident_on=date(2026, 10, 19)))
    assert filled(claim, "14")["qualifier"] == "431"
    assert filled(claim, "15") == {"mm": "10", "dd": "19", "yy": "26", "qualifier": "439"}


def test_a_date_stands_once() -> None:
    claim = a_claim(case=a_case(onset_on=None, accident_on=date(2026, 10, 19)))
    assert filled(claim, "14") == {"mm": "10", "dd": "19", "yy": "26", "qualifier": "431"}
    assert filled(claim, "15")["qualifier"] == "454"


def test_no_date_leaves_both_blank() -> None:
    claim = a_claim(case=a_case(onset_on=None, initial_treatment_on=None))
    assert (filled(claim, "14"), filled(claim, "15")) == ({}, {})


def test_unable_to_work_and_hospital() -> None:
    assert filled(workers_comp(), "16")["to_dd"] == "14"
    stay = a_case(hospital_from_on=date(2026, 11, 1))
    assert filled(a_claim(case=stay), "18") == {"from_mm": "11", "from_dd": "01", "from_yy": "26"}


def test_referring_provider() -> None:
    claim = a_claim(referring=replace(REFERRING, name=replace(REFERRING.name, middle="Tobi")))
    assert filled(claim, "17") == {"qualifier": "DN", "name": "SAMUEL T OKAFOR MD"}
    assert filled(claim, "17b") == {"npi": "1555000011"}
    medicare = medicare_chiropractic(referring=claim.referring)
    assert filled(medicare, "17")["name"] == "SAMUEL OKAFOR"
    assert filled(medicare, "17a") == {}
    assert (filled(a_claim(), "17"), filled(a_claim(), "17b")) == ({}, {})


def test_additional_information_on_one_line_where_it_fits() -> None:
    assert filled(a_claim(additional_information="Hurt twice"), "19") == {"line2": "HURT TWICE"}


@given(st.text(alphabet="ABC ", min_size=1, max_size=71))
def test_seventy_one_characters_lose_nothing(text: str) -> None:
    parts = filled(a_claim(additional_information=text), "19")
    assert parts.get("line1", "").replace(" ", "") + parts["line2"].replace(" ", "") == text.replace(" ", "")
    assert len(parts.get("line1", "")) <= boxes.FIRST_LINE
    assert len(parts["line2"]) <= boxes.SECOND_LINE


def test_words_stay_whole_where_both_lines_then_fit() -> None:
    text = "Fell from a ladder at home cleaning the gutters of the roof"
    parts = filled(a_claim(additional_information=text), "19")
    assert parts == {"line1": "FELL FROM A LADDER AT", "line2": "HOME CLEANING THE GUTTERS OF THE ROOF"}


def test_narratives_of_medicare_stand_in_19() -> None:
    line = a_line(procedure_code="A9999", narrative="Custom wedge")
    claim = medicare_chiropractic(lines=(line, replace(line, service_line_id=2)))
    assert filled(claim, "19") == {"line2": "CUSTOM WEDGE"}
    assert filled(a_claim(lines=(line,)), "19") == {"line2": ""}


def test_no_outside_lab() -> None:
    assert on_sheet(a_claim(), "20") == {"no": "X"}


def test_a_purchased_service() -> None:
    claim = a_claim(lines=(a_line(1), a_line(2, purchased=Money(120000))))
    assert on_sheet(claim, "20") == {"yes": "X", "charges_no_decimal": "120000"}
    quiet = replace(profile_for("commercial", date(2026, 11, 23)), outside_lab="blank")
    assert boxes.box_20(sheets(a_claim(), quiet)[0]) == {}


def test_diagnoses_have_letters_and_no_dots() -> None:
    parts = on_sheet(twelve_diagnoses(), "21")
    assert (parts["A"], parts["H"], parts["L"], parts["icd_indicator"]) == ("M5459", "M25511", "G44209", "0")
    assert on_sheet(a_claim(diagnoses=()), "21") == {"icd_indicator": ""}


@pytest.mark.parametrize(("position", "letter"), [(1, "A"), (12, "L"), (13, "M"), (0, "0"), (27, "27")])
def test_letters(position: int, letter: str) -> None:
    assert boxes.letter(position) == letter


def test_resubmission() -> None:
    assert filled(a_claim(), "22") == {}
    assert filled(stories.corrected(), "22") == {
        "resubmission_code": "7",
        "original_ref": "202611230045X",
    }
    assert filled(medicare_chiropractic(frequency="7", original_reference="X1"), "22") == {}


def test_an_appeal_names_the_first_bill_without_a_code() -> None:
    appeal = a_claim(condition_codes=("W3",), original_reference="EOR 17")
    assert filled(appeal, "22") == {"original_ref": "EOR17"}
    assert filled(a_claim(original_reference="EOR 17"), "22") == {}


@pytest.mark.parametrize(
    ("event", "qualifier"),
    [
        ("initial_treatment", "454"),
        ("last_seen", "304"),
        ("acute_manifestation", "453"),
        ("accident", "439"),
        ("last_xray", "455"),
        ("prescription", "471"),
        ("assumed_care", "090"),
        ("relinquished_care", "091"),
        ("first_contact", "444"),
    ],
)
def test_each_other_date_has_its_qualifier(event: str, qualifier: str) -> None:
    case = a_case(**{"initial_treatment_on": None, boxes.EVENTS[event]: date(2026, 11, 9)})
    assert filled(a_claim(case=case), "15") == {"mm": "11", "dd": "09", "yy": "26", "qualifier": qualifier}
    assert filled(medicare_chiropractic(case=case), "15") == {}


def test_the_last_menstrual_period() -> None:
    case = a_case(onset_on=None, last_menstrual_on=date(2026, 6, 1))
    assert filled(a_claim(case=case), "14")["qualifier"] == "484"


def test_every_event_is_a_date_of_the_case() -> None:
    dates = {field.name for field in fields(ClaimCase) if field.type == "date | None"}
    spans = {"unable_from_on", "unable_to_on", "hospital_from_on", "hospital_to_on"}
    assert set(boxes.EVENTS.values()) == dates - spans


def test_other_id_of_the_referring_provider() -> None:
    referring = replace(REFERRING, other_id=OtherId(qualifier="1G", number="A-12 345"))
    assert filled(a_claim(referring=referring), "17a") == {"qualifier": "1G", "other_id": "A12345"}
    assert filled(medicare_chiropractic(referring=referring), "17a") == {}
    assert filled(a_claim(referring=REFERRING), "17a") == {}


def test_one_number_in_23() -> None:
    both = a_claim(authorization_number="A-1", referral_number="R 2")
    assert filled(both, "23") == {"prior_auth": "A1"}
    veteran = replace(stories.veteran(), authorization_number="A-1", referral_number="R 2")
    assert filled(veteran, "23") == {"prior_auth": "R2"}
    assert filled(a_claim(), "23") == {"prior_auth": ""}
