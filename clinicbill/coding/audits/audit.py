"""Audit: a sample of coded visits, a verdict for each code on them, and how sure its accuracy is.

Accuracy of a subject = right ÷ (right + wrong + missing + extra), against the target in
resources/rules/audit_weights.toml. It is shown with its Wilson interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927,
209–212, at 95 %), so that ten charts do not look like certainty.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import AuditId, AuditItemId, EncounterId, UserId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.encounters.encounter import Encounter

# An id of 0: not saved yet.
_NEW, _NEW_ITEM = AuditId(0), AuditItemId(0)
_Z = 1.959964  # the 97.5th percentile of the normal distribution: 95 % on both sides


class SampleKind(StrEnum):
    """How visits are drawn: each as likely as any other, or by risk."""

    RANDOM = "random"
    RISK = "risk"


class Subject(StrEnum):
    """What is judged."""

    DIAGNOSIS = "diagnosis"
    PROCEDURE = "procedure"
    MODIFIER = "modifier"


class Verdict(StrEnum):
    """What the auditor says of one code; MISSING stands for a code that is not on the visit."""

    NONE = ""
    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    EXTRA = "extra"


class Standing(StrEnum):
    """What the figures say of the target."""

    MET = "met"
    BELOW = "below"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One audit of one coder's visits.

    Attributes:
        from_on, to_on: the days on which the visits were finished.
        seed: with it and the same visits the same sample is drawn again; `population` is how many there were.
        auditor_id: who drew it, and who alone scores it.
        finished_on: from then on nothing of it is changed.
    """

    id: AuditId = _NEW
    made_on: date
    kind: SampleKind
    from_on: date
    to_on: date
    seed: int
    population: int
    coder_id: UserId
    auditor_id: UserId
    finished_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditItem:
    """One code of one visit and what is said of it.

    Attributes:
        coded: as it stood when the sample was drawn; empty for what is missing.
        drawn_for: why the visit was likely to be drawn.
        correct: what should stand there; `why` in the auditor's words; `feedback` for the coder.
    """

    id: AuditItemId = _NEW_ITEM
    audit_id: AuditId
    encounter_id: EncounterId
    subject: Subject
    position: int
    coded: str
    drawn_for: str = ""
    verdict: Verdict = Verdict.NONE
    correct: str = ""
    why: str = ""
    feedback: str = ""

    @property
    def open(self) -> bool:
        """Whether it waits for a verdict; a missing code that was taken back does not."""
        return self.verdict is Verdict.NONE and bool(self.coded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """The verdicts of some items."""

    right: int
    wrong: int
    missing: int
    extra: int

    @property
    def scored(self) -> int:
        """All that have a verdict."""
        return self.right + self.wrong + self.missing + self.extra

    @property
    def share(self) -> Fraction | None:
        """Right ÷ scored; None where nothing is."""
        return Fraction(self.right, self.scored) if self.scored else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the truth lies with 95 %, both 0 to 1; None where nothing is scored."""
        return wilson(self.right, self.scored) if self.scored else None

    def standing(self, target: Fraction) -> Standing:
        """Met or below only where the whole interval says so."""
        between = self.interval
        if between is None or between[0] < target <= between[1]:
            return Standing.OPEN
        return Standing.MET if between[0] >= target else Standing.BELOW


def wilson(right: int, of: int) -> tuple[float, float]:
    """The Wilson score interval of a share at 95 %; `of` is above zero."""
    share, square = right / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    # Rounding must not push a share of all or none out of its own interval.
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def accuracy(items: Iterable[AuditItem]) -> Accuracy:
    """What the verdicts add up to; an item without one does not count."""
    counted = Counter(item.verdict for item in items)
    return Accuracy(**{verdict.value: counted[verdict] for verdict in Verdict if verdict.value})


def by_subject(items: Iterable[AuditItem]) -> dict[Subject, list[AuditItem]]:
    """The items of each subject, all three always."""
    listed = list(items)
    return {subject: [item for item in listed if item.subject is subject] for subject in Subject}


def coded_values(visit: Encounter) -> list[tuple[Subject, str]]:
    """Every diagnosis, procedure and modifier of a visit as an auditor reads it: M54.50, 97110 × 2, 98941 AT."""
    diagnoses = [(Subject.DIAGNOSIS, code) for code in visit.diagnoses]
    procedures = [
        (
            Subject.PROCEDURE,
            line.procedure_code if line.units == 1 else f"{line.procedure_code} × {line.units}",
        )
        for line in visit.lines
    ]
    modifiers = [
        (Subject.MODIFIER, f"{line.procedure_code} {modifier}")
        for line in visit.lines
        for modifier in line.modifiers
    ]
    return [*diagnoses, *procedures, *modifiers]
