from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.identifiers import EncounterId
from clinicbill.basics.people import Address
from clinicbill.claims.current_store import current_claim, load_office
from clinicbill.claims.store import get_claim
from clinicbill.claims.typed_store import LastTyped, last_typed, rows_behind
from clinicbill.encounters.store import get_encounter
from clinicbill.patients.store import get_patient, save_patient
from tests.support.practice import (
    STAMP,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.store import ClaimRecord

LATER = replace(STAMP, at=STAMP.at + timedelta(hours=2))
LAST = replace(STAMP, at=STAMP.at + timedelta(days=1))


@pytest.fixture
def db() -> Database:
    return open_memory_practice()


@pytest.fixture
def record(db: Database) -> ClaimRecord:
    from clinicbill.claims.store import ClaimRecord, add_claim

    office = a_practice(db)
    patient = a_patient(db)
    coverage = a_coverage(db, patient, office.commercial)
    visit = get_encounter(db, a_visit(db, patient))
    made = ClaimRecord(
        patient_id=patient,
        case_id=visit.case_id,
        coverage_id=coverage,
        payer_id=office.commercial,
        responsibility="P",
        first_service_on=visit.service_on,
        total=visit.total,
    )
    return add_claim(db, STAMP, made, [line.id for line in visit.lines], text="Made")


def told(db: Database, record: ClaimRecord, path: str, sent_at: datetime | None = None) -> LastTyped | None:
    claim = current_claim(db, get_claim(db, record.id), load_office(db))
    visits = [EncounterId(line.encounter_id) for line in claim.lines]
    return last_typed(db, claim, rows_behind(db, record, visits[:1]), [path], sent_at=sent_at).get(path)


def move(db: Database, record: ClaimRecord, street: str, stamp: Stamp) -> None:
    patient = get_patient(db, record.patient_id)
    save_patient(
        db, replace(patient, address=Address(street=street, city="Bend", state="OR", zip="97701")), stamp
    )


def test_what_stands_since_the_record_was_made(db: Database, record: ClaimRecord) -> None:
    found = told(db, record, "patient.name")
    assert found is not None
    assert found.made
    assert found.at == STAMP.at.astimezone(UTC)


def test_the_last_change_of_that_very_field(db: Database, record: ClaimRecord) -> None:
    move(db, record, "9 Larkspur Loop", LATER)
    address, name = told(db, record, "patient.address"), told(db, record, "patient.name")
    assert address is not None
    assert (address.at, address.made) == (LATER.at, False)
    assert name is not None
    assert name.made


def test_a_change_after_sending_is_told_apart(db: Database, record: ClaimRecord) -> None:
    move(db, record, "9 Larkspur Loop", LATER)
    move(db, record, "10 Larkspur Loop", LAST)
    found = told(db, record, "patient.address", sent_at=LATER.at + timedelta(minutes=1))
    assert found is not None
    assert (found.at, found.since) == (LATER.at, LAST.at)
    unchanged = told(db, record, "patient.name", sent_at=LATER.at)
    assert unchanged is not None
    assert unchanged.since is None


def test_codes_lines_providers_and_places_nobody_typed(db: Database, record: ClaimRecord) -> None:
    for path in ("diagnoses", "lines.0.charge", "lines.0.rendering.npi", "billing.npi", "total", "case.kind"):
        assert told(db, record, path) is not None, path
    for path in ("", "amount_paid", "patient_control_number", "facility.name"):
        assert told(db, record, path) is None, path
