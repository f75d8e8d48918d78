from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlite_utils import Database

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, ServiceLineId
from clinicbill.encounters.store import get_encounter
from tests.support.ledgers import billed
from tests.support.practice import a_patient, a_practice, a_visit, open_memory_practice


@dataclass(frozen=True)
class Books:
    """A practice with one claimed visit of two lines (charged to insurance) and one visit not charged yet."""

    db: Database
    patient_id: PatientId
    payer_id: PayerId
    second_payer_id: PayerId
    claim_id: ClaimId
    lines: tuple[ServiceLineId, ...]
    uncharged: tuple[ServiceLineId, ...]


@pytest.fixture
def books() -> Books:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    claim = billed(db, patient_id, office.medicare, [("98941", "AT", "65.00"), ("97110", "GP", "52.00")])
    visit = get_encounter(db, a_visit(db, patient_id, on=date(2026, 11, 16)))
    return Books(
        db=db,
        patient_id=patient_id,
        payer_id=office.medicare,
        second_payer_id=office.commercial,
        claim_id=claim.claim_id,
        lines=claim.lines,
        uncharged=tuple(line.id for line in visit.lines),
    )
