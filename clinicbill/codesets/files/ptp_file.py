"""The pairs of procedures that NCCI does not pay together (PTP edits), practitioner table, millions of rows.

Source: CMS, NCCI "PTP Coding Edits, Practitioner", tabbed text ccipra-vNNNrN-fN: a notice, a title and wrapped heading
lines; then column 1, column 2, * where in existence before 1996, effective day, deletion day (the last one; * for
none), modifier indicator (0 not allowed, 1 allowed, 9 not applicable), rationale.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.codesets.files.headings import bad_row
from clinicbill.codesets.files.table import Row, Table
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from typing import BinaryIO

TABLE = Table(
    system=System.NCCI_PTP,
    name="pair",
    columns=(
        "column1 text", "column2 text", "from_on integer", "to_on integer", "indicator text", "rationale text",
    ),
    key=("column1", "column2", "from_on", "to_on", "indicator"),
    entry=("column1", "column2"),
    codes=("column1", "column2"),
    text=("indicator",),
    days=("from_on", "to_on"),
    only="indicator <> '9'",
)  # fmt: skip
# An integer beyond every day, for a pair without an end.
OPEN_END = 99_991_231
YEARS_KEPT = 2
_FIELDS = 7
_HEADING_LINES = 40
_CODE = re.compile(rb"[0-9A-Z][0-9A-Z]{4}")
_INDICATORS = {b"0": "0", b"1": "1", b"9": "9"}


def oldest_kept(on: date) -> int:
    """Two years before a day, as the integer that deletion days are compared with."""
    return (on.year - YEARS_KEPT) * 10_000 + on.month * 100 + on.day


def read(file: BinaryIO, name: str, *, on: date) -> Iterator[Row]:
    """The rows of `TABLE` that were in force within the two years before `on`, from the tabbed text.

    Memory does not grow with the file.

    Raises:
        UnreadableFile: a row does not fit.
    """
    return _kept((line.rstrip(b"\r\n").split(b"\t") for line in file), name, oldest_kept(on))


def read_grid(rows: Iterable[list[str]], name: str, *, on: date) -> Iterator[Row]:
    """The same from a workbook or a CSV, which are read more slowly."""
    return _kept(([cell.encode() for cell in row] for row in rows), name, oldest_kept(on))


def _kept(rows: Iterable[list[bytes]], name: str, oldest: int) -> Iterator[Row]:
    """One pass for millions of rows: what is not kept is left as early as can be."""
    open_end = OPEN_END
    words: dict[bytes, str] = {}
    started = False
    for number, row in enumerate(rows, 1):
        if not started:
            started = _is_pair(row)
            if not started:
                if number > _HEADING_LINES:
                    raise bad_row(name, number, "no pair of procedures")
                continue
        try:
            column1, column2, _, effective, deletion, indicator, rationale = row
            to_on = open_end if deletion == b"*" else int(deletion)
            if to_on < oldest:
                continue
            if rationale not in words:
                words[rationale] = rationale.decode("cp1252", errors="replace").strip()
            yield (
                column1.decode(), column2.decode(), int(effective), to_on, _INDICATORS[indicator], words[rationale]
            )  # fmt: skip
        except (ValueError, KeyError):
            yield from _unusual(row, name, number, oldest)


def _unusual(row: list[bytes], name: str, number: int, oldest: int) -> Iterator[Row]:
    """A row that is not exactly as published: blank, or with blanks around its cells, or without a rationale."""
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        return
    cells.extend([b""] * (_FIELDS - len(cells)))
    if len(cells) > _FIELDS or not _is_pair(cells):
        raise bad_row(name, number, "a line that is no pair of procedures")
    column1, column2, _, effective, deletion, indicator, rationale = cells
    try:
        from_on, to_on = int(effective), OPEN_END if deletion in (b"*", b"") else int(deletion)
        shown = _INDICATORS[indicator]
    except (ValueError, KeyError):
        raise bad_row(name, number, "a day or an indicator that is none") from None
    if to_on >= oldest:
        yield (
            column1.decode(),
            column2.decode(),
            from_on,
            to_on,
            shown,
            rationale.decode("cp1252", errors="replace"),
        )


def _is_pair(row: list[bytes]) -> bool:
    return (
        len(row) >= _FIELDS - 1
        and _CODE.fullmatch(row[0].strip()) is not None
        and _CODE.fullmatch(row[1].strip()) is not None
    )
