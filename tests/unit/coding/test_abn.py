from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.basics.money import Money
from clinicbill.coding.abn import abn_findings, abn_for, edition_on, editions
from tests.support.coded_days import an_abn

ABN = an_abn(estimated=Money(5000))
DAY = date(2026, 11, 23)


def test_it_covers_what_it_names_from_its_signature_for_a_year() -> None:
    assert ABN.covers("98941", date(2026, 11, 2))
    assert not ABN.covers("98941", date(2026, 11, 1))
    assert ABN.covers("98941", date(2027, 11, 2))
    assert not ABN.covers("98941", date(2027, 11, 3))
    assert not ABN.covers("97110", DAY)
    assert replace(ABN, procedure_codes=()).covers("97110", DAY)
    assert not replace(ABN, active=False).covers("98941", DAY)


def test_without_an_answer_it_covers_nothing() -> None:
    open_one = replace(ABN, signed_on=None, option=None)
    assert not open_one.covers("98941", DAY)
    assert replace(open_one, refused=True).covers("98941", DAY)


def test_a_leap_day_ends_in_february() -> None:
    assert replace(ABN, given_on=date(2028, 2, 29), signed_on=None).last_on == date(2029, 2, 28)


def test_the_one_answered_last_counts() -> None:
    later = replace(ABN, given_on=date(2026, 11, 20), signed_on=date(2026, 11, 20))
    assert abn_for([ABN, later], "98941", DAY) is later
    assert abn_for([], "98941", DAY) is None


def test_the_edition_of_a_day() -> None:
    latest = editions()[-1]
    assert edition_on(date(2026, 5, 12)) == latest
    assert edition_on(date(2026, 5, 11)) is None
    assert ABN.current_edition
    assert not replace(ABN, edition="01/31/2026").current_edition
    assert replace(ABN, edition="01/31/2026", given_on=date(2026, 5, 1)).current_edition


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"services": " "}, "R60"),
        ({"reason": ""}, "R61"),
        ({"estimated": None}, "R61"),
        ({"signed_on": date(2026, 11, 1)}, "R62"),
        ({"to_on": date(2028, 1, 1)}, "R62"),
        ({"edition": "01/31/2026"}, "R63"),
        ({"option": None}, "R64"),
        ({"refused": True}, "R64"),
    ],
)
def test_what_is_wrong_with_a_notice(changed: dict[str, object], rule: str) -> None:
    found = abn_findings(replace(ABN, **changed))  # type: ignore[arg-type]
    assert [one.rule for one in found] == [rule]
    assert (found[0].severity is Severity.WARNING) == (rule == "R63")
    assert abn_findings(ABN) == []
