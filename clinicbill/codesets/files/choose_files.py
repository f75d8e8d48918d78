"""Which of the files handed over make which releases: several formats of one list, several files of one release."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.codesets.files.foreign import NotACodeList
from clinicbill.codesets.files.read_release import IN_SEVERAL_FILES
from clinicbill.codesets.files.recognise import GRID, LIST, Recognised, recognise
from clinicbill.codesets.register import NewRelease, System
from clinicbill.codesets.release_days import last_day, release_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.codesets.files.supplied import SuppliedFile

_PTP_FILE = re.compile(r"-f([1-9])\b", re.IGNORECASE)
_PTP_FILES = 4
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class FirstDayUnknown(CannotDo):
    """A file does not say from which day it is in force; the same files can be read again with the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The files of one release, and from which day it is in force.

    Attributes:
        part: as in `NewRelease`.
    """

    system: System
    part: str
    from_on: date
    files: tuple[Recognised, ...]

    def release(self, sha256: str, name: str) -> NewRelease:
        """As the register keeps it; `name` is the user's own, or empty."""
        first = self.files[0]
        return NewRelease(
            system=self.system,
            part=self.part,
            name=name or release_name(self.from_on),
            from_on=self.from_on,
            to_on=last_day(self.system, self.from_on),
            title=first.title or first.system.value,
            notice=next((one.notice for one in self.files if one.notice), ""),
            origin=", ".join(dict.fromkeys(one.file.origin for one in self.files)),
            sha256=sha256,
        )


def choose(files: Sequence[SuppliedFile], from_on: date | None) -> tuple[list[Chosen], list[str]]:
    """The releases, and the names of what was passed over in a zip: instructions, other formats of the same list.

    Args:
        files: all that was handed over.
        from_on: the first day as the user says; None to take it from the files.

    Raises:
        NotACodeList: a file is none, and stands alone; or none in a zip is one.
        FirstDayUnknown: no day is known.
        CannotDo: two files are the same release.
        UnreadableFile: a file is damaged.
    """
    known, passed_over = _recognised(files)
    groups: dict[tuple[System, str, date], list[Recognised]] = {}
    for one in known:
        part = "" if one.system in IN_SEVERAL_FILES else one.part
        day = from_on or one.from_on or _day_of_others(one, known)
        if day is None:
            raise FirstDayUnknown(
                f"{one.file.name} does not say from which day it is in force; nothing was changed; say it, on the "
                "command line with --from 2026-10-01."
            )
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise CannotDo(f"{day.isoformat()} cannot be the first day of a code list; nothing was changed.")
        groups.setdefault((one.system, part, day), []).append(one)
    chosen = []
    for (system, part, day), group in groups.items():
        kept = _best(group)
        passed_over += [one.file.name for one in group if one not in kept]
        own_part = _ptp_part(kept) if system == System.NCCI_PTP else part
        chosen.append(Chosen(system=system, part=own_part, from_on=day, files=tuple(kept)))
    return chosen, passed_over


def _recognised(files: Sequence[SuppliedFile]) -> tuple[list[Recognised], list[str]]:
    known: list[Recognised] = []
    passed_over: list[str] = []
    refused: list[NotACodeList] = []
    for file in files:
        try:
            known.append(recognise(file))
        except NotACodeList as error:
            if file.name == file.origin:
                raise
            refused.append(error)
            passed_over.append(file.name)
    if not known:
        if len(refused) == 1:
            raise refused[0]
        raise NotACodeList(
            f"{files[0].origin} holds no code file that is known here; nothing was changed; choose the zip as it is "
            "published by CMS, CDC, AMA, NUCC or X12."
            if files
            else "There is no file in what you chose; nothing was changed; choose a code file."
        )
    return known, passed_over


def _day_of_others(one: Recognised, known: Iterable[Recognised]) -> date | None:
    """The day that the other files of the same list tell, if they agree."""
    days = {other.from_on for other in known if other.system == one.system and other.from_on}
    return days.pop() if len(days) == 1 else None


def _best(group: Sequence[Recognised]) -> list[Recognised]:
    """Text before workbooks, both before fixed width; more than one only for what comes in several files."""
    system = group[0].system
    if system == System.CPT:
        return _best_cpt(group)
    rank = min(map(_rank, group))
    best = [one for one in group if _rank(one) == rank]
    if system not in IN_SEVERAL_FILES and len(best) > 1:
        first, second = best[:2]
        raise CannotDo(
            f"{first.file.name} and {second.file.name} are both {system} {first.part} from the same day".replace(
                "  ", " "
            )
            + "; nothing was changed; load one of them."
        )
    return sorted(best, key=lambda one: one.file.name.casefold())


def _best_cpt(group: Sequence[Recognised]) -> list[Recognised]:
    """The consolidated list has everything; else one file for each length, mixed case before capitals."""
    whole = [one for one in group if one.form == GRID]
    if whole:
        return [whole[0], *(one for one in group if one.part == "modifier")][:2]
    found: dict[str, Recognised] = {}
    for one in sorted(group, key=lambda one: (one.part, not _mixed_case(one), one.file.name)):
        found.setdefault(one.part, one)
    return list(found.values())


def _mixed_case(one: Recognised) -> bool:
    return any(letter.islower() for letter in one.file.head(1 << 16)[-4096:].decode("latin-1"))


def _rank(one: Recognised) -> int:
    if one.form == LIST:
        return 3
    if one.form != GRID:
        return 2 if one.system == System.HCPCS else 0
    return 1 if one.grid.sheet else 0


def _ptp_part(files: Sequence[Recognised]) -> str:
    """Which of the four files these are, where not all came together; they then stand side by side."""
    numbers = sorted({found[1] for one in files if (found := _PTP_FILE.search(one.file.name))})
    return "" if len(numbers) in (0, _PTP_FILES) else " ".join(f"f{number}" for number in numbers)
