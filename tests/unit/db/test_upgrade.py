"""A file's schema at open: this program's, newer, older, or without its guards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import DatabaseTooNew, PracticeFileError
from clinicbill.db import backup, coding_tables, connect, guards, history, migrations
from tests.unit.db.practice_files import a_practice, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_practice(tmp_path)[0]


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Database], object]], None]:
    """Teaches this program one more migration, for the test only."""
    released = list(migrations.MIGRATIONS._migrations)

    def learn(migration: Callable[[Database], object]) -> None:
        monkeypatch.setattr(migrations.MIGRATIONS, "_migrations", list(released))

        @migrations.MIGRATIONS(name="m9999_next")
        def _next(db: Database) -> None:
            migration(db)

    return learn


def test_newer_file_is_refused_untouched(path: Path) -> None:
    with opened(path) as practice, practice.connect() as db:
        db.table("_sqlite_migrations").insert(
            {"migration_set": "clinicbill", "name": "m9999_next", "applied_at": "2030-01-01"}
        )
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNew, match=r"newer clinicbill .*m9999_next.*nothing was changed; install"):
        opened(path)
    assert path.read_bytes() == before
    assert not backup.backup_folder(path).exists()


def test_older_file_is_backed_up_then_upgraded(
    path: Path, newer_program: Callable[[Callable[[Database], object]], None]
) -> None:
    newer_program(lambda db: db.execute("create table next_thing (id integer primary key) strict"))
    for _ in range(2):  # the second time there is nothing left to do
        with opened(path) as practice, practice.connect() as db:
            assert db.table("next_thing").exists()
            assert migrations.applied_names(db) == migrations.known_names()
    copies = backup.list_backups(backup.backup_folder(path))
    assert [copy.reason for copy in copies] == [backup.BEFORE_UPDATE]
    assert "m9999_next" not in backup.read_manifest(copies[0].path).facts.schema


def test_failing_upgrade_is_undone_whole(
    path: Path, newer_program: Callable[[Callable[[Database], object]], None]
) -> None:
    def fails(db: Database) -> None:
        db.execute("create table next_thing (id integer primary key) strict")
        db.execute("drop view open_balance")
        raise RuntimeError

    with opened(path) as practice, practice.connect() as db:
        before = migrations.schema_fingerprint(db)
    newer_program(fails)
    with pytest.raises(RuntimeError):
        opened(path)
    newer_program(lambda db: None)
    with opened(path) as practice, practice.connect() as db:
        assert migrations.schema_fingerprint(db) == before


def test_upgrade_that_loses_rows_is_undone(
    path: Path, newer_program: Callable[[Callable[[Database], object]], None]
) -> None:
    newer_program(lambda db: db.execute("delete from meta where key = 'created_at'"))
    with pytest.raises(PracticeFileError, match="did not come out right and was undone"):
        opened(path)
    newer_program(lambda db: None)
    with opened(path) as practice, practice.connect() as db:
        assert connect.scalar(db, "select count(*) from meta where key = 'created_at'") == 1


@pytest.mark.parametrize(
    "harm",
    [
        "drop trigger entry_no_update",
        "drop view open_balance",
        "drop index posting_day",
        "create table extra (x)",
        "create trigger extra after insert on entry begin select 1; end",
        "delete from meta where key = 'schema_fingerprint'",
    ],
)
def test_a_lost_guard_is_noticed(path: Path, harm: str) -> None:
    with opened(path) as practice, practice.connect() as db:
        db.execute(harm)
    with pytest.raises(PracticeFileError, match=r"changed by another program.*restore the latest backup"):
        opened(path)


def test_statistics_of_sqlite_are_no_change(path: Path) -> None:
    with opened(path) as practice, practice.connect() as db:
        db.execute("analyze")
    opened(path).close()


def test_file_of_the_first_program_gets_the_tables_of_the_coding_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as first:
        first.setattr(migrations.MIGRATIONS, "_migrations", migrations.MIGRATIONS._migrations[:1])
        for module in (history, guards):
            for name in ("KEPT", "APPEND_ONLY", "MAY_BE_DELETED"):
                if kept := getattr(module, name, None):
                    old = tuple(table for table in kept if table not in NEW_TABLES)
                    first.setattr(module, name, old)
        first.setattr(coding_tables, "GUARDS", ())
        path = a_practice(tmp_path)[0]
    with opened(path) as practice, practice.connect() as db:
        assert set(db.table_names()) >= NEW_TABLES
        assert migrations.applied_names(db) == migrations.known_names()
        db.execute("update user set name = 'Dana R', changed_at = '2026-11-24T09:00:00Z'")
    assert [copy.reason for copy in backup.list_backups(backup.backup_folder(path))] == [backup.BEFORE_UPDATE]


NEW_TABLES = {*coding_tables.KEPT_TABLES, *coding_tables.APPEND_ONLY}
