from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.current_store import current_claim, load_office, local_day
from clinicbill.claims.sent_store import PAPER, add_submission
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import ClaimRecord, add_claim, get_claim
from clinicbill.encounters.store import get_encounter
from clinicbill.patients.store import get_coverage, get_patient, save_coverage, save_patient
from clinicbill.practice.payer import Delivery
from tests.support.practice import (
    PRACTICE,
    STAMP,
    TODAY,
    Office,
    a_case,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    an_authorization,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.claims.claim import Claim


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def office(db: Database) -> Office:
    return a_practice(db)


def a_draft(db: Database, office: Office) -> ClaimRecord:
    patient = a_patient(db)
    coverage = a_coverage(db, patient, office.commercial)
    allowed = an_authorization(db, patient, coverage)
    visit = get_encounter(
        db,
        a_visit(
            db,
            patient,
            case_id=a_case(db, patient, initial_treatment_on=date(2026, 11, 2)),
            facility_id=office.facility,
            referring_id=office.referring,
            authorization_id=allowed,
        ),
    )
    record = ClaimRecord(
        patient_id=patient,
        case_id=visit.case_id,
        coverage_id=coverage,
        payer_id=office.commercial,
        responsibility="P",
        delivery=Delivery.PAPER,
        first_service_on=TODAY,
        total=Money(6500),
        authorization_id=allowed,
    )
    return add_claim(db, STAMP, record, [line.id for line in visit.lines], text="Made")


def now(db: Database, record: ClaimRecord) -> Claim:
    return current_claim(db, get_claim(db, record.id), load_office(db), code_set="4/2026")


def test_an_unsent_claim_is_what_todays_records_say(db: Database, office: Office) -> None:
    record = a_draft(db, office)
    claim = now(db, record)
    assert claim.patient_control_number == record.patient_control_number
    assert claim.total == Money(6500)
    assert claim.billing.npi == PRACTICE.npi
    assert claim.referring is not None
    assert claim.referring.npi == "1555000011"
    assert claim.facility is not None
    assert claim.authorization_number == "OPT77120"
    assert claim.case.initial_treatment_on == date(2026, 11, 2)
    assert claim.created_on == TODAY
    assert claim.code_set == "4/2026"
    patient = get_patient(db, record.patient_id)
    save_patient(db, replace(patient, name=PersonName(last="Ruiz", first="Karla")), STAMP)
    assert now(db, record).patient.name.last == "Ruiz"


def test_a_sent_claim_is_what_was_sent(db: Database, office: Office) -> None:
    record = a_draft(db, office)
    sent = now(db, record)
    add_submission(db, STAMP, kind=PAPER, file_name="x", content=b"x", claims=[(sent, "")])
    change_status(db, STAMP, record.id, ClaimStatus.READY, text="ok")
    change_status(db, STAMP, record.id, ClaimStatus.PRINTED, text="printed")
    patient = get_patient(db, record.patient_id)
    save_patient(db, replace(patient, address=Address(street="Elsewhere")), STAMP)
    assert now(db, record) == sent
    change_status(db, STAMP, record.id, ClaimStatus.DRAFT, text="taken back")
    assert now(db, record).patient.address.street == "Elsewhere"


def test_the_billed_insurance_stays_on_the_claim_when_its_dates_change(db: Database, office: Office) -> None:
    record = a_draft(db, office)
    coverage = get_coverage(db, record.coverage_id)
    save_coverage(db, replace(coverage, to_on=date(2026, 1, 31)), STAMP)
    claim = now(db, record)
    assert (claim.coverage.coverage_id, claim.coverage.responsibility) == (coverage.id, "P")


def test_a_claim_without_lines_says_so(db: Database, office: Office) -> None:
    record = a_draft(db, office)
    with pytest.raises(NotFound, match="no lines"):
        current_claim(db, replace(record, id=ClaimId(77)), load_office(db))


def test_the_day_is_the_practices_own(office: Office) -> None:
    midnight_utc = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert local_day(midnight_utc, office.practice) == date(2026, 11, 23)
