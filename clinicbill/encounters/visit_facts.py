"""What is known around a visit: the patient's case and insurance, the fee schedule, the code library, the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from clinicbill.practice.procedure import Fee

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import PayerId


class CodeAnswer(Protocol):
    """What a code library says of a diagnosis on a day; `claims.checks.context.CodeAnswer` is one."""

    @property
    def known(self) -> bool:
        """The code is in the code set, billable or as a header."""

    @property
    def billable(self) -> bool:
        """It may stand on a claim."""

    @property
    def covers(self) -> bool:
        """The code set is the one in force on the day; else the nearest was asked."""

    @property
    def said(self) -> str:
        """The line for the visit: "checked against code set 4/2026"."""

    @property
    def instead(self) -> tuple[str, ...]:
        """Billable codes to choose from where this one is not."""


class DiagnosisCodes(Protocol):
    """Whoever can look up a diagnosis as of a day."""

    def look_up(self, code: str, on: date) -> CodeAnswer:
        """What the code set of that day says of the code, given with its dot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """Everything the rules need beside the visit.

    Attributes:
        as_of: the day of the check; no rule asks the clock.
        birth_on: the patient's birth date.
        coverages: the insurances that count on the day of service, in order (`coverages_on`).
        fees: all fees under their procedure's code (`practice.store.fees_by_code`).
        codes: None leaves out what needs the code library.
        authorization: the one the visit uses, with this visit counted.
        authorizations: the patient's others, to propose one.
        visits_this_year: visits of the case in the visit's calendar year up to it, this one included.
    """

    as_of: date
    birth_on: date
    case: Case
    coverages: tuple[Coverage, ...] = ()
    fees: Mapping[str, Sequence[Fee]] = field(default_factory=dict)
    codes: DiagnosisCodes | None = None
    authorization: Authorization | None = None
    authorizations: tuple[Authorization, ...] = ()
    visits_this_year: int = 0

    @property
    def payer_id(self) -> PayerId | None:
        """Who is billed first; None for a cash visit, or where no insurance counts on the day."""
        return self.coverages[0].payer_id if self.coverages else None
