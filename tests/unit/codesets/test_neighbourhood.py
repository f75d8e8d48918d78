from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from clinicbill.codesets.look_up import State
from clinicbill.codesets.neighbourhood import neighbourhood
from tests.support.made_up_codes import APRIL as DAY

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary


def test_the_way_down_what_is_beside_and_what_is_below(library: CodeLibrary) -> None:
    found = neighbourhood(library, "m545", DAY)
    lines = [(line.code, line.depth) for line in found.around]
    assert lines[0] == ("M54", 0)
    assert lines[6:10] == [("M54.5", 1), ("M54.50", 2), ("M54.51", 2), ("M54.59", 2)]
    assert "M54.10" not in [line.code for line in found.around]
    assert [line.code for line in found.around if line.here] == ["M54.5"]
    assert found.standing.state == State.HEADER
    assert found.section.startswith("M50-M54 Other dorsopathies")
    assert found.chapter.startswith("13 Diseases of the musculoskeletal")


def test_own_notes_and_those_from_above(library: CodeLibrary) -> None:
    found = neighbourhood(library, "M54.50", DAY)
    assert {note.owner for note in found.own} == {"M54.50"}
    owners = [note.owner for note in found.inherited]
    assert owners == sorted(owners, key=["M54.5", "M54", "M50-M54", "13"].index)
    assert ("excludes1", "M54.5") in {(note.kind, note.owner) for note in found.inherited}


def test_the_characters_of_a_stem_and_of_a_full_code(library: CodeLibrary) -> None:
    full = neighbourhood(library, "S93.401D", DAY)
    assert [(one.character, one.meaning, one.here) for one in full.sevenths] == [
        ("A", "initial encounter", False),
        ("D", "subsequent encounter", True),
        ("S", "sequela", False),
    ]
    assert [line.code for line in full.around if line.here] == ["S93.401"]
    stem = neighbourhood(library, "S93.401", DAY)
    assert [one.code for one in stem.sevenths] == ["S93.401A", "S93.401D", "S93.401S"]
    assert not any(note.kind.startswith("seventh") for note in (*full.own, *full.inherited))


def test_depths_follow_the_list(library: CodeLibrary) -> None:
    around = neighbourhood(library, "S82.201A", DAY).around
    for before, after in itertools.pairwise(around):
        assert after.depth <= before.depth + 1


def test_no_such_code(library: CodeLibrary) -> None:
    found = neighbourhood(library, "ZZZ", DAY)
    assert (found.code, found.around, found.standing.state) == (None, (), State.UNKNOWN)
    assert found.release == "checked against code set 4/2026"
