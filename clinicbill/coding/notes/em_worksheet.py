"""The worksheet of an E/M level: what was chosen for one visit, on which words, and the code it gave then."""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import EncounterId
from clinicbill.coding.notes.em_level import Chosen, EmLevel, em_level

# One day has no more; a longer time is a slip of the fingers.
MOST_MINUTES = 600
_SOURCE = "AMA CPT E/M guidelines 2021/2023: the record has to show what the level rests on"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmWorksheet:
    """Chosen for one visit.

    Attributes:
        new_patient: no professional service by this office within the three years before.
        minutes: total time of the day of the visit; None where it was not written down.
    """

    encounter_id: EncounterId
    chosen: tuple[Chosen, ...] = ()
    new_patient: bool = False
    minutes: int | None = None

    @property
    def level(self) -> EmLevel:
        """What the chosen elements and the minutes reach."""
        return em_level(self.chosen, new_patient=self.new_patient, minutes=self.minutes)


def worksheet_findings(sheet: EmWorksheet) -> list[Finding]:
    """What is wrong with a worksheet before it is kept."""
    found: list[Finding] = []
    if sheet.minutes is not None and not 0 < sheet.minutes <= MOST_MINUTES:
        found.append(
            Finding(
                rule="em.minutes", severity=Severity.MUST_FIX, field="minutes",
                message=f"{sheet.minutes} minutes cannot be the time of one day",
                fix="Key the total minutes of the day of the visit, or leave them out", source=_SOURCE,
            )
        )  # fmt: skip
    if not sheet.level.code:
        found.append(
            Finding(
                rule="em.nothing", severity=Severity.MUST_FIX, field="chosen",
                message="Nothing chosen reaches a level yet",
                fix="Choose what the note supports, or key the minutes", source=_SOURCE,
            )
        )  # fmt: skip
    return found
