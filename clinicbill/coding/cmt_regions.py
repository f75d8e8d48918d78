"""Regions as CMT counts them: from the diagnoses, from what was keyed, from the note; compared with the code.

The table is data: resources/rules/cmt_regions.toml (AMA CPT, chiropractic manipulative treatment, in our own words;
contractors' chiropractic articles).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.notes.note import Statement, read_note
from clinicbill.coding.notes.regions import regions_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.encounters.encounter import EncounterLine

# Sections in which a note says what was found and done.
_FOUND_IN = ("exam", "assessment")
_DONE_IN = ("plan", "exam", "")


class RegionFrom(StrEnum):
    """What names a region."""

    SEGMENT = "segment"
    SITE = "site"
    KEYED = "keyed"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One of the ten: its letter, its name, whether it is spinal (98940–98942) or not (98943)."""

    letter: str
    name: str
    spinal: bool
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionService:
    """A manipulation code and how many spinal regions it is for."""

    code: str
    least: int
    most: int

    @property
    def words(self) -> str:
        """As a sentence says it: "3 or 4 regions"."""
        return f"{self.least} regions" if self.least == self.most else f"{self.least} or {self.most} regions"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionEvidence:
    """Why a region counts: the diagnosis, or the words of the note between `start` and `end`."""

    letter: str
    origin: RegionFrom
    shown: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionTable:
    """resources/rules/cmt_regions.toml; codes lead to letters."""

    source: str
    regions: tuple[Region, ...]
    segments: Mapping[str, str]
    sites: tuple[tuple[str, str], ...]
    ask: Mapping[str, str]
    services: Mapping[str, RegionService]
    extraspinal: str
    treated: re.Pattern[str]
    not_treated: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCount:
    """The regions of one visit, each list in the order C T L S P H R U W A.

    Attributes:
        keyed: what the coder keyed on the manipulation lines.
        diagnosed: what the diagnoses name: segmental codes, or the sites of others where none is segmental.
        noted: what the note plainly says was found or manipulated.
        ask: diagnoses that do not decide (M99.08).
        evidence: why each of them counts.
    """

    keyed: tuple[str, ...] = ()
    diagnosed: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    evidence: tuple[RegionEvidence, ...] = ()

    @property
    def documented(self) -> tuple[str, ...]:
        """What diagnoses and note name together."""
        return _ordered({*self.diagnosed, *self.noted})

    @property
    def counted(self) -> tuple[str, ...]:
        """What the counter shows: the keyed regions, else those of the diagnoses."""
        return self.keyed or self.diagnosed


@cache
def region_table() -> RegionTable:
    """The table, read once."""
    data = tomllib.loads(asset("rules/cmt_regions.toml").read_text("utf-8"))
    return RegionTable(
        source=data["source"],
        regions=tuple(
            Region(
                letter=row["letter"], name=row["name"], spinal=row["spinal"], words=_any_word(row["words"])
            )
            for row in data["region"]
        ),
        segments={code: row["letter"] for row in data["segment"] for code in row["codes"]},
        sites=tuple((code, row["letter"]) for row in data["site"] for code in row["codes"]),
        ask={code: row["why"] for row in data["ask"] for code in row["codes"]},
        services={row["code"]: RegionService(**row) for row in data["service"]},
        extraspinal=data["extraspinal"]["code"],
        treated=_any_word(data["note"]["treated"]),
        not_treated=_any_word(data["note"]["not_treated"]),
    )


def _any_word(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


def region_letters() -> str:
    """The letters that can be keyed, spinal ones first."""
    return "".join(region.letter for region in region_table().regions)


def region_name(letter: str) -> str:
    """The region's name."""
    return next(region.name for region in region_table().regions if region.letter == letter)


def region_names(letters: Iterable[str]) -> str:
    """As a sentence lists them: "cervical, lumbar"."""
    return ", ".join(region_name(letter) for letter in letters)


def is_manipulation(code: str) -> bool:
    """Whether regions are keyed for a code."""
    table = region_table()
    return code in table.services or code == table.extraspinal


def spinal(letters: Iterable[str]) -> tuple[str, ...]:
    """Those that 98940–98942 count."""
    inside = {region.letter for region in region_table().regions if region.spinal}
    return tuple(letter for letter in letters if letter in inside)


def code_for(count: int) -> str:
    """The code of so many spinal regions; empty for none."""
    services = region_table().services.values()
    return next((row.code for row in services if row.least <= count <= row.most), "")


def _ordered(letters: Iterable[str]) -> tuple[str, ...]:
    found = set(letters)
    return tuple(region.letter for region in region_table().regions if region.letter in found)


# Counting --------------------------------------------------------------------------------------------


def count_regions(
    diagnoses: Iterable[str], lines: Iterable[EncounterLine] = (), note: str = ""
) -> RegionCount:
    """Count the regions of a visit. M99.00 and M99.01 are one region."""
    table = region_table()
    codes = tuple(diagnoses)
    keyed = {letter for line in lines if is_manipulation(line.procedure_code) for letter in line.regions}
    named = tuple(_from_diagnoses(codes))
    segments = {found.letter for found in named if found.origin is RegionFrom.SEGMENT}
    asked = tuple(code for code in codes if code in table.ask)
    sites = {found.letter for found in named if found.origin is RegionFrom.SITE}
    noted = regions_in_note(note)
    return RegionCount(
        keyed=_ordered(keyed),
        diagnosed=_ordered(segments if segments or asked else sites),
        noted=_ordered(found.letter for found in noted),
        ask=asked,
        evidence=(*named, *noted),
    )


def _from_diagnoses(codes: Sequence[str]) -> Iterator[RegionEvidence]:
    table = region_table()
    for code in codes:
        if code in table.segments:
            yield RegionEvidence(letter=table.segments[code], origin=RegionFrom.SEGMENT, shown=code)
            continue
        letter = next((letter for start, letter in table.sites if code.startswith(start)), "")
        if letter:
            yield RegionEvidence(letter=letter, origin=RegionFrom.SITE, shown=code)


@lru_cache(maxsize=4)
def regions_in_note(text: str) -> tuple[RegionEvidence, ...]:
    """Regions the note plainly says were manipulated, or found with segmental dysfunction; each once.

    A statement that denies, plans or recalls counts for nothing.
    """
    if not text.strip():
        return ()
    found: dict[str, RegionEvidence] = {}
    for statement in read_note(text).statements:
        for evidence in _in_statement(statement):
            found.setdefault(evidence.letter, evidence)
    return tuple(found.values())


def _in_statement(statement: Statement) -> Iterator[RegionEvidence]:
    table = region_table()
    if table.not_treated.search(statement.text):
        return
    if statement.section in _DONE_IN and table.treated.search(statement.text):
        letters: Iterable[str] = (r.letter for r in table.regions if r.words.search(statement.text))
    elif statement.section in _FOUND_IN:
        codes = (named.code.replace("M99.1", "M99.0") for named in regions_named(statement.text))
        letters = (table.segments[code] for code in codes if code in table.segments)
    else:
        return
    for letter in letters:
        yield RegionEvidence(
            letter=letter,
            origin=RegionFrom.NOTE,
            shown=statement.text,
            start=statement.start,
            end=statement.end,
        )


# Comparing with the code -----------------------------------------------------------------------------


def region_findings(count: RegionCount, lines: Sequence[EncounterLine]) -> list[Finding]:
    """C14: regions that do not support the code; V13: keyed regions and diagnoses differ, or a code that asks."""
    return [finding for at, line in enumerate(lines) for finding in _of_line(count, at, line)]


def _of_line(count: RegionCount, at: int, line: EncounterLine) -> Iterator[Finding]:
    service = region_table().services.get(line.procedure_code)
    if service is not None:
        yield from _supported(count, service, at, spinal(line.regions))
        yield from _differing(count, at, spinal(line.regions))
    elif line.procedure_code == region_table().extraspinal:
        yield from _outside(count, at, line)


def _supported(
    count: RegionCount, service: RegionService, at: int, keyed: tuple[str, ...]
) -> Iterator[Finding]:
    documented = spinal(count.documented)
    if keyed and len(keyed) < service.least:
        words = f"{len(keyed)} keyed: {region_names(keyed)}"
        yield _finding("C14", at, f"{service.code} is for {service.words}, {words}", _lower(len(keyed)))
    elif len(documented) < service.least:
        words = (
            f"{len(documented)} documented: {region_names(documented)}"
            if documented
            else "none is documented"
        )
        yield _finding("C14", at, f"{service.code} is for {service.words}, {words}", _lower(len(documented)))
    elif len(keyed) > service.most:
        message = f"{len(keyed)} regions are keyed; {service.code} is for {service.words}"
        fix = f"Change it to {code_for(len(keyed))} where all of them were treated."
        yield _finding("C14", at, message, fix, Severity.INFO)


def _lower(count: int) -> str:
    fitting = code_for(count)
    if not fitting:
        return "Code the regions that were treated, or ask the provider."
    return f"Change it to {fitting}, or code the regions that the note documents."


def _differing(count: RegionCount, at: int, keyed: tuple[str, ...]) -> Iterator[Finding]:
    diagnosed = spinal(count.diagnosed)
    without = tuple(letter for letter in keyed if letter not in diagnosed)
    if without and (diagnosed or count.ask) and not (count.ask and without == ("T",)):
        message = f"Keyed, but no diagnosis names it: {region_names(without)}"
        yield _finding("V13", at, message, "Add its diagnosis, or take the region off the line.")
    if count.ask and not {"T", "R"} & set(count.keyed):
        message = f"{count.ask[0]}: {region_table().ask[count.ask[0]].lower()}"
        fix = "Key T or R as the region, as the note says."
        yield _finding("V13", at, message, fix, Severity.INFO)


def _outside(count: RegionCount, at: int, line: EncounterLine) -> Iterator[Finding]:
    """98943 needs a region outside the spine."""
    named = {*line.regions, *count.documented, *(("R",) if count.ask else ())}
    if len(spinal(named)) == len(named):
        message = f"{line.procedure_code} is for regions outside the spine, none is documented"
        yield _finding("C14", at, message, "Key the region (H R U W A), or code its diagnosis.")


def _finding(rule: str, at: int, message: str, fix: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        where=f"line {at + 1}, item 24D",
        why="Occiput and neck are one region; .06, .07 and .09 of M99 are outside the spine.",
        source=region_table().source,
        fix=fix,
        field=f"lines.{at}.regions",
    )
