from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import Money
from clinicbill.reports.claim_evidence import claim_evidence, claim_proofs, denial_grounds, line_parts
from clinicbill.reports.denied_lines import denied_lines
from clinicbill.reports.work_item import WorkKind
from tests.support.books import Books, some_books
from tests.support.practice import TODAY, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture(scope="module")
def db() -> Database:
    return open_memory_practice()


@pytest.fixture(scope="module")
def books(db: Database) -> Books:
    return some_books(db)


def test_a_rejected_claim_says_what_runs_out_what_was_said_and_what_is_lost(
    db: Database, books: Books
) -> None:
    found = claim_evidence(db, WorkKind.LIMIT, books.cho.claim_id, TODAY)
    assert found.about == ("Harbor Mutual PPO", "visit 06/15/2026", books.cho.number)
    assert [ground.title for ground in found.grounds] == [
        "19 days to the filing limit",
        "Rejected 06/20/2026",
        "$50.00 is lost after 12/12/2026",
    ]
    assert "180 days from the visit" in found.grounds[0].text
    assert found.payer is not None
    assert [(part.code, part.amount) for part in found.parts] == [("98940", Money(5000))]


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2026, 12, 12), "Today is the filing limit"),
        (date(2026, 12, 11), "1 day to the filing limit"),
        (date(2026, 12, 13), "The filing limit ended 12/12/2026"),
    ],
)
def test_the_limit_on_the_days_around_it(db: Database, books: Books, day: date, title: str) -> None:
    found = claim_evidence(db, WorkKind.LIMIT, books.cho.claim_id, day)
    assert found.grounds[0].title == title
    assert any("is lost after" in ground.title for ground in found.grounds) is (day <= date(2026, 12, 12))


def test_a_silent_claim_says_since_when(db: Database, books: Books) -> None:
    found = claim_evidence(db, WorkKind.SILENT, books.nair.claim_id, TODAY)
    silent = next(ground for ground in found.grounds if ground.title.startswith("Silent"))
    assert (silent.title, silent.text) == ("Silent for 111 days", "Sent on 08/04/2026.")


def test_a_denied_claim_says_why_until_when_and_that_nothing_is_written_off(
    db: Database, books: Books
) -> None:
    found = claim_evidence(db, WorkKind.DENIED, books.dunn.claim_id, TODAY)
    assert [ground.title for ground in found.grounds] == [
        "CO-50 held not medically necessary",
        "122 days to appeal, until 03/25/2027",
        "$65.00 stays open",
    ]
    late = claim_evidence(db, WorkKind.DENIED, books.dunn.claim_id, date(2027, 3, 26))
    assert late.grounds[1].title == "The appeal limit ended 03/25/2027"
    other = claim_evidence(db, WorkKind.DENIED, books.ekberg.claim_id, TODAY)
    assert other.grounds[1].title == "Appeal limit not known here"


def test_each_reason_is_told_once(db: Database, books: Books) -> None:
    dunn = next(line for line in denied_lines(db) if line.claim_id == books.dunn.claim_id)
    titles = [ground.title for ground in denial_grounds([dunn, dunn], None, TODAY)]
    assert titles.count("CO-50 held not medically necessary") == 1
    assert titles[-1] == "$130.00 stays open"


def test_proofs_are_what_somebody_outside_knows_oldest_first(db: Database, books: Books) -> None:
    proofs = claim_proofs(db, books.dunn.claim_id)
    assert [proof.on for proof in proofs] == [date(2026, 11, 10), date(2026, 11, 10), date(2026, 11, 20)]
    assert [proof.text for proof in proofs[:2]] == ["In file 837P-1.837", "Uploaded to the clearinghouse"]
    assert all(asset(f"icons/{proof.icon}.svg").exists() for proof in proofs)
    assert claim_proofs(db, books.dunn.claim_id, latest=1) == proofs[-1:]
    assert claim_proofs(db, books.bell.claim_id) == ()


def test_lines_have_the_offices_own_names(db: Database, books: Books) -> None:
    parts = line_parts(db, books.nair.lines[::-1])
    assert [(part.code, part.modifiers, part.words) for part in parts] == [
        ("97110", ("GP",), "Exercise"),
        ("98941", (), "CMT, 3–4 regions"),
    ]


def test_there_is_no_such_claim(db: Database, books: Books) -> None:
    assert books
    with pytest.raises(NotFound):
        claim_evidence(db, WorkKind.SILENT, ClaimId(999), TODAY)
