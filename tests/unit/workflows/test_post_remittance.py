from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import events_of
from clinicbill.db.connect import rows, scalar
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.entries_store import entries_of, postings_of_remittance
from clinicbill.ledger.store import account_total, drift, line_balances
from clinicbill.remits import store
from clinicbill.remits.answers_store import claim_status
from clinicbill.remits.balance import prove
from clinicbill.remits.remittance import ProviderAdjustment
from clinicbill.remits.spread import opposite
from clinicbill.remits.store import RemittanceStatus
from clinicbill.reports.denied_lines import denied_lines
from clinicbill.workflows.post_remittance import post_remittance
from tests.support.ledgers import (
    Billed,
    MedicareDay,
    a_payment,
    a_remittance,
    a_service,
    as_835,
    billed,
    medicare_day,
    post,
    put_on_claim,
    receive,
)
from tests.support.practice import STAMP, a_coverage, a_patient, a_practice, open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import RemittanceId


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def day(db: Database) -> MedicareDay:
    return medicare_day(db, a_practice(db))


def ledger(db: Database) -> list[Any]:
    return [
        rows(db, f"select * from {table} order by 1, 2, 3, 4, 5") for table in ("posting", "entry", "balance")
    ]


def open_of(db: Database, claim: Billed) -> list[tuple[str, int, str]]:
    return [
        (str(one.account), one.amount.cents, str(one.aged_from))
        for one in line_balances(db, claim.lines).get(claim.lines[0], [])
    ]


def cash_of(db: Database, remittance_id: RemittanceId) -> Money:
    found = entries_of(db, remittance_id=remittance_id, accounts=[Account.CASH])
    return Money.total(row.entry.amount for row in found)


# Day 4A, step 22 ----------------------------------------------------------------------------------------------


def test_the_remittance_of_the_day_proves_at_30_44(day: MedicareDay) -> None:
    proof = prove(day.remittance)
    assert proof.balanced
    assert (proof.claims_paid, proof.adjusted, proof.paid) == (Money(4532), Money(1488), Money(3044))


def test_it_is_posted_once_with_every_amount_in_its_place(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    outcome = post_remittance(db, STAMP, remittance_id)
    assert outcome.done
    assert outcome.changed == {"ledger", "claims", "remittances"}
    assert outcome.message.endswith("$30.44: 5 claims, 18 entries")
    assert cash_of(db, remittance_id) == Money(3044)
    assert open_of(db, day.alvarez) == [("patient_receivable", 824, "2026-11-23")]
    assert open_of(db, day.cho) == [("patient_receivable", 578, "2026-11-23")]
    assert open_of(db, day.dunn) == [("payer_receivable", 6500, "2026-11-09")]
    assert open_of(db, day.ekberg_first) == []
    assert open_of(db, day.ekberg) == [("patient_receivable", 578, "2026-11-23")]
    assert drift(db) == []


def test_the_denied_line_has_not_a_single_entry(db: Database, day: MedicareDay) -> None:
    post(db, day.remittance)
    assert entries_of(db, claim_id=day.dunn.claim_id) == []
    assert claim_status(db, day.dunn.claim_id) is ClaimStatus.DENIED


def test_the_reversal_points_at_the_original_and_nets_to_minus_9_64(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    (reversal,) = [
        p for p in postings_of_remittance(db, remittance_id) if p.kind is PostingKind.PAYER_REVERSAL
    ]
    original = entries_of(db, claim_id=day.ekberg_first.claim_id, accounts=[Account.CASH])[0]
    assert reversal.reverses_id == original.posting.id
    cash = entries_of(
        db, patient_id=day.ekberg.patient_id, remittance_id=remittance_id, accounts=[Account.CASH]
    )
    assert Money.total(row.entry.amount for row in cash) == Money(-964)


def test_takeback_and_interest_touch_no_patient(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    found = entries_of(db, remittance_id=remittance_id, accounts=[Account.PROVIDER_LEVEL, Account.INTEREST])
    assert [(row.entry.account, row.entry.amount.cents, row.entry.patient_id) for row in found] == [
        (Account.PROVIDER_LEVEL, 1500, None),
        (Account.INTEREST, -12, None),
    ]


def test_each_claim_moves_with_the_remittance_as_evidence(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    states = {
        day.alvarez: ClaimStatus.PAID,
        day.cho: ClaimStatus.PAID,
        day.dunn: ClaimStatus.DENIED,
        day.ekberg_first: ClaimStatus.REPLACED,
        day.ekberg: ClaimStatus.PAID,
    }
    for claim, status in states.items():
        assert claim_status(db, claim.claim_id) is status
        events = rows(
            db,
            "select * from claim_event where claim_id = ? and remittance_id = ?",
            [claim.claim_id, remittance_id],
        )
        assert len(events) == 1
    icn = scalar(db, "select payer_control_number from claim where id = ?", [day.alvarez.claim_id])
    assert icn == f"ICN{day.alvarez.number}"


@pytest.mark.parametrize("line_end", ["", "\r\n"])
def test_the_same_payment_renamed_and_reformatted_posts_nothing(
    db: Database, day: MedicareDay, line_end: str
) -> None:
    assert post(db, day.remittance, name="medicare.835").done
    before = ledger(db)
    copy = replace(day.remittance, payer_name="MEDICARE B", transaction_number="9999")
    again = receive(db, as_835(copy, line_end=line_end, control_number=777), "renamed.835")
    outcome = post_remittance(db, STAMP, again)
    assert outcome.done
    assert outcome.changed == frozenset()
    assert "posted 11/23/2026 by Dana Reyes from medicare.835; nothing was posted again" in outcome.message
    assert ledger(db) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"payer_trace_id": "1999905513"},
        {"payer_trace_id": "", "payer_id": "", "payer_name": "Clearing House"},
        {"trace_number": "008812345"},
        {"trace_number": "88 12345"},
        {"payer_trace_id": "1999905513", "trace_number": " 08812345"},
    ],
)
def test_the_same_payment_with_another_sender_or_number_spelling_posts_nothing(
    db: Database, day: MedicareDay, changes: dict[str, Any]
) -> None:
    """Our payer, the check/EFT number without its blanks and leading zeros, date and amount are what it is."""
    early = receive(db, as_835(replace(day.remittance, **changes), control_number=776), "early.835")
    assert post(db, day.remittance, name="medicare.835").done
    assert store.get_remittance(db, early).status is RemittanceStatus.SET_ASIDE
    before = ledger(db)
    again = receive(db, as_835(replace(day.remittance, **changes), control_number=777), "again.835")
    assert store.get_remittance(db, again).status is RemittanceStatus.SET_ASIDE
    for copy in (early, again):
        outcome = post_remittance(db, STAMP, copy)
        assert "from medicare.835; nothing was posted again" in outcome.message
    assert ledger(db) == before


def test_a_payment_posted_before_its_payer_was_known_meets_the_later_file(db: Database) -> None:
    office = a_practice(db)
    db.table("payer").update(office.medicare, {"payer_number": "OLD"})
    forwarded = ProviderAdjustment(reason="FB", amount=Money(-2016), reference="X", payee_id="1987654328")
    first = a_remittance([], [forwarded])
    assert post(db, first).changed
    assert store.list_remittances(db)[0].payer_id is None
    db.table("payer").update(office.medicare, {"payer_number": "02302"})
    assert post(db, replace(first, payer_trace_id="1999905513")).changed == frozenset()


def test_another_payers_payment_of_the_same_number_day_and_amount_is_another(db: Database) -> None:
    office = a_practice(db)
    forwarded = ProviderAdjustment(reason="FB", amount=Money(-2016), reference="X", payee_id="1987654328")
    first = a_remittance([], [forwarded])
    assert post(db, first).changed
    number = scalar(db, "select payer_number from payer where id = ?", [office.commercial])
    other = replace(first, payer_id=number, payer_trace_id="1999905513", payer_name="Harbor Mutual")
    assert post(db, other).changed


def test_the_same_remittance_again_posts_nothing(db: Database, day: MedicareDay) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    post_remittance(db, STAMP, remittance_id)
    before = ledger(db)
    assert post_remittance(db, STAMP, remittance_id).changed == frozenset()
    assert ledger(db) == before


def test_other_copies_that_wait_are_set_aside(db: Database, day: MedicareDay) -> None:
    copy = receive(db, as_835(day.remittance, line_end=""), "copy.835")
    post(db, day.remittance)
    assert store.get_remittance(db, copy).status is RemittanceStatus.SET_ASIDE


def test_the_orthopaedic_day_leaves_two_denials_open_and_credits_interest(db: Database) -> None:
    """Day 4B, step 20: 1,000.07 paid and 1.27 interest make 1,001.34."""
    office = a_practice(db)
    harold = a_patient(db, "Beck", "Harold")
    knee = billed(db, harold, office.medicare, [("27447", "RT", "4200.00")])
    lines = [("99213", "", "115.00"), ("20610", "LT", "180.00"), ("J3301", "", "48.00")]
    visit = billed(db, harold, office.medicare, lines)
    surgery = a_service("27447-RT", "4200.00", "994.43", "PR-2 253.68, CO-45 2931.60, CO-253 20.29")
    services = [
        a_service("99213", "115.00", "0", "CO-97 115.00"),
        a_service("20610-LT", "180.00", "0", "CO-97 180.00"),
        a_service("J3301", "48.00", "5.64", "PR-2 1.44, CO-45 40.80, CO-253 0.12"),
    ]
    claims = [a_payment(knee.number, [surgery], last="Beck"), a_payment(visit.number, services, last="Beck")]
    interest = ProviderAdjustment(reason="L6", amount=Money(-127), payee_id="1987654328")
    remittance = a_remittance(claims, [interest], trace_number="7740021")
    assert (remittance.paid, prove(remittance).balanced) == (Money(100134), True)
    assert post(db, remittance).done
    assert open_of(db, knee) == [("patient_receivable", 25368, "2026-11-23")]
    left = line_balances(db, visit.lines)
    assert [[one.amount.cents for one in left[line]] for line in visit.lines] == [[11500], [18000], [144]]
    assert account_total(db, Account.INTEREST) == Money(-127)
    assert claim_status(db, visit.claim_id) is ClaimStatus.PART_PAID


# What stops it --------------------------------------------------------------------------------------------------


def test_what_does_not_prove_posts_nothing_and_says_where(db: Database, day: MedicareDay) -> None:
    off = replace(day.remittance, paid=Money(3068))
    before = ledger(db)
    outcome = post(db, off)
    assert not outcome.done
    assert outcome.changed == frozenset()
    assert outcome.message.startswith("Not posted, waits: The payment is $30.68")
    assert ledger(db) == before


def test_an_unknown_claim_keeps_the_whole_remittance_waiting(db: Database, day: MedicareDay) -> None:
    stranger = a_payment("ELSEWHERE1", [a_service("72040", "75.00", "30.00", "CO-45 45.00")], last="Nobody")
    claims = (*day.remittance.claims, stranger)
    before = ledger(db)
    outcome = post(db, replace(day.remittance, claims=claims, paid=Money(6044)))
    assert not outcome.done
    assert "ELSEWHERE1" in outcome.message
    assert ledger(db) == before
    assert claim_status(db, day.cho.claim_id) is ClaimStatus.SENT


@pytest.mark.parametrize("number", ["", "  ", "000"])
def test_a_payment_without_its_number_waits(db: Database, day: MedicareDay, number: str) -> None:
    before = ledger(db)
    outcome = post(db, replace(day.remittance, trace_number=number))
    assert not outcome.done
    assert outcome.message.startswith("Not posted, waits: The payment of $30.44 has no check or EFT number")
    assert ledger(db) == before


def test_a_zero_payment_needs_no_number(db: Database) -> None:
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    denial = a_payment(claim.number, [a_service("98941-AT", "65.00", "0", "CO-29 65.00")], status="4")
    assert post(db, a_remittance([denial], handling="H", method="NON", trace_number="")).changed


def test_a_test_file_waits(db: Database, day: MedicareDay) -> None:
    before = ledger(db)
    data = as_835(day.remittance).replace(b"*P*:", b"*T*:", 1)
    outcome = post_remittance(db, STAMP, receive(db, data))
    assert not outcome.done
    assert outcome.message.startswith("Not posted, waits: The payer marks this file as a test")
    assert ledger(db) == before


def test_a_failure_in_the_middle_posts_nothing(
    db: Database, day: MedicareDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    before = ledger(db)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("clinicbill.workflows.post_remittance.follow_balances", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        post_remittance(db, STAMP, remittance_id)
    assert ledger(db) == before
    assert store.get_remittance(db, remittance_id).status is RemittanceStatus.WAITING
    assert claim_status(db, day.cho.claim_id) is ClaimStatus.SENT


@pytest.mark.parametrize("role", ["front_desk"])
def test_only_billers_and_owners_post(db: Database, day: MedicareDay, role: str) -> None:
    remittance_id = receive(db, as_835(day.remittance))
    with pytest.raises(NotAllowed):
        post_remittance(db, replace(STAMP, role=role), remittance_id)
    assert post_remittance(db, replace(STAMP, role="biller"), remittance_id).done


# Other shapes ---------------------------------------------------------------------------------------------------


def test_a_share_goes_to_the_second_insurance_and_its_payment_closes_it(db: Database) -> None:
    office = a_practice(db)
    claim = billed(db, a_patient(db), office.medicare)
    coverage = a_coverage(db, claim.patient_id, office.commercial, priority=2)
    share = a_service("98941-AT", "65.00", "32.30", "CO-45 24.46, PR-2 8.24")
    assert post(db, a_remittance([a_payment(claim.number, [share])])).done
    assert open_of(db, claim) == [("payer_receivable", 824, "2026-11-09")]
    second = {
        "patient_control_number": "CBSECOND1",
        "patient_id": claim.patient_id,
        "case_id": scalar(db, "select case_id from claim where id = ?", [claim.claim_id]),
        "coverage_id": coverage,
        "payer_id": office.commercial,
        "responsibility": "S",
        "delivery": "electronic",
        "status": "sent",
        "first_service_on": "2026-11-09",
        "total_cents": 6500,
        **STAMP.columns(),
    }
    second_id = ClaimId(int(str(db.table("claim").insert(second).last_pk)))
    put_on_claim(db, second_id, claim.lines)
    paid = a_service("98941-AT", "65.00", "8.24", "OA-23 56.76")
    secondary = a_remittance(
        [a_payment("CBSECOND1", [paid], status="2")], trace_number="S1", payer_id="HM512"
    )
    assert post(db, secondary).done
    assert open_of(db, claim) == []
    assert claim_status(db, claim.claim_id) is ClaimStatus.PAID_IN_FULL


def test_a_payment_and_its_reversal_in_one_file_leave_nothing(db: Database) -> None:
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    paid = a_payment(claim.number, [a_service("98941-AT", "65.00", "41.20", "CO-45 23.80")])
    taken = replace(opposite(paid), status="22")
    outcome = post(db, a_remittance([paid, taken], handling="H", method="NON"))
    assert outcome.done
    assert open_of(db, claim) == [("payer_receivable", 6500, "2026-11-09")]
    kinds = rows(db, "select kind, reverses_id from posting order by id")
    assert [(row["kind"], row["reverses_id"]) for row in kinds][1:] == [
        ("insurance_payment", None),
        ("payer_reversal", 2),
    ]


def test_a_payment_that_is_taken_back_and_nothing_after_it_is_no_denial(db: Database) -> None:
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    paid = a_payment(claim.number, [a_service("98941-AT", "65.00", "41.20", "CO-45 23.80")])
    assert post(db, a_remittance([paid])).done
    assert claim_status(db, claim.claim_id) is ClaimStatus.PAID_IN_FULL
    taken = replace(opposite(paid), status="22")
    forwarded = ProviderAdjustment(
        reason="FB", amount=Money(-4120), reference=claim.number, payee_id="1987654328"
    )
    assert post(db, a_remittance([taken], [forwarded], handling="H", method="NON", trace_number="R2")).done
    assert claim_status(db, claim.claim_id) is ClaimStatus.TAKEN_BACK
    assert open_of(db, claim) == [("payer_receivable", 6500, "2026-11-09")]
    assert events_of(db, claim.claim_id)[-1].text.startswith("Payment of $41.20 taken back · ")
    assert denied_lines(db) == []


def test_a_remittance_of_denials_only_is_posted_without_a_posting(db: Database) -> None:
    claim = billed(db, a_patient(db), a_practice(db).medicare)
    denial = a_payment(claim.number, [a_service("98941-AT", "65.00", "0", "CO-29 65.00")], status="4")
    outcome = post(db, a_remittance([denial], handling="H", method="NON"))
    assert outcome.done
    assert scalar(db, "select count(*) from posting") == 1
    assert claim_status(db, claim.claim_id) is ClaimStatus.DENIED


def test_provider_level_money_alone_finds_its_payer_by_number(db: Database) -> None:
    office = a_practice(db)
    forwarded = ProviderAdjustment(reason="FB", amount=Money(-2016), reference="X", payee_id="1987654328")
    assert post(db, a_remittance([], [forwarded])).done
    found = rows(db, "select payer_id, balance_cents from balance where account = 'provider_level'")
    assert found == [{"payer_id": office.medicare, "balance_cents": -2016}]
