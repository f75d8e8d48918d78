"""What a claim alone cannot know and its checks ask for: the day, the codes, what was billed already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from clinicbill.codesets.look_up import DiagnosisCodes
from clinicbill.coding.edits.coded_day import Around
from clinicbill.coding.edits.set_aside import SetAside
from clinicbill.patients.authorization import Authorization


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """A line of the same patient that stands on another claim which is neither replaced nor void."""

    claim_number: str
    coverage_id: int
    service_line_id: int
    from_on: date
    procedure_code: str
    modifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """Everything the checks need beside the claim.

    Attributes:
        as_of: the day of the check; no rule asks the clock.
        delivery: electronic or paper.
        codes: None leaves out what needs the code library.
        places: the two-digit places of service that exist; empty leaves out that question.
        billed: other lines of the patient on live claims, for the duplicate check.
        authorization: the one whose number the claim carries, with its visits counted.
        around: what the edits over the codes ask for besides: notices, earlier services, loaded releases.
        set_aside: findings a person answered with a reason on the visits of the claim.
    """

    as_of: date
    delivery: str = "electronic"
    codes: DiagnosisCodes | None = None
    places: frozenset[str] = frozenset()
    billed: tuple[BilledLine, ...] = ()
    authorization: Authorization | None = None
    around: Around = field(default_factory=Around)
    set_aside: tuple[SetAside, ...] = ()
