"""The Medicare physician fee schedule by relative value (PPRRVU), by position because its headings repeat.

Source: CMS, "National Physician Fee Schedule Relative Value File" (RVUPUF record layout), 32 columns: 1 HCPCS, 2 MOD,
3 description, 4 status, 5 not used, 6 work RVU, 7 non-facility PE, 8 NA, 9 facility PE, 10 NA, 11 MP, 12 and 13 totals,
14 PC/TC, 15 global days, 16 to 18 pre, intra and post share, 19 multiple, 20 bilateral, 21 assistant, 22 co-surgeons,
23 team, 24 pricing indicator, 25 endoscopic base, 26 conversion factor, 27 to 32 supervision and OPPS.
Descriptions are the AMA's and are not kept; dental codes (ADA) are left out.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from clinicbill.codesets.files.grid import plain
from clinicbill.codesets.files.headings import LAST_HEADING_ROW, bad_row
from clinicbill.codesets.files.table import Row, Table
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Column of ours → place in the file, from 0.
PLACES = {
    "status": 3, "work": 5, "pe_non_facility": 6, "pe_facility": 8, "mp": 10, "pctc": 13, "global_days": 14,
    "pre": 15, "intra": 16, "post": 17, "multiple": 18, "bilateral": 19, "assistant": 20, "co_surgeon": 21,
    "team": 22, "endoscopic_base": 24, "conversion_factor": 25,
}  # fmt: skip
TABLE = Table(
    system=System.MPFS,
    name="fee",
    columns=("code text", "modifier text", *(f"{field} text" for field in PLACES)),
    key=("code", "modifier"),
    codes=("code",),
    text=("status", "global_days", "work", "pe_non_facility", "pe_facility", "mp"),
)
_NUMBERS = (5, 6, 8, 10)
_FEWEST_COLUMNS = 26
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_DENTAL = re.compile(r"D[0-9]{4}")


def is_heading(row: list[str]) -> bool:
    """Whether a row is the last line of the heading."""
    return len(row) >= _FEWEST_COLUMNS and [plain(cell) for cell in row[:2]] == ["hcpcs", "mod"]


def read(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE`.

    Raises:
        UnreadableFile: the heading is missing or a row does not fit.
    """
    started = False
    for number, row in enumerate(rows, 1):
        if not started:
            started = is_heading(row)
            if number > LAST_HEADING_ROW:
                raise bad_row(name, number, "no heading")
            continue
        found = _row(row, name, number)
        if found is not None:
            yield found
    if not started:
        raise bad_row(name, 1, "no heading")


def _row(row: list[str], name: str, number: int) -> Row | None:
    """None for what is left out: dental codes and notes below the table."""
    code = row[0].zfill(5) if row[0].isdecimal() else row[0].upper()
    if not _CODE.fullmatch(code):
        if len([cell for cell in row if cell]) > 3:
            raise bad_row(name, number, f"“{code[:20]}” instead of a code")
        return None
    if _DENTAL.fullmatch(code):
        return None
    if len(row) < _FEWEST_COLUMNS:
        raise bad_row(name, number, "fewer columns than published")
    try:
        for place in _NUMBERS:
            Decimal(row[place] or "0")
    except InvalidOperation:
        raise bad_row(name, number, "no number for a relative value") from None
    return code, row[1], *(row[place] for place in PLACES.values())
