"""What the codes page finds: diagnoses, the office's procedures, HCPCS, modifiers and places, in one search."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from clinicbill.basics.errors import ClinicBillError
from clinicbill.codesets.hcpcs import hcpcs
from clinicbill.codesets.modifiers import modifiers
from clinicbill.codesets.places import places
from clinicbill.codesets.search import search
from clinicbill.practice.store import list_procedures
from clinicbill.ui.widgets.columns import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.codesets.code_list import ListedCode
    from clinicbill.practice.procedure import Procedure
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.coding.diagnoses.used_codes import OfficeCodes

MOST = 40


class Kind(Enum):
    """Which list a code is from."""

    DIAGNOSIS = "diagnosis"
    OWN = "own"
    HCPCS = "hcpcs"
    MODIFIER = "modifier"
    PLACE = "place"


TITLES = {
    Kind.DIAGNOSIS: "Diagnoses",
    Kind.OWN: "Your procedures",
    Kind.HCPCS: "HCPCS Level II",
    Kind.MODIFIER: "Modifiers",
    Kind.PLACE: "Places of service",
}
_WHY = {
    Kind.DIAGNOSIS: "ICD-10-CM",
    Kind.OWN: "keyed under Setup, with fees",
    Kind.HCPCS: "a starter list, own short names",
    Kind.MODIFIER: "item 24D, own short names",
    Kind.PLACE: "item 24B",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One code found.

    Attributes:
        found_by: the wording it was found by, where its title does not say it.
        header: it needs more digits.
        note: why it cannot be used on the day; such a code has no page of its own.
        favourite: the office marked it.
        used: how often lately, in words.
    """

    kind: Kind
    code: str
    title: str
    found_by: str = ""
    header: bool = False
    note: str = ""
    favourite: bool = False
    used: str = ""

    @property
    def key(self) -> tuple[Kind, str]:
        """Names it across lists."""
        return self.kind, self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Everything found for a text.

    Attributes:
        problem: why diagnoses could not be searched; empty where they could.
    """

    typed: str
    groups: tuple[Group[CodeRow], ...]
    problem: str = ""

    @property
    def count(self) -> int:
        """How many codes."""
        return sum(len(group.rows) for group in self.groups)


def look_up(db: Database, clinic: Clinic, typed: str, on: date, office: OfficeCodes) -> Lookup:
    """Search all lists; an empty text shows the office's diagnoses and the short lists. Runs on a job's thread."""
    text = typed.strip()
    problem, diagnoses = "", []
    try:
        diagnoses = _diagnoses(clinic, text, on, office) if text else []
    except ClinicBillError as error:
        problem = str(error)
    found = {
        Kind.DIAGNOSIS: diagnoses,
        Kind.OWN: _own(list_procedures(db), text),
        Kind.HCPCS: _listed(Kind.HCPCS, hcpcs(), text, on) if text else [],
        Kind.MODIFIER: _listed(Kind.MODIFIER, modifiers(), text, on),
        Kind.PLACE: _listed(Kind.PLACE, places(), text, on),
    }
    order = sorted(found, key=lambda kind: not _is_exact(found[kind], text))
    if order[0] is not Kind.DIAGNOSIS and diagnoses and diagnoses[0].note:
        found[Kind.DIAGNOSIS] = []  # J3301 is a HCPCS code, not a diagnosis that is missing
    groups = tuple(_group(kind, found[kind]) for kind in order if found[kind])
    offered = _of_office(office) if not text else ()
    return Lookup(typed=typed, groups=(*offered, *groups), problem=problem)


def _of_office(office: OfficeCodes) -> tuple[Group[CodeRow], ...]:
    """Its favourites, then what it coded lately."""
    titles = {fact.code: fact.title for fact in office.facts}
    times = {one.code: f"used {one.times} times" for one in office.used if one.times > 1}

    def rows(codes: Iterable[str]) -> list[CodeRow]:
        return [
            CodeRow(
                kind=Kind.DIAGNOSIS, code=code, title=titles.get(code, ""), used=times.get(code, ""),
                favourite=code in office.favourites,
            )
            for code in codes
        ]  # fmt: skip

    lately = [one.code for one in office.used if one.code not in office.favourites]
    groups = (
        Group("Favourites", "diagnoses you marked", rows(office.favourites)),
        Group("Used lately", "diagnoses, the most frequent first", rows(lately)),
    )
    return tuple(group for group in groups if group.rows)


def _group(kind: Kind, rows: list[CodeRow]) -> Group[CodeRow]:
    return Group(TITLES[kind], _WHY[kind], rows)


def _is_exact(rows: Iterable[CodeRow], text: str) -> bool:
    """The list that has the very code stands first."""
    return any(row.code.casefold() == text.casefold() and not row.note for row in rows)


def _diagnoses(clinic: Clinic, text: str, on: date, office: OfficeCodes) -> list[CodeRow]:
    return [
        CodeRow(
            kind=Kind.DIAGNOSIS,
            code=hit.code,
            title=hit.title,
            found_by=_found_by(hit.matched, hit.title, hit.code),
            header=not hit.billable and hit.usable,
            note="" if hit.usable else hit.note,
            favourite=hit.code in office.favourites,
        )
        for hit in search(clinic.library(), text, on=on, limit=MOST, favoured=office.weights)
    ]


def _found_by(matched: str, title: str, code: str) -> str:
    if matched.replace(".", "") == code.replace(".", "") or matched.casefold() in title.casefold():
        return ""
    return f"also: {matched}"


def _own(procedures: Iterable[Procedure], text: str) -> list[CodeRow]:
    return [
        CodeRow(kind=Kind.OWN, code=one.code, title=one.name)
        for one in procedures
        if _fits(text, one.code, one.name)
    ]


def _listed(kind: Kind, codes: Mapping[str, ListedCode], text: str, on: date) -> list[CodeRow]:
    fitting = [
        CodeRow(kind=kind, code=row.code, title=row.name)
        for row in codes.values()
        if on in row.in_force and _fits(text, row.code, row.name)
    ]
    return sorted(fitting, key=lambda row: row.code.casefold() != text.casefold())[: MOST if text else None]


def _fits(text: str, code: str, name: str) -> bool:
    """The code begins so, or every word begins a word of the name."""
    typed = text.casefold()
    if code.casefold().startswith(typed):
        return True
    words = name.casefold().replace("-", " ").split()
    return all(any(word.startswith(part) for word in words) for part in typed.split())
