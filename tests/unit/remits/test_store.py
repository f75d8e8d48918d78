from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import PayerId, RemittanceId
from clinicbill.basics.money import Money
from clinicbill.db.connect import IntegrityError
from clinicbill.remits import store
from clinicbill.remits.store import STATUS_WORDS, RemittanceStatus
from tests.support.ledgers import PAID_ON, a_payment, a_remittance, a_service
from tests.support.practice import STAMP, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.remits.remittance import Remittance

PAYMENT = a_payment("CB000001", [a_service("98941-AT", "65.00", "32.30", "CO-45 32.70")])
REMITTANCE = a_remittance([PAYMENT])
DATA = b"ISA*00~"


@pytest.fixture
def db() -> Database:
    db = open_memory_practice()
    a_practice(db)
    return db


def add(db: Database, remittance: Remittance = REMITTANCE, file_id: int | None = None) -> RemittanceId:
    return store.add_remittance(db, STAMP, remittance, received_file_id=file_id)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "930000001"),
        ({"payer_trace_id": "930000001"}, "930000001"),
        ({"payer_trace_id": " 1930000001 "}, "930000001"),
        ({"payer_trace_id": "ABC-123"}, "ABC123"),
        ({"payer_trace_id": ""}, "02302"),
        ({"payer_trace_id": "", "payer_id": ""}, "MEDICAREPARTBOREGON"),
    ],
)
def test_the_payers_key_is_its_tax_id_else_its_number_else_its_name(
    changes: dict[str, Any], key: str
) -> None:
    assert store.payer_key(replace(REMITTANCE, **changes)) == key


def test_the_trace_number_is_compared_without_blanks_and_case() -> None:
    assert store.trace_key(replace(REMITTANCE, trace_number=" eft-77 ")) == "EFT-77"


def test_a_file_is_kept_to_the_byte_and_known_again_under_any_name(db: Database) -> None:
    assert store.find_received_file(db, DATA) is None
    file_id = store.add_received_file(db, STAMP, name="a.835", kind="835", data=DATA)
    assert store.file_bytes(db, file_id) == DATA
    known = store.find_received_file(db, DATA)
    assert known is not None
    assert (known.id, known.name, known.user, known.received_at) == (file_id, "a.835", "Dana Reyes", STAMP.at)
    with pytest.raises(IntegrityError):
        store.add_received_file(db, STAMP, name="b.835", kind="835", data=DATA)
    with pytest.raises(NotFound):
        store.file_bytes(db, 99)


def test_a_remittance_comes_back_as_it_was_read(db: Database) -> None:
    file_id = store.add_received_file(db, STAMP, name="a.835", kind="835", data=DATA)
    number = add(db, file_id=file_id)
    assert store.get_content(db, number) == REMITTANCE
    row = store.get_remittance(db, number)
    assert (row.payer_name, row.trace_number, row.paid, row.paid_on, row.method) == (
        "Medicare Part B Oregon",
        "8812345",
        Money(3230),
        PAID_ON,
        "ACH",
    )
    assert (row.status, row.file_name, row.user, row.payer_id) == (
        RemittanceStatus.WAITING,
        "a.835",
        "Dana Reyes",
        None,
    )
    assert store.remittances_of_file(db, file_id) == [row]


def test_one_keyed_from_paper_has_no_file_and_perhaps_no_date(db: Database) -> None:
    number = add(db, replace(REMITTANCE, paid_on=None))
    row = store.get_remittance(db, number)
    assert (row.received_file_id, row.file_name, row.paid_on) == (None, "", None)


def test_what_is_not_there_is_said_so(db: Database) -> None:
    with pytest.raises(NotFound, match="no remittance 9"):
        store.get_remittance(db, RemittanceId(9))
    with pytest.raises(NotFound, match="no remittance 9"):
        store.get_content(db, RemittanceId(9))


def test_the_database_refuses_a_second_posting_of_the_same_payment(db: Database) -> None:
    first, second = add(db), add(db)
    store.set_status(db, STAMP, first, RemittanceStatus.POSTED)
    with pytest.raises(IntegrityError):
        store.set_status(db, STAMP, second, RemittanceStatus.POSTED)
    store.set_status(db, STAMP, first, RemittanceStatus.REVERSED, reason="Wrong")
    store.set_status(db, STAMP, second, RemittanceStatus.POSTED)
    assert store.get_remittance(db, first).status_reason == "Wrong"


def test_the_same_payment_is_found_in_whatever_file(db: Database) -> None:
    first, second = add(db), add(db, replace(REMITTANCE, payer_name="MEDICARE PART B"))
    others = [
        replace(REMITTANCE, trace_number="1"),
        replace(REMITTANCE, paid=Money(1)),
        replace(REMITTANCE, paid_on=date(2026, 11, 21)),
        replace(REMITTANCE, payer_trace_id="1940000001"),
    ]
    for other in others:
        add(db, other)
    assert [row.id for row in store.same_payment(db, REMITTANCE)] == [first, second]


def test_what_the_payer_sent_is_never_changed(db: Database) -> None:
    number = add(db)
    store.set_payer(db, STAMP, number, PayerId(1))
    assert store.get_remittance(db, number).payer_id == 1
    with pytest.raises(Exception, match="never changed"):
        db.table("remittance").update(number, {"paid_cents": 1})


def test_the_list_has_what_waits_first_then_the_latest(db: Database) -> None:
    old, new = add(db, replace(REMITTANCE, paid_on=date(2026, 10, 1))), add(db)
    undated = add(db, replace(REMITTANCE, paid_on=None))
    store.set_status(db, STAMP, new, RemittanceStatus.POSTED)
    assert [row.id for row in store.list_remittances(db)] == [undated, old, new]
    assert [row.id for row in store.list_remittances(db, status=RemittanceStatus.POSTED)] == [new]
    assert len(store.list_remittances(db, limit=1)) == 1


def test_every_state_has_its_words() -> None:
    assert set(STATUS_WORDS) == set(RemittanceStatus)
