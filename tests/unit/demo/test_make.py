from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, DatabaseBusy, NotWritable
from clinicbill.db.keys import CHEAPEST, keys_path
from clinicbill.db.practice_file import create_practice, open_practice
from clinicbill.demo.clock import Clock
from clinicbill.demo.make import (
    FIRST_SERVICE_ON,
    LAST_DAY,
    PASSWORD,
    YEAR,
    Year,
    check_day,
    file_name,
    make_demo,
)
from clinicbill.demo.script import DemoKind
from tests.unit.demo.conftest import DAY

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

# What differs each time: the practice's own number, and when the migrations ran.
_PER_FILE = ("meta", "_sqlite_migrations", "sqlite_stat1")


def _all_rows(db: Database) -> dict[str, list[object]]:
    tables = [name for name in db.table_names() if name not in _PER_FILE and "search" not in name]
    return {name: [tuple(row) for row in db.execute(f"select * from {name!r}").fetchall()] for name in tables}


def _made(folder: Path, kind: DemoKind, days: int = 12, seed: int = 1) -> dict[str, list[object]]:
    path = make_demo(folder, kind, as_of=DAY, days=days, seed=seed)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        return _all_rows(db)


def test_the_same_day_and_seed_give_the_same_records(tmp_path: Path) -> None:
    first, again = _made(tmp_path / "a", DemoKind.ORTHO), _made(tmp_path / "b", DemoKind.ORTHO)
    assert first == again
    assert first["claim"]


def test_another_seed_gives_another_practice(tmp_path: Path) -> None:
    assert _made(tmp_path, DemoKind.ORTHO)["patient"] != _made(tmp_path, DemoKind.ORTHO, seed=2)["patient"]


def test_an_older_demo_is_replaced(tmp_path: Path) -> None:
    _made(tmp_path, DemoKind.CHIRO, days=5)
    assert _made(tmp_path, DemoKind.CHIRO, days=5)["patient"]
    assert (tmp_path / file_name(DemoKind.CHIRO)).exists()


def test_progress_is_told_day_by_day(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    make_demo(tmp_path, DemoKind.CHIRO, as_of=DAY, days=3, progress=lambda *step: told.append(step))
    assert told == [(1, 3, "days"), (2, 3, "days"), (3, 3, "days")]


def test_the_ledger_agrees_with_itself(db: Database) -> None:
    assert db.execute("select coalesce(sum(amount_cents), 0) from entry").fetchone()[0] == 0
    assert db.execute("select count(*) from balance_drift").fetchone()[0] == 0


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotWritable, match="--dir"):
        make_demo(tmp_path / "file" / "sub", DemoKind.CHIRO, as_of=DAY, days=1)


def a_short_demo(folder: Path) -> Path:
    return make_demo(folder, DemoKind.CHIRO, as_of=DAY, days=3)


def test_a_practice_that_has_the_name_of_a_demo_stays(tmp_path: Path) -> None:
    path = tmp_path / file_name(DemoKind.CHIRO)
    opened, _ = create_practice(
        path,
        practice_name="Real Office",
        owner_name="Dana Reyes",
        owner_password="a long password",
        at=Clock.moment(DAY),
        cost=CHEAPEST,
    )
    opened.close()
    before = path.read_bytes(), keys_path(path).read_bytes()
    with pytest.raises(NotWritable, match="no demo practice; nothing was changed"):
        a_short_demo(tmp_path)
    assert (path.read_bytes(), keys_path(path).read_bytes()) == before
    keys_path(path).unlink()
    with pytest.raises(NotWritable):
        a_short_demo(tmp_path)
    assert path.read_bytes() == before[0]


def test_a_demo_that_is_open_stays(tmp_path: Path) -> None:
    path = a_short_demo(tmp_path)
    before = path.read_bytes()
    with open_practice(path, PASSWORD), pytest.raises(DatabaseBusy, match="already open"):
        a_short_demo(tmp_path)
    assert path.read_bytes() == before


def test_the_first_and_the_last_day_can_be_played(tmp_path: Path) -> None:
    for as_of in (FIRST_SERVICE_ON + timedelta(days=5), LAST_DAY):
        assert make_demo(tmp_path, DemoKind.CHIRO, as_of=as_of, days=5).exists()


@pytest.mark.parametrize("as_of", [date.min, date(2016, 9, 29), LAST_DAY + timedelta(days=1), date.max])
def test_other_days_are_refused_before_anything_is_made(as_of: date, tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="from 2016-09-30 to 2049-12-31"):
        make_demo(tmp_path / "new", DemoKind.CHIRO, as_of=as_of)
    assert list(tmp_path.iterdir()) == []
    check_day(FIRST_SERVICE_ON + timedelta(days=YEAR))


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError])
def test_a_making_that_fails_leaves_no_file(
    failure: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(Year, "play", fail)
    with pytest.raises(failure):
        a_short_demo(tmp_path)
    assert list(tmp_path.iterdir()) == []
