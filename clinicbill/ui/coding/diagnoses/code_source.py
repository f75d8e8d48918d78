"""Where the diagnosis search finds its codes: the library by words or code, and what stands below a header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clinicbill.codesets import icd10
from clinicbill.codesets.search import search
from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.ui.codes.code_file import short_title
from clinicbill.ui.widgets.hits import Found, Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.codesets.icd10 import Icd10Code
    from clinicbill.codesets.search import CodeHit
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.coding.diagnoses.used_codes import OfficeCodes, UsedCode

HEADER = "Header, needs more digits"
INVALID = "Not valid"
MOST = 50
_NOT_CODE = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisKey:
    """What a hit stands for.

    Attributes:
        checked: whether the code set of the visit's day was asked for it.
    """

    code: str
    title: str
    billable: bool
    checked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the search knows of the visit: its diagnoses, how often codes were used before, the office's favourites.

    Attributes:
        weights: how much a search prefers each code.
    """

    listed: tuple[str, ...] = ()
    used: Mapping[str, int] = field(default_factory=dict)
    favourites: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)


def find_diagnoses(_db: Database, clinic: Clinic, text: str, on: date, around: Around) -> Found:
    """Codes that fit the text, from the code set of the day; runs on a job's thread."""
    found = search(clinic.library(), text, on=on, limit=MOST, favoured=around.weights)
    return Found([_worded(hit, around) for hit in found], len(found))


def below_header(_db: Database, clinic: Clinic, code: str, on: date, around: Around) -> list[Hit]:
    """The codes directly below a header, set in under it."""
    library = clinic.library()
    header = icd10.get_code(library, code, on)
    above = header.title if header is not None else ""
    return [_listed(row, above, around) for row in icd10.children(library, code, on)]


def used_hits(
    patient: Sequence[UsedCode], office: OfficeCodes, title: Callable[[str], str], around: Around
) -> list[Hit]:
    """The patient's earlier diagnoses, the favourites, then the office's latest, without what this visit has."""
    words = {row.code: _times(row.times) for row in office.used}
    words |= {row.code: _used_words(row.times, row.last_on) for row in patient}
    order = dict.fromkeys(
        [*(row.code for row in patient), *office.favourites, *(row.code for row in office.used)]
    )
    return [
        Hit(
            DiagnosisKey(code=code, title=title(code), billable=True, checked=False),
            title(code),
            code=code,
            right=words.get(code, ""),
            icon=_star(code, around),
        )
        for code in order
        if code not in around.listed and title(code)
    ]


def is_header_typed(typed: str, hit: Hit) -> bool:
    """Whether the text is the very code of a header, which is then not passed over."""
    return bool(hit.blocked) and flat(typed) == flat(hit.code)


def flat(code: str) -> str:
    """A code without dot and spaces."""
    return _NOT_CODE.sub("", code.upper())


def _used_words(times: int, last_on: date) -> str:
    return f"here {times} times, last {last_on:%m/%d}" if times > 1 else f"here on {last_on:%m/%d}"


def _star(code: str, around: Around) -> str:
    return "star" if code in around.favourites else ""


def _worded(hit: CodeHit, around: Around) -> Hit:
    key = DiagnosisKey(code=hit.code, title=hit.title, billable=hit.billable)
    if not hit.usable:
        return Hit(key, hit.note, code=hit.code, blocked=INVALID)
    return Hit(
        key,
        hit.title,
        code=hit.code,
        detail=_found_by(hit),
        right=_times(around.used.get(hit.code, 0)),
        icon=_star(hit.code, around),
        blocked=_blocked(hit.code, around, billable=hit.billable),
    )


def _times(times: int) -> str:
    return "" if not times else "used once" if times == 1 else f"used {times} times"


def _found_by(hit: CodeHit) -> str:
    """The wording that led here, where the title does not say it."""
    if flat(hit.matched) == flat(hit.code) or hit.matched.casefold() in hit.title.casefold():
        return ""
    return f"also: {hit.matched}"


def _listed(row: Icd10Code, above: str, around: Around) -> Hit:
    key = DiagnosisKey(code=row.code, title=row.title, billable=row.billable)
    return Hit(
        key,
        short_title(row.title, above),
        code=f"  {row.code}",
        blocked=_blocked(row.code, around, billable=row.billable),
    )


def _blocked(code: str, around: Around, *, billable: bool) -> str:
    if not billable:
        return HEADER
    if code in around.listed:
        return f"Listed as {POINTER_LETTERS[around.listed.index(code)]}"
    return ""
