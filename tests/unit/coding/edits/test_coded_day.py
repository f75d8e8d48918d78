from __future__ import annotations

from datetime import date

from clinicbill.coding.edits.coded_day import at_diagnosis, at_line
from tests.support.coded_days import DAY, a_day, a_service, medicare


def test_the_scope_is_that_of_the_first_day() -> None:
    early = date(2026, 11, 20)
    day = medicare(a_service(), a_service("97110", on=early), mac="JE")
    assert (day.scope.filing_code, day.scope.mac, day.scope.day) == ("MB", "JE", early)
    assert a_day().first_on == DAY
    assert day.is_medicare


def test_lines_stand_under_their_days_with_their_places() -> None:
    day = a_day(a_service(), a_service("97110", on=date(2026, 11, 20)), a_service("97140"))
    assert [(on.day, [index for index, _ in lines]) for on, lines in day.days()] == [(20, [1]), (23, [0, 2])]
    assert [index for index, _ in day.lines_with({"97140"})] == [2]


def test_nothing_is_held_against_a_code_where_nobody_is_asked() -> None:
    answer = a_day(codes=None).answer("M54.5")
    assert answer.billable
    assert answer.notes == ()


def test_problems_say_where_they_are() -> None:
    line = a_service("97140", "GP", "59")
    problem = at_line("C16", 1, line, "m", item="24E", cell="pointers")
    assert (problem.where, problem.field, problem.value) == (
        "line 2, item 24E",
        "lines.1.pointers",
        "97140 GP 59",
    )
    assert at_diagnosis("N05", 2, "M54.2", "m").where == "item 21C"
    assert line.has("XS", "59")
