from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500 import boxes_condition as boxes
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
    assert filled(a_claim(), "20") == {"no": "X"}


def test_diagnoses_have_letters_and_no_dots() -> None:
    parts = filled(twelve_diagnoses(), "21")
    assert (parts["A"], parts["H"], parts["L"], parts["icd_indicator"]) == ("M5459", "M25511", "G44209", "0")
    assert filled(a_claim(diagnoses=()), "21") == {"icd_indicator": ""}


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


def test_one_number_in_23() -> None:
    both = a_claim(authorization_number="A-1", referral_number="R 2")
    assert filled(both, "23") == {"prior_auth": "A1"}
    veteran = replace(stories.veteran(), authorization_number="A-1", referral_number="R 2")
    assert filled(veteran, "23") == {"prior_auth": "R2"}
    assert filled(a_claim(), "23") == {"prior_auth": ""}
