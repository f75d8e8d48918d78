"""Authorization: what a payer allowed beforehand, what of it is left, and which one a visit uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.dates import Period
from clinicbill.basics.identifiers import AuthorizationId, CaseId, CoverageId, PatientId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# An id of 0: not saved yet.
_NEW = AuthorizationId(0)
_NO_PATIENT = PatientId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """A prior authorization (REF*G1) or referral number (REF*9F), item 23.

    Attributes:
        id: our row; 0 until it is saved.
        case_id: for visits of this case only; None for any case.
        kind: G1 prior authorization, 9F referral.
        procedures: the codes it allows; empty allows all.
        visits_allowed: None where visits are not limited.
        visits_used_before: visits used before it was keyed here.
        visits_used: counted by the store, `visits_used_before` included; not saved.
    """

    id: AuthorizationId = _NEW
    patient_id: PatientId = _NO_PATIENT
    coverage_id: CoverageId
    case_id: CaseId | None = None
    number: str
    kind: str = "G1"
    procedures: tuple[str, ...] = ()
    visits_allowed: int | None = None
    visits_used_before: int = 0
    from_on: date
    to_on: date | None = None
    active: bool = True
    visits_used: int = field(default=0, metadata={"saved": False})

    @property
    def period(self) -> Period:
        """The days it is good for, both included."""
        return Period(start_on=self.from_on, end_on=self.to_on)

    @property
    def visits_left(self) -> int | None:
        """How many visits may still use it; None where they are not limited, never below zero."""
        return None if self.visits_allowed is None else max(0, self.visits_allowed - self.visits_used)

    def allows(self, code: str) -> bool:
        """Whether a procedure is among those it was given for; an empty list allows all."""
        return not self.procedures or code in self.procedures


def fits(authorization: Authorization, *, coverage_id: CoverageId, case_id: CaseId, day: date) -> bool:
    """Whether it was given by this insurance, for this case or any, and is good on the day."""
    return (
        authorization.active
        and authorization.coverage_id == coverage_id
        and authorization.case_id in (None, case_id)
        and day in authorization.period
    )


def best_fit(
    authorizations: Iterable[Authorization],
    *,
    coverage_id: CoverageId,
    case_id: CaseId,
    codes: Sequence[str],
    day: date,
) -> Authorization | None:
    """The authorization a new visit should use up, or None.

    It fits the insurance, the case and the day, has a visit left, and allows at least one of the procedures. Of
    several, the one that allows the most of them; then the one named for the case; then the one that ends first.
    """
    able = [
        authorization
        for authorization in authorizations
        if fits(authorization, coverage_id=coverage_id, case_id=case_id, day=day)
        and authorization.visits_left != 0
        and (not codes or any(authorization.allows(code) for code in codes))
    ]
    return min(
        able,
        key=lambda authorization: (
            -sum(authorization.allows(code) for code in codes),
            authorization.case_id is None,
            authorization.to_on or date.max,
            authorization.id,
        ),
        default=None,
    )
