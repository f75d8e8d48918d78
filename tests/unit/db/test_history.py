from __future__ import annotations

import pytest
import sqlcipher3
import sqlite_utils

from clinicbill.db import migrations
from clinicbill.db.history import KEPT as TABLES
from clinicbill.db.history import changes_of

KEPT = {"user_id": 1, "changed_at": "2026-11-23T15:00:00Z"}
LATER = {"user_id": 2, "changed_at": "2026-11-24T09:00:00Z"}


@pytest.fixture
def db() -> sqlite_utils.Database:
    connection = sqlcipher3.connect(":memory:", isolation_level=None)
    connection.execute("pragma foreign_keys=on")
    db = sqlite_utils.Database(connection)
    migrations.apply(db)
    db.table("user").insert({"id": 1, "name": "Dana", "role": "owner", **KEPT})
    db.table("user").insert({"id": 2, "name": "Kim", "role": "front_desk", **KEPT})
    db.table("payer").insert({"id": 1, "name": "Medicare B", **KEPT})
    return db


def test_each_field_that_differs_is_one_row(db: sqlite_utils.Database) -> None:
    db.table("payer").update(
        1, {"name": "Medicare Part B", "phone": "8005550142", "profile": "commercial", **LATER}
    )
    born, *changed = changes_of(db, "payer", 1)
    assert (born.field, born.user) == ("", "Dana")
    assert sorted((c.field, c.before, c.after, c.user, str(c.at)) for c in changed) == [
        ("name", "Medicare B", "Medicare Part B", "Kim", "2026-11-24 09:00:00+00:00"),
        ("phone", "", "8005550142", "Kim", "2026-11-24 09:00:00+00:00"),
    ]


def test_nothing_gets_past_it(db: sqlite_utils.Database) -> None:
    db.execute("update payer set phone = '1', user_id = 2, changed_at = '2026-11-24T09:00:00Z'")
    assert [c.field for c in changes_of(db, "payer", 1)] == ["", "phone"]


def test_the_history_itself_is_never_changed(db: sqlite_utils.Database) -> None:
    for attack in ("update change set after = 'x'", "delete from change"):
        with pytest.raises(sqlcipher3.IntegrityError, match="change: never"):
            db.execute(attack)


def test_records_are_never_deleted(db: sqlite_utils.Database) -> None:
    with pytest.raises(sqlcipher3.IntegrityError, match="never deleted"):
        db.execute("delete from payer")


def test_every_table_with_rows_of_people_names_its_writer(db: sqlite_utils.Database) -> None:
    without = {"meta", "balance", "control_number"}
    for table in db.table_names():
        if table.startswith(("patient_search", "_sqlite", "sqlite_")) or table in without:
            continue
        assert "user_id" in db.table(table).columns_dict, table


def test_every_kept_table_is_under_history(db: sqlite_utils.Database) -> None:
    kept = {table for table in db.table_names() if "changed_at" in db.table(table).columns_dict}
    assert kept == set(TABLES)


def test_every_table_is_strict(db: sqlite_utils.Database) -> None:
    rows = db.query(
        "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0"
    )
    assert {row["name"] for row in rows} <= {"sqlite_schema", "_sqlite_migrations"}
