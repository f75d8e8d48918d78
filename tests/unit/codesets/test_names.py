from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.codesets.icd10_tabular import packaged_tabular, read_tabular
from clinicbill.codesets.names import Entry, office_terms, search_entries, wording_words

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    found = search_entries(read_tabular(packaged_tabular()), office_terms())
    return {entry.code.code: entry for entry in found}


def test_stems_are_indexed_not_their_seventh_characters(entries: dict[str, Entry]) -> None:
    assert len(entries) == 36_343
    assert "S33.6" in entries
    assert "S33.6XXA" not in entries
    assert "M54.5" not in entries


def test_an_inclusion_term_of_a_heading_is_passed_on_with_what_the_code_adds(
    entries: dict[str, Entry],
) -> None:
    names = {frozenset(name.words) for name in entries["M54.16"].names}
    assert frozenset({"lumbar", "neuritis", "radiculitis", "region"}) in names


def test_a_name_is_not_passed_on_to_the_sibling_it_does_not_mean(entries: dict[str, Entry]) -> None:
    assert "shoulder dislocation" in {name.shown for name in entries["S43.004"].names}
    assert all("dislocation" not in name.words for name in entries["S43.001"].names)


def test_sides_are_kept_apart_from_words(entries: dict[str, Entry]) -> None:
    assert entries["M25.561"].side == "R"
    assert entries["M25.562"].side == "L"
    assert entries["M17.0"].side == "B"
    assert entries["M25.569"].side == "U"
    assert all("right" not in name.words for name in entries["M25.561"].names)


def test_words_in_brackets_and_behind_or_are_optional() -> None:
    assert wording_words("Flat foot [pes planus] (acquired), right foot") == {
        "flat": False,
        "foot": False,
        "pes": True,
        "planus": True,
        "acquired": True,
    }
    assert wording_words("Complete rotator cuff tear or rupture of left shoulder")["rupture"] is True


def test_headings_give_context(entries: dict[str, Entry]) -> None:
    assert "dorsopathy" in entries["M54.31"].context
    assert "tear" in entries["S83.512"].context


def test_every_term_of_ours_names_a_code_and_stands_once(entries: dict[str, Entry]) -> None:
    known = {code.code for code in read_tabular(packaged_tabular()).codes if not code.seventh}
    assert sorted(set(office_terms()) - known) == []
    assert [code for code, terms in office_terms().items() if len(set(terms)) != len(terms)] == []


def test_a_small_list_without_terms(small_tabular: Path) -> None:
    found = list(search_entries(read_tabular(small_tabular), {}))
    assert [entry.code.code for entry in found] == ["B20", "S06.1X6", "S06.1X7", "S06.1X8", "S06.2"]
    assert [name.shown for name in found[0].names] == ["Disease of one category", "Lone disease"]
