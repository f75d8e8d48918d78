from __future__ import annotations

import pytest
import sqlcipher3
import sqlite_utils

from clinicbill.db import migrations


def _empty() -> sqlite_utils.Database:
    return sqlite_utils.Database(sqlcipher3.connect(":memory:", isolation_level=None))


def test_all_that_is_known_gets_applied_once() -> None:
    db = _empty()
    migrations.apply(db)
    first = migrations.schema_fingerprint(db)
    migrations.apply(db)
    assert migrations.applied_names(db) == migrations.known_names()
    assert migrations.schema_fingerprint(db) == first


def test_a_lost_guard_changes_the_fingerprint() -> None:
    db = _empty()
    migrations.apply(db)
    whole = migrations.schema_fingerprint(db)
    db.execute("drop trigger entry_no_update")
    assert migrations.schema_fingerprint(db) != whole
    migrations.apply(db)
    assert sorted(migrations.schema_fingerprint(db)) == sorted(whole)


def test_a_migration_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    db = _empty()

    def fail(_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("clinicbill.db.views.install", fail)
    with pytest.raises(RuntimeError):
        migrations.apply(db)
    assert db.table_names() == []
