from __future__ import annotations

import pytest

from tests.support.coded_days import (
    Case,
    a_day,
    a_service,
    assert_case,
    found,
    medicare,
    ortho,
    surgeon,
)

CMT = a_service("98941", "AT")
OTHER = {"diagnoses": ("M54.2",), "pointers": (3,)}
CASES = (
    Case(
        "O10",
        medicare(CMT, a_service("97530", "GP")),
        medicare(CMT, a_service("97530", "GP", "59")),
        "must_fix",
        (a_day(a_service("97530")),),
    ),
    Case("O10", a_day(CMT, a_service("97530")), a_day(CMT, a_service("97530", "XS")), "warning"),
    Case(
        "N01",
        ortho(surgeon("29881", "RT"), surgeon("20610", "RT", "59"), filing_code="MB"),
        ortho(surgeon("29881", "RT"), filing_code="MB"),
        "must_fix",
    ),
    Case("N01", ortho(surgeon("29881"), surgeon("20610", "59")), ortho(surgeon("20610")), "warning"),
    Case("N02", ortho(surgeon("20939")), ortho(surgeon("20939"), surgeon("22612")), "must_fix"),
    Case("C13", a_day(CMT, a_service("98940")), a_day(CMT), "warning"),
    Case("C16", a_day(CMT, a_service("97140")), a_day(CMT, a_service("97140", "XS")), "warning"),
    Case(
        "C17",
        a_day(CMT, a_service("97140", "59")),
        a_day(CMT, a_service("97140", "59", **OTHER)),
        "warning",
    ),
    Case("C18", a_day(CMT, a_service("99213")), a_day(CMT, a_service("99213", "25")), "warning"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_a_pair_says_its_release_its_days_and_its_indicator() -> None:
    told = found(medicare(CMT, a_service("97530")))["O10"]
    assert "10/2026" in told.source
    assert "from 10/01/2026" in told.source
    assert "indicator 1" in told.message


def test_a_modifier_on_either_line_separates_the_pair() -> None:
    assert "O10" not in found(medicare(a_service("98941", "AT", "59"), a_service("97530", "GP")))


def test_nothing_loaded_is_silent_but_for_the_published_pairs() -> None:
    from clinicbill.coding.edits.reference import NOTHING_LOADED

    day = a_day(CMT, a_service("97530"), a_service("97140"), reference=NOTHING_LOADED)
    assert {"C16"} == set(found(day)) & {"O10", "N01", "C16"}
