"""An office with a desk for claims, and what its page shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.claims.store import get_claim
from clinicbill.patients.store import get_coverage, save_coverage
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import list_payers
from clinicbill.ui.widgets.overlay import Overlay
from clinicbill.workflows.bill_visits import bill_visits
from tests.support.practice import (
    STAMP,
    a_case,
    a_coverage,
    a_patient,
    a_payer,
    a_visit,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.claims.status import ClaimStatus
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.ui.claims.page import ClaimsPage


class Claims:
    """An office with a desk: short ways to make claims and to see what became of them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        payers = {payer.name: payer.id for payer in list_payers(db)}
        self.electronic = payers["Harbor Mutual PPO"]
        self.paper = a_payer(db, "Lakeside Health", delivery=Delivery.PAPER)

    def claim(self, last: str = "Ruiz", *, on_paper: bool = False, **visit: Any) -> ClaimRecord:
        """A visit that was billed, with nothing to fix."""
        patient_id = a_patient(self.db, last, "Karla")
        a_coverage(self.db, patient_id, self.paper if on_paper else self.electronic)
        a_case(self.db, patient_id, initial_treatment_on=date(2026, 10, 1))
        fields = {"lines": [("98941", "", "65.00")], "diagnoses": ("M54.59",)} | visit
        outcome = bill_visits(self.db, STAMP, [a_visit(self.db, patient_id, **fields)])
        return get_claim(self.db, outcome.claims[0].claim_id)

    def lose_card(self, claim: ClaimRecord) -> None:
        """A member id nobody has: must be fixed."""
        save_coverage(self.db, replace(get_coverage(self.db, claim.coverage_id), member_id=""), STAMP)

    def find_card(self, claim: ClaimRecord) -> None:
        """The member id again."""
        coverage = get_coverage(self.db, claim.coverage_id)
        save_coverage(self.db, replace(coverage, member_id="XWL884120733"), STAMP)

    def status(self, claim: ClaimRecord) -> ClaimStatus:
        return get_claim(self.db, claim.id).status


def names(page: ClaimsPage) -> list[str]:
    return [row.patient.sorted() for row in page.list.table.records()]


def sheet(page: ClaimsPage) -> Overlay:
    found = Overlay.of(page.window())
    assert found is not None, "no sheet is open"
    return found
