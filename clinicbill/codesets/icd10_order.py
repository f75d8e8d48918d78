"""The official ICD-10-CM order file: every code with its title and whether it is billable, without notes.

Source: CMS, "ICD-10-CM Code Descriptions in Tabular Order", order file layout: columns 1-5 order number, 7-13 code, 15
billable flag, 17-76 short title, 78 to the end long title.
"""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.icd10_tabular import Tabular, TabularCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

MOST_BYTES = 60_000_000
_LINE = re.compile(r"(\d{5}) ([A-Z][0-9A-Z]{2,6}) +([01]) (.{60}) (\S.*)")
_GZIP = b"\x1f\x8b"
_CATEGORY, _FULL = 3, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of the order file; `flat` is the code without its dot."""

    flat: str
    billable: bool
    title: str


def read_order(path: Path) -> tuple[OrderLine, ...]:
    """Every line of an order file, plain or compressed with gzip.

    Raises:
        UnreadableFile: it cannot be read, or a line does not follow the layout.
    """
    try:
        data = path.read_bytes()
        if data.startswith(_GZIP):
            with gzip.open(path) as file:
                data = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            f"{path.name} cannot be read; nothing has changed; download the file again."
        ) from error
    lines = _lines(data, path.name) if len(data) <= MOST_BYTES else ()
    if not lines:
        raise UnreadableFile(
            f"{path.name} is not an ICD-10-CM order file; nothing has changed; choose icd10cm_order_YYYY.txt of CMS."
        )
    return lines


def _lines(data: bytes, name: str) -> tuple[OrderLine, ...]:
    found = []
    for number, text in enumerate(_decoded(data).splitlines(), 1):
        if not text.strip():
            continue
        line = _LINE.fullmatch(text.rstrip())
        if line is None:
            raise UnreadableFile(
                f"{name} does not follow the layout of the ICD-10-CM order file in line {number}; nothing has "
                "changed; download the file again."
            )
        found.append(OrderLine(flat=line[2], billable=line[3] == "1", title=line[5].strip()))
    return tuple(found)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def ordered_tabular(lines: Iterable[OrderLine], base: Tabular) -> Tabular:
    """A list with the codes, titles and billable flags of an order file, and the notes of another release.

    Notes and 7th characters are those of `base` where a code stands in both; a new code stands below the longest
    beginning of it that is a heading, in that one's section and chapter.
    """
    known = {code.code.replace(".", ""): code for code in base.codes}
    made: dict[str, TabularCode] = {}
    last: TabularCode | None = None
    for line in lines:
        last = _same(line, known[line.flat]) if line.flat in known else _new(line, made, last)
        made[line.flat] = last
    kept = list(made.values())
    return Tabular(blocks=base.blocks, codes=tuple(_with_sevenths(kept)))


def _same(line: OrderLine, code: TabularCode) -> TabularCode:
    return TabularCode(
        code=code.code,
        title=line.title,
        billable=line.billable,
        parent=code.parent,
        section=code.section,
        chapter=code.chapter,
        seventh=code.seventh,
        sevenths={},
        notes=code.notes,
    )


def _new(line: OrderLine, made: Mapping[str, TabularCode], before: TabularCode | None) -> TabularCode:
    parent = _parent(line.flat, made)
    beside = parent or before
    full = len(line.flat) == _FULL
    return TabularCode(
        code=_dotted(line.flat),
        title=line.title,
        billable=line.billable,
        parent=parent.code if parent else "",
        section=beside.section if beside else "",
        chapter=beside.chapter if beside else "",
        seventh=line.flat[-1] if full and parent is not None and not parent.billable else "",
        sevenths={},
        notes=(),
    )


def _parent(flat: str, made: Mapping[str, TabularCode]) -> TabularCode | None:
    for end in range(len(flat) - 1, _CATEGORY - 1, -1):
        found = made.get(flat[:end])
        if found is not None and not found.billable:
            return found
    return None


def _with_sevenths(codes: Sequence[TabularCode]) -> Iterable[TabularCode]:
    """The stems with the 7th characters that the full codes below them have."""
    sevenths: dict[str, dict[str, str]] = {}
    titles = {code.code: code.title for code in codes}
    for code in codes:
        if code.seventh:
            meaning = code.title.removeprefix(titles.get(code.parent, "")).lstrip(", ")
            sevenths.setdefault(code.parent, {})[code.seventh] = meaning
    for code in codes:
        yield _seventh_stem(code, sevenths[code.code]) if code.code in sevenths else code


def _seventh_stem(code: TabularCode, sevenths: Mapping[str, str]) -> TabularCode:
    return TabularCode(
        code=code.code,
        title=code.title,
        billable=code.billable,
        parent=code.parent,
        section=code.section,
        chapter=code.chapter,
        seventh=code.seventh,
        sevenths=sevenths,
        notes=code.notes,
    )


def _dotted(flat: str) -> str:
    return f"{flat[:_CATEGORY]}.{flat[_CATEGORY:]}" if len(flat) > _CATEGORY else flat
