"""A code file as rows of cells, whatever it is written in: CSV, tabbed text or a workbook."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.supplied import ZIP, SuppliedFile, Watch
from clinicbill.codesets.files.xlsx import open_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

_LONGEST_LINE = 1 << 20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Day 0 of Excel's calendar (ECMA-376 part 1, 18.17.4.1), and the serial numbers of 1954 to 2119.
_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)
_COMPACT, _JULIAN = 8, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A file and, in a workbook, the sheet of it that holds the list; empty for text."""

    file: SuppliedFile
    sheet: str = ""

    def rows(self, watch: Watch | None = None) -> Iterator[list[str]]:
        """Its rows, cells stripped; rows without any text are left out.

        Raises:
            UnreadableFile: it is damaged.
        """
        if self.sheet:
            yield from _sheet_rows(self.file, self.sheet, watch)
        else:
            with self.file.open(watch) as file:
                yield from text_rows(decoded(file, self.file.name))


def sheets(file: SuppliedFile) -> list[Grid]:
    """The file as one grid, or as one per sheet of a workbook.

    Raises:
        UnreadableFile: it begins like a workbook and is none.
    """
    if file.head(4) != ZIP:
        return [Grid(file=file)]
    with file.opener() as stream, open_workbook(stream, file.name) as workbook:
        return [Grid(file=file, sheet=title) for title in workbook.sheets]


def decoded(file: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a text in UTF-8, UTF-16 with its mark, or Windows' Western code page.

    CMS writes the last; a spreadsheet writes any of them. A line is decided by itself.

    Raises:
        UnreadableFile: it is no text.
    """
    first = file.readline(_LONGEST_LINE)
    if first.startswith(_UTF16):
        yield from _utf16(first, file, name)
        return
    line = first.removeprefix(b"\xef\xbb\xbf")
    while line:
        if b"\0" in line or len(line) >= _LONGEST_LINE:
            raise _no_text(name)
        yield _line(line)
        line = file.readline(_LONGEST_LINE)


def text_rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """Cells of CSV or tabbed lines: a file whose first full lines have more tabs than commas is tabbed."""
    taken = iter(lines)
    start = [line for line, _ in zip(taken, range(20), strict=False)]
    tabs, commas = (sum(line.count(mark) for line in start) for mark in "\t,")
    rows = csv.reader(_chained(start, taken), delimiter="\t" if tabs > commas else ",")
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield cells
    except csv.Error as error:
        raise UnreadableFile(
            f"Line {rows.line_num:,} cannot be read ({error}); nothing was changed; download the file again."
        ) from error


def plain(text: str) -> str:
    """A heading as it is compared: letters and digits only, small."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def day(text: str) -> date | None:
    """A date as code files write it; None for nothing or for "no data".

    20261001 · 2026274 (year and day of the year) · 10/1/2026 · 2026-10-01 · a number of Excel's calendar.

    Raises:
        ValueError: it is none of these.
    """
    text = text.strip().removesuffix(" 00:00:00")
    if not text.strip("*0-"):
        return None
    if text.isascii() and text.isdigit():
        return _digits_day(text)
    parts = text.replace("-", "/").split("/")
    if len(parts) != 3:
        raise ValueError(f"“{text}” is not a date")
    first, second, third = (int(part) for part in parts)
    return date(first, second, third) if len(parts[0]) == 4 else date(_year(third), first, second)


def _digits_day(text: str) -> date:
    if len(text) == _COMPACT:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if len(text) == _JULIAN:
        return date(int(text[:4]), 1, 1) + timedelta(days=int(text[4:]) - 1)
    if int(text) in _EXCEL_DAYS:
        return _EXCEL_DAY_0 + timedelta(days=int(text))
    raise ValueError(f"“{text}” is not a date")


def _year(number: int) -> int:
    return number if number > 99 else 2000 + number


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _utf16(first: bytes, file: BinaryIO, name: str) -> Iterator[str]:
    # A line of UTF-16 does not end where its newline byte stands, so the rest is read as one; such files are small.
    rest = file.read(_LONGEST_LINE * 64)
    try:
        yield from io.StringIO((first + rest).decode("utf-16"))
    except UnicodeDecodeError as error:
        raise _no_text(name) from error


def _chained(start: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from start
    yield from rest


def _sheet_rows(file: SuppliedFile, sheet: str, watch: Watch | None) -> Iterator[list[str]]:
    watch = watch or Watch()
    with file.opener() as stream, open_workbook(stream, file.name) as workbook:
        for row in workbook.rows(sheet):
            watch.read(sum(map(len, row)))
            yield row


def _no_text(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is no text; nothing was changed; choose the file as it is published, or the zip it came in."
    )
