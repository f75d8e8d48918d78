from __future__ import annotations

from datetime import date

import pytest

from tests.support.coded_days import DAY, Case, a_day, a_service, assert_case, earlier, found

HEALING = earlier("99213", date(2026, 11, 9), diagnoses=("S93.401D",))
CASES = (
    Case(
        "F16", a_day(diagnoses=("W18.30XA", "S93.401A")), a_day(diagnoses=("S93.401A", "W18.30XA")), "warning"
    ),
    Case("N08", a_day(diagnoses=("S82.51XD", "Z47.89")), a_day(diagnoses=("M17.11", "Z47.1"))),
    Case(
        "N09",
        a_day(diagnoses=("S93.401A", "S93.401D")),
        a_day(diagnoses=("S93.401A", "S93.402A")),
    ),
    Case(
        "N10",
        a_day(a_service(), diagnoses=("S93.401A",), earlier=(HEALING,)),
        a_day(a_service(), diagnoses=("S93.401D",), earlier=(HEALING,)),
    ),
    Case("N11", a_day(diagnoses=("P07.30",)), a_day(diagnoses=("P07.30",), birth_on=date(2026, 11, 1))),
    Case("N12", a_day(diagnoses=("O26.891",), birth_on=date(1960, 1, 1)), a_day(diagnoses=("O26.891",))),
    Case("N12", a_day(diagnoses=("O9A.211",), birth_on=date(2017, 1, 1)), a_day(diagnoses=("O9A.211",))),
    Case("N13", a_day(diagnoses=("N40.0",)), a_day(diagnoses=("N40.0",), sex="M"), "warning"),
    Case("N13", a_day(diagnoses=("N80.9",), sex="M"), a_day(diagnoses=("N80.9",)), "warning"),
    Case("N13", a_day(diagnoses=("O26.891",), sex="M"), a_day(diagnoses=("O26.891",), sex="U")),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_going_back_names_the_day() -> None:
    day = a_day(a_service(), diagnoses=("S93.401A",), earlier=(HEALING,))
    assert "11/09/2026" in found(day)["N10"].message


def test_a_later_visit_is_no_earlier_one() -> None:
    later = earlier("99213", DAY, diagnoses=("S93.401D",))
    assert "N10" not in found(a_day(a_service(), diagnoses=("S93.401A",), earlier=(later,)))
