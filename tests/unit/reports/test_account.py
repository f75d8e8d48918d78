from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import ClaimId, PatientId
from clinicbill.basics.money import ZERO, Money
from clinicbill.db.connect import rows
from clinicbill.encounters import store as encounters
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.allocate import oldest_first
from clinicbill.ledger.charges import LineCharge, charge, transfer
from clinicbill.ledger.insurance_money import LineSettlement, Move, insurance_payment
from clinicbill.ledger.patient_money import apply_unapplied, patient_payment
from clinicbill.ledger.posting import Entry, NewPosting, OpenBalance
from clinicbill.ledger.store import add_posting, patient_balances, reverse
from clinicbill.reports.account import PatientAccount, account
from clinicbill.reports.account_figures import Figure, Sums
from tests.support.practice import (
    STAMP,
    TODAY,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId, PayerId, PostingId

D = Money.parse


def _charge(db: Database, visit_id: EncounterId, payer_id: PayerId | None, on: date = TODAY) -> PostingId:
    visit = encounters.get_encounter(db, visit_id)
    posting = charge(
        on=on,
        patient_id=visit.patient_id,
        payer_id=payer_id,
        aged_from=visit.service_on,
        lines=[LineCharge(service_line_id=line.id, amount=line.charge) for line in visit.lines],
    )
    assert posting is not None
    return add_posting(db, STAMP, posting)


def _claim(db: Database, visit_id: EncounterId, payer_id: PayerId, coverage_id: int) -> ClaimId:
    visit = encounters.get_encounter(db, visit_id)
    kept = STAMP.columns()
    claim_id = db.table("claim").insert(
        {
            "patient_control_number": f"CB{visit_id}", "patient_id": visit.patient_id, "case_id": visit.case_id,
            "coverage_id": coverage_id, "payer_id": payer_id, "responsibility": "P", "delivery": "electronic",
            "status": "part_paid", "first_service_on": visit.service_on.isoformat(),
            "total_cents": visit.total.cents, **kept,
        }
    ).last_pk  # fmt: skip
    for position, line in enumerate(visit.lines, 1):
        db.table("claim_line").insert(
            {"claim_id": claim_id, "service_line_id": line.id, "position": position, **kept}
        )
    return ClaimId(int(str(claim_id)))


def _pay(
    db: Database, visit_id: EncounterId, payer_id: PayerId, claim_id: ClaimId, on: date = TODAY
) -> PostingId:
    """Medicare as on day 4A: 32.30 paid, 8.24 coinsurance, 23.80 contractual and 0.66 sequestration written off."""
    visit = encounters.get_encounter(db, visit_id)
    moves = (
        Move(to=Account.PATIENT_RECEIVABLE, amount=D("8.24"), group="PR", reason="2", aged_from=on),
        Move(to=Account.ADJUSTMENTS, amount=D("23.80"), group="CO", reason="45", kind="contractual"),
        Move(to=Account.ADJUSTMENTS, amount=D("0.66"), group="CO", reason="253", kind="sequestration"),
    )
    posting = insurance_payment(
        on=on,
        patient_id=visit.patient_id,
        payer_id=payer_id,
        claim_id=claim_id,
        remittance_id=None,
        method="ACH",
        lines=[
            LineSettlement(
                service_line_id=visit.lines[0].id,
                aged_from=visit.service_on,
                paid=D("32.30"),
                moves=moves,
            )
        ],
    )
    assert posting is not None
    return add_posting(db, STAMP, posting)


def _take(db: Database, patient_id: PatientId, dollars: str, on: date = TODAY) -> PostingId:
    owed = [b for b in patient_balances(db, patient_id) if b.account is Account.PATIENT_RECEIVABLE]
    shared = oldest_first(D(dollars), owed)
    posting = patient_payment(
        on=on, patient_id=patient_id, method="card", parts=shared.parts, rest=shared.rest
    )
    return add_posting(db, STAMP, posting)


def test_one_visit_all_the_way() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    coverage_id = a_coverage(db, patient_id, office.medicare)
    visit_id = a_visit(db, patient_id, on=date(2026, 11, 9), lines=[("98941", "AT", "65.00")])
    _charge(db, visit_id, office.medicare)
    claim_id = _claim(db, visit_id, office.medicare, coverage_id)
    _pay(db, visit_id, office.medicare, claim_id)
    _take(db, patient_id, "20.00")
    page = account(db, patient_id, TODAY)

    [visit] = page.visits
    [line] = visit.lines
    assert (line.procedure_code, line.modifiers, line.keyed) == ("98941", ("AT",), D("65"))
    sums = line.sums
    assert [sums.charge.amount, sums.insurance_paid.amount, sums.adjusted.amount] == [
        D("65"), D("32.30"), D("24.46")
    ]  # fmt: skip
    assert (sums.patient_paid.amount, sums.payer_owes.amount, sums.patient_owes.amount) == (
        D("8.24"), ZERO, ZERO
    )  # fmt: skip
    assert [(row.detail, row.amount) for row in sums.adjusted.rows] == [
        ("CO-45", D("23.80")),
        ("CO-253", D("0.66")),
    ]
    assert page.unapplied.amount == D("11.76")
    assert page.balance == D("-11.76")
    assert page.parties == ()

    assert [(p.what, p.party, p.method, p.paid.amount) for p in page.payments] == [
        ("Patient payment", "Patient", "Card", D("20")),
        ("Insurance payment", "Medicare Part B Oregon", "EFT", D("32.30")),
    ]
    assert page.payments[0].unapplied.amount == D("11.76")
    [claim] = page.claims
    assert (claim.number, claim.payer, claim.total, claim.open) == (
        f"CB{visit_id}", "Medicare Part B Oregon", D("65"), ZERO
    )  # fmt: skip


def test_who_owes_what() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    _charge(db, a_visit(db, patient_id, on=date(2026, 11, 9)), office.medicare)
    _charge(db, a_visit(db, patient_id, on=date(2026, 11, 16)), office.auto)
    _charge(db, a_visit(db, patient_id), None)
    page = account(db, patient_id, TODAY)
    assert [(party.party, party.owes.amount) for party in page.parties] == [
        ("Blue Heron Auto", D("65")),
        ("Medicare Part B Oregon", D("65")),
        ("Patient", D("65")),
    ]
    assert page.parties[0].owes.rows[0].aged_from == date(2026, 11, 16)
    assert [visit.service_on for visit in page.visits] == [
        TODAY, date(2026, 11, 16), date(2026, 11, 9)
    ]  # fmt: skip
    assert page.balance == D("195")


def test_a_charge_that_is_not_posted_is_not_owed() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient_id = a_patient(db)
    a_visit(db, patient_id)
    a_visit(db, patient_id, on=date(2026, 11, 20), lines=[])
    page = account(db, patient_id, TODAY)
    assert [len(visit.lines) for visit in page.visits] == [1, 0]
    assert page.visits[0].lines[0].keyed == D("65")
    assert page.visits[0].lines[0].sums == Sums()
    assert (page.balance, page.payments, page.claims) == (ZERO, (), ())


def test_as_of_a_day_later_entries_do_not_count() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient_id = a_patient(db)
    visit_id = a_visit(db, patient_id, on=date(2026, 11, 9))
    _charge(db, visit_id, None, on=date(2026, 11, 9))
    _take(db, patient_id, "65.00", on=date(2026, 11, 20))
    assert account(db, patient_id, date(2026, 11, 8)).visits == ()
    before = account(db, patient_id, date(2026, 11, 19))
    assert (before.balance, before.payments) == (D("65"), ())
    assert account(db, patient_id, date(2026, 11, 20)).balance == ZERO


def test_what_was_reversed_shows_both_and_counts_for_nothing() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient_id = a_patient(db)
    _charge(db, a_visit(db, patient_id), None)
    posting_id = _take(db, patient_id, "10.00")
    reverse(db, STAMP, posting_id, on=TODAY, why="Check returned")
    page = account(db, patient_id, TODAY)
    assert page.balance == D("65")
    assert [(payment.paid.amount, payment.undone) for payment in page.payments] == [
        (D("-10"), True),
        (D("10"), True),
    ]
    assert page.sums.patient_paid.amount == ZERO


def test_unapplied_money_put_to_use_is_the_patients_payment() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient_id = a_patient(db)
    _take(db, patient_id, "120.00", on=date(2026, 11, 2))
    _charge(db, a_visit(db, patient_id), None)
    [credit] = [b for b in patient_balances(db, patient_id) if b.account is Account.UNAPPLIED]
    [owed] = [b for b in patient_balances(db, patient_id) if b.account is Account.PATIENT_RECEIVABLE]
    used = D("12.80")
    posting = apply_unapplied(
        on=TODAY, patient_id=patient_id, credits_used=[(credit, used)], parts=[(owed, used)]
    )
    add_posting(db, STAMP, posting)
    page = account(db, patient_id, TODAY)
    assert page.unapplied.amount == D("107.20")
    assert page.sums.patient_paid.amount == used
    assert page.sums.patient_paid.rows[0].what == "Unapplied credit applied"
    assert page.sums.patient_owes.amount == D("52.20")
    assert len(page.payments) == 1


def test_a_balance_brought_over_counts_without_a_line() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    owed = Entry(
        account=Account.PAYER_RECEIVABLE,
        amount=D("40"),
        aged_from=date(2026, 3, 1),
        patient_id=patient_id,
        payer_id=office.medicare,
    )
    posting = NewPosting(
        kind=PostingKind.CHARGE,
        posted_on=TODAY,
        patient_id=patient_id,
        entries=(owed, replace(owed, account=Account.CHARGES, amount=D("-40"), aged_from=None)),
    )
    add_posting(db, STAMP, posting)
    page = account(db, patient_id, TODAY)
    assert page.balance == D("40")
    assert [(party.party, party.owes.amount) for party in page.parties] == [
        ("Medicare Part B Oregon", D("40"))
    ]


def test_another_patients_money_is_not_here() -> None:
    db = open_memory_practice()
    a_practice(db)
    ruth, dan = a_patient(db), a_patient(db, "Whitfield", "Dan")
    _charge(db, a_visit(db, dan), None)
    assert account(db, ruth, TODAY).balance == ZERO
    assert account(db, dan, TODAY).balance == D("65")


def test_nobody() -> None:
    with pytest.raises(NotFound):
        account(open_memory_practice(), PatientId(1), TODAY)


def _figures(page: PatientAccount) -> list[Figure]:
    every = [getattr(page.sums, field.name) for field in fields(Sums)]
    return [*every, page.unapplied, page.prepaid, *(party.owes for party in page.parties)]


def _open_cents(balances: list[OpenBalance], *accounts: Account) -> int:
    return sum(balance.amount.cents for balance in balances if balance.account in accounts)


acts = st.lists(
    st.tuples(st.sampled_from(["charge", "pay", "take", "apply", "move", "reverse"]), st.integers(0, 9_999)),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(acts=acts)
def test_every_total_is_the_sum_of_its_rows_and_of_the_kept_balances(acts: list[tuple[str, int]]) -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    coverage_id = a_coverage(db, patient_id, office.medicare)
    day = date(2026, 3, 1)
    visit_ids = [a_visit(db, patient_id, on=day, lines=[("98941", "", "65.00"), ("97140", "", "48.00")])]
    claim_id = _claim(db, visit_ids[0], office.medicare, coverage_id)
    made: list[PostingId] = []
    charged = False
    for act, number in acts:
        day += timedelta(days=1)
        balances = patient_balances(db, patient_id)
        payer_owes = [b for b in balances if b.account is Account.PAYER_RECEIVABLE]
        if act == "charge" and not charged:
            made.append(_charge(db, visit_ids[0], office.medicare if number % 2 else None, on=day))
            charged = True
        elif act == "pay" and charged:
            made.append(_pay(db, visit_ids[0], office.medicare, claim_id, on=day))
        elif act == "take" and number:
            made.append(_take(db, patient_id, str(Money(number).csv()), on=day))
        elif act == "move" and payer_owes:
            posting = transfer(
                on=day,
                balances=payer_owes,
                patient_id=patient_id,
                payer_id=None,
                aged_from=day,
                description="Moved",
            )
            made.append(add_posting(db, STAMP, posting))
        elif act == "apply":
            _apply_what_is_there(db, patient_id, balances, day)
        elif act == "reverse" and made:
            reverse(db, STAMP, made.pop(number % len(made)), on=day, why="Wrong")
    page = account(db, patient_id, day)
    for figure in _figures(page):
        assert figure.amount.cents == sum(row.amount.cents for row in figure.rows)
    sums = page.sums
    paid = sums.insurance_paid.amount + sums.adjusted.amount + sums.patient_paid.amount + sums.other.amount
    assert sums.charge.amount - paid == sums.balance
    kept = patient_balances(db, patient_id)
    assert sums.payer_owes.amount.cents == _open_cents(kept, Account.PAYER_RECEIVABLE)
    assert sums.patient_owes.amount.cents == _open_cents(kept, Account.PATIENT_RECEIVABLE)
    assert page.unapplied.amount.cents == -_open_cents(kept, Account.UNAPPLIED)
    cash = rows(db, "select coalesce(sum(amount_cents), 0) as cents from entry where account = 'cash'")
    assert sum(payment.paid.amount.cents for payment in page.payments) == cash[0]["cents"]
    assert Money.total(party.owes.amount for party in page.parties) == sums.balance
    assert Money.total(v.sums.balance for v in page.visits) == sums.balance


def _apply_what_is_there(db: Database, patient_id: PatientId, balances: list[OpenBalance], day: date) -> None:
    credits_open = [b for b in balances if b.account is Account.UNAPPLIED and b.amount < ZERO]
    owed = [b for b in balances if b.account is Account.PATIENT_RECEIVABLE and b.amount > ZERO]
    if credits_open and owed:
        used = min(-credits_open[0].amount, owed[0].amount)
        posting = apply_unapplied(
            on=day,
            patient_id=patient_id,
            credits_used=[(credits_open[0], used)],
            parts=[(owed[0], used)],
        )
        add_posting(db, STAMP, posting)
