"""What single letters do in the cells of pointers and regions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.coding.cmt_regions import region_letters, region_name
from clinicbill.encounters.encounter import POINTER_LETTERS, EncounterLine
from clinicbill.ui.coding.changes import all_pointers, positions_of, toggled, with_region

if TYPE_CHECKING:
    from clinicbill.encounters.encounter import Encounter

# The keys that point a line to the first four diagnoses.
ALL = (" ", "*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What a key did: another line and what of it changed, or why not; neither where it is no key of this cell."""

    line: EncounterLine | None = None
    what: str = ""
    said: str = ""


def turned_pointers(visit: Encounter, line: EncounterLine, text: str) -> Turned:
    """A to L toggle a pointer; Space or * points to the first four, once more to none."""
    if text in ALL:
        return Turned(line=replace(line, pointers=all_pointers(visit, line.pointers)), what="pointers")
    found = positions_of(text)
    if not found:
        return Turned()
    if found[0] > len(visit.diagnoses):
        return Turned(said=f"There is no diagnosis {text.upper()}")
    changed = replace(line, pointers=toggled(line.pointers, found[0]))
    if changed == line:
        return Turned(said="A line holds 4 pointers")
    return Turned(line=changed, what=f"pointer {POINTER_LETTERS[found[0] - 1]}")


def turned_regions(_visit: Encounter, line: EncounterLine, text: str) -> Turned:
    """C T L S P and H R U W A toggle a region."""
    letter = text.upper()
    if letter not in region_letters() or not letter.strip():
        return Turned(said="Regions: C T L S P, outside the spine H R U W A")
    return Turned(line=with_region(line, letter), what=f"region {region_name(letter)}")
