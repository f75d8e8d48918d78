from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.profiles import profile_for
from clinicbill.cms1500.pages import sheets
from tests.support.claims import a_claim, secondary, six_lines

if TYPE_CHECKING:
    from clinicbill.claims.profile import PayerProfile

ON = date(2026, 11, 23)


def profile(**changes: Any) -> PayerProfile:
    return replace(profile_for("commercial", ON), **changes)


@pytest.mark.parametrize(("lines", "counts"), [(1, [1]), (6, [6]), (7, [6, 1]), (8, [6, 2]), (13, [6, 6, 1])])
def test_six_lines_a_sheet(lines: int, counts: list[int]) -> None:
    made = sheets(six_lines(lines), profile())
    assert [len(sheet.lines) for sheet in made] == counts
    assert [(sheet.number, sheet.count) for sheet in made] == [
        (n, len(counts)) for n in range(1, len(counts) + 1)
    ]


def test_split_sheets_have_their_own_totals_that_add_up() -> None:
    claim = six_lines(8, amount_paid=Money(2000))
    first, second = sheets(claim, profile(overflow="split", amount_paid=("patient",)))
    assert (first.total, second.total) == (Money(39000), Money(13000))
    assert (first.amount_paid, second.amount_paid) == (Money(2000), None)


def test_continued_sheets_total_on_the_last() -> None:
    claim = six_lines(8, amount_paid=Money(2000))
    first, second = sheets(claim, profile(overflow="continued", amount_paid=("patient",)))
    assert (first.total, second.total) == (None, claim.total)
    assert (first.amount_paid, second.amount_paid) == (None, Money(2000))


def test_what_counts_as_paid_is_the_payers_choice() -> None:
    claim = secondary(amount_paid=Money(1500))
    paid = {
        who: sheets(claim, profile(amount_paid=who))[0].amount_paid
        for who in [(), ("patient",), ("payers",), ("patient", "payers")]
    }
    assert paid == {
        (): None,
        ("patient",): Money(1500),
        ("payers",): Money(3230),
        ("patient", "payers"): Money(4730),
    }


def test_a_claim_without_lines_still_has_a_sheet() -> None:
    [sheet] = sheets(a_claim(lines=()), profile())
    assert (sheet.lines, sheet.total) == ((), Money(0))
