from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.claims.profiles import profile_for
from clinicbill.cms1500.pages import left_out, sheets
from tests.support.claims import (
    a_claim,
    a_line,
    secondary,
    six_lines,
    thirteen_diagnoses,
    twelve_diagnoses,
)

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


def test_thirteen_diagnoses_stand_alone_even_where_the_payer_continues() -> None:
    claim = thirteen_diagnoses()
    for overflow in ("split", "continued"):
        first, second = sheets(claim, profile(overflow=overflow))
        assert (first.first, second.first) == (0, 3)
        assert (first.diagnoses, second.diagnoses) == (claim.diagnoses[:12], ("M54.59", "M25.50"))
        assert second.lines[0].pointers == (2, 1)
        assert (first.total, second.total) == (Money(19500), Money(6500))


def test_diagnoses_no_line_points_at_fill_what_room_there_is() -> None:
    lines = (a_line(1, pointers=(2,)), a_line(2, pointers=(13,)))
    claim = thirteen_diagnoses(lines=lines)
    [sheet] = sheets(claim, profile())
    assert len(sheet.diagnoses) == 12
    assert sheet.diagnoses[-1] == "M25.50"
    assert [sheet.diagnoses[line.pointers[0] - 1] for line in sheet.lines] == ["M54.2", "M25.50"]
    assert left_out(claim) == (12,)
    assert left_out(twelve_diagnoses()) == ()


@given(
    st.lists(st.lists(st.integers(1, 24), min_size=1, max_size=4, unique=True), min_size=1, max_size=20),
    st.integers(1, 24),
)
def test_every_line_once_and_every_pointer_at_its_own_diagnosis(
    pointers: list[list[int]], known: int
) -> None:
    codes = tuple(f"A{number:02}" for number in range(1, known + 1))
    lines = tuple(a_line(n, pointers=tuple(one)) for n, one in enumerate(pointers, 1))
    claim = a_claim(diagnoses=codes, lines=lines)
    made = sheets(claim, profile())
    assert [line.service_line_id for sheet in made for line in sheet.lines] == [
        line.service_line_id for line in lines
    ]
    assert sum((sheet.total or Money(0)).cents for sheet in made) == claim.total.cents
    for sheet in made:
        assert len(sheet.lines) <= 6
        assert len(sheet.diagnoses) <= 12
        for line, before in zip(sheet.lines, lines[sheet.first :], strict=False):
            named = [codes[p - 1] for p in before.pointers if p <= known]
            assert [sheet.diagnoses[p - 1] for p in line.pointers if p <= len(sheet.diagnoses)] == named
