from __future__ import annotations

from datetime import date

import pytest

from tests.support.coded_days import Case, a_day, a_service, an_abn, assert_case, found, medicare

GA = a_service("98941", "GA")
GX = a_service("97110", "GX", "GY")
SIGNED = an_abn()
LATE = an_abn(given_on=date(2026, 11, 24), signed_on=date(2026, 11, 24))
CASES = (
    Case("C06", medicare(GA), medicare(GA, abns=(SIGNED,)), "must_fix"),
    Case("C06", medicare(GA, abns=(LATE,)), medicare(GA, abns=(LATE, SIGNED))),
    Case("C06", medicare(GA, abns=(an_abn(signed_on=None),)), medicare(GA, abns=(an_abn(signed_on=None, refused=True),))),
    Case("C06", medicare(GA, abns=(an_abn(procedure_codes=("97110",)),)), medicare(GA, abns=(an_abn(procedure_codes=()),))),
    Case("C06", medicare(GA, abns=(an_abn(to_on=date(2026, 11, 20)),)), medicare(GA, abns=(an_abn(to_on=date(2026, 11, 23)),))),
    Case("C07", medicare(a_service("98941", "GZ"), abns=(SIGNED,)), medicare(a_service("98941", "GZ")), "must_fix"),
    Case("C07", medicare(GX), medicare(GX, abns=(an_abn(procedure_codes=("97110",)),))),
    Case("N19", medicare(GA, abns=(an_abn(edition="01/31/2026"),)), medicare(GA, abns=(SIGNED,)), "warning"),
    Case("N23", a_day(GA, filing_code="16"), medicare(GA, abns=(SIGNED,)), "warning"),
    Case("N24", medicare(GA, abns=(an_abn(option=2),)), medicare(GA, abns=(SIGNED,)), "warning"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_the_day_of_service_itself_is_early_enough() -> None:
    same_day = an_abn(given_on=date(2026, 11, 23), signed_on=date(2026, 11, 23))
    assert "C06" not in found(medicare(GA, abns=(same_day,)))


def test_commercial_payers_know_no_notices() -> None:
    assert not {"C06", "C07", "N19", "N23"} & set(found(a_day(GA)))
