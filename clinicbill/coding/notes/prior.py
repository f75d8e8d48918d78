"""What this office made of suggestions before, as a small table anybody can read: phrase → code → how often."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.coding.notes.lookup import Prior


class Act(StrEnum):
    """What a person did with a suggestion."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One decision.

    Attributes:
        phrase: the problem as `lookup.normalised` writes it; never a patient's words beyond that.
        suggested: the code that was suggested; chosen: the code taken, empty if rejected.
        moment: when, in UTC as `basics.dates.moment_text` writes it.
    """

    phrase: str
    suggested: str
    chosen: str
    act: Act
    moment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A habit the office no longer wants: choices of this phrase and code up to this moment do not count."""

    phrase: str
    code: str
    moment: str


def counted(choices: Iterable[Choice], forgotten: Iterable[Forgotten] = ()) -> Prior:
    """How often each code was taken for each phrase. Rejections count for nothing; what is forgotten is left out."""
    since: dict[tuple[str, str], str] = {}
    for one in forgotten:
        place = (one.phrase, one.code)
        since[place] = max(one.moment, since.get(place, ""))
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for choice in choices:
        if not choice.chosen or choice.moment <= since.get((choice.phrase, choice.chosen), ""):
            continue
        of_phrase = counts[choice.phrase]
        of_phrase[choice.chosen] = of_phrase.get(choice.chosen, 0) + 1
    return dict(counts)
