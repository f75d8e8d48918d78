"""A Tuesday in an orthopaedic office: an injury at work, a day of surgery, Medicare's $1,001.34 and what comes after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Severity
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import get_claim
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.entries_store import entries_of
from clinicbill.ledger.store import account_total, drift
from clinicbill.remits.balance import prove
from clinicbill.remits.remittance import ProviderAdjustment
from clinicbill.reports.denied_lines import denied_lines
from clinicbill.workflows.bill_secondary import bill_secondary
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.correct_claim import correct_claim
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.preview_remittance import preview_remittance
from clinicbill.workflows.print_claims import print_claims
from tests.journeys.day_practices import OWNER, RIDGELINE
from tests.journeys.day_support import HOME, Book, Chart, Clinic, aged, done, told
from tests.support.ledgers import a_payment, a_remittance
from tests.support.practice import open_memory_practice
from tests.unit.x12.read_837p import read_claims
from tests.unit.x12.samples_835 import passes_pyx12

if TYPE_CHECKING:
    from clinicbill.remits.remittance import Remittance

TUESDAY = date(2026, 11, 24)
SURGERY, INJECTION, SHOULDER = date(2026, 10, 13), date(2026, 11, 3), date(2026, 9, 15)


@pytest.fixture
def ridge() -> Clinic:
    return Clinic(open_memory_practice(owner=OWNER), RIDGELINE)


# A fall at work ---------------------------------------------------------------------------------------------------


def lopez(ridge: Clinic) -> Chart:
    return ridge.register(
        "Lopez",
        "Maria",
        ridge.insurance("Travelers", "900334455", subscriber_address=HOME),
        kind="workers_comp",
        accident_on=date(2026, 11, 23),
        claim_number="TRV-88120",
        employer="Baxter Roofing",
        adjuster_name="Pat Nolan",
        adjuster_phone="8605550119",
    )


def test_11_and_12_a_fracture_at_work(ridge: Clinic) -> None:
    visit = ridge.arrive(lopez(ridge), TUESDAY)
    coded = ridge.code(visit, "S52.532A", "99203-57 A", "73110-LT A", "25600-LT A")
    claim = ridge.bill(coded, TUESDAY)
    content = ridge.content(claim.claim_id)
    assert (claim.status, content.total) == (ClaimStatus.READY, Money(90000))
    paper = ridge.boxes(claim.claim_id)
    assert (paper["10a", "employment_yes"], paper["11b", "qualifier"]) == ("X", "Y4")
    assert paper["11b", "other_claim_id"] == "TRV88120"

    file = ridge.send(claim.claim_id, on=TUESDAY)
    (read,) = read_claims(file)
    assert (read.causes, read.days["439"]) == (("EM",), "20261123")
    assert read.subscriber[0] == "BAXTER ROOFING"
    assert read.references["Y4"].replace("-", "") == "TRV88120"
    assert [(line.code, line.modifiers, line.charge) for line in read.lines] == [
        ("99203", ("57",), Money(17500)),
        ("73110", ("LT",), Money(8500)),
        ("25600", ("LT",), Money(64000)),
    ]
    assert passes_pyx12(file.decode())


def test_36_eight_lines_are_two_sheets_and_the_total_stands_on_the_last(ridge: Clinic) -> None:
    maria = lopez(ridge)
    visits = [
        ridge.code(
            ridge.arrive(maria, TUESDAY + timedelta(days=7 * week)), "S52.532D", "99213 A", "73110-LT A"
        )
        for week in range(4)
    ]
    later = TUESDAY + timedelta(days=28)
    outcome = bill_visits(ridge.db, ridge.stamp(later), visits, codes=ridge.codes, combine=True)
    (claim,) = outcome.claims
    assert outcome.message == f"Charged $800.00 for 4 visits; claim {claim.number}"
    printed = print_claims(ridge.db, ridge.stamp(later), [claim.claim_id], background=False)
    assert printed.message == "1 claim printed as a copy"
    first, last = ridge.sheets(claim.claim_id)
    assert {place[0] for place in first if place[0].startswith("24.")} == {f"24.{n}" for n in range(1, 7)}
    assert {place[0] for place in last if place[0].startswith("24.")} == {"24.1", "24.2"}
    assert "".join(first.get(("28", part), "") for part in ("dollars", "cents")) == "CONTINUED"
    assert (last["28", "dollars"], last["28", "cents"]) == ("800", "00")


# Surgery ----------------------------------------------------------------------------------------------------------


def patel(ridge: Clinic) -> Chart:
    return ridge.register("Patel", "Nina", ridge.insurance("UHC", "900771204"))


def shoulder(ridge: Clinic, nina: Chart, on: date) -> ClaimId:
    """Three procedures on the left shoulder in the surgery center."""
    place = ridge.facility("Ridgeline Surgery Center")
    return ridge.sent(
        nina,
        on,
        "M75.122 M19.012 M75.42",
        "29827-LT A",
        "29824-51-LT B",
        "29826-LT C",
        facility_id=place,
        pos="24",
    )


def test_14_three_procedures_on_the_left_shoulder(ridge: Clinic) -> None:
    content = ridge.content(shoulder(ridge, patel(ridge), date(2026, 11, 20)))
    assert [(line.procedure_code, line.modifiers, line.pos, str(line.charge)) for line in content.lines] == [
        ("29827", ("LT",), "24", "$3,600.00"),
        ("29824", ("51", "LT"), "24", "$1,900.00"),
        ("29826", ("LT",), "24", "$900.00"),
    ]
    assert str(content.total) == "$6,400.00"
    assert content.facility is not None
    assert content.facility.name == "Ridgeline Surgery Center"


def test_16_nothing_is_changed_by_itself(ridge: Clinic) -> None:
    ortiz = ridge.register("Ortiz", "Jorge", ridge.insurance("UHC", "900118822"), sex="M")
    place = ridge.facility("Ridgeline Surgery Center")
    visit = ridge.arrive(ortiz, TUESDAY, facility_id=place, pos="24")
    claim = ridge.bill(ridge.code(visit, "S83.211A", "29881-RT A", "29877-RT A"), TUESDAY)
    lines = ridge.content(claim.claim_id).lines
    assert [(line.procedure_code, line.modifiers) for line in lines] == [
        ("29881", ("RT",)),
        ("29877", ("RT",)),
    ]
    assert not [one.message for one in claim.findings if one.severity is Severity.MUST_FIX]


# Medicare, $1,001.34 ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Knee:
    """Beck's knee: the replacement of October, and November's visit with an injection on the other side."""

    beck: Chart
    replacement: ClaimId
    injection: ClaimId


def knee(ridge: Clinic) -> Knee:
    beck = ridge.register(
        "Beck",
        "Harold",
        ridge.insurance("Medicare B", "5QR8TU9VW21"),
        ridge.insurance("BCBS FEP", "R55112233", priority=2),
        sex="M",
        birth_on=date(1949, 8, 2),
    )
    hospital = ridge.facility("Cascade Hospital")
    replacement = ridge.sent(beck, SURGERY, "M17.11", "27447-RT A", facility_id=hospital, pos="22")
    injection = ridge.sent(beck, INJECTION, "M17.12", "99213 A", "20610-LT A", "J3301*4 A")
    return Knee(beck, replacement, injection)


def medicare_835(ridge: Clinic, at: Knee) -> Remittance:
    """Step 20: the replacement, two lines inside its global period, the drug, and interest."""
    usual = "PR-2 253.68, CO-45 2931.60, CO-253 20.29"
    decided = {
        at.replacement: [ridge.service(at.replacement, 0, "27447-RT", "994.43", usual)],
        at.injection: [
            ridge.service(at.injection, 0, "99213", "0", "CO-97 115.00"),
            ridge.service(at.injection, 1, "20610-LT", "0", "CO-97 180.00"),
            ridge.service(at.injection, 2, "J3301", "5.64", "PR-2 1.44, CO-45 40.80, CO-253 0.12"),
        ],
    }
    claims = [
        a_payment(get_claim(ridge.db, claim).patient_control_number, services, last="Beck")
        for claim, services in decided.items()
    ]
    interest = ProviderAdjustment(
        reason="L6", amount=Money(-127), payee_id="1987654328", period_end=date(2026, 12, 31)
    )
    return a_remittance(claims, [interest], trace_number="7740021", payer_name="Medicare B")


def test_05_four_units_of_a_drug_and_a_word_about_its_package(ridge: Clinic) -> None:
    beck = ridge.register("Beck", "Harold", ridge.insurance("UHC", "900001"), sex="M")
    claim = ridge.bill(
        ridge.code(ridge.arrive(beck, INJECTION), "M17.12", "20610-LT A", "J3301*4 A"), INJECTION
    )
    assert [(line.units, str(line.charge)) for line in ridge.content(claim.claim_id).lines] == [
        (1, "$180.00"),
        (4, "$48.00"),
    ]
    assert told(claim)["H32"].message == "J3301 has no NDC."
    assert told(claim)["H32"].severity is Severity.WARNING


def test_20_and_21_the_remittance_posts_and_two_lines_stay_open(ridge: Clinic) -> None:
    at = knee(ridge)
    remittance = medicare_835(ridge, at)
    proof = prove(remittance)
    assert (proof.balanced, str(proof.claims_paid), str(proof.paid)) == (True, "$1,000.07", "$1,001.34")
    remittance_id = ridge.receive(remittance, TUESDAY, "medicare.835")
    plan = preview_remittance(ridge.db, remittance_id, on=TUESDAY).plan
    assert [row.what.words for row in plan.rows] == [
        "Write off 2,951.89, BCBS FEP 253.68",
        "To Denials, no write-off",
        "To Denials, no write-off",
        "Write off 40.92, BCBS FEP 1.44",
        "To interest income",
    ]
    outcome = post_remittance(ridge.db, ridge.stamp(TUESDAY), remittance_id)
    assert outcome.message.startswith("Posted MEDICARE B 7740021, $1,001.34: 2 claims, ")
    assert account_total(ridge.db, Account.CASH) == Money(100134)
    assert account_total(ridge.db, Account.INTEREST) == Money(-127)
    assert sorted(ridge.owed(at.beck)) == [
        ("BCBS FEP", "1.44", INJECTION),
        ("BCBS FEP", "253.68", SURGERY),
        ("Medicare B", "115.00", INJECTION),
        ("Medicare B", "180.00", INJECTION),
    ]
    assert (ridge.status(at.replacement), ridge.status(at.injection)) == (
        ClaimStatus.PAID,
        ClaimStatus.PART_PAID,
    )
    denied = denied_lines(ridge.db)
    assert [(line.procedure, line.reason, str(line.open_amount)) for line in denied] == [
        ("20610", "CO-97", "$180.00"),
        ("99213", "CO-97", "$115.00"),
    ]
    written_off = entries_of(ridge.db, claim_id=at.injection, accounts=[Account.ADJUSTMENTS])
    assert str(Money.total(row.entry.amount for row in written_off)) == "$40.92"
    assert drift(ridge.db) == []


def test_22_medicare_takes_no_replacement(ridge: Clinic) -> None:
    at = knee(ridge)
    ridge.post(medicare_835(ridge, at), TUESDAY, "medicare.835")
    before = get_claim(ridge.db, at.injection)
    with pytest.raises(CannotDo, match="takes no replacement"):
        correct_claim(ridge.db, ridge.stamp(TUESDAY), at.injection, codes=ridge.codes)
    assert get_claim(ridge.db, at.injection) == before, "refused before anything is made"


def test_23_the_second_insurance_is_told_what_the_first_one_did(ridge: Clinic) -> None:
    at = knee(ridge)
    ridge.post(medicare_835(ridge, at), TUESDAY, "medicare.835")
    outcome = bill_secondary(ridge.db, ridge.stamp(TUESDAY), at.replacement, codes=ridge.codes)
    (claim,) = outcome.claims
    assert outcome.message == f"Claim {claim.number} to BCBS FEP"
    assert claim.status is ClaimStatus.READY
    content = ridge.content(claim.claim_id)
    (line,), (medicare,) = content.lines, content.others
    (decision,) = line.adjudications
    adjusted = Money.total(one.amount for one in decision.adjustments)
    assert (str(decision.paid), str(adjusted), str(decision.paid + adjusted)) == (
        "$994.43",
        "$3,205.57",
        "$4,200.00",
    )
    number = get_claim(ridge.db, at.replacement).patient_control_number
    assert (medicare.adjudicated, str(medicare.paid), medicare.payer_control_number) == (
        True,
        "$994.43",
        f"ICN{number}",
    )

    file = ridge.send(claim.claim_id, on=TUESDAY)
    (read,) = read_claims(file)
    assert (read.payer, read.responsibility, read.total) == ("BF001", "S", Money(420000))
    assert read.paid == [("02302", Money(99443))]
    assert read.lines[0].decisions == [
        (
            "02302",
            Money(99443),
            (("PR", "2", Money(25368)), ("CO", "45", Money(293160)), ("CO", "253", Money(2029))),
        )
    ]
    assert f"REF*F8*ICN{number}~".encode() in file
    assert passes_pyx12(file.decode())
    assert ridge.owed(at.beck)[0] == ("BCBS FEP", "253.68", SURGERY)
    with pytest.raises(CannotDo, match=r"was billed with claim .* already; nothing was billed"):
        bill_secondary(ridge.db, ridge.stamp(TUESDAY), at.replacement, codes=ridge.codes)


# UHC, $1,413.45, and the aging ------------------------------------------------------------------------------------


def uhc_835(ridge: Clinic, claim: ClaimId) -> Remittance:
    """Step 24: three allowed amounts of 90 percent."""
    services = [
        ridge.service(claim, 0, "29827-LT", "1062.00", "PR-2 118.00, CO-45 2420.00"),
        ridge.service(claim, 1, "29824-51-LT", "166.95", "PR-2 18.55, CO-45 1714.50"),
        ridge.service(claim, 2, "29826-LT", "184.50", "PR-2 20.50, CO-45 695.00"),
    ]
    payment = a_payment(get_claim(ridge.db, claim).patient_control_number, services, last="Patel")
    return a_remittance(
        [payment],
        trace_number="30017",
        method="CHK",
        payer_name="UHC",
        payer_id="UH001",
        payer_trace_id="1930000003",
    )


def test_24_the_uhc_check(ridge: Clinic) -> None:
    nina = patel(ridge)
    claim = shoulder(ridge, nina, SHOULDER)
    remittance = uhc_835(ridge, claim)
    assert (prove(remittance).balanced, str(remittance.paid)) == (True, "$1,413.45")
    outcome = ridge.post(remittance, TUESDAY, "uhc.835")
    assert outcome.message == "Posted UHC 30017, $1,413.45: 1 claim, 9 entries"
    assert ridge.owed(nina) == [
        ("patient_receivable", "118.00", TUESDAY),
        ("patient_receivable", "18.55", TUESDAY),
        ("patient_receivable", "20.50", TUESDAY),
    ]
    assert ridge.status(claim) is ClaimStatus.PAID


def test_the_aging_of_the_day_equals_a_count_by_hand(ridge: Clinic) -> None:
    at, nina = knee(ridge), patel(ridge)
    earlier = shoulder(ridge, nina, SHOULDER)
    shoulder(ridge, nina, date(2026, 11, 20))
    ridge.post(medicare_835(ridge, at), TUESDAY, "medicare.835")
    ridge.post(uhc_835(ridge, earlier), TUESDAY, "uhc.835")
    done(bill_secondary(ridge.db, ridge.stamp(TUESDAY), at.replacement, codes=ridge.codes))

    book, harold, patient = Book(), "Beck, Harold", "Patel, Nina"
    book.note(SURGERY, "Medicare B", harold, SURGERY, "4200")
    book.note(INJECTION, "Medicare B", harold, INJECTION, "343")
    book.note(SHOULDER, "UHC", patient, SHOULDER, "6400")
    book.note(date(2026, 11, 20), "UHC", patient, date(2026, 11, 20), "6400")
    book.note(TUESDAY, "Medicare B", harold, SURGERY, "-4200")
    book.note(TUESDAY, "BCBS FEP", harold, SURGERY, "253.68")
    book.note(TUESDAY, "Medicare B", harold, INJECTION, "-48")
    book.note(TUESDAY, "BCBS FEP", harold, INJECTION, "1.44")
    book.note(TUESDAY, "UHC", patient, SHOULDER, "-6400")
    book.note(TUESDAY, "Patients", patient, TUESDAY, "157.05")
    for as_of in (
        SHOULDER - timedelta(days=1),
        SHOULDER,
        date(2026, 11, 12),
        date(2026, 11, 13),
        date(2026, 11, 23),
        TUESDAY,
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2027, 2, 10),
        date(2027, 2, 11),
        date(2027, 3, 25),
    ):
        for by in ("payer", "patient"):
            assert aged(ridge.db, as_of, by) == book.aged(as_of, by), (as_of, by)
    assert aged(ridge.db, TUESDAY, "payer") == {
        "BCBS FEP": [144, 25368, 0, 0, 0],
        "Medicare B": [29500, 0, 0, 0, 0],
        "UHC": [640000, 0, 0, 0, 0],
        "Patients": [15705, 0, 0, 0, 0],
    }
    assert drift(ridge.db) == []
