"""The official Alphabetic Index, read from its XML or its CSV form into lines in the order of the book.

Source: CDC/NCHS and CMS, "ICD-10-CM Index to Diseases and Injuries", "External Cause of Injuries Index", "Table of
Neoplasms", "Table of Drugs and Chemicals"; XML edition and schema icd10cm-index.xsd; US government work.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from clinicbill.basics.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

# The largest of the four files has about 15 MB; what is far beyond is none of them.
MOST_BYTES = 80_000_000
DEEPEST = 9
_ROOT = "ICD10CM.index"
_GZIP = b"\x1f\x8b"
_NEEDED = ("Level", "Term", "Code")
_EXTERNAL_LETTERS = frozenset("VWXY")
_CODE = re.compile(r"[A-Z][0-9A-Z][0-9A-Z](\.[0-9A-Z]{1,4})?\.?-?")
_SPACE = re.compile(r"\s+")


class IndexPart(StrEnum):
    """The four lists of which the index consists, as the register of loaded releases names them."""

    MAIN = "main"
    EXTERNAL_CAUSE = "external cause"
    NEOPLASM = "neoplasm"
    DRUG = "drug"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexLine:
    """One line of the index.

    Attributes:
        level: 0 for a main term, 1 to 9 for the terms set in below it.
        modifiers: the non-essential modifiers, in their brackets: they change nothing about the code.
        see: the line to go to instead; see_also: the line to look at too.
        code: as printed; one that ends in "-" needs more characters.
        manifestation: the second code, printed in brackets behind the first.
        cells: of the two tables, the heading and the code of each column.
    """

    level: int
    title: str
    modifiers: str = ""
    see: str = ""
    see_also: str = ""
    code: str = ""
    manifestation: str = ""
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphabeticIndex:
    """One file of the index; `edition` is the year it names, empty where it names none."""

    part: IndexPart
    edition: str
    lines: tuple[IndexLine, ...]


def read_index(path: Path) -> AlphabeticIndex:
    """Every line of an index file, XML or CSV, plain or compressed with gzip.

    Raises:
        UnreadableFile: the file cannot be read, is no index, or its levels do not follow from one another.
    """
    data = _bytes(path)
    start = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    return _read_xml(data, path.name) if start.startswith(b"<") else _read_csv(data, path.name)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            data = gzip.GzipFile(fileobj=file).read(MOST_BYTES + 1) if packed else file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            f"{path.name} cannot be read; nothing has changed; download the file again."
        ) from error
    if len(data) > MOST_BYTES:
        _refuse(path.name, "is far larger than an ICD-10-CM index")
    return data


def _refuse(name: str, why: str) -> NoReturn:
    raise UnreadableFile(
        f"{name} {why}; nothing has changed; choose an Alphabetic Index file of CDC or CMS, or download it again."
    )


def _read_xml(data: bytes, name: str) -> AlphabeticIndex:
    try:
        root = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except (SyntaxError, ValueError, LookupError, DefusedXmlException) as error:
        raise UnreadableFile(
            f"{name} cannot be read as an ICD-10-CM index; nothing has changed; download the file again."
        ) from error
    if root.tag != _ROOT:
        _refuse(name, "is not an ICD-10-CM index")
    heads = {head.get("col", ""): _text(head) for head in root.iterfind("indexHeading/head")}
    lines = [
        line
        for letter in root.iterfind("letter")
        for main in letter.iterfind("mainTerm")
        for line in _walk(main, 0, heads, name)
    ]
    part = _part_of_table(heads) or (
        IndexPart.EXTERNAL_CAUSE if "EXTERNAL CAUSE" in _text(root.find("title")).upper() else IndexPart.MAIN
    )
    return _whole(part, _text(root.find("version")), lines, name)


def _part_of_table(heads: Mapping[str, str]) -> IndexPart | None:
    if not heads:
        return None
    return IndexPart.NEOPLASM if any("Malignant" in head for head in heads.values()) else IndexPart.DRUG


def _walk(element: Element, level: int, heads: Mapping[str, str], name: str) -> Iterator[IndexLine]:
    if level > DEEPEST or (level and element.get("level") != str(level)):
        _refuse(name, f"has a term at level {element.get('level')!r} where level {level} is due")
    heading = element.find("title")
    nemod = heading.find("nemod") if heading is not None else None
    yield IndexLine(
        level=level,
        title=_outside(heading, nemod),
        modifiers=_text(nemod),
        see=_first(element, "see", "seecat"),
        see_also=_first(element, "seeAlso"),
        code=_first(element, "code", "subcat"),
        manifestation=_first(element, "manif"),
        cells=tuple(_cells(element, heads)),
    )
    for child in element.iterfind("term"):
        yield from _walk(child, level + 1, heads, name)


def _cells(element: Element, heads: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for cell in element.iterfind("cell"):
        code = _text(cell)
        if _CODE.fullmatch(code):
            yield heads.get(cell.get("col", ""), ""), code


def _outside(heading: Element | None, nemod: Element | None) -> str:
    """The title without its non-essential modifiers: <title>Pain<nemod>(s)</nemod> NEC</title> is Pain NEC."""
    if heading is None:
        return ""
    return _squeezed(f"{heading.text or ''} {nemod.tail or ''}") if nemod is not None else _text(heading)


def _first(element: Element, *tags: str) -> str:
    return next((found for tag in tags if (found := _text(element.find(tag)))), "")


def _text(element: Element | None) -> str:
    return "" if element is None else _squeezed("".join(element.itertext()))


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _read_csv(data: bytes, name: str) -> AlphabeticIndex:
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        if any(column not in (rows.fieldnames or ()) for column in _NEEDED):
            _refuse(name, "is not an ICD-10-CM index")
        lines = [_csv_line(row, name) for row in rows]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(
            f"{name} cannot be read as an ICD-10-CM index; nothing has changed; download the file again."
        ) from error
    letters = Counter(line.code[0] for line in lines if line.code)
    external = 2 * sum(letters[letter] for letter in _EXTERNAL_LETTERS) > letters.total()
    edition = next(iter(re.findall(r"20\d\d", name)), "")
    return _whole(IndexPart.EXTERNAL_CAUSE if external else IndexPart.MAIN, edition, lines, name)


def _csv_line(row: Mapping[str, str | None], name: str) -> IndexLine:
    def cell(column: str) -> str:
        return _squeezed(row.get(column) or "")

    level = cell("Level")
    if not level.isdecimal() or not level.isascii() or int(level) > DEEPEST:
        _refuse(name, f"has a term at level {level[:20]!r}, which is none")
    return IndexLine(
        level=int(level),
        title=cell("Term"),
        modifiers=cell("NonEssModif"),
        see=cell("See"),
        see_also=cell("SeeAlso"),
        code=cell("Code"),
    )


def _whole(part: IndexPart, edition: str, lines: Sequence[IndexLine], name: str) -> AlphabeticIndex:
    """The lines, once it is certain that each stands directly below one that came before."""
    above = -1
    for line in lines:
        if line.level > above + 1:
            _refuse(
                name, f"has the term {line.title[:60]!r} at level {line.level} below one at level {above}"
            )
        above = line.level
    if not any(line.code or line.cells for line in lines):
        _refuse(name, "holds no code")
    return AlphabeticIndex(part=part, edition=edition, lines=tuple(lines))
