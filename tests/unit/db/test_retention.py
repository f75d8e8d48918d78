"""Which copies stay and which go, and that going takes all of a copy along."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.db import backup, connect, retention
from tests.unit.db.practice_files import AT, a_practice, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_practice(tmp_path)[0]


def copies_of(*days_ago: float, reason: str = backup.BY_HAND) -> list[backup.Backup]:
    return [
        backup.Backup(
            path=Path(f"{days} {reason}"), file_id="f", made_at=NOW - timedelta(days=days), reason=reason
        )
        for days in days_ago
    ]


def kept(copies: list[backup.Backup]) -> list[float]:
    gone = retention.superfluous(copies, as_of=NOW)
    return [(NOW - copy.made_at) / timedelta(days=1) for copy in copies if copy not in gone]


NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("days_ago", "stay"),
    [
        ([], []),
        ([400], [400]),
        # everything of the last two days
        ([0, 0.1, 0.2, 1, 1.5, 1.9, 2], [0, 0.1, 0.2, 1, 1.5, 1.9, 2]),
        # then the newest of each day
        ([0, 3, 3.1, 3.2, 4, 4.5], [0, 3, 4]),
        # twelve of them
        ([0, *range(3, 15)], [0, *range(3, 15)]),
        # Nov 10 is a Tuesday: it and the Monday are one week; 22 is that Tuesday's week before, and so on
        ([0, *range(3, 15), 15, 16], [0, *range(3, 15), 15]),
        ([0, *range(3, 15), 15, 16, 17, 18, 24, 25], [0, *range(3, 15), 15, 17, 24]),
        # twelve days, ten weeks, nine months, and no more
        (list(range(800)), [0, 1, 2, *range(3, 15), 15, 17, 24, 31, 38, 45, 52, 59, 66, 73]),
    ],
)
def test_thinning(days_ago: list[float], stay: list[float]) -> None:
    found = kept(copies_of(*days_ago))
    assert found[: len(stay)] == stay
    months = found[len(stay) :]
    assert len(months) == (9 if len(days_ago) == 800 else 0)


def test_nine_months_are_the_newest_of_each() -> None:
    stay = kept(copies_of(*range(800)))[-9:]
    days = [NOW - timedelta(days=days) for days in stay]
    assert [(day.year, day.month) for day in days] == [
        (2026, 9), (2026, 8), (2026, 7), (2026, 6), (2026, 5), (2026, 4), (2026, 3), (2026, 2), (2026, 1),
    ]  # fmt: skip
    assert all((day + timedelta(days=1)).month != day.month for day in days[1:])


def test_a_copy_before_an_update_stays_ninety_days() -> None:
    special = copies_of(3.1, 89, 90, 91, reason=backup.BEFORE_UPDATE)
    ordinary = copies_of(0, 3, 3.2, 91.1, 91.2)
    assert retention.superfluous([*special, *ordinary], as_of=NOW) == [ordinary[2], ordinary[3], ordinary[4]]


@given(st.lists(st.integers(0, 30_000), unique=True, max_size=60))
def test_thinning_in_steps_never_loses_the_newest_or_the_recent(hours: list[int]) -> None:
    copies = copies_of(*(hour / 24 for hour in hours))
    gone = retention.superfluous(copies, as_of=NOW)
    stay = [copy for copy in copies if copy not in gone]
    assert not copies or max(copies, key=lambda copy: copy.made_at) in stay
    assert all(NOW - copy.made_at > retention.KEEP_ALL for copy in gone)
    assert retention.superfluous(stay, as_of=NOW) == []


def test_thin_out_deletes_all_three_files(path: Path) -> None:
    folder = backup.backup_folder(path)
    with opened(path) as practice:
        times = [AT - timedelta(days=5, hours=hour) for hour in (1, 2, 3)]
        copies = [practice.back_up(at=at) for at in times] + [practice.back_up(at=AT)]
        assert retention.thin_out(folder, "another practice", as_of=AT) == []
        gone = retention.thin_out(folder, practice.file_id, as_of=AT)
    assert gone == [copies[1], copies[2]]
    assert len(list(folder.iterdir())) == 6
    assert backup.list_backups(folder) == [copies[3], copies[0]]


def test_thin_out_sweeps_up_after_crashes(tmp_path: Path) -> None:
    old, fresh = (tmp_path / f".{name}.clinicbill.new" for name in ("old", "fresh"))
    for path, days in ((old, 3), (fresh, 1)):
        path.touch()
        moment = (AT - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))
    retention.thin_out(tmp_path, "f", as_of=AT)
    assert list(tmp_path.iterdir()) == [fresh]


def test_old_copies_are_thinned_out(path: Path) -> None:
    folder = backup.backup_folder(path)
    with opened(path) as practice:
        for hour in range(3):
            practice.back_up(at=AT + timedelta(hours=hour))
        with practice.connect() as db, connect.write(db):
            db.execute("update practice set phone = '1'")
        practice.back_up_changes(None, at=AT + timedelta(days=5))
    assert [made.made_at for made in backup.list_backups(folder)] == [
        AT + timedelta(days=5),
        AT + timedelta(hours=2),
    ]
