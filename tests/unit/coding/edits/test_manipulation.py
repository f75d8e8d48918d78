from __future__ import annotations

from datetime import date

import pytest

from tests.support.coded_days import Case, a_day, a_service, assert_case, changed, found, medicare

THERAPY = a_service("97110", "GP")
AT_GA = a_service("98941", "AT", "GA")
CMT = a_service("98941", "AT")
CASES = (
    Case(
        "C01",
        medicare(changed(CMT, diagnoses=("M54.59", "M99.03"))),
        medicare(CMT),
        "must_fix",
        (a_day(changed(CMT, diagnoses=("M54.59",))),),
    ),
    Case("C02", medicare(changed(CMT, diagnoses=("M99.03",))), medicare(CMT), "warning"),
    Case(
        "C03", medicare(a_service("98941")), medicare(CMT), "must_fix", (medicare(a_service("98940", "GZ")),)
    ),
    Case("C04", medicare(AT_GA, mac="JM"), medicare(CMT, mac="JM"), "must_fix"),
    Case("C04", medicare(AT_GA, mac="J5"), medicare(CMT, mac="J5"), "warning"),
    Case("C04", medicare(AT_GA, mac="JF"), medicare(CMT, mac="JF"), "warning"),
    Case("C04", medicare(AT_GA), medicare(changed(AT_GA, on=date(2015, 10, 30))), "warning"),
    Case("C05", medicare(CMT, treatment="maintenance"), medicare(CMT), "must_fix"),
    Case("N16", medicare(CMT, treatment=""), medicare(CMT), "warning"),
    Case(
        "C08",
        medicare(CMT, THERAPY),
        medicare(CMT, a_service("97110", "GP", "GY")),
        "warning",
        (medicare(changed(THERAPY, taxonomy="207X00000X")),),
    ),
    Case("C09", medicare(a_service("97110", "GX")), medicare(a_service("97110", "GX", "GY")), "must_fix"),
    Case("C09", medicare(a_service("98941", "GY")), medicare(CMT)),
    Case("C10", medicare(CMT, initial_treatment_on=None), medicare(CMT), "must_fix"),
    Case(
        "C15",
        a_day(a_service(), a_service("98943")),
        a_day(a_service(), a_service("98943", "51")),
        "warning",
        (a_day(a_service("98943")),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_each_contractor_has_its_own_row() -> None:
    sources = {mac: found(medicare(AT_GA, mac=mac))["C04"].source for mac in ("JJ", "J8", "JE", "JK")}
    assert len(set(sources.values())) == 4
    assert "Palmetto" in sources["JJ"]
    assert "Noridian" in sources["JE"]


def test_the_plan_of_care_decides_and_nothing_is_a_default() -> None:
    assert "active" in found(medicare(CMT, treatment=""))["N16"].message
    assert "N16" not in found(medicare(CMT, treatment="maintenance"))
    assert "C05" not in found(medicare(a_service("98941", "GA"), treatment="maintenance"))
