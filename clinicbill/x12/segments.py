"""An X12 segment as a list of texts, its place in the file, and the delimiters a file declares in its ISA."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Segment: TypeAlias = list[str]
"""The tag at 0, then the elements as they stand: segment[3] is element 3. Trailing elements may be missing."""

# The end of an ISA and the tag of the next segment, as one piece of the text split at the element separator:
# ":~\nGS", "~GS" (no ISA16), "P~GS" (neither ISA16 nor the separator before it).
_ISA_END = re.compile(r"(?P<usage>[A-Za-z0-9]?)(?P<marks>[^A-Za-z0-9]{1,80})(?:GS|TA1|ST)", re.DOTALL)
_COMPONENT_GUESS = re.compile(r"[A-Z0-9]{2}([:>|^<\\;])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimiters:
    """The four characters that cut a file into pieces (ISA positions 4, 105 and 106, and ISA11)."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    terminator: str = "~"

    def all(self) -> str:
        """The four in one text."""
        return self.element + self.component + self.repetition + self.terminator


STANDARD = Delimiters()
# What one file can have said about it; a damaged file has no more to tell after these.
MOST_NOTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a segment stands: `index` counts segments from 1 at the first ISA, `offset` bytes from 0."""

    index: int
    tag: str
    offset: int = 0

    def __str__(self) -> str:
        return f"segment {self.index}, {self.tag}"

    def element(self, number: int) -> str:
        """The place of one element: segment 14, CLP, element 3."""
        return f"{self}, element {number}"


def add_note(notes: list[str], sentence: str) -> None:
    """Append a sentence, up to a bound that keeps a hostile file from filling the memory."""
    if len(notes) < MOST_NOTES:
        notes.append(sentence)
    elif len(notes) == MOST_NOTES:
        notes.append("More is wrong than can be listed here.")


def at(segment: Segment, number: int) -> str:
    """Element `number` without blanks at its ends; empty where the segment is shorter."""
    return segment[number].strip() if number < len(segment) else ""


@lru_cache(maxsize=4096)
def components(text: str, separator: str) -> tuple[str, ...]:
    """The parts of a composite that begins with a two-character code, as SVC01 and PLB03 do.

    Where the declared separator does not stand in the text but another usual one follows the code, that one
    is meant: senders exist that leave ISA16 at its default and write HC>98941.
    """
    if separator not in text and (guess := _COMPONENT_GUESS.match(text)):
        separator = guess[1]
    return tuple(part.strip() for part in text.split(separator))


def find_delimiters(text: str) -> Delimiters | None:
    """The delimiters of an interchange whose text begins with ISA; None where no ISA can be made out.

    The standard fixes the ISA at 106 characters, so that its delimiters stand at known places; senders who
    do not pad still write sixteen elements, so the end of the ISA is looked for instead of counted.
    """
    separator = text[3:4]
    if not separator or separator.isalnum() or separator in " \r\n":
        return None
    pieces = text.split(separator, 18)
    for number in range(11, min(18, len(pieces))):
        if found := _ISA_END.fullmatch(pieces[number]):
            after = separator.join(pieces[number + 1 :])
            return _delimiters(separator, pieces[11].strip(), found, after)
    return _from_fixed_end(separator, pieces)


def _delimiters(separator: str, repetition: str, end: re.Match[str], after: str) -> Delimiters | None:
    marks = end["marks"]
    shown = marks.strip(" \t\r\n")
    newline = "\n" if "\n" in marks else "\r" if "\r" in marks else ""
    if len(shown) >= 2:
        return _checked(separator, repetition, shown[0], shown[-1])
    if not newline:
        return _checked(separator, repetition, "", shown)
    if shown and (end["usage"] or _ends_lines(shown, after)):
        return _checked(separator, repetition, "", shown)
    return _checked(separator, repetition, shown, newline)


def _ends_lines(mark: str, after: str) -> bool:
    """Whether the segment after the ISA ends in this mark: then ISA16 is missing and the mark is no component."""
    line = re.split(r"[\r\n]", after, maxsplit=1)[0]
    return line.rstrip().endswith(mark)


def _from_fixed_end(separator: str, pieces: list[str]) -> Delimiters | None:
    """Where nothing known follows the ISA, its sixteenth element still names component and terminator."""
    if len(pieces) < 17 or len(pieces[16]) < 2:
        return None
    return _checked(separator, pieces[11].strip(), pieces[16][0], pieces[16][1])


def _checked(element: str, repetition: str, component: str, terminator: str) -> Delimiters | None:
    if not terminator or terminator == element or terminator.isalnum() or terminator == " ":
        return None
    if not component or component.isalnum() or component in (element, terminator, " "):
        component = ":"
    if len(repetition) != 1 or repetition.isalnum() or repetition in (element, terminator, component, " "):
        repetition = "^"  # ISA11 of version 4010 says U here
    return Delimiters(element=element, component=component, repetition=repetition, terminator=terminator)
