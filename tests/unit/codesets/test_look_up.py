from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.codesets.look_up import LibraryCodes, State, standing
from tests.support.checks import a_small_library
from tests.support.made_up_codes import APRIL, NOVEMBER, made_up_library

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.codesets.library import CodeLibrary


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


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> CodeLibrary:
    return made_up_library(tmp_path_factory.mktemp("two"))


def test_a_valid_code_needs_no_words(two_releases: CodeLibrary) -> None:
    found = standing(two_releases, "m25561", APRIL)
    assert (found.state, found.said, found.instead) == (State.VALID, "", ())


def test_a_header_says_so_and_offers_what_to_use(two_releases: CodeLibrary) -> None:
    found = standing(two_releases, "M25.56", APRIL)
    assert (found.state, found.instead) == (State.HEADER, ("M25.561", "M25.562", "M25.569"))
    assert found.said == "M25.56 is a header and needs more characters; use M25.561, M25.562, M25.569"


def test_a_code_that_was_split_is_a_header_from_that_day_on(two_releases: CodeLibrary) -> None:
    assert standing(two_releases, "M10.9", APRIL).state == State.VALID
    found = standing(two_releases, "M10.9", NOVEMBER)
    assert (found.state, found.instead) == (State.HEADER, ("M10.90", "M10.91"))


def test_a_deleted_code_names_its_last_day(two_releases: CodeLibrary) -> None:
    found = standing(two_releases, "M20.49", NOVEMBER)
    assert (found.state, found.last_on) == (State.DELETED, date(2026, 9, 30))
    assert found.instead == ("M20.41", "M20.42")
    assert found.said == "M20.49 was deleted and is valid until 09/30/2026 only; use M20.41, M20.42"


def test_a_code_that_begins_later_names_its_first_day(two_releases: CodeLibrary) -> None:
    found = standing(two_releases, "M10.91", APRIL)
    assert (found.state, found.first_on) == (State.NOT_YET, date(2026, 10, 1))
    assert found.said == "M10.91 is valid from 10/01/2026 on only; use M10.9"


def test_what_is_no_code_in_any_release(two_releases: CodeLibrary) -> None:
    found = standing(two_releases, " zz9 ", APRIL)
    assert (found.state, found.code, found.title) == (State.UNKNOWN, "ZZ9", "")


def test_each_day_is_answered_by_its_release(two_releases: CodeLibrary) -> None:
    codes = LibraryCodes(two_releases)
    april, november = codes.look_up("M10.9", APRIL), codes.look_up("M10.9", NOVEMBER)
    assert (april.billable, november.billable) == (True, False)
    assert november.said.endswith("its notes are those of 4/2026, because only titles are loaded")
    assert codes.release_on(date(2026, 9, 30)) == "4/2026"
    assert codes.release_on(date(2026, 10, 1)) == "10/2026"


def test_an_answer_brings_the_title_and_what_the_edits_ask_about(two_releases: CodeLibrary) -> None:
    answer = LibraryCodes(two_releases).look_up("M10.9", APRIL)
    assert answer.title
    assert {note.kind for note in answer.notes} <= {"excludes1", "code_first", "use_additional"}
    assert LibraryCodes(two_releases).look_up("ZZ9", APRIL).notes == ()
