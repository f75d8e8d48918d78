from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.codesets import icd10

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary

DAY = date(2026, 6, 1)


@pytest.mark.parametrize("typed", ["M54.50", "m5450", " M54.50 ", "m54.50"])
def test_a_code_as_it_is_typed(library: CodeLibrary, typed: str) -> None:
    found = icd10.get_code(library, typed, DAY)
    assert found is not None
    assert (found.code, found.title, found.billable) == ("M54.50", "Low back pain, unspecified", True)
    assert (found.parent, found.section, found.chapter, found.seventh) == ("M54.5", "M50-M54", "13", "")
    assert (found.release, found.from_on, found.to_on) == ("4/2026", date(2026, 4, 1), None)


@pytest.mark.parametrize("typed", ["", "M54.5X", "99213", "no code", "🦴"])
def test_no_such_code(library: CodeLibrary, typed: str) -> None:
    assert icd10.get_code(library, typed, DAY) is None
    assert not icd10.is_billable(library, typed, DAY)
    assert icd10.notes(library, typed, DAY) == []
    assert icd10.children(library, typed, DAY) == icd10.parents(library, typed, DAY) == []


def test_a_day_that_no_release_covers_uses_the_nearest(library: CodeLibrary) -> None:
    for day in (date(1990, 1, 1), date(2026, 11, 23), date(2099, 12, 31)):
        assert icd10.is_billable(library, "M54.50", day)


def test_headings_are_not_billable(library: CodeLibrary) -> None:
    assert not icd10.is_billable(library, "M54.5", DAY)
    assert not icd10.is_billable(library, "S33.6", DAY)
    assert icd10.is_billable(library, "S33.6XXA", DAY)


def test_children_in_order(library: CodeLibrary) -> None:
    assert [code.code for code in icd10.children(library, "M54.5", DAY)] == ["M54.50", "M54.51", "M54.59"]
    assert [code.seventh for code in icd10.children(library, "S33.6", DAY)] == ["A", "D", "S"]


def test_parents_from_the_category_down(library: CodeLibrary) -> None:
    assert [code.code for code in icd10.parents(library, "S93.401A", DAY)] == [
        "S93",
        "S93.4",
        "S93.40",
        "S93.401",
    ]


@pytest.mark.parametrize("code", ["B20", "M99.03", "T07.XXXA", "Z68.32", "C7A.00"])
def test_a_section_named_like_its_category_ends(library: CodeLibrary, code: str) -> None:
    found = icd10.get_code(library, code, DAY)
    assert found is not None
    assert len(icd10.parents(library, code, DAY)) < 5
    assert icd10.section_title(library, found)
    assert icd10.chapter_title(library, found)
    assert {note.owner_kind for note in icd10.notes(library, code, DAY)} >= {"chapter"}


def test_own_notes_stand_before_inherited_ones(library: CodeLibrary) -> None:
    notes = icd10.notes(library, "M54.50", DAY)
    assert (notes[0].kind, notes[0].text) == ("inclusion", "Loin pain")
    owners = list(dict.fromkeys(note.owner for note in notes))
    assert owners == ["M54.50", "M54.5", "M54", "M50-M54", "13"]
    texts = {note.text for note in notes if note.kind == "excludes1"}
    assert "low back strain (S39.012)" in texts
    assert "psychogenic dorsalgia (F45.41)" in texts


def test_inclusion_terms_hold_only_where_they_stand(library: CodeLibrary) -> None:
    notes = icd10.notes(library, "M54.16", DAY)
    assert [note for note in notes if note.kind == "inclusion" and note.owner != "M54.16"] == []


def test_own_notes_alone(library: CodeLibrary) -> None:
    assert {note.owner for note in icd10.notes(library, "M54.5", DAY, inherited=False)} == {"M54.5"}


def test_the_nearest_seventh_characters_are_told_once(library: CodeLibrary) -> None:
    notes = [note for note in icd10.notes(library, "S52.501A", DAY) if note.kind == "seventh"]
    assert [note.text[0] for note in notes] == list("ABCDEFGHJKMNPQRS")
    assert {note.owner for note in notes} == {"S52"}
    assert "initial encounter for open fracture NOS" in notes[1].text


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("M54.5", ["M54.50", "M54.51", "M54.59"]),
        ("M54.5X", ["M54.50", "M54.51", "M54.59"]),
        ("M54.500", ["M54.50"]),
        ("S33.6", ["S33.6XXA", "S33.6XXD", "S33.6XXS"]),
        ("I10.9", ["I10"]),
        ("M54.50", []),
        ("ZZZ.9", []),
        ("", []),
    ],
)
def test_what_to_use_instead(library: CodeLibrary, typed: str, instead: list[str]) -> None:
    assert [code.code for code in icd10.valid_replacements(library, typed, DAY)] == instead
