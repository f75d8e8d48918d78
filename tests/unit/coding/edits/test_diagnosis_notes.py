from __future__ import annotations

import pytest

from tests.support.coded_days import Case, a_day, a_service, assert_case, found

CASES = (
    Case(
        "N05",
        a_day(diagnoses=("M54.41", "M54.50")),
        a_day(diagnoses=("M54.2", "M54.50")),
        "warning",
        (a_day(diagnoses=("M54.41", "M54.50"), codes=None),),
    ),
    Case("N06", a_day(diagnoses=("G53", "C71.9")), a_day(diagnoses=("C71.9", "G53")), "warning"),
    Case("N06", a_day(diagnoses=("G53",)), a_day(diagnoses=("M54.2",))),
    Case("N07", a_day(diagnoses=("M80.08XA",)), a_day(diagnoses=("M80.08XA", "T38.0X5A")), "info"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_excludes_names_the_note_and_its_place_and_speaks_once() -> None:
    day = a_day(a_service(), diagnoses=("M54.50", "M54.41"))
    told = found(day)["N05"]
    assert (told.value, told.field) == ("M54.41", "diagnoses.1")
    assert "Excludes1 at M54.5" in told.source
    assert "nothing to do with each other" in told.why
