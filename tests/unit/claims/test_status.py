from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.basics.identifiers import ClaimId, RemittanceId
from clinicbill.claims.status import (
    ANSWERED,
    CLOSED,
    GROUP_TITLES,
    LIMIT_RUNS,
    MOVES,
    ON_ITS_WAY,
    STATUSES,
    UNSENT,
    ClaimGroup,
    ClaimStatus,
    change_status,
    check_move,
    may_move,
    words,
)
from clinicbill.claims.store import events_of, get_claim
from tests.support.ledgers import a_payment, a_remittance, a_service, as_835, billed, receive
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

S = ClaimStatus


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


def a_sent_claim(db: Database, status: ClaimStatus = S.SENT) -> ClaimId:
    return billed(db, a_patient(db), a_practice(db).commercial, status=str(status)).claim_id


def test_every_state_has_words_an_icon_a_colour_and_moves() -> None:
    assert set(STATUSES) == set(MOVES) == set(ClaimStatus)
    for look in STATUSES.values():
        assert asset(f"icons/{look.icon}.svg").exists()
        assert look.role in ("text2", "text3", "amber", "red", "green", "blue")
    assert set(GROUP_TITLES) == set(ClaimGroup)


def test_the_words_are_those_of_the_screen() -> None:
    assert words("file_created") == "File created"
    assert words(S.CLEARINGHOUSE_ACCEPTED) == "Clearinghouse accepted"
    assert words(S.PAYER_ACCEPTED) == "Payer accepted"
    assert words(S.PART_PAID) == "Part paid"
    assert words(S.PAID_IN_FULL) == "Paid in full"
    assert words(S.ON_HOLD) == "On hold"
    assert len({look.words for look in STATUSES.values()}) == len(ClaimStatus)


def test_rejected_denied_and_sent_are_three_things() -> None:
    assert S.REJECTED not in ANSWERED | ON_ITS_WAY | UNSENT
    assert S.DENIED in ANSWERED
    assert S.SENT in ON_ITS_WAY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.DRAFT, S.READY),
        (S.READY, S.FILE_CREATED),
        (S.READY, S.PRINTED),
        (S.FILE_CREATED, S.SENT),
        (S.PRINTED, S.MAILED),
        (S.SENT, S.REJECTED),
        (S.SENT, S.CLEARINGHOUSE_ACCEPTED),
        (S.CLEARINGHOUSE_ACCEPTED, S.PAYER_ACCEPTED),
        (S.PAYER_ACCEPTED, S.DENIED),
        (S.REJECTED, S.READY),
        (S.DENIED, S.PAID),
        (S.PAID, S.PAID_IN_FULL),
        (S.PAID_IN_FULL, S.PAYER_ACCEPTED),
        (S.DENIED, S.REPLACED),
        (S.REPLACED, S.DENIED),
        (S.PAID, S.TAKEN_BACK),
        (S.TAKEN_BACK, S.PAID),
        (S.TAKEN_BACK, S.REPLACED),
    ],
)
def test_moves_that_happen_every_day(before: ClaimStatus, after: ClaimStatus) -> None:
    assert may_move(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.DRAFT, S.FILE_CREATED),
        (S.DRAFT, S.SENT),
        (S.ON_HOLD, S.FILE_CREATED),
        (S.READY, S.SENT),
        (S.READY, S.REJECTED),
        (S.PRINTED, S.CLEARINGHOUSE_ACCEPTED),
        (S.FILE_CREATED, S.MAILED),
        (S.PAID, S.VOID),
        (S.REPLACED, S.READY),
        (S.VOID, S.READY),
    ],
)
def test_moves_that_make_no_sense(before: ClaimStatus, after: ClaimStatus) -> None:
    with pytest.raises(CannotDo, match="nothing was changed"):
        check_move("C000417R", before, after)


def test_a_payers_answer_may_come_at_any_time_before_the_end() -> None:
    for status in set(ClaimStatus) - CLOSED:
        assert all(may_move(status, answer) for answer in ANSWERED | {S.TAKEN_BACK})


def test_a_payment_taken_back_leaves_no_answer_and_waits_for_the_payer() -> None:
    assert words(S.TAKEN_BACK) == "Taken back"
    assert S.TAKEN_BACK in ON_ITS_WAY
    assert S.TAKEN_BACK not in ANSWERED | LIMIT_RUNS


def test_the_filing_limit_runs_until_somebody_outside_accepts_the_claim() -> None:
    assert UNSENT | {S.FILE_CREATED, S.PRINTED, S.SENT, S.MAILED, S.REJECTED} == LIMIT_RUNS


def test_a_refusal_names_the_claim_both_states_and_what_to_do() -> None:
    with pytest.raises(CannotDo) as refused:
        check_move("C000417R", S.VOID, S.READY)
    assert str(refused.value) == (
        "Claim C000417R is “Void” and cannot become “Ready”; nothing was changed: bill the visit again instead."
    )


def test_a_move_is_kept_with_its_evidence(db: Database) -> None:
    claim_id = a_sent_claim(db)
    change_status(db, STAMP, claim_id, S.REJECTED, text="A7:33, subscriber not found")
    assert get_claim(db, claim_id).status is S.REJECTED
    (event,) = events_of(db, claim_id)
    assert (event.before, event.after, event.text) == ("sent", S.REJECTED, "A7:33, subscriber not found")
    assert event.user == "Dana Reyes"


def test_a_hold_keeps_its_reason_until_it_ends(db: Database) -> None:
    claim_id = a_sent_claim(db, S.READY)
    change_status(db, STAMP, claim_id, S.ON_HOLD, text="query")
    assert get_claim(db, claim_id).hold_reason == "query"
    change_status(db, STAMP, claim_id, S.READY, text="answered")
    assert get_claim(db, claim_id).hold_reason == ""


def test_the_same_state_again_only_adds_the_event(db: Database) -> None:
    claim_id = a_sent_claim(db)
    changes = "select count(*) from change where table_name = 'claim'"
    before = db.execute(changes).fetchone()[0]
    change_status(db, STAMP, claim_id, S.SENT, text="Copy printed")
    assert [event.text for event in events_of(db, claim_id)] == ["Copy printed"]
    assert db.execute(changes).fetchone()[0] == before


def test_a_refused_move_writes_nothing(db: Database) -> None:
    claim_id = a_sent_claim(db)
    with pytest.raises(CannotDo):
        change_status(db, STAMP, claim_id, S.PRINTED, text="no")
    assert events_of(db, claim_id) == []


def test_a_remittance_does_not_reopen_what_is_replaced(db: Database) -> None:
    claim_id = a_sent_claim(db, S.REPLACED)
    payment = a_payment("CB000001", [a_service("98941-AT", "65.00", "0", "CO-50 65.00")])
    remittance_id: RemittanceId = receive(db, as_835(a_remittance([payment])))
    change_status(db, STAMP, claim_id, S.DENIED, text="Taken back", remittance_id=remittance_id)
    assert get_claim(db, claim_id).status is S.REPLACED
    (event,) = events_of(db, claim_id)
    assert (event.after, event.remittance_id) == (S.REPLACED, remittance_id)


def test_no_claim_no_move(db: Database) -> None:
    with pytest.raises(NotFound):
        change_status(db, STAMP, ClaimId(99), S.READY, text="no")
