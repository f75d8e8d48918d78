"""The cells of an Excel workbook (.xlsx), row after row, without a spreadsheet library.

Source of the layout: ECMA-376 part 1, 18.2 (workbook), 18.3 (worksheets), 18.4 (shared strings).
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.safe_xml import XmlEvents, pieces_of_xml, read_xml
from clinicbill.codesets.files.supplied import check_zip

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SHEETS = 40
_MOST_COLUMNS = 1_000
_MOST_TEXT = 1 << 28


class Workbook:
    """An open workbook."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        """Read its list of sheets.

        Raises:
            UnreadableFile: it is no workbook.
        """
        self._archive, self._name = archive, name
        sheets, targets = _Sheets(), _Targets()
        self._read("xl/workbook.xml", sheets)
        self._read("xl/_rels/workbook.xml.rels", targets)
        self.sheets = {
            title: posixpath.normpath(posixpath.join("xl", targets.found[number])).removeprefix("xl/xl/")
            for title, number in sheets.found[:MOST_SHEETS]
            if number in targets.found
        }
        self._strings: list[str] | None = None

    def rows(self, sheet: str) -> Iterator[list[str]]:
        """The rows of one sheet as text, cells at their columns; empty rows are left out.

        Raises:
            UnreadableFile: the sheet is damaged.
        """
        if self._strings is None:
            strings = _Strings(self._name)
            if "xl/sharedStrings.xml" in self._archive.namelist():
                self._read("xl/sharedStrings.xml", strings)
            self._strings = strings.found
        part = self.sheets[sheet].lstrip("/")
        events = _Cells(self._strings, self._name)
        with self._open(part) as file:
            for _ in pieces_of_xml(file, events, name=self._name):
                while events.rows:
                    yield events.rows.popleft()

    def _read(self, part: str, events: XmlEvents) -> None:
        with self._open(part) as file:
            read_xml(file, events, name=self._name)

    def _open(self, part: str) -> BinaryIO:
        try:
            return cast(BinaryIO, self._archive.open(part))
        except KeyError:
            raise _not_a_workbook(self._name) from None


@contextmanager
def open_workbook(file: BinaryIO, name: str) -> Iterator[Workbook]:
    """The workbook in a stream that can seek.

    Raises:
        UnreadableFile: it is damaged, or no workbook.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            check_zip(archive.infolist(), name)
            yield Workbook(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _not_a_workbook(name) from error


class _Sheets(XmlEvents):
    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            number = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self.found.append((attributes.get("name", ""), number))


class _Targets(XmlEvents):
    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _Strings(XmlEvents):
    """The shared strings; a string in several fonts comes in pieces, and phonetic hints are no part of it."""

    def __init__(self, name: str) -> None:
        self.found: list[str] = []
        self._name, self._size = name, 0
        self._text: list[str] = []
        self._inside = self._hint = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self._text = []
        self._hint = self._hint or tag == "rPh"
        self._inside = tag == "t" and not self._hint

    def end(self, tag: str) -> None:
        self._inside = False
        if tag == "rPh":
            self._hint = False
        elif tag == "si":
            self.found.append("".join(self._text))

    def text(self, text: str) -> None:
        if self._inside:
            self._text.append(text)
            self._size += len(text)
            if self._size > _MOST_TEXT:
                raise UnreadableFile(
                    f"{self._name} holds far more text than any published code list; nothing was changed; check "
                    "where it comes from."
                )


class _Cells(XmlEvents):
    def __init__(self, strings: list[str], name: str) -> None:
        self.rows: deque[list[str]] = deque()
        self._strings, self._name = strings, name
        self._row: list[str] = []
        self._column, self._kind = 0, ""
        self._inside = False
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._row = []
        elif tag == "c":
            self._column = _column(attributes.get("r", ""), default=len(self._row))
            self._kind = attributes.get("t", "n")
            self._text = []
        self._inside = tag in ("v", "t")

    def end(self, tag: str) -> None:
        self._inside = False
        if tag == "c":
            self._put("".join(self._text))
        elif tag == "row" and any(self._row):
            self.rows.append(self._row)

    def text(self, text: str) -> None:
        if self._inside:
            self._text.append(text)

    def _put(self, text: str) -> None:
        if self._column >= _MOST_COLUMNS:
            return
        if self._kind == "s":
            try:
                text = self._strings[int(text)]
            except (ValueError, IndexError):
                raise _not_a_workbook(self._name) from None
        elif self._kind == "n":
            text = text.removesuffix(".0")
        self._row.extend([""] * (self._column + 1 - len(self._row)))
        self._row[self._column] = text.strip()


def _column(reference: str, *, default: int) -> int:
    """The place of a cell such as AB12, counted from 0."""
    letters = reference.rstrip("0123456789").upper()
    if not letters or not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return default
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _not_a_workbook(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} cannot be read as an Excel workbook; nothing was changed; download it again, or save it as CSV."
    )
