"""An office with patients whose visits are ready to be billed, for the workflows of claims."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.claims.current_store import current_claim, load_office
from clinicbill.claims.store import events_of, get_claim
from clinicbill.encounters.store import get_encounter
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.store import line_balances
from clinicbill.workflows.bill_visits import bill_visits
from tests.support.practice import (
    STAMP,
    TODAY,
    a_case,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId, EncounterId, PatientId, PayerId, ServiceLineId
    from clinicbill.basics.money import Money
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.store import ClaimRecord

# What passes every check with a commercial payer: both diagnoses are pointed at.
GOOD_LINE = ("98941", "", "65.00")


class Workplace:
    """A practice in memory, and short ways to make and look at what claims are made of."""

    def __init__(self) -> None:
        self.db: Database = open_memory_practice()
        self.office = a_practice(self.db)

    def patient(self, last: str = "Ruiz", payer: PayerId | None = None, **coverage: Any) -> PatientId:
        """A patient with one insurance and a health case."""
        patient_id = a_patient(self.db, last, "Karla")
        a_coverage(self.db, patient_id, payer or self.office.commercial, **coverage)
        a_case(self.db, patient_id, initial_treatment_on=date(2026, 10, 1))
        return patient_id

    def visit(self, patient_id: PatientId, on: date = TODAY, **fields: Any) -> EncounterId:
        """A coded visit of one good line."""
        return a_visit(
            self.db, patient_id, on=on, **({"lines": [GOOD_LINE], "diagnoses": ("M54.59",)} | fields)
        )

    def claim(self, last: str = "Ruiz", payer: PayerId | None = None, **fields: Any) -> ClaimRecord:
        """A visit billed to one insurance: its claim."""
        patient_id = self.patient(last, payer)
        outcome = bill_visits(self.db, STAMP, [self.visit(patient_id, **fields)])
        return get_claim(self.db, outcome.claims[0].claim_id)

    def record(self, claim_id: ClaimId) -> ClaimRecord:
        """The claim's row."""
        return get_claim(self.db, claim_id)

    def content(self, claim_id: ClaimId) -> Claim:
        """What the claim says."""
        return current_claim(self.db, get_claim(self.db, claim_id), load_office(self.db))

    def texts(self, claim_id: ClaimId) -> list[str]:
        """The history of a claim, in words."""
        return [event.text for event in events_of(self.db, claim_id)]

    def lines(self, *visits: EncounterId) -> list[ServiceLineId]:
        """The service lines of visits."""
        return [line.id for visit in visits for line in get_encounter(self.db, visit).lines]

    def owed(self, *visits: EncounterId) -> dict[tuple[str, int | None], Money]:
        """What is open on visits: (account, payer) → amount."""
        found = line_balances(self.db, self.lines(*visits))
        return {
            (str(Account(balance.account)), balance.payer_id): balance.amount
            for balances in found.values()
            for balance in balances
        }

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return self.db.table(table).count
