from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.coding.favourites_store import list_favourites
from clinicbill.workflows.mark_favourite import mark_favourite
from tests.support.practice import STAMP, open_memory_practice


def test_the_mark_turns_and_says_so() -> None:
    db = open_memory_practice()
    done = mark_favourite(db, STAMP, "M54.50")
    assert (done.message, done.changed) == ("M54.50 is a favourite now", frozenset({"favourites"}))
    assert list_favourites(db) == ("M54.50",)
    assert mark_favourite(db, STAMP, "M54.50").message == "M54.50 is no favourite any more"
    assert list_favourites(db) == ()


def test_a_front_desk_may_not() -> None:
    with pytest.raises(NotAllowed):
        mark_favourite(open_memory_practice(), replace(STAMP, role="front_desk"), "M54.50")
