from __future__ import annotations

from clinicbill.coding.favourites_store import list_favourites, set_favourite
from clinicbill.db.connect import rows, write
from tests.support.practice import STAMP, open_memory_practice


def test_marks_are_listed_in_the_order_they_were_made_and_taken_away() -> None:
    db = open_memory_practice()
    with write(db):
        for code in ("M54.50", "M25.511"):
            set_favourite(db, code, STAMP, favourite=True)
    assert list_favourites(db) == ("M54.50", "M25.511")
    with write(db):
        set_favourite(db, "M54.50", STAMP, favourite=False)
    assert list_favourites(db) == ("M25.511",)
    with write(db):
        set_favourite(db, "M54.50", STAMP, favourite=True)
    assert set(list_favourites(db)) == {"M54.50", "M25.511"}
    assert len(list(rows(db, "select * from favourite_code"))) == 2


def test_taking_a_mark_away_that_is_not_there_writes_nothing() -> None:
    db = open_memory_practice()
    with write(db):
        set_favourite(db, "M54.2", STAMP, favourite=False)
    assert not list(rows(db, "select * from favourite_code"))
