from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.codesets.look_up import LibraryCodes
from tests.support.checks import a_small_library

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def codes(tmp_path: Path) -> LibraryCodes:
    return LibraryCodes(a_small_library(tmp_path / "codes.sqlite"))


def test_a_billable_code_in_force(codes: LibraryCodes) -> None:
    answer = codes.look_up("M54.59", date(2026, 5, 4))
    assert (answer.known, answer.billable, answer.covers, answer.instead) == (True, True, True, ())
    assert answer.said == "checked against code set 4/2026"


def test_a_header_offers_what_is_below_it(codes: LibraryCodes) -> None:
    answer = codes.look_up("M54.5", date(2026, 5, 4))
    assert (answer.known, answer.billable) == (True, False)
    assert answer.instead == ("M54.50", "M54.51", "M54.59")


def test_an_unknown_code_is_not_known(codes: LibraryCodes) -> None:
    assert not codes.look_up("S13.4XXA", date(2026, 5, 4)).known


def test_a_day_without_its_set_uses_the_nearest_and_says_so(codes: LibraryCodes) -> None:
    answer = codes.look_up("M54.2", date(2026, 11, 12))
    assert answer.billable
    assert not answer.covers
    assert "11/12/2026 is not loaded" in answer.said
    assert codes.release_on(date(2026, 11, 12)) == "4/2026"
    assert codes.look_up("M54.2", date(2026, 11, 12)) is answer


def test_a_remembered_code_is_told_for_its_own_day(codes: LibraryCodes) -> None:
    inside, outside, later = date(2026, 5, 4), date(2026, 11, 12), date(2026, 11, 23)
    said = [codes.look_up("M54.2", day) for day in (inside, outside, later, inside)]
    assert [answer.covers for answer in said] == [True, False, False, True]
    assert "11/12/2026 is not loaded" in said[1].said
    assert "11/23/2026 is not loaded" in said[2].said
    assert said[3].said == "checked against code set 4/2026"
