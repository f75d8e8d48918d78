"""Pace of suggestions: how many were accepted, changed and rejected, for each group of codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import EncounterId, PatientId

if TYPE_CHECKING:
    from collections.abc import Iterable


_CATEGORY = 3


class ChoiceAct(StrEnum):
    """What became of a suggestion."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionChoice:
    """One suggestion and what became of it; `chosen` is the code that was taken instead, if any."""

    id: int
    at: datetime
    encounter_id: EncounterId
    patient_id: PatientId
    who: str
    phrase: str
    suggested: str
    chosen: str
    act: ChoiceAct


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFigures:
    """Counts over some choices."""

    accepted: int
    changed: int
    rejected: int

    @property
    def all(self) -> int:
        """Every one of them."""
        return self.accepted + self.changed + self.rejected

    def rate(self, act: ChoiceAct) -> Fraction | None:
        """The share of one kind; None where there was no suggestion."""
        return Fraction(getattr(self, act.value), self.all) if self.all else None


def choice_figures(choices: Iterable[SuggestionChoice]) -> ChoiceFigures:
    """Accepted, changed, rejected."""
    counted = Counter(one.act for one in choices)
    return ChoiceFigures(**{act.value: counted[act] for act in ChoiceAct})


def code_group(code: str) -> str:
    """The group a code counts in: the category of a diagnosis (M54), one group for all procedures."""
    is_diagnosis = code[:1].isalpha() and (len(code) == _CATEGORY or code[_CATEGORY : _CATEGORY + 1] == ".")
    return code[:_CATEGORY] if is_diagnosis else PROCEDURES


PROCEDURES = "Procedures"


def by_group(choices: Iterable[SuggestionChoice]) -> dict[str, list[SuggestionChoice]]:
    """The choices of each group of the suggested code, in the order of the codes, procedures last."""
    groups: defaultdict[str, list[SuggestionChoice]] = defaultdict(list)
    for one in choices:
        groups[code_group(one.suggested)].append(one)
    return {name: groups[name] for name in sorted(groups, key=lambda name: (name == PROCEDURES, name))}
