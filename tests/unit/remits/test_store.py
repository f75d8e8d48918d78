from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import PayerId, RemittanceId
from clinicbill.basics.money import Money
from clinicbill.db.connect import IntegrityError, scalar
from clinicbill.remits import store
from clinicbill.remits.identity import bare_number
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


OF_OURS = replace(REMITTANCE, trace_number="AB 88123")


@pytest.mark.parametrize("number", ["AB 88123", "ab88123", "00AB88123", " 0 A B88123 "])
def test_the_database_refuses_it_for_our_payer_whoever_sends_it_and_however_its_number_is_written(
    db: Database, number: str
) -> None:
    """By SQL, around every workflow, with the number as somebody else might have put it into the row."""
    first = add(db, OF_OURS)
    second = add(db, replace(OF_OURS, payer_trace_id="1940000001", trace_number="TO BE WRITTEN"))
    db.execute("drop trigger remittance_content")
    db.execute("update remittance set trace_number = ? where id = ?", [number, second])
    db.execute("update remittance set payer_id = 1")
    db.execute("update remittance set status = 'posted' where id = ?", [first])
    again = "update remittance set status = 'posted' where id = ?"
    with pytest.raises(IntegrityError, match="remittance_of_payer_posted_once"):
        db.execute(again, [second])
    db.execute("update remittance set status = 'reversed' where id = ?", [first])
    db.execute(again, [second])
    with pytest.raises(IntegrityError, match="remittance_of_payer_posted_once"):
        db.execute(again, [first])


@pytest.mark.parametrize(
    "changes",
    [
        {"trace_number": "AB881230"},
        {"paid": Money(3231)},
        {"paid_on": date(2026, 11, 21)},
        {"paid_on": None},
    ],
)
def test_the_database_lets_another_payment_of_our_payer_through(
    db: Database, changes: dict[str, Any]
) -> None:
    for remittance in (OF_OURS, replace(OF_OURS, **changes)):
        number = add(db, remittance)
        store.set_payer(db, STAMP, number, PayerId(1))
        store.set_status(db, STAMP, number, RemittanceStatus.POSTED)
    assert len(store.list_remittances(db, status=RemittanceStatus.POSTED)) == 2


def test_two_payers_may_use_one_number_and_payments_without_number_wait_side_by_side(db: Database) -> None:
    for payer, sender in ((1, "1930760000"), (2, "1940000001")):
        number = add(db, replace(OF_OURS, payer_trace_id=sender))
        store.set_payer(db, STAMP, number, PayerId(payer))
        store.set_status(db, STAMP, number, RemittanceStatus.POSTED)
    for _ in range(2):
        store.set_payer(db, STAMP, add(db, replace(OF_OURS, trace_number="")), PayerId(1))
    assert len(store.list_remittances(db, status=RemittanceStatus.POSTED)) == 2
    assert len(store.list_remittances(db, status=RemittanceStatus.WAITING)) == 2


@pytest.mark.parametrize("number", ["AB 88123", " ab 00881 ", "000", "0 0 1", "ab c", ""])
def test_the_database_makes_the_same_number_of_it(db: Database, number: str) -> None:
    remittance = replace(OF_OURS, trace_number=number)
    found = add(db, remittance)
    normalised = "select upper(ltrim(replace(trace_number, ' ', ''), '0')) from remittance where id = ?"
    assert scalar(db, normalised, [found]) == bare_number(remittance)


def test_looking_for_copies_reads_the_index_of_the_numbers(db: Database) -> None:
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    store.same_payment(db, REMITTANCE)
    db.conn.set_trace_callback(None)
    plan = db.execute(f"explain query plan {asked[0]}").fetchall()
    assert any("remittance_number" in row[3] for row in plan)


def test_the_same_payment_is_found_in_whatever_file(db: Database) -> None:
    first, second = add(db), add(db, replace(REMITTANCE, payer_name="MEDICARE PART B"))
    others = [
        replace(REMITTANCE, trace_number="1"),
        replace(REMITTANCE, paid=Money(1)),
        replace(REMITTANCE, paid_on=date(2026, 11, 21)),
        replace(REMITTANCE, payer_trace_id="1940000001", payer_id="77777", payer_name="Harbor Mutual"),
    ]
    for other in others:
        add(db, other)
    assert [row.id for row in store.same_payment(db, REMITTANCE)] == [first, second]


@pytest.mark.parametrize("number", ["8812345", "008812345", " 88 12345 ", "0 8812345"])
def test_a_number_is_the_same_without_its_blanks_and_leading_zeros(db: Database, number: str) -> None:
    first = add(db, replace(REMITTANCE, trace_number="08812345"))
    assert [row.id for row in store.same_payment(db, replace(REMITTANCE, trace_number=number))] == [first]
    assert store.get_remittance(db, first).trace_number == "08812345"


@pytest.mark.parametrize("number", ["88123450", "8812345A", "8812034"])
def test_another_number_is_another_payment(db: Database, number: str) -> None:
    add(db)
    assert store.same_payment(db, replace(REMITTANCE, trace_number=number)) == []


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"payer_name": "Other"}, True),
        ({"payer_id": "77777"}, True),
        ({"payer_name": "Other", "payer_id": "77777"}, False),
        ({"payer_name": "", "payer_id": ""}, False),
    ],
)
def test_where_no_payer_of_ours_is_known_any_of_its_names_tells(
    db: Database, changes: dict[str, Any], same: bool
) -> None:
    unknown = replace(REMITTANCE, payer_id="55555", payer_name="Elsewhere Mutual")
    number = add(db, unknown)
    found = store.same_payment(db, replace(unknown, payer_trace_id="1940000001", **changes))
    assert [row.id for row in found] == ([number] if same else [])


def test_the_same_payer_of_ours_tells_whoever_sends_the_file(db: Database) -> None:
    number = add(db, replace(REMITTANCE, payer_id="55555", payer_name="Elsewhere Mutual"))
    store.set_payer(db, STAMP, number, PayerId(1))
    ours = replace(REMITTANCE, payer_trace_id="1940000001")
    assert [row.id for row in store.same_payment(db, ours)] == [number]


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
