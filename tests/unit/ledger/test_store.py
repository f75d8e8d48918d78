from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.basics.identifiers import PatientId, PayerId, PostingId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.db.connect import DriverError, rows, write
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.allocate import oldest_first
from clinicbill.ledger.charges import LineCharge, charge, transfer
from clinicbill.ledger.entries_store import entries_of, get_posting
from clinicbill.ledger.insurance_money import LineSettlement, Move, insurance_payment
from clinicbill.ledger.patient_money import patient_payment
from clinicbill.ledger.store import (
    account_total,
    add_posting,
    add_postings,
    drift,
    line_balances,
    patient_balances,
    patients_charges,
    restoration_of,
    reversal_of,
    reverse,
    standing,
    standing_charges,
)
from clinicbill.reports.aging import AgingBy, aging
from tests.support.practice import STAMP, TODAY, a_patient, a_payer, a_practice, a_visit, open_memory_practice

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from clinicbill.ledger.posting import Entry, NewPosting
    from tests.unit.ledger.conftest import Books

SERVICE = date(2026, 11, 9)


def facts(db: Database) -> list[Any]:
    return [
        rows(db, f"select * from {table} order by 1, 2, 3, 4, 5") for table in ("posting", "entry", "balance")
    ]


def open_cents(db: Database, line: ServiceLineId) -> dict[tuple[str, int | None, str], int]:
    return {
        (str(one.account), one.payer_id, str(one.aged_from)): one.amount.cents
        for one in line_balances(db, [line]).get(line, [])
    }


def medicare_pays(books: Books, paid: int = 3230) -> NewPosting:
    posting = insurance_payment(
        on=TODAY,
        patient_id=books.patient_id,
        payer_id=books.payer_id,
        claim_id=books.claim_id,
        remittance_id=None,
        method="ACH",
        lines=[
            LineSettlement(
                service_line_id=books.lines[0],
                aged_from=SERVICE,
                paid=Money(paid),
                moves=(
                    Move(
                        to=Account.PATIENT_RECEIVABLE,
                        amount=Money(824),
                        group="PR",
                        reason="2",
                        aged_from=TODAY,
                    ),
                    Move(to=Account.ADJUSTMENTS, amount=Money(2446), group="CO", reason="45"),
                ),
            )
        ],
    )
    assert posting is not None
    return posting


def test_a_posting_moves_the_balances_of_its_lines_only(books: Books) -> None:
    add_posting(books.db, STAMP, medicare_pays(books))
    assert open_cents(books.db, books.lines[0]) == {("patient_receivable", None, "2026-11-23"): 824}
    assert open_cents(books.db, books.lines[1]) == {("payer_receivable", books.payer_id, "2026-11-09"): 5200}
    assert account_total(books.db, Account.CASH) == Money(3230)
    assert drift(books.db) == []


def test_everything_open_of_a_patient_oldest_first(books: Books) -> None:
    add_posting(books.db, STAMP, medicare_pays(books))
    payment = patient_payment(
        on=TODAY, patient_id=books.patient_id, method="cash", parts=[], rest=Money(2000)
    )
    add_posting(books.db, STAMP, payment)
    found = patient_balances(books.db, books.patient_id)
    assert [(str(one.account), one.amount.cents) for one in found] == [
        ("payer_receivable", 5200),
        ("unapplied", -2000),
        ("patient_receivable", 824),
    ]


def test_several_postings_are_written_all_or_none(books: Books) -> None:
    before = facts(books.db)
    wrong = replace(medicare_pays(books), claim_id=None, patient_id=PatientId(999))
    with pytest.raises(DriverError):
        add_postings(books.db, STAMP, [medicare_pays(books), wrong])
    assert facts(books.db) == before


def test_numbers_follow_each_other(books: Books) -> None:
    first, second = add_postings(books.db, STAMP, [medicare_pays(books), medicare_pays(books)])
    assert second == first + 1


def test_the_callers_transaction_keeps_or_drops_it(books: Books) -> None:
    before = facts(books.db)

    class Stop(Exception):
        pass

    with suppress(Stop), write(books.db):
        add_posting(books.db, STAMP, medicare_pays(books))
        raise Stop
    assert facts(books.db) == before


def test_a_reversal_restores_every_balance_and_hides_nothing(books: Books) -> None:
    before = rows(books.db, "select * from open_balance order by 1, 2, 3, 4, 5")
    posting_id = add_posting(books.db, STAMP, medicare_pays(books))
    undo = reverse(books.db, STAMP, posting_id, on=TODAY, why="Wrong claim")
    assert rows(books.db, "select * from open_balance order by 1, 2, 3, 4, 5") == before
    assert get_posting(books.db, undo).description == "Wrong claim"
    assert len(entries_of(books.db, posting_id=posting_id)) == 6
    assert drift(books.db) == []


def test_a_posting_is_reversed_once(books: Books) -> None:
    posting_id = add_posting(books.db, STAMP, medicare_pays(books))
    undo = reverse(books.db, STAMP, posting_id, on=TODAY, why="x")
    with pytest.raises(CannotDo, match=f"reversed already, by posting {undo}"):
        reverse(books.db, STAMP, posting_id, on=TODAY, why="x")
    with pytest.raises(CannotDo, match="itself a reversal"):
        reverse(books.db, STAMP, undo, on=TODAY, why="x")
    with pytest.raises(NotFound):
        reverse(books.db, STAMP, PostingId(99), on=TODAY, why="x")


def test_a_reversal_written_past_the_check_is_refused_by_the_database(books: Books) -> None:
    posting_id = add_posting(books.db, STAMP, medicare_pays(books))
    again = reversal_of(books.db, posting_id, on=TODAY, why="x")
    undo = add_posting(books.db, STAMP, again)
    for wrong in (again, replace(again, reverses_id=undo)):
        with pytest.raises(CannotDo):
            add_posting(books.db, STAMP, wrong)


ATTACKS: dict[str, Callable[[Database], object]] = {
    "update a posting": lambda db: db.execute("update posting set posted_on = '2026-01-01'"),
    "update an entry": lambda db: db.execute("update entry set amount_cents = 1 where id = 1"),
    "delete a posting": lambda db: db.execute("delete from posting where id = 1"),
    "delete an entry": lambda db: db.execute("delete from entry where id = 1"),
    "replace a posting": lambda db: db.execute(
        "insert or replace into posting (id, kind, posted_on, entered_at, user_id) "
        "values (1, 'charge', '2026-11-23', '2026-11-23T00:00:00Z', 1)"
    ),
    "replace an entry": lambda db: db.execute(
        "insert or replace into entry (id, posting_id, account, amount_cents, user_id) values (1, 1, 'cash', 5, 1)"
    ),
    "upsert an entry": lambda db: db.execute(
        "insert into entry (id, posting_id, account, amount_cents, user_id) values (1, 1, 'cash', 5, 1) "
        "on conflict (id) do update set amount_cents = 5"
    ),
    "a late entry": lambda db: db.execute(
        "insert into entry (posting_id, account, amount_cents, user_id) values (1, 'cash', 5, 1)"
    ),
    "an entry without a posting": lambda db: db.execute(
        "insert into entry (posting_id, account, amount_cents, user_id) values (77, 'cash', 5, 1)"
    ),
    "an empty posting": lambda db: db.execute(
        "insert into posting (id, kind, posted_on, entered_at, user_id) "
        "values (77, 'charge', '2026-11-23', '2026-11-23T00:00:00Z', 1)"
    ),
}


@pytest.mark.parametrize("pragma", ["on", "off"])
@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_the_ledger_holds_against(attack: str, pragma: str, books: Books) -> None:
    books.db.execute(f"pragma recursive_triggers={pragma}")
    before = facts(books.db)
    with pytest.raises(DriverError):
        ATTACKS[attack](books.db)
    assert facts(books.db) == before


def test_unbalanced_entries_are_refused_whoever_writes_them(books: Books) -> None:
    before = facts(books.db)
    made = medicare_pays(books)
    object.__setattr__(made, "entries", made.entries[:-1])
    with pytest.raises(CannotDo, match="do not sum to zero"):
        add_posting(books.db, STAMP, made)
    assert facts(books.db) == before


def test_the_drift_query_sees_a_balance_changed_past_the_program(books: Books) -> None:
    books.db.execute(
        "update balance set balance_cents = balance_cents + 1 where service_line_id = ?", [books.lines[0]]
    )
    (found,) = drift(books.db)
    assert (found.account, found.kept, found.made) == (Account.PAYER_RECEIVABLE, Money(6501), Money(6500))
    assert (found.payer_id, found.service_line_id, found.aged_from) == (
        books.payer_id,
        books.lines[0],
        SERVICE,
    )


def test_only_charges_that_stand_are_reversed_before_a_visit_is_charged_anew(books: Books) -> None:
    (first,) = standing_charges(books.db, books.lines)
    reverse(books.db, STAMP, first, on=TODAY, why="Changed")
    assert standing_charges(books.db, books.lines) == []
    assert standing_charges(books.db, books.uncharged) == []


def test_what_a_payers_reversal_undid_can_stand_again_as_often_as_needed(books: Books) -> None:
    start = rows(books.db, "select * from open_balance order by 1, 2, 3, 4, 5")
    first = add_posting(books.db, STAMP, medicare_pays(books))
    paid = rows(books.db, "select * from open_balance order by 1, 2, 3, 4, 5")
    today = first
    for _ in range(3):
        undo = add_posting(
            books.db,
            STAMP,
            replace(reversal_of(books.db, today, on=TODAY, why="22"), kind=PostingKind.PAYER_REVERSAL),
        )
        assert standing(books.db, first).reversed_by_id == undo
        assert rows(books.db, "select * from open_balance order by 1, 2, 3, 4, 5") == start
        today = add_posting(books.db, STAMP, restoration_of(books.db, get_posting(books.db, undo), on=TODAY))
        assert standing(books.db, first).id == today
        assert rows(books.db, "select * from open_balance order by 1, 2, 3, 4, 5") == paid
    assert drift(books.db) == []


# The ledger against a model in plain ints ---------------------------------------------------------------------

Key = tuple[str, int, int, int, str]
DAY_ONE = date(2026, 6, 1)


class LedgerMachine(RuleBasedStateMachine):
    """Random charges, payments, moves and reversals; the model is a list of entries in plain Python."""

    def __init__(self) -> None:
        super().__init__()
        self.db = open_memory_practice()
        office = a_practice(self.db)
        self.payers: list[PayerId] = [office.medicare, a_payer(self.db)]
        self.patients: list[PatientId] = []
        self.lines: dict[ServiceLineId, PatientId] = {}
        self.day = DAY_ONE
        # (day, key, cents) of every entry that should be in a kept balance; (id, entries) of every posting.
        self.model: list[tuple[date, Key, int]] = []
        self.postings: list[tuple[PostingId, tuple[Entry, ...]]] = []
        self.reversed: set[PostingId] = set()

    @initialize()
    def people(self) -> None:
        for name in ("Alvarez", "Cho"):
            patient_id = a_patient(self.db, name, "Ruth")
            self.patients.append(patient_id)
            for days in (0, 40):
                visit = a_visit(
                    self.db, patient_id, on=DAY_ONE + timedelta(days), lines=[("98941", "", "65.00")] * 2
                )
                found = rows(self.db, "select id from service_line where encounter_id = ?", [visit])
                self.lines |= {ServiceLineId(row["id"]): patient_id for row in found}

    def post(self, posting: NewPosting) -> None:
        posting_id = add_posting(self.db, replace(STAMP, on=self.day), posting)
        self.postings.append((posting_id, posting.entries))
        for entry in posting.entries:
            key = (
                str(entry.account),
                entry.payer_id or 0,
                entry.patient_id or 0,
                entry.service_line_id or 0,
                entry.aged_from.isoformat() if entry.aged_from else "",
            )
            if entry.account in (Account.PAYER_RECEIVABLE, Account.PATIENT_RECEIVABLE, Account.UNAPPLIED):
                self.model.append((posting.posted_on, key, entry.amount.cents))

    def balances(self, as_of: date = date.max) -> dict[Key, int]:
        sums: dict[Key, int] = {}
        for day, key, cents in self.model:
            if day <= as_of:
                sums[key] = sums.get(key, 0) + cents
        return {key: cents for key, cents in sums.items() if cents}

    @rule(days=st.sampled_from([0, 1, 29, 30, 31, 60]))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days)

    @rule(data=st.data(), cents=st.integers(1, 50_000), insured=st.booleans())
    def charge_a_line(self, data: st.DataObject, cents: int, insured: bool) -> None:
        line = data.draw(st.sampled_from(sorted(self.lines)))
        made = charge(
            on=self.day,
            patient_id=self.lines[line],
            payer_id=data.draw(st.sampled_from(self.payers)) if insured else None,
            aged_from=self.day,
            lines=[LineCharge(service_line_id=line, amount=Money(cents))],
        )
        assert made is not None
        self.post(made)

    @rule(data=st.data(), paid=st.integers(-9_000, 30_000), moved=st.integers(-2_000, 9_000))
    def insurance_pays(self, data: st.DataObject, paid: int, moved: int) -> None:
        line = data.draw(st.sampled_from(sorted(self.lines)))
        to = data.draw(
            st.sampled_from([Account.ADJUSTMENTS, Account.PATIENT_RECEIVABLE, Account.PAYER_RECEIVABLE])
        )
        ages = {Account.PATIENT_RECEIVABLE: self.day, Account.PAYER_RECEIVABLE: DAY_ONE}
        payer, other = data.draw(st.permutations(self.payers))
        made = insurance_payment(
            on=self.day,
            patient_id=self.lines[line],
            payer_id=payer,
            claim_id=None,
            remittance_id=None,
            method="CHK",
            lines=[
                LineSettlement(
                    service_line_id=line,
                    aged_from=DAY_ONE,
                    paid=Money(paid),
                    moves=(
                        Move(
                            to=to,
                            amount=Money(moved),
                            group="CO",
                            reason="45",
                            payer_id=other if to is Account.PAYER_RECEIVABLE else None,
                            aged_from=ages.get(to),
                        ),
                    ),
                )
            ],
        )
        if made is not None:
            self.post(made)

    @rule(data=st.data(), cents=st.integers(1, 20_000))
    def patient_pays(self, data: st.DataObject, cents: int) -> None:
        patient = data.draw(st.sampled_from(self.patients))
        owed = [
            one for one in patient_balances(self.db, patient) if one.account is Account.PATIENT_RECEIVABLE
        ]
        found = oldest_first(Money(cents), owed)
        self.post(
            patient_payment(
                on=self.day, patient_id=patient, method="cash", parts=found.parts, rest=found.rest
            )
        )

    @rule(data=st.data())
    def insurance_moves_to_the_patient(self, data: st.DataObject) -> None:
        patient = data.draw(st.sampled_from(self.patients))
        owed = [one for one in patient_balances(self.db, patient) if one.account is Account.PAYER_RECEIVABLE]
        if owed:
            self.post(
                transfer(
                    on=self.day,
                    balances=owed,
                    patient_id=patient,
                    payer_id=None,
                    aged_from=self.day,
                    description="x",
                )
            )

    @precondition(lambda self: self.postings)
    @rule(data=st.data())
    def a_posting_is_reversed(self, data: st.DataObject) -> None:
        posting_id, _ = data.draw(st.sampled_from(self.postings))
        if posting_id in self.reversed:
            with pytest.raises(CannotDo):
                reverse(self.db, STAMP, posting_id, on=self.day, why="x")
            return
        made = reversal_of(self.db, posting_id, on=self.day, why="x")
        self.post(made)
        self.reversed |= {posting_id, self.postings[-1][0]}

    @invariant()
    def kept_balances_are_the_models(self) -> None:
        found = rows(self.db, "select * from balance where balance_cents <> 0")
        kept = {
            (r["account"], r["payer_id"], r["patient_id"], r["service_line_id"], r["aged_from"]): r[
                "balance_cents"
            ]
            for r in found
        }
        assert kept == self.balances()
        assert drift(self.db) == []

    @invariant()
    def the_view_leaves_zeros_out(self) -> None:
        found = rows(self.db, "select sum(balance_cents) as cents, count(*) as n from open_balance")[0]
        assert (found["cents"] or 0, found["n"]) == (sum(self.balances().values()), len(self.balances()))

    @invariant()
    def every_posting_sums_to_zero(self) -> None:
        assert rows(self.db, "select 1 from entry group by posting_id having sum(amount_cents) <> 0") == []

    @rule(back=st.sampled_from([-31, -30, 0, 1, 29, 30, 60, 90, 91, 150]), by=st.sampled_from(list(AgingBy)))
    def the_aging_of_any_day_is_the_models(self, back: int, by: AgingBy) -> None:
        as_of = self.day - timedelta(back)
        expected: dict[tuple[str, int], list[int]] = {}
        for (account, payer, patient, _, aged_from), cents in self.balances(as_of).items():
            age = (as_of - date.fromisoformat(aged_from)).days
            bucket = 0 if age <= 30 else 1 if age <= 60 else 2 if age <= 90 else 3 if age <= 120 else 4
            if account == "unapplied":
                party = ("unapplied", 0)
            elif by is AgingBy.PATIENT:
                party = ("patient", patient)
            else:
                party = ("payer", payer) if account == "payer_receivable" else ("patients", 0)
            expected.setdefault(party, [0] * 5)[bucket] += cents
        report = aging(self.db, as_of=as_of, by=by)
        found = {(str(row.kind), row.name_id or 0): [one.cents for one in row.amounts] for row in report.rows}
        assert found == {party: amounts for party, amounts in expected.items() if any(amounts)}
        assert report.total.cents == sum(sum(amounts) for amounts in expected.values())

    def teardown(self) -> None:
        self.db.close()


LedgerMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
TestLedgerAgainstTheModel = LedgerMachine.TestCase


def test_a_charge_is_the_patients_until_it_is_reversed_or_moved(books: Books) -> None:
    (line,) = books.uncharged
    made = charge(
        on=TODAY,
        patient_id=books.patient_id,
        payer_id=None,
        aged_from=TODAY,
        lines=[LineCharge(service_line_id=line, amount=Money(6500))],
    )
    assert made is not None
    posting_id = add_posting(books.db, STAMP, made)
    (owed,) = line_balances(books.db, [line])[line]
    assert patients_charges(books.db, [line, *books.lines]) == [owed]
    add_posting(
        books.db,
        STAMP,
        patient_payment(on=TODAY, patient_id=books.patient_id, method="cash", parts=[(owed, owed.amount)]),
    )
    assert [one.amount for one in patients_charges(books.db, [line])] == [Money(6500)]
    reverse(books.db, STAMP, posting_id, on=TODAY, why="x")
    assert patients_charges(books.db, [line]) == []
