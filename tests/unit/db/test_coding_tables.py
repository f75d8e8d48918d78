from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlcipher3

from clinicbill.db import coding_tables, history
from clinicbill.db.history import changes_of
from tests.support.practice import a_practice, a_visit, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

KEPT = {"user_id": 1, "changed_at": "2026-11-23T15:00:00Z"}


@pytest.fixture
def db() -> Database:
    db = open_memory_practice()
    a_practice(db)
    visit = a_visit(db)
    db.table("coding_query").insert(
        {
            "id": 1,
            "encounter_id": visit,
            "kind": "open",
            "asked_on": "2026-11-23",
            "span_start": 0,
            "span_end": 4,
            "quote": "pain",
            "question": "Which region?",
            "indicators": "[]",
            "options": "[]",
            "note_sha256": "0" * 64,
            **KEPT,
        }
    )
    return db


def test_every_table_that_is_made_is_kept_or_never_changed(db: Database) -> None:
    made = {line.split()[2] for line in coding_tables.STATEMENTS if line.startswith("create table")}
    assert made == {*coding_tables.KEPT_TABLES, *coding_tables.APPEND_ONLY}
    assert made <= set(db.table_names())
    assert set(coding_tables.KEPT_TABLES) <= set(history.KEPT)


def test_what_was_asked_is_never_changed(db: Database) -> None:
    with pytest.raises(sqlcipher3.IntegrityError, match="never changed"):
        db.execute("update coding_query set question = 'Is it radiculopathy?'")


def test_a_query_is_answered_once(db: Database) -> None:
    db.execute(
        "update coding_query set status = 'answered', answer_text = 'lumbar', answered_on = '2026-11-24'"
    )
    assert "answer_text" in [change.field for change in changes_of(db, "coding_query", 1)]
    for attack in ("answer_text = 'cervical'", "status = 'open'"):
        with pytest.raises(sqlcipher3.IntegrityError, match="answered or withdrawn"):
            db.execute(f"update coding_query set {attack}")


def test_what_became_of_a_suggestion_is_a_fact(db: Database) -> None:
    db.execute(
        """insert into suggestion_choice (id, at, user_id, encounter_id, phrase, suggested, chosen, act)
        values (1, '2026-11-23T15:00:00Z', 1, (select encounter_id from coding_query), 'lbp', 'M54.50', 'M54.50', 'accepted')"""
    )
    for attack in ("update suggestion_choice set act = 'rejected'", "delete from suggestion_choice"):
        with pytest.raises(sqlcipher3.IntegrityError, match="suggestion_choice: never"):
            db.execute(attack)
