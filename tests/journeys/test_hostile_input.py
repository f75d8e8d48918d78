"""What people really type: names of all scripts, a missing first name, a newborn, full claims, amounts, passwords."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, ClinicBillError, NotAllowed, WrongPassword
from clinicbill.basics.findings import Severity, stops
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import events_of
from clinicbill.db.connect import rows, scalar
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice, open_practice
from clinicbill.encounters.store import get_encounter
from clinicbill.ledger.store import drift
from clinicbill.patients.search_store import find_patients
from clinicbill.patients.store import get_patient
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer
from clinicbill.reports.aging import aging
from clinicbill.reports.aging_csv import aging_csv
from clinicbill.reports.aging_pdf import aging_pdf
from clinicbill.workflows.check_claims import check_claims
from clinicbill.workflows.code_visit import code_visit
from clinicbill.workflows.keep_patient import keep_patient
from clinicbill.workflows.keep_setup import keep_payer
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.submit_claims import submit_claims
from clinicbill.workflows.take_payment import take_payment
from tests.journeys.day_practices import BILLER, CEDAR, FRONT_DESK, OWNER
from tests.journeys.day_support import (
    HOME,
    Chart,
    Clinic,
    assert_one_sentence,
    done,
    morning,
    told,
    words_on,
)
from tests.journeys.day_weeks import medicare_835, weeks
from tests.support.practice import open_memory_practice
from tests.unit.db.practice_files import Clock
from tests.unit.x12.samples_835 import passes_pyx12

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.workflows.check_claims import CheckedClaim

MONDAY = date(2026, 11, 23)
TWELVE = "M54.59 M54.2 M99.01 M99.02 M99.03 M99.04 M99.05 M25.511 M25.512 M62.830 M79.18 G44.209"

# What is typed, and how form and file write it.
CARRIED = (
    ("O'Brien-D’Angelo", "Siobhán", "O'BRIEN-D'ANGELO", "SIOBHAN"),
    ("Muñoz", "Íñigo", "MUNOZ", "INIGO"),
    ("Nguyễn", "Thị Hương", "NGUYEN", "THI HUONG"),
    ("Strauß", "Æther", "STRAUSS", "AETHER"),
    ("Zero\u200bWidth", "No Break", "ZEROWIDTH", "NO BREAK"),
    ("Al", "X", "AL", "X"),
)
# What neither can write: it is said, and stays as it was typed.
NOT_CARRIED = (
    ("Smith 🦴", "Anna", "🦴"),
    ("כהן", "שרה", "כ"),
    ("محمد", "علي", "م"),
    ("李", "小龍", "李"),
    ("😀", "😀", "😀"),
    ("*~:^|", "Ann", ""),
    ("\u200f", "Ann", ""),
)


@pytest.fixture
def cedar() -> Clinic:
    return Clinic(open_memory_practice(owner=OWNER), CEDAR)


def on_paper(cedar: Clinic) -> None:
    """Aetna takes paper from now on."""
    payer = get_payer(cedar.db, cedar.payer("Aetna"))
    done(keep_payer(cedar.db, cedar.stamp(MONDAY), replace(payer, delivery=Delivery.PAPER)))


def claim_of(cedar: Clinic, last: str, first: str) -> tuple[Chart, CheckedClaim]:
    chart = cedar.register(last, first, cedar.insurance("Aetna", "W204417"))
    return chart, cedar.bill(cedar.code(cedar.arrive(chart, MONDAY), "M54.2", "98940 A"), MONDAY)


# Names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("last", "first", "written_last", "written_first"), CARRIED)
def test_a_name_goes_out_in_plain_letters_and_stays_as_it_was_typed(
    cedar: Clinic, last: str, first: str, written_last: str, written_first: str
) -> None:
    chart, claim = claim_of(cedar, last, first)
    assert claim.status is ClaimStatus.READY
    printed = print_claims(cedar.db, cedar.stamp(MONDAY), [claim.claim_id], background=False)
    assert f"{written_last}, {written_first}" in words_on(printed.content)
    file = cedar.send(claim.claim_id, on=MONDAY).decode("ascii")
    assert f"NM1*IL*1*{written_last}*{written_first}****MI*W204417~" in file
    assert passes_pyx12(file)
    assert get_patient(cedar.db, chart.patient_id).name == PersonName(last=last, first=first)
    assert chart.patient_id in [found.id for found in find_patients(cedar.db, last, MONDAY)]


@pytest.mark.parametrize("delivery", list(Delivery))
@pytest.mark.parametrize(("last", "first", "sign"), NOT_CARRIED)
def test_a_name_nobody_can_write_stops_the_claim_and_is_kept(
    cedar: Clinic, last: str, first: str, sign: str, delivery: Delivery
) -> None:
    if delivery is Delivery.PAPER:
        on_paper(cedar)
    chart, claim = claim_of(cedar, last, first)
    stopping = [finding for finding in claim.findings if finding.severity is Severity.MUST_FIX]
    assert claim.status is ClaimStatus.DRAFT
    assert any(sign in finding.message + finding.value for finding in stopping)
    assert all(finding.message and finding.where and finding.source and finding.fix for finding in stopping)
    stamp = cedar.stamp(MONDAY)
    if delivery is Delivery.PAPER:
        printed = print_claims(cedar.db, stamp, [claim.claim_id], background=False)
        assert (printed.content, printed.message) == (
            b"",
            "Nothing was printed: every claim has something to fix",
        )
    else:
        sent = submit_claims(cedar.db, stamp, [claim.claim_id])
        assert (sent.file, sent.message) == (None, "No file was made: every claim has something to fix")
    assert get_patient(cedar.db, chart.patient_id).name == PersonName(last=last, first=first)

    spelled = replace(
        get_patient(cedar.db, chart.patient_id), name=PersonName(last="As on the card", first="Ann")
    )
    done(keep_patient(cedar.db, stamp, spelled))
    assert check_claims(cedar.db, stamp, [claim.claim_id]).claims[0].status is ClaimStatus.READY


def test_sixty_letters_fit_the_file_and_not_the_form(cedar: Clinic) -> None:
    _, claim = claim_of(cedar, "W" * 60, "Ann")
    assert f"NM1*IL*1*{'W' * 60}*ANN**".encode() in cedar.send(claim.claim_id, on=MONDAY)
    copy = print_claims(cedar.db, cedar.stamp(MONDAY), [claim.claim_id], background=False)
    assert copy.content == b"", "left out with its finding, so that others of a batch print"
    assert "P10" in {finding.rule for finding in copy.findings}

    on_paper(cedar)
    _, paper = claim_of(cedar, "V" * 60, "Ann")
    assert told(paper)["P10"].message == "65 characters, but the box holds 29."
    _, first = claim_of(cedar, "Short", "M" * 60)
    assert first.status is ClaimStatus.DRAFT


def test_a_patient_without_a_first_name_is_kept_and_the_claim_waits(cedar: Clinic) -> None:
    chart, claim = claim_of(cedar, "Smith", "")
    assert told(claim)["F03"].message == "The patient’s last or first name is missing."
    assert claim.status is ClaimStatus.DRAFT
    named = replace(get_patient(cedar.db, chart.patient_id), name=PersonName(last="Smith", first="Jo"))
    done(keep_patient(cedar.db, cedar.stamp(MONDAY), named))
    assert check_claims(cedar.db, cedar.stamp(MONDAY), [claim.claim_id]).claims[0].status is ClaimStatus.READY


def test_reports_hold_every_name_and_no_formula(cedar: Clinic) -> None:
    names = ('=HYPERLINK("http://x")', "-5", "<b>Bold</b> & Co", 'O"Brien, Jr', "כהן", "W" * 60)
    for last in names:
        claim_of(cedar, last, "Ann")
    report = aging(cedar.db, as_of=MONDAY, by="patient")
    lines = aging_csv(report).decode("utf-8-sig").splitlines()
    assert len(lines) == len(names) + 2
    assert lines[-1].startswith("2026-11-23,Total,300.00,")
    assert not [line for line in lines if line.split(",")[1].strip('"')[:1] in "=-+@"]
    assert all(any(last.replace('"', '""') in line for line in lines) for last in names)
    assert words_on(aging_pdf(report, clinic_name="Cedar <b> & 🦴")).count(", Ann") >= len(names) - 1


# Days, sizes and amounts ------------------------------------------------------------------------------------------


def test_a_child_born_on_the_day_of_service(cedar: Clinic) -> None:
    father = {
        "relationship": "19",
        "subscriber_name": PersonName(last="Haddad", first="Samir"),
        "subscriber_birth_on": date(1984, 1, 30),
        "subscriber_sex": "M",
        "subscriber_address": HOME,
    }
    card = cedar.insurance("Aetna", "W204417", **father)
    baby = cedar.register("Haddad", "Baby", card, birth_on=MONDAY, opened_on=MONDAY)
    claim = cedar.bill(cedar.code(cedar.arrive(baby, MONDAY), "M54.2", "98940 A"), MONDAY)
    file = cedar.send(claim.claim_id, on=MONDAY).decode()
    assert "DMG*D8*20261123*F~" in file
    assert passes_pyx12(file)
    # The day before birth is another matter.
    early = cedar.arrive(baby, MONDAY - timedelta(days=1))
    coded = replace(early, diagnoses=("M54.2",), lines=cedar.lines(early, "98940 A"))
    refused = code_visit(cedar.db, cedar.stamp(MONDAY), coded)
    assert told(refused)["F19"].message == "The date of service is before the patient’s birth"


def test_twelve_diagnoses_and_fifty_lines_and_not_one_more(cedar: Clinic) -> None:
    full = cedar.register("Long", "Lee", cedar.insurance("Aetna", "W204417"))
    letters = [chr(ord("A") + place % 12) for place in range(54)]
    lines = [f"97110 {''.join(letters[place : place + 4])}" for place in range(50)]
    claim = cedar.bill(cedar.code(cedar.arrive(full, MONDAY), TWELVE, *lines), MONDAY)
    assert claim.status is ClaimStatus.READY
    assert (str(cedar.content(claim.claim_id).total), len(cedar.sheets(claim.claim_id))) == ("$2,600.00", 9)
    printed = print_claims(cedar.db, cedar.stamp(MONDAY), [claim.claim_id], background=False)
    assert words_on(printed.content).count(" 97110 ") == 50
    file = cedar.send(claim.claim_id, on=MONDAY).decode()
    assert (file.count("\nLX*"), file.count("BF:"), file.count("BK:")) == (50, 11, 1)
    assert passes_pyx12(file)

    visit = cedar.arrive(full, MONDAY)
    thirteen = (*TWELVE.split(), "M25.561")
    for diagnoses, typed, words in (
        (thirteen, lines, "The visit has 13 diagnoses; a claim holds 12"),
        (TWELVE.split(), [*lines, "97110 A"], "The visit has 51 service lines"),
    ):
        coded = replace(visit, diagnoses=tuple(diagnoses), lines=cedar.lines(visit, *typed))
        refused = code_visit(cedar.db, cedar.stamp(MONDAY), coded, codes=cedar.codes)
        assert [finding.message for finding in refused.findings if stops([finding])] == [words]
    assert get_encounter(cedar.db, visit.id).lines == ()


def test_amounts_with_commas(cedar: Clinic) -> None:
    chart, _ = claim_of(cedar, "Haddad", "Leila")
    desk = cedar.stamp(MONDAY, FRONT_DESK)
    outcome = take_payment(
        cedar.db, desk, chart.patient_id, Money.parse("$1,234.50"), "check", reference="7,01"
    )
    assert outcome.message == "Took $1,234.50 from Leila Haddad by check: $1,234.50 unapplied"
    assert cedar.owed(chart)[0][:2] == ("unapplied", "−1,234.50")
    for typed in ("12,34", "1.234,50", "1,2345", "12,345,67", "1 234", "€5", "5.005", "1e3", "", "--5"):
        with pytest.raises(ValueError, match=r"is not an amount; type it like 65 or 1,234\.50"):
            Money.parse(typed)
    for nothing in (Money(0), Money(-500)):
        refused = take_payment(cedar.db, desk, chart.patient_id, nothing, "cash")
        assert told(refused)["L17"].message == f"{nothing} is no payment."
    assert cedar.owed(chart)[0][:2] == ("unapplied", "−1,234.50")
    assert drift(cedar.db) == []


# Users ------------------------------------------------------------------------------------------------------------

PASSWORDS = {OWNER: "pä🦴 ss", BILLER: "  two blanks  ", FRONT_DESK: "x" * 2000}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A practice file with three users and their passwords."""
    path = tmp_path / "cedar.clinicbill"
    made, _ = create_practice(
        path,
        practice_name="Cedar",
        owner_name=OWNER,
        owner_password=PASSWORDS[OWNER],
        at=morning(MONDAY),
        cost=CHEAPEST,
    )
    with made:
        with made.connect() as db:
            Clinic(db, CEDAR)
        for name in (BILLER, FRONT_DESK):
            made.add_slot(name, PASSWORDS[name], cost=CHEAPEST)
        with pytest.raises(CannotDo) as refused:
            made.add_slot(BILLER, "", cost=CHEAPEST)
        assert_one_sentence(str(refused.value))
    return path


def unlocked(path: Path, name: str | None, password: str) -> OpenPractice:
    clock = Clock()
    return open_practice(path, password, user_name=name, clock=clock, sleep=clock.sleep)


def test_each_user_comes_in_with_the_own_password_only(path: Path) -> None:
    for name, password in PASSWORDS.items():
        with unlocked(path, name, password) as practice:
            assert practice.user_name == name
    # A Mac keys ä as two characters.
    with unlocked(path, OWNER, unicodedata.normalize("NFD", PASSWORDS[OWNER])) as practice:
        assert practice.role == "owner"
    wrong = [(OWNER, PASSWORDS[BILLER]), (BILLER, "two blanks"), (FRONT_DESK, ""), (FRONT_DESK, "x" * 1999)]
    for name, password in wrong:
        with pytest.raises(WrongPassword) as refused:
            unlocked(path, name, password)
        assert_one_sentence(str(refused.value))
    for somebody in ("Nobody", "Robert'); drop table user;--", None):
        with pytest.raises(ClinicBillError) as refused_too:
            unlocked(path, somebody, PASSWORDS[OWNER])
        assert_one_sentence(str(refused_too.value))


def test_the_history_names_who_did_what_and_a_role_holds(path: Path) -> None:
    with unlocked(path, BILLER, PASSWORDS[BILLER]) as practice, practice.connect() as db:
        cedar = Clinic.reopened(db)
        there = weeks(cedar)
        remittance_id = cedar.receive(medicare_835(cedar, there), MONDAY, "weekend.835")
    with unlocked(path, FRONT_DESK, PASSWORDS[FRONT_DESK]) as practice, practice.connect() as db:
        cedar = Clinic.reopened(db)
        before = scalar(db, "select count(*) from entry")
        with pytest.raises(NotAllowed) as refused:
            post_remittance(db, cedar.stamp(MONDAY, practice.user_name), remittance_id)
        assert str(refused.value) == (
            "As front desk you may not post remittances; nothing was changed: "
            "ask somebody who is biller or owner."
        )
        assert scalar(db, "select count(*) from entry") == before
        assert {event.user for event in events_of(db, there.claim(there.cho))} == {BILLER}
        took = rows(
            db,
            "select u.name from posting p join user u on u.id = p.user_id where p.kind = 'patient_payment'",
        )
        assert took == [{"name": FRONT_DESK}]
