"""The quarterly HCPCS Level II file of CMS ("ANWEB"), as workbook, CSV or fixed width.

Source: CMS, "HCPCS Contractor Record" (record layout in the quarterly zip), 320 bytes: 1-5 code (a modifier in 4-5),
6-10 sequence, 11 record (3 first line of a code, 4 its continuation, 7 and 8 the same for modifiers), 12-91 long and
92-119 short description, 230 coverage, 269-276 added, 285-292 terminated (the last day).
Dental codes (D, copyright ADA) and CPT numbers are left out wherever they occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.codesets.files.grid import day
from clinicbill.codesets.files.headings import Columns, Heading, bad_row
from clinicbill.codesets.files.table import Row, Table
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = Table(
    system=System.HCPCS,
    name="hcpcs",
    columns=(
        "code text",
        "kind text",
        "name text",
        "short text",
        "from_on text",
        "to_on text",
        "coverage text",
    ),
    key=("code",),
    codes=("code",),
    text=("name",),
    days=("from_on", "to_on"),
)
HEADING = Heading(
    wanted={
        "code": ("=hcpc", "=hcpcs", "=hcpcscode", "=code"),
        "record": ("=recid", "=recordidentifier"),
        "long": ("=longdescription", "=longdesc"),
        "short": ("=shortdescription", "=shortdesc"),
        "coverage": ("=cov", "=coveragecode"),
        "added": ("=adddt", "=addeddt", "=codeaddeddate"),
        "terminated": ("=termdt", "=terminationdate"),
    },
    needed=frozenset({"code", "long"}),
)
MODIFIER, CODE = "modifier", "code"
_FIXED = {
    "code": slice(0, 5),
    "record": slice(10, 11),
    "long": slice(11, 91),
    "short": slice(91, 119),
    "coverage": slice(229, 230),
    "added": slice(268, 276),
    "terminated": slice(284, 292),
}
_FIXED_LINE = re.compile(r"(?:[A-Z][0-9]{4}|   [0-9A-Z]{2})[0-9]{5}[3478].{80,}")
_LEVEL_II = re.compile(r"[A-CE-Z][0-9]{4}")
_NOT_OURS = re.compile(r"D[0-9]{4}|[0-9]{4}[0-9A-Z]")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_CONTINUED = {"4", "8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    code: str
    name: str
    short: str
    from_on: str | None
    to_on: str | None
    coverage: str

    def row(self) -> Row:
        kind = MODIFIER if len(self.code) == 2 else CODE
        return self.code, kind, self.name, self.short, self.from_on, self.to_on, self.coverage


def is_fixed(line: str) -> bool:
    """Whether a line is a record of the fixed-width file."""
    return _FIXED_LINE.match(line) is not None


def read_grid(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE` from a workbook or CSV, by the heading's words.

    Raises:
        UnreadableFile: the heading is missing or a row does not fit.
    """
    return _rows(Columns(rows, HEADING, name), name)


def read_fixed(lines: Iterable[str], name: str) -> Iterator[Row]:
    """The rows of `TABLE` from the fixed-width file; the disclaimers above and blank lines are skipped.

    Raises:
        UnreadableFile: a line is no record.
    """
    return _rows(_fields(lines, name), name)


def _fields(lines: Iterable[str], name: str) -> Iterator[dict[str, str]]:
    started = False
    for number, line in enumerate(lines, 1):
        if not is_fixed(line):
            if started and line.strip():
                raise bad_row(name, number, "a line that is no record")
            continue
        started = True
        yield {field: line[place].strip() for field, place in _FIXED.items()}


def _rows(records: Iterable[dict[str, str]], name: str) -> Iterator[Row]:
    entry: _Entry | None = None
    for number, record in enumerate(records, 1):
        code = record["code"].upper()
        if entry is not None and record.get("record") in _CONTINUED and code == entry.code:
            entry = replace(entry, name=" ".join([entry.name, *record["long"].split()]))
            continue
        if entry is not None:
            yield entry.row()
        entry = _entry(code, record, name, number)
    if entry is not None:
        yield entry.row()


def _entry(code: str, record: dict[str, str], name: str, number: int) -> _Entry | None:
    """None for what is left out."""
    if _NOT_OURS.fullmatch(code):
        return None
    if not (_LEVEL_II.fullmatch(code) or _MODIFIER.fullmatch(code)):
        raise bad_row(name, number, f"“{code[:20]}” instead of a code")
    try:
        added, terminated = (day(record.get(field, "")) for field in ("added", "terminated"))
    except ValueError as error:
        raise bad_row(name, number, str(error)) from None
    return _Entry(
        code=code,
        name=" ".join(record["long"].split()),
        short=record.get("short", ""),
        from_on=added.isoformat() if added else None,
        to_on=terminated.isoformat() if terminated else None,
        coverage=record.get("coverage", ""),
    )
