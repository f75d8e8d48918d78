from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlcipher3
import sqlite_utils

from clinicbill.db import migrations
from clinicbill.db.guards import APPEND_ONLY

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = {"user_id": 1, "changed_at": "2026-11-23T15:00:00Z"}


@pytest.fixture
def db(request: pytest.FixtureRequest) -> sqlite_utils.Database:
    connection = sqlcipher3.connect(":memory:", isolation_level=None)
    connection.execute("pragma foreign_keys=on")
    # The guards must hold even where recursive_triggers was forgotten.
    connection.execute(f"pragma recursive_triggers={getattr(request, 'param', 'on')}")
    db = sqlite_utils.Database(connection)
    migrations.apply(db)
    db.table("user").insert({"id": 1, "name": "Dana", "role": "owner", **KEPT})
    db.table("patient").insert(
        {
            "id": 1,
            "chart_number": "1001",
            "last_name": "Alvarez",
            "first_name": "Ruth",
            "birth_on": "1951-03-14",
            "sex": "F",
            **KEPT,
        }
    )
    post(db, 1, [("patient_receivable", 6500), ("charges", -6500)])
    return db


def post(
    db: sqlite_utils.Database,
    posting_id: int,
    entries: list[tuple[str, int]],
    reverses: int | None = None,
    restores: int | None = None,
) -> None:
    with db.atomic():
        for account, cents in entries:
            owed = {"patient_id": 1, "aged_from": "2026-11-23"} if account == "patient_receivable" else {}
            db.table("entry").insert(
                {"posting_id": posting_id, "account": account, "amount_cents": cents, "user_id": 1, **owed}
            )
        db.table("posting").insert(
            {
                "id": posting_id,
                "kind": "charge",
                "posted_on": "2026-11-23",
                "entered_at": "2026-11-23T15:00:00Z",
                "reverses_id": reverses,
                "restores_id": restores,
                "user_id": 1,
            }
        )


def facts(db: sqlite_utils.Database) -> list[object]:
    return [list(db.query(f"select * from {table} order by 1")) for table in ("posting", "entry", "balance")]


ATTACKS: dict[str, Callable[[sqlite_utils.Database], object]] = {
    "update a posting": lambda db: db.execute("update posting set description = 'x'"),
    "update an entry": lambda db: db.execute("update entry set amount_cents = 1"),
    "delete a posting": lambda db: db.execute("delete from posting"),
    "delete an entry": lambda db: db.execute("delete from entry"),
    "replace a posting": lambda db: db.execute(
        "insert or replace into posting (id, kind, posted_on, entered_at, user_id) values (1, 'x', '2026-11-23', 'x', 1)"
    ),
    "replace an entry": lambda db: db.execute(
        "insert or replace into entry (id, posting_id, account, amount_cents, user_id) values (1, 1, 'cash', 5, 1)"
    ),
    "replace by the library": lambda db: db.table("entry").insert(
        {"id": 1, "posting_id": 1, "account": "cash", "amount_cents": 5, "user_id": 1}, replace=True
    ),
    "add to a finished posting": lambda db: db.table("entry").insert(
        {"posting_id": 1, "account": "cash", "amount_cents": 5, "user_id": 1}
    ),
    "unbalanced": lambda db: post(db, 2, [("cash", 5), ("charges", -4)]),
    "empty": lambda db: post(db, 2, []),
    "entries without a posting": lambda db: db.table("entry").insert(
        {"posting_id": 9, "account": "cash", "amount_cents": 5, "user_id": 1}
    ),
    "half a cent": lambda db: db.execute(
        "insert into entry (posting_id, account, amount_cents, user_id) values (9, 'cash', 12.5, 1)"
    ),
    "a day that is none": lambda db: db.execute(
        "insert into posting (id, kind, posted_on, entered_at, user_id) values (5, 'x', '2026-02-30', 'x', 1)"
    ),
}


@pytest.mark.parametrize(
    "db", ["on", "off"], indirect=True, ids=["recursive triggers", "no recursive triggers"]
)
@pytest.mark.parametrize("attack", ATTACKS)
def test_the_ledger_keeps_its_facts(db: sqlite_utils.Database, attack: str) -> None:
    before = facts(db)
    with pytest.raises(sqlcipher3.DatabaseError):
        ATTACKS[attack](db)
    if db.conn.in_transaction:
        db.conn.execute("rollback")
    assert facts(db) == before


def test_a_posting_is_reversed_once_and_a_reversal_never(db: sqlite_utils.Database) -> None:
    post(db, 2, [("patient_receivable", -6500), ("charges", 6500)], reverses=1)
    assert list(db.query("select * from open_balance")) == []
    with pytest.raises(sqlcipher3.IntegrityError, match="reversed already"):
        post(db, 3, [("patient_receivable", -6500), ("charges", 6500)], reverses=1)
    with pytest.raises(sqlcipher3.IntegrityError, match="not reversed"):
        post(db, 3, [("patient_receivable", 6500), ("charges", -6500)], reverses=2)


def test_a_reversal_is_restored_once(db: sqlite_utils.Database) -> None:
    post(db, 2, [("patient_receivable", -6500), ("charges", 6500)], reverses=1)
    post(db, 3, [("patient_receivable", 6500), ("charges", -6500)], restores=2)
    with pytest.raises(sqlcipher3.IntegrityError, match="restored already"):
        post(db, 4, [("patient_receivable", 6500), ("charges", -6500)], restores=2)


def test_the_drift_query_sees_a_balance_that_was_touched(db: sqlite_utils.Database) -> None:
    assert list(db.query("select * from balance_drift")) == []
    db.execute("update balance set balance_cents = balance_cents + 1")
    assert [(row["kept_cents"], row["made_cents"]) for row in db.query("select * from balance_drift")] == [
        (6501, 6500)
    ]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_every_table_of_facts_has_its_three_guards(db: sqlite_utils.Database, table: str) -> None:
    names = {row["name"] for row in db.query("select name from sqlite_schema where type = 'trigger'")}
    assert {f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace"} <= names


@pytest.mark.parametrize("typed", ["alv", "ruth", "1001", "03/14/1951", "03141951", "alv ruth"])
def test_patients_are_found_by_any_beginning(db: sqlite_utils.Database, typed: str) -> None:
    words = " ".join(f'"{word}"*' for word in typed.replace("/", " ").split())
    assert [
        row["rowid"] for row in db.query("select rowid from patient_search where terms match ?", [words])
    ] == [1]


def test_the_search_follows_a_changed_name(db: sqlite_utils.Database) -> None:
    db.table("patient").update(1, {"last_name": "Brandt", **KEPT})
    found = [
        row["rowid"]
        for row in db.query("select rowid from patient_search where terms match ?", ['"brandt"*'])
    ]
    gone = list(db.query("select rowid from patient_search where terms match ?", ['"alvarez"*']))
    assert (found, gone) == ([1], [])
