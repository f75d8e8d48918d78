from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.coding.notes.lookup import Finder, normalised

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary

DAY = date(2026, 5, 1)


def test_the_best_answer_with_its_fit(finder: Finder) -> None:
    best = finder.find("low back pain")[0]
    assert (best.code, best.fit) == ("M54.50", 1.0)
    assert finder.find("low back  pain") is finder.find("low back pain")


def test_what_is_not_said_by_the_code_lowers_the_fit(finder: Finder) -> None:
    assert finder.find("low back pain zebra fracture")[0].fit < 0.8
    assert finder.find("xyzzyq") == ()


def test_a_misspelling_still_fits(finder: Finder) -> None:
    best = finder.find("cervical radiculopthy")[0]
    assert best.code == "M54.12"
    assert best.fit > 0.75


def test_codes_of_the_note_must_be_billable(finder: Finder) -> None:
    written = finder.coded("m5450")
    assert written is not None
    assert written.code == "M54.50"
    assert finder.coded("M54.5") is None
    assert finder.coded("Q99.99") is None


def test_what_the_office_chose_twice_stands_first(library: CodeLibrary) -> None:
    prior = {normalised("low back pain"): {"M54.59": 2, "M54.51": 1, "M54.5": 9}}
    found = Finder(library, DAY, {normalised("low back pain"): {"M54.59": 2, "M54.51": 1}}).find(
        "low back pain"
    )
    assert (found[0].code, found[0].source) == ("M54.59", "the office's choices")
    assert [one.code for one in found].count("M54.59") == 1
    assert "2 times" in found[0].shown
    # What is chosen but no longer billable is passed over.
    assert Finder(library, DAY, prior).find("low back pain")[0].code == "M54.50"


def test_one_choice_is_no_habit(library: CodeLibrary) -> None:
    found = Finder(library, DAY, {normalised("low back pain"): {"M54.59": 1}}).find("low back pain")
    assert found[0].code == "M54.50"


def test_phrases_are_counted_by_their_words() -> None:
    assert normalised("Pain of the low back") == normalised("low back pain") == "back low pain"


def test_the_index_path(finder: Finder, indexed_library: CodeLibrary) -> None:
    assert finder.index_path("low back pain", "M54.50") == ""
    indexed = Finder(indexed_library, DAY, {})
    assert indexed.index_path("low back pain", "M54.50") == "Pain → low back → M54.50"
    assert "completed to S83.91XA" in indexed.index_path("right knee sprain", "S83.91XA")
