from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.basics.identifiers import PostingId, RemittanceId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.entries_store import (
    entries_of,
    entries_of_postings,
    find_restoration,
    get_posting,
    postings_of_remittance,
)
from clinicbill.ledger.store import add_posting, restoration_of, reverse
from tests.support.practice import STAMP, TODAY

if TYPE_CHECKING:
    from tests.unit.ledger.conftest import Books

CHARGE = PostingId(1)


def test_a_posting_tells_who_when_and_what(books: Books) -> None:
    posted = get_posting(books.db, CHARGE)
    assert (posted.kind, posted.posted_on, posted.user) == (
        PostingKind.CHARGE,
        date(2026, 11, 9),
        "Dana Reyes",
    )
    assert (posted.patient_id, posted.reverses_id, posted.reversed_by_id) == (books.patient_id, None, None)


def test_a_posting_that_is_not_there_is_said_so(books: Books) -> None:
    with pytest.raises(NotFound, match="no posting 99"):
        get_posting(books.db, PostingId(99))


def test_both_ends_of_a_reversal_point_at_each_other(books: Books) -> None:
    undo = reverse(books.db, STAMP, CHARGE, on=TODAY, why="Wrong visit")
    assert get_posting(books.db, CHARGE).reversed_by_id == undo
    assert get_posting(books.db, undo).reverses_id == CHARGE


def test_entries_can_be_had_by_whatever_they_belong_to(books: Books) -> None:
    by_posting = entries_of(books.db, posting_id=CHARGE)
    assert entries_of(books.db, patient_id=books.patient_id) == by_posting
    assert len(by_posting) == 4
    first = entries_of(books.db, service_line_id=books.lines[0])
    assert [row.entry.amount for row in first] == [Money(6500), Money(-6500)]
    owed = entries_of(books.db, patient_id=books.patient_id, accounts=[Account.PAYER_RECEIVABLE])
    assert Money.total(row.entry.amount for row in owed) == Money(11700)
    assert entries_of(books.db, claim_id=books.claim_id) == []
    assert entries_of(books.db, remittance_id=RemittanceId(1)) == []


def test_the_whole_ledger_is_never_given_by_accident(books: Books) -> None:
    with pytest.raises(ValueError, match="belong to"):
        entries_of(books.db, accounts=[Account.CASH])


def test_many_postings_in_one_query(books: Books) -> None:
    undo = reverse(books.db, STAMP, CHARGE, on=TODAY, why="Wrong visit")
    found = entries_of_postings(books.db, [CHARGE, undo])
    assert [entry.amount for entry in found[undo]] == [-entry.amount for entry in found[CHARGE]]


def test_a_reversal_that_fell_is_restored_by_one_posting(books: Books) -> None:
    undo = reverse(books.db, STAMP, CHARGE, on=TODAY, why="Wrong visit")
    assert find_restoration(books.db, undo) is None
    again = restoration_of(books.db, get_posting(books.db, undo), on=TODAY)
    number = add_posting(books.db, STAMP, again)
    found = find_restoration(books.db, undo)
    assert found is not None
    assert (found.id, found.kind) == (number, PostingKind.RESTORED)
    with pytest.raises(CannotDo, match="restored already"):
        add_posting(books.db, STAMP, again)
    assert postings_of_remittance(books.db, RemittanceId(1)) == []
