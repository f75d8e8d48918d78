"""What is known around a visit: the patient's case and insurance, the fee schedule, the code library, the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.look_up import CodeLookUp
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from clinicbill.practice.procedure import Fee

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import PayerId


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
        asked_on: since when the provider has owed an answer about this visit; None where nothing is asked.
    """

    as_of: date
    birth_on: date
    case: Case
    coverages: tuple[Coverage, ...] = ()
    fees: Mapping[str, Sequence[Fee]] = field(default_factory=dict)
    codes: CodeLookUp | None = None
    authorization: Authorization | None = None
    authorizations: tuple[Authorization, ...] = ()
    visits_this_year: int = 0
    asked_on: date | None = None

    @property
    def payer_id(self) -> PayerId | None:
        """Who is billed first; None for a cash visit, or where no insurance counts on the day."""
        return self.coverages[0].payer_id if self.coverages else None
