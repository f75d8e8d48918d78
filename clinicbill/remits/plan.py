"""The plan of a remittance: the exact postings it will make, and in plain words what happens to each line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clinicbill.basics.findings import Finding, stops
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import ZERO, Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.ledger.posting import NewPosting
from clinicbill.remits.remittance import Adjustment


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """What will happen to a row: words, an icon of resources/icons, and a colour role of the tokens."""

    words: str
    icon: str
    role: str = "text2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move of money on a line: what it does to what the payer and the patient owe.

    Attributes:
        reason: the adjustment it comes from, such as CO-45; empty for the payment itself.
        payer: change of what insurance owes for the line; patient: of what the patient owes.
    """

    words: str
    reason: str = ""
    why: str = ""
    payer: Money = ZERO
    patient: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One row of the Payments page: a line of a claim, or money that belongs to no claim.

    Attributes:
        claim_place: which claim of the remittance, from 0; None for provider-level money.
        match: why the line is taken to be ours; empty where it has found nothing.
        out_by: by how much the line is out of balance in the file.
        steps: what will be posted; empty where nothing is.
        payer_before, payer_after: what insurance owes for the line; patient_before, patient_after: the patient.
    """

    claim_place: int | None
    claim_number: str
    patient: str
    visit_on: date | None
    procedure: str
    modifiers: tuple[str, ...]
    charge: Money
    paid: Money
    adjustments: tuple[Adjustment, ...]
    what: What
    match: str = ""
    denied: Money = ZERO
    out_by: Money = ZERO
    steps: tuple[Step, ...] = ()
    payer_before: Money = ZERO
    patient_before: Money = ZERO
    payer_after: Money = ZERO
    patient_after: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPosting:
    """A posting to be made; `undoes_place` names the one before it in this plan that it reverses."""

    posting: NewPosting
    undoes_place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer:
    """Where a claim stands once the remittance is posted, with the payer's number for it."""

    claim_id: ClaimId
    status: ClaimStatus
    text: str
    payer_control_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything posting would do, and what stops it."""

    rows: tuple[PlanRow, ...]
    postings: tuple[PlannedPosting, ...]
    answers: tuple[ClaimAnswer, ...]
    findings: tuple[Finding, ...]

    @property
    def may_post(self) -> bool:
        """Whether nothing stops it."""
        return not stops(self.findings)

    @property
    def steps(self) -> int:
        """How many moves of money it makes."""
        return sum(len(row.steps) for row in self.rows)

    @property
    def matched(self) -> int:
        """How many claims of the remittance have found ours, with all their lines."""
        places = {row.claim_place for row in self.rows if row.claim_place is not None}
        return len(places - {row.claim_place for row in self.rows if not row.match})

    @property
    def denied(self) -> Money:
        """What denied lines leave open."""
        return Money.total(row.denied for row in self.rows)
