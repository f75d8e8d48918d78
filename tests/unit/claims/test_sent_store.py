from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.basics.identifiers import SubmissionId
from clinicbill.claims.sent_store import (
    FILE_837P,
    PAPER,
    add_submission,
    claims_of_submission,
    get_submission,
    last_sent,
    submissions_of,
)
from clinicbill.db.connect import write
from tests.support.claims import a_claim
from tests.support.ledgers import billed
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId

BYTES = b"ISA*00*\x00\xff~"


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def claim_id(db: Database) -> ClaimId:
    return billed(db, a_patient(db), a_practice(db).commercial).claim_id


def test_bytes_hash_and_frozen_claim_are_kept(db: Database, claim_id: ClaimId) -> None:
    claim = a_claim(claim_id=claim_id)
    number = add_submission(
        db,
        STAMP,
        kind=FILE_837P,
        file_name="a.837",
        content=BYTES,
        claims=[(claim, "0001")],
        receiver="RIVERBEND",
        interchange_control="000000012",
    )
    kept = get_submission(db, number)
    assert kept.content == BYTES
    assert kept.sha256 == hashlib.sha256(BYTES).hexdigest()
    assert (kept.kind, kept.file_name, kept.receiver) == (FILE_837P, "a.837", "RIVERBEND")
    assert (kept.interchange_control, kept.created_at, kept.user) == ("000000012", STAMP.at, "Dana Reyes")
    (sent,) = claims_of_submission(db, number)
    assert (sent.claim, sent.transaction_control, sent.claim_id) == (claim, "0001", claim_id)


def test_the_last_sending_counts(db: Database, claim_id: ClaimId) -> None:
    assert last_sent(db, claim_id) is None
    first = a_claim(claim_id=claim_id)
    second = replace(first, additional_information="AGAIN")
    for claim, kind in ((first, PAPER), (second, FILE_837P)):
        add_submission(db, STAMP, kind=kind, file_name="x", content=b"x", claims=[(claim, "")])
    sent = last_sent(db, claim_id)
    assert sent is not None
    assert sent.claim == second
    assert [one.kind for one in submissions_of(db, claim_id)] == [FILE_837P, PAPER]


def test_what_was_sent_is_never_changed(db: Database, claim_id: ClaimId) -> None:
    add_submission(
        db, STAMP, kind=PAPER, file_name="x", content=b"x", claims=[(a_claim(claim_id=claim_id), "")]
    )
    for statement in (
        "update submission set content = x'00'",
        "delete from submission",
        "update submission_claim set content = ''",
        "delete from claim_line",
    ):
        with pytest.raises(CannotDo), write(db):
            db.conn.execute(statement)


def test_no_such_sending(db: Database) -> None:
    with pytest.raises(NotFound):
        get_submission(db, SubmissionId(3))
