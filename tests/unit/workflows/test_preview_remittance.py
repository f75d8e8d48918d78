from __future__ import annotations

import os
from pathlib import Path

import pytest

from clinicbill.basics.errors import NotFound, UnreadableFile
from clinicbill.basics.identifiers import RemittanceId
from clinicbill.basics.money import Money
from clinicbill.db.connect import rows
from clinicbill.ledger.store import drift
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.preview_remittance import preview_remittance
from tests.support.ledgers import as_835, medicare_day, receive
from tests.support.practice import STAMP, TODAY, a_practice, open_memory_practice


def test_a_preview_shows_the_picture_and_changes_nothing() -> None:
    db = open_memory_practice()
    day = medicare_day(db, a_practice(db))
    remittance_id = receive(db, as_835(day.remittance))
    before = rows(db, "select * from balance order by 1, 2, 3, 4, 5")
    preview = preview_remittance(db, remittance_id, on=TODAY)
    assert preview.may_post
    assert preview.proof.claims_paid == Money(4532)
    assert [row.what.words for row in preview.plan.rows] == [
        "Wait: crossed to MEDIGAP",
        "Write off 21.56, patient 5.78",
        "To Denials, no write-off",
        "Reverses posting of 11/06/2026",
        "Write off 21.56, patient 5.78",
        "On the payer’s account, no claim named",
        "To interest income",
    ]
    assert (preview.plan.steps, preview.plan.matched) == (18, 5)
    assert rows(db, "select * from balance order by 1, 2, 3, 4, 5") == before


def test_what_will_be_posted_is_what_is_posted() -> None:
    db = open_memory_practice()
    day = medicare_day(db, a_practice(db))
    remittance_id = receive(db, as_835(day.remittance))
    preview = preview_remittance(db, remittance_id, on=TODAY)
    assert post_remittance(db, STAMP, remittance_id).done
    for row, claim in zip(preview.plan.rows[:3], (day.alvarez, day.cho, day.dunn), strict=True):
        found = rows(
            db,
            "select account, sum(balance_cents) as cents from open_balance where service_line_id = ? group by 1",
            [claim.lines[0]],
        )
        owed = {one["account"]: Money(one["cents"]) for one in found}
        assert owed.get("payer_receivable", Money(0)) == row.payer_after
        assert owed.get("patient_receivable", Money(0)) == row.patient_after


def test_a_posted_payment_says_so() -> None:
    db = open_memory_practice()
    day = medicare_day(db, a_practice(db))
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    preview = preview_remittance(db, remittance_id, on=TODAY)
    assert preview.posted_as is not None
    assert preview.posted_as.id == remittance_id
    assert not preview.may_post


def test_a_remittance_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        preview_remittance(open_memory_practice(), RemittanceId(3), on=TODAY)


SAMPLES = sorted((Path(os.environ.get("CLINICBILL_SAMPLES", "nowhere")) / "x12" / "835").glob("*"))


@pytest.mark.skipif(not SAMPLES, reason="the sample remittances are not here")
def test_no_sample_is_posted_to_strangers_and_none_crashes() -> None:
    """Every file of the wild is received, previewed and tried; claims nobody knows keep it from the ledger."""
    db = open_memory_practice()
    a_practice(db)
    tried = 0
    for path in SAMPLES:
        try:
            first = receive(db, path.read_bytes(), path.name)
        except UnreadableFile:
            continue
        tried += 1
        preview = preview_remittance(db, first, on=TODAY)
        outcome = post_remittance(db, STAMP, first)
        claims = [one for one in preview.remittance.claims if one.status not in ("23", "25") or one.paid]
        assert not (claims and outcome.changed), path.name
    assert tried
    assert drift(db) == []
