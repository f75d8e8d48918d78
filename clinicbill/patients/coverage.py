"""Coverage: one insurance of a patient, and which ones count on a day of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.dates import Period, slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import CaseId, CoverageId, PatientId, PayerId
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.patients.case import CaseKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.patients.case import Case

# An id of 0: not saved yet.
_NEW = CoverageId(0)
_NO_PATIENT = PatientId(0)

SELF = "18"
ORDER_WORDS = {1: "primary", 2: "secondary", 3: "tertiary"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One insurance from a day to a day (SBR, 2000B / 2320, items 1, 1a, 4, 6, 7, 9, 11).

    Attributes:
        id: our row; 0 until it is saved.
        case_id: set for insurance that pays for one case only (workers' compensation, auto); None for health.
        priority: 1 primary, 2 secondary, 3 tertiary.
        profile: the payer profile of this very insurance; empty where the payer's own applies.
        member_id: the subscriber's number with the payer (NM109 MI, item 1a).
        insurance_type_code: SBR05, only where Medicare is not primary.
        to_on: the last day it covers; None while it goes on.
        relationship: patient to subscriber (SBR02 / PAT01); 18 is the patient, then the subscriber fields stay empty.
        copay: what the patient owes at each visit.
        visit_limit: visits a calendar year, None where there is no limit.
        benefits_signed_on: when the signature of item 13 was given; None means there is none.
    """

    id: CoverageId = _NEW
    patient_id: PatientId = _NO_PATIENT
    payer_id: PayerId
    case_id: CaseId | None = None
    priority: int = 1
    profile: str = ""
    member_id: str = ""
    group_number: str = ""
    plan_name: str = ""
    insurance_type_code: str = ""
    from_on: date
    to_on: date | None = None
    relationship: str = SELF
    subscriber_name: PersonName = PersonName()
    subscriber_birth_on: date | None = None
    subscriber_sex: str = ""
    subscriber_address: Address = Address()
    subscriber_phone: str = ""
    copay: Money = Money(0)
    visit_limit: int | None = None
    accepts_assignment: bool = True
    benefits_assigned: bool = True
    benefits_signed_on: date | None = None

    @property
    def period(self) -> Period:
        """The days it covers, both included."""
        return Period(start_on=self.from_on, end_on=self.to_on)


def belongs(coverage: Coverage, case: Case) -> bool:
    """Whether an insurance can pay for a case at all, whatever the day.

    Workers' compensation and auto are paid by insurance that was keyed for that very case, health by insurance
    that was keyed for none, and a cash case by nobody.
    """
    if case.kind is CaseKind.CASH:
        return False
    return coverage.case_id == (None if case.kind is CaseKind.HEALTH else case.id)


def coverages_on(coverages: Iterable[Coverage], case: Case, day: date) -> tuple[Coverage, ...]:
    """The insurances that count for a visit of the case on a day of service, in order of priority.

    Both the first and the last day of an insurance count. Where two of the same priority overlap, the one that
    began later counts (a new card replaces the old one), then the one keyed later; see `overlap_findings`.
    """
    newest: dict[int, Coverage] = {}
    for coverage in sorted(coverages, key=lambda coverage: (coverage.from_on, coverage.id)):
        if belongs(coverage, case) and day in coverage.period:
            newest[coverage.priority] = coverage
    return tuple(newest[priority] for priority in sorted(newest))


def overlap_findings(coverages: Sequence[Coverage]) -> list[Finding]:
    """Pairs of insurances of the same order and case that both cover some day; rule R20."""
    ordered = sorted(coverages, key=lambda coverage: (coverage.from_on, coverage.id))
    return [
        _overlap(first, second)
        for place, first in enumerate(ordered)
        for second in ordered[place + 1 :]
        if (first.priority, first.case_id) == (second.priority, second.case_id)
        and first.period.overlaps(second.period)
    ]


def _overlap(first: Coverage, second: Coverage) -> Finding:
    order = ORDER_WORDS[second.priority]
    remedy = (
        f"Give the first one its last day, {slashed(second.from_on - timedelta(days=1))}."
        if first.from_on < second.from_on
        else "Change the order or the dates of one of them."
    )
    return Finding(
        rule="R20",
        severity=Severity.WARNING,
        message=f"Two insurances are {order} from {slashed(second.from_on)} on",
        where=f"{order} insurance",
        value=f"{first.member_id} and {second.member_id}",
        why="A visit goes to the one that began later; the other is not billed.",
        source="005010X222A1, SBR01: one payer for each place in the order",
        fix=remedy,
        field="to_on",
    )
