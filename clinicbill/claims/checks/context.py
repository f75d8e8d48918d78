"""What a claim alone cannot know and its checks ask for: the day, the codes, what was billed already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from clinicbill.patients.authorization import Authorization


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAnswer:
    """What the code library says of a diagnosis on a day.

    Attributes:
        known: the code is in the release, billable or as a header.
        billable: it may stand on a claim.
        covers: the release is the one in force on the day; else the nearest was asked.
        said: the line for the claim: "checked against code set 4/2026 …".
        instead: billable codes to choose from where this one is not.
    """

    known: bool
    billable: bool
    covers: bool
    said: str
    instead: tuple[str, ...] = ()


class DiagnosisCodes(Protocol):
    """Whoever can look up a diagnosis as of a day."""

    def look_up(self, code: str, on: date) -> CodeAnswer:
        """What the release of that day says of the code, given with its dot."""

    def release_on(self, on: date) -> str:
        """The release that answers for a day, such as "4/2026"."""


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
    """

    as_of: date
    delivery: str = "electronic"
    codes: DiagnosisCodes | None = None
    places: frozenset[str] = frozenset()
    billed: tuple[BilledLine, ...] = ()
    authorization: Authorization | None = None
