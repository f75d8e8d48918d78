from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.event_store import add_event, set_standing, standing_of
from clinicbill.claims.store import events_of
from clinicbill.db.connect import write
from tests.support.ledgers import billed
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice


def test_what_stands_is_read_and_written() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).commercial)
    assert standing_of(db, claim.claim_id) == (claim.number, "sent", "")
    set_standing(db, STAMP, claim.claim_id, "on_hold", "query")
    assert standing_of(db, claim.claim_id) == (claim.number, "on_hold", "query")
    assert standing_of(db, ClaimId(99)) is None


def test_an_event_is_never_changed() -> None:
    db = open_memory_practice()
    claim = billed(db, a_patient(db), a_practice(db).commercial)
    add_event(db, STAMP, claim.claim_id, "", "sent", text="made")
    assert [event.text for event in events_of(db, claim.claim_id)] == ["made"]
    with pytest.raises(CannotDo), write(db):
        db.conn.execute("update claim_event set text = 'other'")
    with pytest.raises(CannotDo), write(db):
        db.conn.execute("delete from claim_event")
