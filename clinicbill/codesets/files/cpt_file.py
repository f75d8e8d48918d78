"""Licensed CPT files of the AMA that the office has bought: descriptors of each length, modifiers, the one list.

Source: AMA, CPT Standard Data Files: LONGULT, LONGUT (tabbed), LONGULF, LONGUF (fixed), MEDU (to 48 characters),
SHORTU (to 28), MODUL (modifiers); CPT Link, Consolidated Code List. A copyright block of any length stands before the
rows, so only lines that begin with a code count. Nothing of the AMA's is shipped: all this comes from the office.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.grid import day
from clinicbill.codesets.files.headings import Columns, Heading, bad_row
from clinicbill.codesets.files.table import Row, Table
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TABLE = Table(
    system=System.CPT,
    name="cpt",
    columns=("code text", "kind text", "long text", "medium text", "short text", "from_on text"),
    key=("code",),
    codes=("code",),
    text=("long", "medium", "short"),
)
HEADING = Heading(
    wanted={
        "code": ("=cptcode", "=code"),
        "long": ("=long", "=longdescription", "=longdescriptor", "longdesc"),
        "medium": ("=medium", "=mediumdescription", "=mediumdescriptor", "mediumdesc"),
        "short": ("=short", "=shortdescription", "=shortdescriptor", "shortdesc"),
        "from": ("descriptoreffectivedate", "effectivedate"),
    },
    needed=frozenset({"code", "long", "medium", "short"}),
)
LONG, MEDIUM, SHORT, MODIFIERS = "long", "medium", "short", "modifier"
_MOST_SHORT, _MOST_MEDIUM = 28, 48
_LINE = re.compile(r"([0-9]{4}[0-9A-Z])[\t ]+(\S.*)")
_MODIFIER_LINE = re.compile(r"([0-9A-Z][0-9A-Z])[\t ]+(\S.*)")
_CODE = re.compile(r"[0-9]{4}[0-9A-Z]")
_SEQUENCE = re.compile(r"[0-9]{2} +(?=\S)")
# How a file's own name begins, and what it holds; the lengths decide for any other name.
_NAMES = {"long": LONG, "med": MEDIUM, "short": SHORT, "mod": MODIFIERS}
_FEWEST_LINES = 3
_WORD = re.compile(r"[A-Za-z]{2}")
_AMOUNT = re.compile(r"[0-9]\.[0-9]{2}(?![0-9])|  +[0-9]")


def kind_of(lines: Iterable[str], name: str) -> str:
    """Which descriptor file the lines are from: "long", "medium", "short", "modifier"; empty for none of them."""
    known = [line.rstrip() for line in lines]
    codes = [found[2] for line in known if (found := _LINE.fullmatch(line))]
    named = next((kind for start, kind in _NAMES.items() if name.casefold().startswith(start)), "")
    if named == MODIFIERS and not codes:
        return MODIFIERS
    if not codes or (not named and (len(codes) < _FEWEST_LINES or not all(map(_is_descriptor, codes)))):
        return ""
    longest = max(map(len, codes))
    by_length = SHORT if longest <= _MOST_SHORT else MEDIUM if longest <= _MOST_MEDIUM else LONG
    return named if named in (LONG, MEDIUM, SHORT) else by_length


def _is_descriptor(text: str) -> bool:
    """Words, and no columns of amounts as in a fee schedule."""
    return _WORD.search(text) is not None and _AMOUNT.search(text) is None


def read_lines(lines: Iterable[str]) -> dict[str, str]:
    """Code → text; a code that stands on several lines, perhaps numbered, has one text."""
    found: dict[str, str] = {}
    for line in lines:
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            continue
        code, text = match[1], match[2].strip()
        if code in found:
            found[code] = f"{_SEQUENCE.sub('', found[code], count=1)} {_SEQUENCE.sub('', text, count=1)}"
        else:
            found[code] = text
    return found


def read_modifiers(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of `TABLE` from the modifiers' file; an indented or unnumbered line goes on with the one before."""
    code, text = "", ""
    for line in lines:
        match = _MODIFIER_LINE.fullmatch(line.rstrip())
        if match is None:
            text = f"{text} {line.strip()}".strip() if code else ""
            continue
        if code:
            yield _modifier(code, text)
        code, text = match[1], match[2]
    if code:
        yield _modifier(code, text)


def read_list(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE` from the consolidated list.

    Raises:
        UnreadableFile: its heading is missing or a row does not fit.
    """
    for number, record in enumerate(Columns(rows, HEADING, name), 1):
        code = record["code"].zfill(5)
        if not _CODE.fullmatch(code):
            raise bad_row(name, number, f"“{code[:20]}” instead of a CPT code")
        try:
            from_on = day(record.get("from", ""))
        except ValueError as error:
            raise bad_row(name, number, str(error)) from None
        yield (
            code, "code", record["long"], record["medium"], record["short"], from_on.isoformat() if from_on else None
        )  # fmt: skip


def joined(texts: Mapping[str, Mapping[str, str]]) -> Iterator[Row]:
    """The rows of `TABLE` from several descriptor files: "long", "medium", "short" → code → text.

    Raises:
        UnreadableFile: the files have not the same codes, so they are not of one edition.
    """
    sets: list[set[str]] = [set(found) for found in texts.values()]
    differing = sets[0].union(*sets) - sets[0].intersection(*sets)
    if differing:
        raise UnreadableFile(
            f"The CPT files are not of one edition: {len(differing):,} codes such as {min(differing)} are not in all "
            "of them; nothing was changed; choose the files of one edition."
        )
    for code in sorted(sets[0]):
        long, medium, short = (texts.get(kind, {}).get(code, "") for kind in (LONG, MEDIUM, SHORT))
        yield code, "code", long, medium, short, None


def _modifier(code: str, text: str) -> Row:
    return code, "modifier", " ".join(text.split()), "", "", None
