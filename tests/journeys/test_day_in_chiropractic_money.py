"""The money of the same Monday: Medicare's remittance of $30.44, a BCBS check of $55.20, a credit, the aging."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Severity
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import get_claim
from clinicbill.db.connect import damage, rows
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice, open_practice
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.entries_store import entries_of, get_posting, postings_of_remittance
from clinicbill.ledger.store import account_total, drift
from clinicbill.remits.balance import prove
from clinicbill.remits.store import RemittanceStatus, list_remittances
from clinicbill.reports.denied_lines import denied_lines
from clinicbill.workflows.apply_credit import apply_credit
from clinicbill.workflows.bill_secondary import bill_secondary
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.preview_remittance import preview_remittance
from clinicbill.workflows.receive_remittance import receive_remittance
from clinicbill.workflows.reverse_remittance import reverse_remittance
from clinicbill.workflows.take_payment import take_payment
from tests.journeys.day_practices import CEDAR, OWNER
from tests.journeys.day_support import Book, Chart, Clinic, aged, done, morning, told
from tests.journeys.day_weeks import (
    CREDIT_ON,
    EARLIER,
    MONDAY,
    NINTH,
    TENTH,
    TWELFTH,
    Weeks,
    bcbs_835,
    medicare_835,
    weeks,
)
from tests.support.ledgers import as_835
from tests.support.practice import open_memory_practice

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId


@pytest.fixture
def cedar() -> Clinic:
    return Clinic(open_memory_practice(owner=OWNER), CEDAR)


def balances(db: Database) -> list[dict[str, object]]:
    """Everything that is open, and where every claim stands."""
    found = rows(db, "select * from balance where balance_cents <> 0 order by 1, 2, 3, 4, 5")
    return [*found, *rows(db, "select id, status from claim order by id")]


# Medicare, $30.44 -------------------------------------------------------------------------------------------------


def test_22_the_remittance_proves_and_every_cent_goes_where_it_belongs(cedar: Clinic) -> None:
    there = weeks(cedar)
    remittance = medicare_835(cedar, there)
    proof = prove(remittance)
    assert proof.balanced
    assert [str(one) for one in (proof.claims_paid, proof.adjusted, proof.paid)] == [
        "$45.32",
        "$14.88",
        "$30.44",
    ]

    cash_before = account_total(cedar.db, Account.CASH)
    outcome = cedar.post(remittance, MONDAY, "weekend.835")
    assert outcome.message.startswith("Posted MEDICARE PART B OREGON 8812345, $30.44: 5 claims, ")
    assert account_total(cedar.db, Account.CASH) - cash_before == Money(3044)
    assert cedar.owed(there.alvarez) == [("Medigap", "8.24", NINTH)]
    assert cedar.owed(there.cho) == [("patient_receivable", "5.78", MONDAY)]
    assert cedar.owed(there.dunn) == [("Medicare B", "65.00", NINTH)]
    assert cedar.owed(there.ekberg) == [("patient_receivable", "5.78", MONDAY)]
    states = {chart.last: cedar.status(claim) for chart, claim in _medicare(there)}
    assert states == {
        "Alvarez": ClaimStatus.PAID,
        "Cho": ClaimStatus.PAID,
        "Dunn": ClaimStatus.DENIED,
        "Ekberg": ClaimStatus.PAID,
    }


def _medicare(there: Weeks) -> list[tuple[Chart, ClaimId]]:
    charts = (there.alvarez, there.cho, there.dunn, there.ekberg)
    return [(chart, there.claim(chart)) for chart in charts]


def test_23_a_denial_is_never_written_off_by_itself(cedar: Clinic) -> None:
    there = weeks(cedar)
    remittance_id = cedar.receive(medicare_835(cedar, there), MONDAY, "weekend.835")
    fates = {
        row.patient: row.what.words
        for row in preview_remittance(cedar.db, remittance_id, on=MONDAY).plan.rows
    }
    assert fates["Marge Dunn"] == "To Denials, no write-off"
    assert fates["Ruth Alvarez"] == "Wait: crossed to EVERGREEN MEDIGAP"
    done(post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id))
    assert entries_of(cedar.db, patient_id=there.dunn.patient_id, accounts=[Account.ADJUSTMENTS]) == []
    assert cedar.owed(there.dunn) == [("Medicare B", "65.00", NINTH)]
    (denied,) = denied_lines(cedar.db)
    assert (denied.patient.last, denied.procedure, denied.reason) == ("Dunn", "98941", "CO-50")
    assert (denied.open_amount, denied.trace_number) == (Money(6500), "8812345")
    assert denied.gloss
    assert denied.advice


def test_24_the_reversal_points_at_the_original_and_the_correction_nets(cedar: Clinic) -> None:
    there = weeks(cedar)
    remittance_id = cedar.receive(medicare_835(cedar, there), MONDAY, "weekend.835")
    done(post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id))
    made = postings_of_remittance(cedar.db, remittance_id)
    (reversal,) = [posting for posting in made if posting.kind is PostingKind.PAYER_REVERSAL]
    assert reversal.reverses_id is not None
    original = get_posting(cedar.db, reversal.reverses_id)
    assert (original.kind, original.posted_on, original.reversed_by_id) == (
        PostingKind.INSURANCE_PAYMENT,
        EARLIER,
        reversal.id,
    )
    cash = entries_of(cedar.db, patient_id=there.ekberg.patient_id, accounts=[Account.CASH])
    assert [str(row.entry.amount) for row in cash] == ["$32.30", "−$32.30", "$22.66"]
    assert Money.total(row.entry.amount for row in cash[1:]) == Money(-964)


def test_25_takeback_and_interest_are_no_patients_money(cedar: Clinic) -> None:
    there = weeks(cedar)
    remittance_id = cedar.receive(medicare_835(cedar, there), MONDAY, "weekend.835")
    done(post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id))
    accounts = [Account.PROVIDER_LEVEL, Account.INTEREST]
    found = [row.entry for row in entries_of(cedar.db, remittance_id=remittance_id, accounts=accounts)]
    assert [(one.account, str(one.amount), one.payer_id, one.patient_id) for one in found] == [
        (Account.PROVIDER_LEVEL, "$15.00", cedar.payer("Medicare B"), None),
        (Account.INTEREST, "−$0.12", cedar.payer("Medicare B"), None),
    ]
    fates = [row.what.words for row in preview_remittance(cedar.db, remittance_id, on=MONDAY).plan.rows]
    assert fates[-2:] == ["On the payer’s account, no claim named", "To interest income"]


def test_26_what_crossed_over_is_not_billed_again(cedar: Clinic) -> None:
    there = weeks(cedar)
    cedar.post(medicare_835(cedar, there), MONDAY, "weekend.835")
    with pytest.raises(CannotDo, match="has sent it on to EVERGREEN MEDIGAP by itself; nothing was billed"):
        bill_secondary(cedar.db, cedar.stamp(MONDAY), there.claim(there.alvarez), codes=cedar.codes)


def test_27_the_same_payment_renamed_or_rewritten_posts_nothing(cedar: Clinic) -> None:
    there = weeks(cedar)
    remittance = medicare_835(cedar, there)
    cedar.post(remittance, MONDAY, "weekend.835")
    before = balances(cedar.db)
    received = receive_remittance(
        cedar.db, cedar.stamp(MONDAY), "renamed.835", as_835(remittance, control_number=2)
    )
    assert received.message == (
        "renamed.835 was received before, 11/23/2026 by Dana Reyes, then called weekend.835; nothing was stored again"
    )
    rewritten = cedar.receive(remittance, MONDAY, "another-file.835")
    outcome = post_remittance(cedar.db, cedar.stamp(MONDAY), rewritten)
    assert outcome.changed == frozenset()
    assert told(outcome)["L14"].severity is Severity.INFO
    assert outcome.message == (
        "MEDICARE PART B OREGON 8812345, $30.44 was posted 11/23/2026 by Dana Reyes from weekend.835; "
        "nothing was posted again"
    )
    assert balances(cedar.db) == before


def test_27_reversed_everything_is_as_before_and_it_may_be_posted_again(cedar: Clinic) -> None:
    there = weeks(cedar)
    morning = balances(cedar.db)
    remittance_id = cedar.receive(medicare_835(cedar, there), MONDAY, "weekend.835")
    done(post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id))
    noon = balances(cedar.db)
    assert noon != morning

    outcome = reverse_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id, why="Wrong bank account")
    assert outcome.done
    assert balances(cedar.db) == morning
    assert [row.status for row in list_remittances(cedar.db) if row.id == remittance_id] == [
        RemittanceStatus.REVERSED
    ]
    assert cedar.owed(there.ekberg) == [("patient_receivable", "8.24", EARLIER)]
    assert drift(cedar.db) == []

    again = post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id)
    assert again.message.startswith("Posted MEDICARE PART B OREGON 8812345, $30.44")
    assert balances(cedar.db) == noon
    assert drift(cedar.db) == []


def test_27_reversed_after_the_patient_has_paid_his_money_is_not_lost(cedar: Clinic) -> None:
    there = weeks(cedar)
    remittance_id = cedar.receive(medicare_835(cedar, there), MONDAY, "weekend.835")
    done(post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id))
    done(take_payment(cedar.db, cedar.stamp(MONDAY), there.cho.patient_id, Money(578), "cash"))
    assert cedar.owed(there.cho) == []
    assert cedar.status(there.claim(there.cho)) is ClaimStatus.PAID_IN_FULL
    done(reverse_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id, why="Wrong bank account"))
    assert cedar.owed(there.cho) == [("Medicare B", "50.00", TENTH), ("patient_receivable", "−5.78", MONDAY)]
    done(post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id))
    assert cedar.owed(there.cho) == []
    assert cedar.status(there.claim(there.cho)) is ClaimStatus.PAID_IN_FULL
    assert drift(cedar.db) == []


# BCBS, $55.20, and the credit -------------------------------------------------------------------------------------


def test_28_the_bcbs_check_posts_and_the_bundled_line_stays_open(cedar: Clinic) -> None:
    there = weeks(cedar)
    remittance = bcbs_835(cedar, there)
    assert (prove(remittance).balanced, str(remittance.paid)) == (True, "$55.20")
    remittance_id = cedar.receive(remittance, MONDAY, "bcbs.835")
    plan = preview_remittance(cedar.db, remittance_id, on=MONDAY).plan
    matched = [(row.procedure, row.match, row.what.words) for row in plan.rows]
    assert matched == [
        ("98940", "our line number", "Write off 16.00, patient 30.00"),
        ("97140", "our line number", "To Denials, no write-off"),
        ("98940", "our line number", "Write off 16.00, patient 6.80"),
        ("97110", "our line number", "Write off 22.00, patient 6.00"),
    ]
    assert str(plan.denied) == "$48.00"

    outcome = post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id)
    assert outcome.message == "Posted BCBS PPO 0099187, $55.20: 2 claims, 9 entries"
    assert cedar.owed(there.whitfield) == [
        ("BCBS PPO", "48.00", NINTH),
        ("patient_receivable", "30.00", MONDAY),
    ]
    assert cedar.status(there.claim(there.whitfield)) is ClaimStatus.PART_PAID
    assert cedar.owed(there.haddad)[1:] == [
        ("patient_receivable", "6.80", MONDAY),
        ("patient_receivable", "6.00", MONDAY),
    ]
    assert cedar.status(there.claim(there.haddad)) is ClaimStatus.PAID
    (denied,) = denied_lines(cedar.db)
    assert (denied.procedure, denied.reason, denied.open_amount) == ("97140", "CO-236", Money(4800))
    number = get_claim(cedar.db, there.claim(there.whitfield))
    assert number.payer_control_number == f"ICN{number.patient_control_number}"
    assert drift(cedar.db) == []


def test_28_without_our_line_numbers_and_modifiers_the_lines_still_find_theirs(cedar: Clinic) -> None:
    there = weeks(cedar)
    remittance = bcbs_835(cedar, there)
    bare = [
        replace(one, services=tuple(replace(service, line_control_number="") for service in one.services))
        for one in remittance.claims
    ]
    remittance_id = cedar.receive(replace(remittance, claims=tuple(bare)), MONDAY, "bcbs.835")
    plan = preview_remittance(cedar.db, remittance_id, on=MONDAY).plan
    assert plan.may_post
    assert [row.match for row in plan.rows][-1] == "procedure, date and charge; modifiers differ"
    done(post_remittance(cedar.db, cedar.stamp(MONDAY), remittance_id))
    assert Money.parse("12.80") == Money.total(
        Money.parse(amount) for who, amount, _ in cedar.owed(there.haddad) if who == "patient_receivable"
    )


def test_32_the_credit_pays_the_coinsurance_and_the_rest_stays(cedar: Clinic) -> None:
    there = weeks(cedar)
    cedar.post(bcbs_835(cedar, there), MONDAY, "bcbs.835")
    outcome = apply_credit(cedar.db, cedar.stamp(MONDAY), there.haddad.patient_id)
    assert outcome.message == "$12.80 applied to 2 lines, $107.20 stays unapplied"
    assert cedar.owed(there.haddad) == [("unapplied", "−107.20", CREDIT_ON)]
    assert cedar.status(there.claim(there.haddad)) is ClaimStatus.PAID_IN_FULL
    again = apply_credit(cedar.db, cedar.stamp(MONDAY), there.haddad.patient_id)
    assert told(again)["L21"].message == "There is no credit to apply, or nothing it could pay."
    assert cedar.owed(there.haddad) == [("unapplied", "−107.20", CREDIT_ON)]
    assert drift(cedar.db) == []


# The aging of all of it -------------------------------------------------------------------------------------------


def by_hand() -> Book:
    """The same money written down by hand, in the words of the story."""
    book = Book()
    charges = (
        (TWELFTH, "Medicare B", "Ekberg, Nils", ("65",)),
        (NINTH, "Medicare B", "Alvarez, Ruth", ("65",)),
        (TENTH, "Medicare B", "Cho, Daniel", ("50",)),
        (NINTH, "Medicare B", "Dunn, Marge", ("65",)),
        (NINTH, "BCBS PPO", "Whitfield, Dan", ("50", "48")),
        (TENTH, "BCBS PPO", "Haddad, Leila", ("50", "52")),
    )
    for day, payer, patient, amounts in charges:
        for amount in amounts:
            book.note(day, payer, patient, day, amount)
    book.note(CREDIT_ON, "Unapplied credits", "Haddad, Leila", CREDIT_ON, "-120")
    book.note(EARLIER, "Medicare B", "Ekberg, Nils", TWELFTH, "-65")
    book.note(EARLIER, "Patients", "Ekberg, Nils", EARLIER, "8.24")
    # Monday: Medicare, then BCBS, then the credit.
    book.note(MONDAY, "Medicare B", "Alvarez, Ruth", NINTH, "-65")
    book.note(MONDAY, "Medigap", "Alvarez, Ruth", NINTH, "8.24")
    book.note(MONDAY, "Medicare B", "Cho, Daniel", TENTH, "-50")
    book.note(MONDAY, "Patients", "Cho, Daniel", MONDAY, "5.78")
    book.note(MONDAY, "Patients", "Ekberg, Nils", EARLIER, "-8.24")
    book.note(MONDAY, "Patients", "Ekberg, Nils", MONDAY, "5.78")
    book.note(MONDAY, "BCBS PPO", "Whitfield, Dan", NINTH, "-50")
    book.note(MONDAY, "Patients", "Whitfield, Dan", MONDAY, "30")
    book.note(MONDAY, "BCBS PPO", "Haddad, Leila", TENTH, "-102")
    book.note(MONDAY, "Patients", "Haddad, Leila", MONDAY, "12.80")
    book.note(MONDAY, "Patients", "Haddad, Leila", MONDAY, "-12.80")
    book.note(MONDAY, "Unapplied credits", "Haddad, Leila", CREDIT_ON, "12.80")
    return book


# Before anything, between the postings, on the day, on both sides of 30 and of 120 days, and long after.
AS_OF = (
    date(2026, 10, 11),
    date(2026, 10, 25),
    EARLIER,
    date(2026, 11, 22),
    MONDAY,
    date(2026, 12, 9),
    date(2026, 12, 10),
    date(2027, 2, 17),
    date(2027, 2, 18),
    date(2027, 12, 31),
)


def test_the_aging_of_a_real_file_equals_a_count_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "cedar.clinicbill"
    made, _ = create_practice(
        path,
        practice_name="Cedar",
        owner_name=OWNER,
        owner_password="birch lamp",
        at=morning(MONDAY),
        cost=CHEAPEST,
    )
    with made, made.connect() as db:
        cedar = Clinic(db, CEDAR)
        there = weeks(cedar)
        cedar.post(medicare_835(cedar, there), MONDAY, "weekend.835")
        cedar.post(bcbs_835(cedar, there), MONDAY, "bcbs.835")
        done(apply_credit(db, cedar.stamp(MONDAY), there.haddad.patient_id))

    book = by_hand()
    with open_practice(path, "birch lamp") as opened, opened.connect() as db:
        for as_of in AS_OF:
            for by in ("payer", "patient"):
                assert aged(db, as_of, by) == book.aged(as_of, by), (as_of, by)
        assert aged(db, MONDAY, "payer") == {
            "BCBS PPO": [4800, 0, 0, 0, 0],
            "Medicare B": [6500, 0, 0, 0, 0],
            "Medigap": [824, 0, 0, 0, 0],
            "Patients": [4156, 0, 0, 0, 0],
            "Unapplied credits": [0, -10720, 0, 0, 0],
        }
        assert (drift(db), damage(db)) == ([], [])
