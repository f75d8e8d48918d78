from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.codesets.release import last_release_day, newer_release_due, release_for

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary


class Loaded:
    """A library that has these releases: (name, first day, last day)."""

    def __init__(self, *rows: tuple[str, str, str | None]) -> None:
        self._rows = [
            {"name": name, "from_on": from_on, "to_on": to_on, "notes_of": ""}
            for name, from_on, to_on in rows
        ]

    def releases(self, _system: str) -> list[dict[str, Any]]:
        return self._rows


def loaded(*rows: tuple[str, str, str | None]) -> CodeLibrary:
    return cast("CodeLibrary", Loaded(*rows))


ONE = loaded(("4/2026", "2026-04-01", None))
THREE = loaded(
    ("10/2025", "2025-10-01", "2026-03-31"),
    ("4/2026", "2026-04-01", "2026-09-30"),
    ("10/2026", "2026-10-01", None),
)


@pytest.mark.parametrize(
    ("on", "covers"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2019, 1, 1), False),
    ],
)
def test_a_release_without_end_covers_until_the_next_of_the_calendar(on: date, *, covers: bool) -> None:
    used = release_for(ONE, on)
    assert used.release == "4/2026"
    assert used.covers is covers
    assert used.message.startswith("checked against code set 4/2026")
    assert ("not loaded" in used.message) is not covers


@pytest.mark.parametrize(
    ("on", "name", "covers"),
    [
        (date(2024, 1, 1), "10/2025", False),
        (date(2025, 10, 1), "10/2025", True),
        (date(2026, 3, 31), "10/2025", True),
        (date(2026, 4, 1), "4/2026", True),
        (date(2026, 10, 1), "10/2026", True),
        (date(2027, 3, 31), "10/2026", True),
        (date(2027, 6, 1), "10/2026", False),
        (date(2040, 1, 1), "10/2026", False),
    ],
)
def test_the_release_of_the_day_or_the_nearest(on: date, name: str, *, covers: bool) -> None:
    used = release_for(THREE, on)
    assert (used.release, used.covers) == (name, covers)


def test_the_gap_between_two_releases_takes_the_nearer() -> None:
    gap = loaded(("10/2020", "2020-10-01", "2021-09-30"), ("10/2023", "2023-10-01", "2024-03-31"))
    assert release_for(gap, date(2021, 12, 1)).release == "10/2020"
    assert release_for(gap, date(2023, 8, 1)).release == "10/2023"


@pytest.mark.parametrize("as_of", [date(2026, 4, 1), date(2026, 9, 30)])
def test_nothing_newer_is_in_force(as_of: date) -> None:
    assert newer_release_due(ONE, as_of) is None


def test_a_newer_set_is_in_force() -> None:
    due = newer_release_due(ONE, date(2026, 11, 23))
    assert due is not None
    assert (due.release, due.from_on) == ("10/2026", date(2026, 10, 1))
    assert due.message == "Code set 10/2026 is in force since 10/01/2026; the newest one loaded is 4/2026."
    assert newer_release_due(THREE, date(2026, 11, 23)) is None


@given(st.dates(min_value=date(1999, 1, 1)))
def test_the_last_release_day_is_a_first_of_april_or_october(day: date) -> None:
    last = last_release_day(day)
    assert (last.month, last.day) in {(4, 1), (10, 1)}
    assert 0 <= (day - last).days <= 183


def test_the_packaged_library(library: CodeLibrary) -> None:
    used = release_for(library, date(2026, 11, 23))
    assert (used.release, used.from_on, used.to_on, used.covers) == ("4/2026", date(2026, 4, 1), None, False)
    assert used.message == "checked against code set 4/2026; the one in force on 11/23/2026 is not loaded"


def test_of_two_that_cover_the_day_the_later_answers() -> None:
    year = loaded(("10/2025", "2025-10-01", "2026-09-30"), ("4/2026", "2026-04-01", "2026-09-30"))
    assert release_for(year, date(2026, 3, 31)).release == "10/2025"
    assert release_for(year, date(2026, 4, 1)).release == "4/2026"


def test_a_release_of_titles_only_says_whose_notes_it_has() -> None:
    rows = [{"name": "10/2026", "from_on": "2026-10-01", "to_on": None, "notes_of": "4/2026"}]
    library = loaded()
    library._rows.extend(rows)  # type: ignore[attr-defined]
    assert release_for(library, date(2026, 11, 1)).message == (
        "checked against code set 10/2026; its notes are those of 4/2026, because only titles are loaded"
    )


def test_an_older_release_of_the_same_year_is_not_nearer_because_its_end_is_known() -> None:
    both = loaded(("10/2025", "2025-10-01", "2026-09-30"), ("4/2026", "2026-04-01", None))
    assert release_for(both, date(2026, 11, 23)).release == "4/2026"
    assert release_for(both, date(2026, 5, 1)).release == "4/2026"
    assert release_for(both, date(2026, 3, 31)).release == "10/2025"
