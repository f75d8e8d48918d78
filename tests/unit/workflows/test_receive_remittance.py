from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotAllowed, UnreadableFile
from clinicbill.basics.money import Money
from clinicbill.db.connect import scalar
from clinicbill.remits import store
from clinicbill.remits.balance import prove
from clinicbill.remits.store import RemittanceStatus
from clinicbill.workflows.receive_remittance import proof_words, receive_remittance
from clinicbill.x12.remit_835 import read_835
from tests.support.ledgers import a_payment, a_remittance, a_service, as_835, billed, post
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.remits.remittance import Remittance

SERVICE = a_service("98941-AT", "65.00", "41.20", "CO-45 23.80")
REMITTANCE = a_remittance([a_payment("CB000001", [SERVICE])])


@pytest.fixture
def db() -> Database:
    db = open_memory_practice()
    billed(db, a_patient(db), a_practice(db).medicare)
    return db


def test_a_file_is_kept_with_every_payment_in_it(db: Database) -> None:
    other = replace(REMITTANCE, trace_number="8812346")
    data = as_835(REMITTANCE, other)
    outcome = receive_remittance(db, STAMP, "two.835", data)
    assert outcome.changed == {"remittances"}
    assert outcome.row_id is not None
    assert store.file_bytes(db, outcome.row_id) == data
    found = store.remittances_of_file(db, outcome.row_id)
    assert [row.trace_number for row in found] == ["8812345", "8812346"]
    assert {row.status for row in found} == {RemittanceStatus.WAITING}
    assert [row.status_reason for row in found] == ["Balanced", "Balanced"]
    assert outcome.message.count("$41.20, balanced") == 2


def test_what_somebody_else_receives_while_it_is_read_is_stored_once(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = as_835(REMITTANCE)

    def read_slowly(source: bytes) -> list[Remittance]:
        monkeypatch.undo()
        receive_remittance(db, STAMP, "first.835", source)
        return read_835(source)

    monkeypatch.setattr("clinicbill.workflows.receive_remittance.read_835", read_slowly)
    outcome = receive_remittance(db, STAMP, "second.835", data)
    assert outcome.changed == frozenset()
    assert outcome.message.startswith("second.835 was received before")
    assert scalar(db, "select count(*) from remittance") == 1


def test_a_file_name_that_is_no_utf_8_is_kept_as_well_as_it_can_be(db: Database) -> None:
    outcome = receive_remittance(db, STAMP, "caf\udce9.835", as_835(REMITTANCE))
    assert outcome.message.startswith("Received caf?.835: ")


def test_the_same_bytes_under_another_name_store_nothing_and_say_so(db: Database) -> None:
    data = as_835(REMITTANCE)
    # 03:30 UTC is still the day before in Oregon.
    evening = replace(STAMP, at=datetime(2026, 11, 24, 3, 30, tzinfo=UTC))
    first = receive_remittance(db, evening, "medicare.835", data)
    again = receive_remittance(db, STAMP, "copy of medicare.835", data)
    assert again.changed == frozenset()
    assert again.done
    assert again.row_id == first.row_id
    assert again.message == (
        "copy of medicare.835 was received before, 11/23/2026 by Dana Reyes, then called medicare.835; "
        "nothing was stored again"
    )
    assert scalar(db, "select count(*) from remittance") == 1


def test_a_payment_out_of_balance_is_kept_and_says_by_how_much(db: Database) -> None:
    off = a_remittance([a_payment("CB000001", [a_service("98941-AT", "65.00", "41.20", "CO-45 23.56")])])
    outcome = receive_remittance(db, STAMP, "off.835", as_835(off))
    assert store.remittances_of_file(db, outcome.row_id or 0)[0].status_reason == "Out of balance by $0.24"


def test_what_balances_and_yet_waits_says_why(db: Database) -> None:
    nameless = as_835(replace(REMITTANCE, trace_number=""))
    trial = as_835(REMITTANCE).replace(b"*P*:", b"*T*:", 1)
    for data, reason in ((nameless, "No check or EFT number"), (trial, "Test file")):
        outcome = receive_remittance(db, STAMP, "a.835", data)
        assert store.remittances_of_file(db, outcome.row_id or 0)[0].status_reason == reason


def test_a_payment_that_is_posted_already_is_set_aside_at_once(db: Database) -> None:
    assert post(db, REMITTANCE, name="first.835").done
    outcome = receive_remittance(db, STAMP, "again.835", as_835(REMITTANCE, line_end=""))
    (row,) = store.remittances_of_file(db, outcome.row_id or 0)
    assert row.status is RemittanceStatus.SET_ASIDE
    assert row.status_reason == "Same payment, posted 11/23/2026 by Dana Reyes from first.835"


def test_what_is_no_remittance_is_not_kept(db: Database) -> None:
    with pytest.raises(UnreadableFile):
        receive_remittance(db, STAMP, "letter.txt", b"Dear Sir or Madam")
    assert scalar(db, "select count(*) from received_file") == 0


def test_the_front_desk_imports_nothing(db: Database) -> None:
    with pytest.raises(NotAllowed):
        receive_remittance(db, replace(STAMP, role="front_desk"), "a.835", as_835(REMITTANCE))


def test_a_payment_cut_off_is_not_complete() -> None:
    assert proof_words(prove(replace(REMITTANCE, complete=False))) == "Not complete"
    unread = replace(REMITTANCE, paid=Money(0), unread=("Segment 4, BPR, element 2: “abc” is no amount.",))
    assert proof_words(prove(unread)) == "An amount cannot be read"
    assert proof_words(prove(replace(REMITTANCE, paid=Money(0)))) == "Out of balance by $41.20"


def test_a_file_can_be_received_before_set_up() -> None:
    db = open_memory_practice()
    receive_remittance(db, STAMP, "a.835", as_835(REMITTANCE))
    assert "11/23/2026" in receive_remittance(db, STAMP, "a.835", as_835(REMITTANCE)).message
