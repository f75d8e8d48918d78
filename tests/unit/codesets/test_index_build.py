from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from clinicbill.codesets import store
from clinicbill.codesets.icd10_tabular import read_tabular
from clinicbill.codesets.index_build import IndexEdition, index_names, nearest_editions, read_book
from tests.support.made_up_codes import made_up_library, made_up_sources

OLD = IndexEdition(
    part="main",
    name="4/2025",
    from_on=date(2025, 4, 1),
    to_on=date(2025, 9, 30),
    origin="",
    sha256="a",
    path=Path("a"),
)
NEW = replace(OLD, name="10/2026", from_on=date(2026, 10, 1), to_on=None)
CAUSES = replace(OLD, part="external cause", name="e")


def test_of_each_part_the_nearest_edition() -> None:
    assert nearest_editions([OLD, NEW, CAUSES], date(2025, 5, 1)) == (OLD, CAUSES)
    assert nearest_editions([CAUSES, OLD, NEW], date(2027, 1, 1)) == (NEW, CAUSES)
    assert nearest_editions([OLD, NEW], date(2025, 11, 1)) == (OLD,)
    assert nearest_editions([], date(2025, 5, 1)) == ()


def test_of_two_that_cover_the_day_the_later_one() -> None:
    april = replace(OLD, to_on=None)
    assert nearest_editions([april, NEW], date(2026, 12, 1)) == (NEW,)


def test_the_paths_to_a_full_code_lead_to_its_stem(tmp_path: Path) -> None:
    sources = made_up_sources(tmp_path)
    book = read_book(1, sources.indexes)
    names = index_names(book, read_tabular(sources.releases[0].path))
    assert {name.shown for name in names["M20.4"]} == {"Hammer toe", "Deformity → toe, toes → hammer toe"}
    assert "S99.9" not in names


def test_releases_with_the_same_editions_share_a_book(tmp_path: Path) -> None:
    library = made_up_library(tmp_path)
    assert {library.index_number(name) for name in ("4/2026", "10/2026")} == {1}
    assert [row["part"] for row in library.read(store.list_index_parts, 1)] == ["main"]
