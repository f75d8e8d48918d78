"""A Monday in a chiropractic office, from the door to the claim: insurance by date, Medicare, injuries, paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.basics.identifiers import EncounterId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import events_of
from clinicbill.encounters.store import get_encounter
from clinicbill.ledger.store import drift
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.store import (
    get_authorization,
    get_case,
    get_patient,
    list_authorizations,
    list_coverages,
)
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.check_claims import check_claims
from clinicbill.workflows.code_visit import code_visit
from clinicbill.workflows.keep_authorization import keep_authorization
from clinicbill.workflows.keep_case import keep_case
from clinicbill.workflows.keep_insurance import keep_insurance, replace_insurance
from clinicbill.workflows.keep_patient import keep_patient
from clinicbill.workflows.keep_setup import keep_payer
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.record_visit import record_visit
from clinicbill.workflows.submit_claims import submit_claims
from clinicbill.workflows.take_payment import take_payment
from clinicbill.workflows.void_claim import void_claim
from tests.journeys.day_practices import CEDAR, FRONT_DESK, OWNER, SINCE
from tests.journeys.day_support import HOME, Chart, Clinic, done, told, words_on
from tests.support.practice import open_memory_practice
from tests.unit.x12.read_837p import read_claims
from tests.unit.x12.samples_835 import passes_pyx12

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import AuthorizationId, ClaimId
    from clinicbill.workflows.check_claims import CheckedClaim

MONDAY = date(2026, 11, 23)
THREE_REGIONS = "M99.03 M99.01 M99.04 M54.59 M54.2"


@pytest.fixture
def cedar() -> Clinic:
    return Clinic(open_memory_practice(owner=OWNER), CEDAR)


def billed(cedar: Clinic, chart: Chart, on: date, diagnoses: str, *typed: str) -> ClaimId:
    """A visit that is charged; its claim is not sent yet."""
    return cedar.bill(cedar.code(cedar.arrive(chart, on), diagnoses, *typed), MONDAY).claim_id


# Insurance by the day of service ----------------------------------------------------------------------------------


def test_05_the_old_insurance_ends_and_the_claim_made_before_stays_as_it_was(cedar: Clinic) -> None:
    ruiz = cedar.register("Ruiz", "Karla", cedar.insurance("Aetna", "W204417"))
    october = billed(cedar, ruiz, date(2026, 10, 29), "M54.2", "98940 A")
    november = cedar.sent(ruiz, date(2026, 11, 12), "M54.2", "98940 A")
    before = cedar.content(november)

    _exchange_aetna_for_cigna(cedar, ruiz)
    assert [(one.member_id, one.from_on, one.to_on) for one in list_coverages(cedar.db, ruiz.patient_id)] == [
        ("U7712001", date(2026, 11, 1), None),
        ("W204417", SINCE, date(2026, 10, 31)),
    ]
    assert cedar.content(october).coverage.subscriber.member_id == "W204417"
    assert b"*MI*W204417~" in cedar.send(october, on=MONDAY)
    assert cedar.content(november) == before
    # The days on either side of the change.
    sides = [billed(cedar, ruiz, day, "M54.2", "98940 A") for day in (date(2026, 10, 31), date(2026, 11, 1))]
    assert [cedar.content(claim).coverage.payer.name for claim in sides] == ["Aetna", "Cigna"]


def _exchange_aetna_for_cigna(cedar: Clinic, ruiz: Chart) -> None:
    (aetna,) = list_coverages(cedar.db, ruiz.patient_id)
    cigna = cedar.insurance("Cigna", "U7712001", from_on=date(2026, 11, 1), patient_id=ruiz.patient_id)
    outcome = replace_insurance(cedar.db, cedar.stamp(MONDAY, FRONT_DESK), cigna, ended=aetna.id)
    assert (outcome.findings, outcome.message) == ((), "Saved the new insurance")


def test_06_a_rejected_claim_goes_to_the_right_insurance_as_an_original(cedar: Clinic) -> None:
    ruiz = cedar.register("Ruiz", "Karla", cedar.insurance("Aetna", "W204417"))
    visit = cedar.code(cedar.arrive(ruiz, date(2026, 11, 12)), "M54.2", "98940 A")
    old = cedar.bill(visit, date(2026, 11, 12)).claim_id
    cedar.send(old, on=date(2026, 11, 12))
    reason = "277CA: subscriber not eligible on 11/12/2026"
    change_status(cedar.db, cedar.stamp(MONDAY), old, ClaimStatus.REJECTED, text=reason)
    _exchange_aetna_for_cigna(cedar, ruiz)

    voided = void_claim(cedar.db, cedar.stamp(MONDAY), old, reason=reason)
    assert voided.message.endswith("its charges are reversed and its visits can be billed again")
    again = cedar.bill(visit, MONDAY)
    today = cedar.bill(cedar.code(cedar.arrive(ruiz, MONDAY), "M54.2", "98940 A"), MONDAY)
    assert again.status is today.status is ClaimStatus.READY
    # Each claim speaks of the code set of its own day.
    assert "11/12/2026 is not loaded" in told(again)["H16"].message
    assert "11/23/2026 is not loaded" in told(today)["H16"].message
    first, second = read_claims(cedar.send(again.claim_id, today.claim_id, on=MONDAY))
    for claim in (first, second):
        assert (claim.payer, claim.member, claim.place) == ("CG001", "U7712001", ("11", "B", "1"))
        assert claim.total == Money(5000)
        assert "F8" not in claim.references
    assert cedar.owed(ruiz) == [("Cigna", "50.00", date(2026, 11, 12)), ("Cigna", "50.00", MONDAY)]
    assert cedar.status(old) is ClaimStatus.VOID
    assert drift(cedar.db) == []


# Medicare and the first treatment ---------------------------------------------------------------------------------


def alvarez(cedar: Clinic) -> Chart:
    """Medicare with a Medigap policy behind it; the first treatment was on November 2."""
    return cedar.register(
        "Alvarez",
        "Ruth",
        cedar.insurance("Medicare B", "1EG4TE5MK73"),
        cedar.insurance("Medigap", "MG7700123", priority=2),
        initial_treatment_on=date(2026, 11, 2),
        birth_on=date(1951, 3, 14),
    )


def test_07_three_regions_for_sixty_five_dollars(cedar: Clinic) -> None:
    ruth = alvarez(cedar)
    visit = cedar.arrive(ruth, MONDAY)
    lines = cedar.lines(visit, "98941-AT ABCD")
    coded = replace(visit, diagnoses=tuple(THREE_REGIONS.split()), lines=lines)
    outcome = code_visit(cedar.db, cedar.stamp(MONDAY), coded, codes=cedar.codes)
    assert outcome.message == "Coded the visit on 11/23/2026: $65.00"
    assert told(outcome)["H16"].message == (
        "The diagnoses were checked against code set 4/2026; the one in force on 11/23/2026 is not loaded"
    )
    billed = bill_visits(cedar.db, cedar.stamp(MONDAY), [visit.id], codes=cedar.codes)
    (claim,) = billed.claims
    assert billed.message == f"Charged $65.00 for 1 visit; claim {claim.number}"
    assert claim.status is ClaimStatus.READY
    # Nobody has answered in a plan of care that the treatment is active.
    assert [one.rule for one in claim.findings if one.severity is not Severity.INFO] == ["N16"]
    content = cedar.content(claim.claim_id)
    assert (content.total, content.diagnoses) == (Money(6500), tuple(THREE_REGIONS.split()))
    assert cedar.owed(ruth) == [("Medicare B", "65.00", MONDAY)]


def test_09_the_first_treatment_stands_in_item_14_and_in_the_file(cedar: Clinic) -> None:
    claim = billed(cedar, alvarez(cedar), MONDAY, THREE_REGIONS, "98941-AT ABCD")
    paper = cedar.boxes(claim)
    assert [paper["14", part] for part in ("mm", "dd", "yy")] == ["11", "02", "26"]
    assert ("14", "qualifier") not in paper
    assert not [place for place in paper if place[0] == "15"]
    preview = print_claims(cedar.db, cedar.stamp(MONDAY), [claim], background=False, codes=cedar.codes)
    assert preview.message == "1 claim printed as a copy"
    assert "11 02 26" in words_on(preview.content)
    assert cedar.status(claim) is ClaimStatus.READY

    file = cedar.send(claim, on=MONDAY)
    assert b"DTP*454*D8*20261102~" in file
    assert b"SV1*HC:98941:AT*65*UN*1***1:2:3:4~" in file
    assert passes_pyx12(file.decode())


def test_10_without_the_first_treatment_the_claim_waits(cedar: Clinic) -> None:
    ruth = alvarez(cedar)
    claim = billed(cedar, ruth, MONDAY, THREE_REGIONS, "98941-AT ABCD")
    case = get_case(cedar.db, ruth.case_id)
    done(keep_case(cedar.db, cedar.stamp(MONDAY), replace(case, initial_treatment_on=None)))

    checked = check_claims(cedar.db, cedar.stamp(MONDAY), [claim], codes=cedar.codes).claims[0]
    stop = told(checked)["C10"]
    assert checked.status is cedar.status(claim) is ClaimStatus.DRAFT
    assert stop.severity is Severity.MUST_FIX
    assert "454" in stop.where + stop.source
    assert stop.message
    assert stop.fix
    outcome = submit_claims(cedar.db, cedar.stamp(MONDAY), [claim], codes=cedar.codes)
    assert (outcome.file, outcome.message) == (None, "No file was made: every claim has something to fix")

    done(keep_case(cedar.db, cedar.stamp(MONDAY), case))
    released = check_claims(cedar.db, cedar.stamp(MONDAY), [claim], codes=cedar.codes).claims[0]
    assert released.status is ClaimStatus.READY
    assert b"DTP*454*D8*20261102~" in cedar.send(claim, on=MONDAY)


# Counters, authorizations, injuries -------------------------------------------------------------------------------


def test_12_and_13_the_thirtieth_visit_of_thirty(cedar: Clinic) -> None:
    plan = cedar.insurance("BCBS PPO", "XYB900112233", visit_limit=30, copay=Money(3000))
    dan = cedar.register("Whitfield", "Dan", plan, sex="M")
    for week in range(29):
        cedar.arrive(dan, MONDAY - timedelta(days=10 * (week + 1)))
    visit = cedar.arrive(dan, MONDAY)
    lines = cedar.lines(visit, "98940 A", "97140-59-GP B")
    coded = replace(visit, diagnoses=("M99.03", "M54.2"), lines=lines)
    outcome = code_visit(cedar.db, cedar.stamp(MONDAY), coded, codes=cedar.codes)
    assert told(outcome)["V07"].message == "This is visit 30 of 30 in 2026"
    assert outcome.message.endswith(": $98.00")

    claim = cedar.bill(visit.id, MONDAY)
    content = cedar.content(claim.claim_id)
    assert (len(content.lines), content.total) == (2, Money(9800))
    assert content.lines[1].modifiers == ("59", "GP")
    assert "C16" not in told(claim)
    copay = take_payment(cedar.db, cedar.stamp(MONDAY, FRONT_DESK), dan.patient_id, Money(3000), "cash")
    assert copay.message == "Took $30.00 from Dan Whitfield by cash: $30.00 unapplied"
    assert cedar.owed(dan) == [
        ("unapplied", "−30.00", MONDAY),
        ("BCBS PPO", "50.00", MONDAY),
        ("BCBS PPO", "48.00", MONDAY),
    ]
    # Step 13: the next one is not covered any more.
    next_week = replace(visit, id=EncounterId(0), service_on=date(2026, 11, 30), diagnoses=(), lines=())
    booked = record_visit(cedar.db, cedar.stamp(MONDAY, FRONT_DESK), next_week)
    assert told(booked)["V07"].message == "This is visit 31; the plan pays 30 in 2026"


def test_12_manual_therapy_without_59_is_warned_of(cedar: Clinic) -> None:
    dan = cedar.register("Whitfield", "Dan", cedar.insurance("BCBS PPO", "XYB900112233"))
    visit = cedar.code(cedar.arrive(dan, MONDAY), "M99.03 M54.2", "98940 A", "97140 B")
    warned = told(cedar.bill(visit, MONDAY))["C16"]
    assert warned.severity is Severity.WARNING
    assert warned.message == "97140 stands beside a spinal manipulation without 59 or XS."
    assert warned.source


def authorized(cedar: Clinic, chart: Chart, number: str, **fields: Any) -> AuthorizationId:
    """An authorization for twelve visits, given by the patient's one insurance."""
    (coverage,) = list_coverages(cedar.db, chart.patient_id)
    authorization = Authorization(
        patient_id=chart.patient_id,
        coverage_id=coverage.id,
        number=number,
        from_on=SINCE,
        visits_allowed=12,
        **fields,
    )
    done(keep_authorization(cedar.db, cedar.stamp(SINCE), authorization))
    return list_authorizations(cedar.db, chart.patient_id)[0].id


def test_14_the_last_visit_of_an_authorization(cedar: Clinic) -> None:
    priya = cedar.register("Nair", "Priya", cedar.insurance("UHC", "900440012"))
    number = authorized(cedar, priya, "OPT-77120", visits_used_before=11, to_on=date(2026, 11, 30))
    visit = cedar.arrive(priya, MONDAY, authorization_id=number)
    lines = cedar.lines(visit, "98941 A", "97110-GP B")
    coded = replace(visit, diagnoses=("M99.03", "M54.59"), lines=lines)
    outcome = code_visit(cedar.db, cedar.stamp(MONDAY), coded, codes=cedar.codes)
    assert told(outcome)["R46"].message == "This is the last visit of the authorization: 12 of 12 used"
    assert told(outcome)["R47"].message == "The authorization ends on 11/30/2026"

    claim = cedar.bill(visit.id, MONDAY)
    used = get_authorization(cedar.db, number)
    assert (used.visits_used, used.visits_left, claim.status) == (12, 0, ClaimStatus.READY)
    assert cedar.content(claim.claim_id).total == Money(11700)
    assert cedar.boxes(claim.claim_id)["23", "prior_auth"] == "OPT77120"
    assert b"REF*G1*OPT77120~" in cedar.send(claim.claim_id, on=MONDAY)
    # A thirteenth visit is told before it is billed.
    more = cedar.arrive(priya, date(2026, 11, 24), authorization_id=number)
    again = record_visit(cedar.db, cedar.stamp(date(2026, 11, 24)), more)
    assert told(again)["R46"].message == "No visit is left: this is visit 13 of 12"


def bell(cedar: Clinic, office_visit: str = "99203-25") -> tuple[Chart, CheckedClaim]:
    """An auto accident of which nothing is known yet, beside a health plan; the claim of today's visit."""
    pip = cedar.insurance("Juniper Auto PIP", "PIP55A")
    marcus = cedar.register("Bell", "Marcus", pip, kind="auto", sex="M")
    aetna = cedar.insurance("Aetna", "W118822", patient_id=marcus.patient_id)
    done(keep_insurance(cedar.db, cedar.stamp(MONDAY), aetna))
    codes = "M99.01 M99.02 M99.03 S13.4XXA V43.52XA"
    visit = cedar.code(cedar.arrive(marcus, MONDAY), codes, f"{office_visit} ADE", "98941 ABC", "72040 D")
    return marcus, cedar.bill(visit, MONDAY)


def told_of_the_accident(cedar: Clinic, marcus: Chart, claim: CheckedClaim) -> CheckedClaim:
    """Date, state and claim number come in; the claim after its check."""
    case = replace(
        get_case(cedar.db, marcus.case_id),
        accident_on=date(2026, 11, 18),
        accident_state="OR",
        claim_number="55-A812-3K",
    )
    done(keep_case(cedar.db, cedar.stamp(MONDAY), case))
    return check_claims(cedar.db, cedar.stamp(MONDAY), [claim.claim_id], codes=cedar.codes).claims[0]


def test_15_an_auto_accident_needs_its_date_and_state(cedar: Clinic) -> None:
    marcus, claim = bell(cedar)
    found = told(claim)
    assert claim.status is ClaimStatus.DRAFT
    assert found["F07"].message == "The state of the auto accident is missing."
    assert found["F08"].message == "The date of the accident is missing."
    assert all(found[rule].severity is Severity.MUST_FIX and found[rule].source for rule in ("F07", "F08"))

    checked = told_of_the_accident(cedar, marcus, claim)
    assert checked.status is ClaimStatus.READY
    content = cedar.content(claim.claim_id)
    assert (content.total, content.coverage.payer.name) == (Money(30500), "Juniper Auto PIP")
    assert content.others == ()
    paper = cedar.boxes(claim.claim_id)
    assert (paper["10b", "auto_yes"], paper["10b", "auto_state"]) == ("X", "OR")
    assert ("10b", "auto_no") not in paper
    assert (paper["11b", "qualifier"], paper["28", "dollars"], paper["28", "cents"]) == ("Y4", "305", "00")
    printed = print_claims(cedar.db, cedar.stamp(MONDAY), [claim.claim_id], background=False)
    assert printed.message == "1 claim printed"
    assert cedar.owed(marcus) == [
        ("Juniper Auto PIP", "165.00", MONDAY),
        ("Juniper Auto PIP", "65.00", MONDAY),
        ("Juniper Auto PIP", "75.00", MONDAY),
    ]


def test_15_the_same_accident_in_a_file(cedar: Clinic) -> None:
    marcus, claim = bell(cedar)
    pip = get_payer(cedar.db, cedar.payer("Juniper Auto PIP"))
    electronic = replace(pip, delivery=Delivery.ELECTRONIC, payer_number="JUN01")
    done(keep_payer(cedar.db, cedar.stamp(MONDAY), electronic))
    assert told_of_the_accident(cedar, marcus, claim).status is ClaimStatus.READY
    file = cedar.send(claim.claim_id, on=MONDAY)
    (read,) = read_claims(file)
    assert (read.causes, read.total, read.payer) == (("AA", "", "", "OR"), Money(30500), "JUN01")
    assert read.days["439"] == "20261118"
    assert [line.code for line in read.lines] == ["99203", "98941", "72040"]
    assert passes_pyx12(file.decode())


def test_16_an_office_visit_beside_a_manipulation_wants_25(cedar: Clinic) -> None:
    _, without = bell(cedar, "99203")
    warned = told(without)["C18"]
    assert warned.message == "99203 stands beside a spinal manipulation without 25."
    assert warned.source
    _, with_it = bell(cedar)
    assert "C18" not in told(with_it)


def sorensen(cedar: Clinic) -> Chart:
    """Hurt on a roof; twelve visits are allowed, five were used elsewhere."""
    tom = cedar.register(
        "Sorensen",
        "Tom",
        cedar.insurance("Travelers", "900112233", subscriber_address=HOME),
        kind="workers_comp",
        sex="M",
        accident_on=date(2026, 10, 7),
        claim_number="WC-77120",
        employer="Baxter Roofing",
        initial_treatment_on=date(2026, 10, 8),
    )
    authorized(cedar, tom, "TRV-4471", visits_used_before=5)
    return tom


def test_17_an_injury_at_work_on_paper(cedar: Clinic) -> None:
    tom = sorensen(cedar)
    (allowed,) = list_authorizations(cedar.db, tom.patient_id)
    visit = cedar.arrive(tom, MONDAY, authorization_id=allowed.id)
    claim = cedar.bill(cedar.code(visit, "M99.03 S33.5XXA", "98940 AB", "97110 B"), MONDAY)
    assert claim.status is ClaimStatus.READY
    paper = cedar.boxes(claim.claim_id)
    assert paper["10a", "employment_yes"] == "X"
    assert ("10a", "employment_no") not in paper
    assert (paper["11b", "qualifier"], paper["11b", "other_claim_id"]) == ("Y4", "WC77120")
    assert not [place for place in paper if place[0] == "11"]
    assert paper["4", "insured_name"] == "BAXTER ROOFING"
    assert [paper["14", part] for part in ("mm", "dd", "yy", "qualifier")] == ["10", "07", "26", "431"]
    assert paper["23", "prior_auth"] == "TRV4471"
    assert (paper["28", "dollars"], paper["28", "cents"]) == ("102", "00")
    assert get_authorization(cedar.db, allowed.id).visits_used == 6


def test_18_a_header_is_refused_with_its_three_children(cedar: Clinic) -> None:
    visit = cedar.arrive(sorensen(cedar), MONDAY)
    coded = replace(visit, diagnoses=("M54.5",), lines=cedar.lines(visit, "98940 A"))
    outcome = code_visit(cedar.db, cedar.stamp(MONDAY), coded, codes=cedar.codes)
    refused = told(outcome)["F15"]
    assert not outcome.done
    assert refused.severity is Severity.MUST_FIX
    assert refused.message == "M54.5 is a header and needs more digits"
    assert refused.fix == "Choose one of M54.50, M54.51, M54.59."
    assert get_encounter(cedar.db, visit.id).diagnoses == ()
    cedar.code(visit, "M54.50", "98940 A")
    assert get_encounter(cedar.db, visit.id).diagnoses == ("M54.50",)


def test_34_the_same_form_again_is_the_same_to_the_byte(cedar: Clinic) -> None:
    tom = sorensen(cedar)
    visit = cedar.code(cedar.arrive(tom, MONDAY), "M99.03 S33.5XXA", "98940 AB", "97110 B")
    claim = cedar.bill(visit, MONDAY).claim_id
    first = print_claims(cedar.db, cedar.stamp(MONDAY), [claim], background=False, codes=cedar.codes)
    moved = replace(get_patient(cedar.db, tom.patient_id), address=replace(HOME, street="9 New Rd"))
    done(keep_patient(cedar.db, cedar.stamp(MONDAY), moved))
    case = replace(get_case(cedar.db, tom.case_id), claim_number="OTHER1")
    done(keep_case(cedar.db, cedar.stamp(MONDAY), case))

    again = print_claims(cedar.db, cedar.stamp(date(2027, 1, 4)), [claim], background=False)
    assert again.content == first.content
    assert "WC77120" in words_on(again.content)
    assert cedar.status(claim) is ClaimStatus.PRINTED
    log = [event.text for event in events_of(cedar.db, claim) if "rinted" in event.text]
    assert log == ["Printed for Travelers", "Copy printed"]
