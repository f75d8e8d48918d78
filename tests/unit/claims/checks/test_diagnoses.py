from __future__ import annotations

from datetime import date

import pytest

from tests.support.checks import Case, FewCodes, assert_case, findings
from tests.support.claims import (
    TWELVE,
    a_claim,
    a_line,
    medicare_chiropractic,
    thirteen_diagnoses,
    twelve_diagnoses,
)

LOADED = {"codes": FewCodes()}
OLD = {"codes": FewCodes(date(2026, 4, 1), date(2026, 9, 30))}
CASES = (
    Case("F14", a_claim(diagnoses=()), a_claim()),
    Case("F14", a_claim(diagnoses=("M5459", "M54.2")), a_claim()),
    Case("F14", a_claim(diagnoses=("724.2", "M54.2")), a_claim()),
    Case("F14", a_claim(diagnoses=("M54.59", "M54.59")), a_claim()),
    Case("X60", thirteen_diagnoses(), twelve_diagnoses()),
    Case("X60", thirteen_diagnoses(), twelve_diagnoses(), {"delivery": "paper"}),
    Case("F15", a_claim(diagnoses=("M54.5", "M54.2")), a_claim(), LOADED),
    Case("F15", a_claim(diagnoses=("M54.58", "M54.2")), a_claim(), LOADED),
    Case("H15", a_claim(diagnoses=("M54.58", "M54.2")), a_claim(), OLD),
    Case("H16", a_claim(), a_claim(), OLD, LOADED),
    Case("F16", a_claim(diagnoses=("V43.52XA", "S13.4XXA")), a_claim(diagnoses=("S13.4XXA", "V43.52XA"))),
    Case("F18", a_claim(lines=(a_line(pointers=(1,)),)), a_claim()),
    Case(
        "C01",
        medicare_chiropractic(lines=(a_line(modifiers=("AT",), pointers=(2, 1)),)),
        medicare_chiropractic(),
    ),
    Case(
        "C02",
        medicare_chiropractic(lines=(a_line(modifiers=("AT",), pointers=(1, 3)),)),
        medicare_chiropractic(),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_a_day_that_no_set_covers_never_stops_a_claim() -> None:
    found = findings(a_claim(diagnoses=("M54.58", "M54.2")), **OLD)
    assert found["H15"].severity == "warning"
    assert found["H16"].severity == "info"
    assert "code set 10/2026" in found["H16"].message
    assert "F15" not in found


def test_a_header_stops_even_in_the_nearest_set() -> None:
    assert findings(a_claim(diagnoses=("M54.5", "M54.2")), **OLD)["F15"].severity == "must_fix"


def test_the_place_is_told_by_letter() -> None:
    found = findings(a_claim(diagnoses=("M54.2", "M54.5")), **LOADED)["F15"]
    assert (found.where, found.value, found.field) == ("item 21B", "M54.5", "diagnoses.1")
    assert "header" in found.message


def test_other_payers_take_a_manipulation_without_subluxation() -> None:
    assert "C01" not in findings(a_claim())


def test_thirteen_diagnoses_stop_the_file_and_offer_the_split() -> None:
    found = findings(thirteen_diagnoses())["X60"]
    assert found.severity == "must_fix"
    assert found.fix == "Take the claim back and bill it in 2 parts: lines 1–3, then line 4."


def test_thirteen_diagnoses_are_parted_on_paper() -> None:
    found = findings(thirteen_diagnoses(), delivery="paper")["X60"]
    assert found.severity == "info"
    assert found.fix == "Nothing to do: look at the forms."


def test_a_thirteenth_diagnosis_that_no_line_needs_is_taken_off() -> None:
    claim = twelve_diagnoses(diagnoses=(*TWELVE, "M25.50"))
    assert findings(claim)["X60"].fix == "Take those off the visit that no line points at."
