"""What a file is, by its content: which list, which part of it, and from which day.

The file's name is asked only for what the content does not say: most CMS files name their quarter nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files import (
    add_on_file,
    cpt_file,
    fee_file,
    hcpcs_file,
    index_file,
    locality_file,
    place_file,
    reason_file,
    taxonomy_file,
    unit_file,
)
from clinicbill.codesets.files.foreign import NotACodeList, refuse_foreign
from clinicbill.codesets.files.grid import Grid, decoded, plain, sheets, text_rows
from clinicbill.codesets.files.headings import LAST_HEADING_ROW, Heading
from clinicbill.codesets.files.xml_head import XmlHead, xml_head
from clinicbill.codesets.register import System
from clinicbill.codesets.release_days import first_day, fiscal_year_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.codesets.files.supplied import SuppliedFile

_HEAD_BYTES = 1 << 16
_HEAD_LINES = 300
GRID, LIST, FIXED, LINES, XML = "grid", "list", "fixed", "lines", "xml"
_PLACE_CODES = re.compile(r"[0-9]{1,2}\s*([-–,].*)?")
# Tried in this order: the first ones have headings that no other list has, the last would fit many a list.
_HEADINGS: tuple[tuple[System, Heading], ...] = (
    (System.HCPCS, replace(hcpcs_file.HEADING, needed=frozenset({"code", "record", "long"}))),
    (System.MUE, unit_file.HEADING),
    (System.ADD_ON, add_on_file.HEADING),
    (System.GPCI, locality_file.HEADING),
    (System.TAXONOMY, taxonomy_file.HEADING),
    (System.ICD10CM_INDEX, index_file.HEADING),
    (System.CPT, cpt_file.HEADING),
    (System.POS, place_file.HEADING),
    (System.HCPCS, hcpcs_file.HEADING),
    (System.X12, reason_file.HEADING),
)
_WRONG_TABLES = {
    "outpatienthospital": "of outpatient hospitals",
    "ccioph": "of outpatient hospitals",
    "dmesupplier": "of suppliers of equipment",
}
# CMS, order file layout: 1-5 order number, 7-13 code, 15 billable or heading, 17-76 short title, 78 on long title.
_ORDER_LINE = re.compile(r"[0-9]{5} [A-Z][0-9A-Z]{2}[0-9A-Z ]{4} [01] .{60} \S.*\s*")
_SIDE_FILES = ("icd10cm_codes", "icd10cm-codes", "addenda")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """One file that is a known list.

    Attributes:
        part: as in `NewRelease`; for CPT which descriptors: "long", "medium", "short", "modifier" or "list".
        form: "grid" (rows of cells), "list" (the same, with fewer columns than published), "fixed" (fixed width),
            "lines" or "xml".
        from_on: its first day; None where neither content nor name tell one.
    """

    system: System
    part: str
    form: str
    grid: Grid
    from_on: date | None
    title: str = ""
    notice: str = ""

    @property
    def file(self) -> SuppliedFile:
        """The file itself."""
        return self.grid.file


def recognise(file: SuppliedFile) -> Recognised:
    """What the file is.

    Raises:
        NotACodeList: it is no list that is known, or one for somebody else; the sentence says what to do.
        UnreadableFile: it is one, but damaged.
    """
    head = file.head(_HEAD_BYTES)
    refuse_foreign(file.name, head)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return _from_xml(file, xml_head(file))
    for grid in sheets(file):
        found = _from_grid(grid)
        if found is not None:
            return found
    found = _from_lines(file)
    if found is not None:
        return found
    raise NotACodeList(
        f"{file.name} is no code file that is known here; nothing was changed; choose the file as it is published by "
        "CMS, CDC, AMA, NUCC or X12."
    )


def _from_xml(file: SuppliedFile, head: XmlHead) -> Recognised:
    systems = {"ICD10CM.tabular": System.ICD10CM, "ICD10CM.index": System.ICD10CM_INDEX}
    system = systems.get(head.root)
    if system is None:
        raise NotACodeList(
            f"{file.name} is XML but no list of ICD-10-CM codes; nothing was changed; choose the tabular list or the "
            "index."
        )
    return Recognised(
        system=system,
        part=head.part if system == System.ICD10CM_INDEX else "",
        form=XML,
        grid=Grid(file=file),
        from_on=_icd_day(system, file, head.version),
        title=head.title,
    )


def _icd_day(system: System, file: SuppliedFile, version: str) -> date | None:
    names = f"{file.name} {file.origin}"
    if version.isdecimal():
        return fiscal_year_day(int(version), names)
    return first_day(system, file.name) or first_day(system, file.origin)


def _from_grid(grid: Grid) -> Recognised | None:
    """By captions and headings of CSV, tabbed text and sheets."""
    file = grid.file
    try:
        rows = list(islice(_head_rows(grid), LAST_HEADING_ROW + _HEAD_LINES))
    except UnreadableFile:
        if grid.sheet:
            raise
        return None  # a text whose lines only look like CSV
    for number, row in enumerate(rows[:LAST_HEADING_ROW]):
        found = _system_of(row, rows[number + 1 :])
        if found is not None:
            caption = [" ".join(filter(None, above)) for above in rows[:number]]
            _refuse_wrong_table(file, [*row, *caption])
            known = _recognised(grid, found, caption, rows[number + 1 :])
            fewer = found == System.HCPCS and hcpcs_file.HEADING.match(row) and "recid" not in map(plain, row)
            return replace(known, form=LIST) if fewer else known
    return None


def _head_rows(grid: Grid) -> islice[list[str]]:
    if grid.sheet:
        return islice(grid.rows(), LAST_HEADING_ROW + _HEAD_LINES)
    with grid.file.open() as text:
        lines = list(islice(decoded(text, grid.file.name), _HEAD_LINES))
    return islice(text_rows(lines), LAST_HEADING_ROW + _HEAD_LINES)


def _system_of(row: Sequence[str], below: Sequence[Sequence[str]]) -> System | None:
    if fee_file.is_heading(list(row)):
        return System.MPFS
    cells = [plain(cell) for cell in row]
    if cells[:2] == ["column1", "column2"] and len(cells) > 5:
        return System.NCCI_PTP
    for system, heading in _HEADINGS:
        places = heading.match(row)
        if places is None:
            continue
        if system in (System.X12, System.HCPCS):
            codes = [one[places["code"]].upper() for one in below if len(one) > places["code"]]
            if (system == System.X12) != bool(reason_file.part_of(codes)):
                continue
        if system == System.POS and not _are_places(below, places["code"]):
            continue
        return system
    return None


def _are_places(below: Sequence[Sequence[str]], place: int) -> bool:
    codes = [row[place] for row in below if len(row) > place]
    return bool(codes) and all(_PLACE_CODES.fullmatch(code) for code in codes)


def _recognised(grid: Grid, system: System, caption: list[str], below: Sequence[Sequence[str]]) -> Recognised:
    file = grid.file
    notice = next((line for line in caption if "copyright" in line.casefold()), "")
    if system == System.TAXONOMY:
        found = [" ".join(filter(None, row)) for row in below[-3:] if "copyright" in " ".join(row).casefold()]
        notice = notice or next(iter(found), taxonomy_file.NOTICE)
    told = " ".join(caption)
    from_on = first_day(system, told) if system in (System.MPFS, System.GPCI) else None
    return Recognised(
        system=system,
        part=_part(system, f"{file.name} {told}", below),
        form=GRID,
        grid=grid,
        from_on=from_on or first_day(system, file.name) or first_day(system, file.origin),
        title=next((line for line in caption if line and line != notice), ""),
        notice=notice,
    )


def _part(system: System, told: str, below: Sequence[Sequence[str]]) -> str:
    if system == System.MPFS:
        words = plain(told)
        return "nonQPP" if "nonqpp" in words else "QPP" if "qpp" in words else ""
    if system == System.X12:
        return reason_file.part_of([row[0].upper() for row in below if row[0]])
    if system == System.ICD10CM_INDEX:
        return index_file.part_of(below)
    return "list" if system == System.CPT else ""


def _from_lines(file: SuppliedFile) -> Recognised | None:
    """By the shape of the lines of plain text."""
    with file.open() as text:
        lines = list(islice(decoded(text, file.name), _HEAD_LINES))
    full = [line for line in lines if line.strip()]
    found: tuple[System, str, str] | None = None
    if full and _ORDER_LINE.fullmatch(full[0]):
        found = System.ICD10CM_ORDER, "", LINES
    elif any(hcpcs_file.is_fixed(line) for line in full):
        found = System.HCPCS, "", FIXED
    elif kind := cpt_file.kind_of(lines, file.name):
        found = System.CPT, kind, LINES
    if found is None or file.name.casefold().startswith(_SIDE_FILES):
        return None
    system, part, form = found
    notice = next((line.strip() for line in full if "copyright" in line.casefold()), "")
    return Recognised(
        system=system,
        part=part,
        form=form,
        grid=Grid(file=file),
        from_on=first_day(system, file.name) or first_day(system, file.origin) or _cpt_day(system, full),
        notice=notice if system == System.CPT else "",
    )


def _cpt_day(system: System, lines: Sequence[str]) -> date | None:
    """The edition that a CPT file's own first lines name; the year of its copyright is another one."""
    if system != System.CPT:
        return None
    told = (line for line in lines[:20] if "copyright" not in line.casefold() and "cpt" in line.casefold())
    return next((day for line in told if (day := first_day(system, line))), None)


def _refuse_wrong_table(file: SuppliedFile, told: Sequence[str]) -> None:
    words = plain(" ".join([file.name, *told]))
    for mark, whose in _WRONG_TABLES.items():
        if mark in words:
            raise NotACodeList(
                f"{file.name} is the table {whose}; nothing was changed; choose the one of practitioners."
            )
