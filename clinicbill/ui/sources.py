"""What the command box searches: one table of sources, each a reader that runs beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.basics.dates import slashed
from clinicbill.ui.widgets.hits import Found, Hit

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.money import Money
    from clinicbill.ui.clinic import Clinic


_COUNTED = 50  # further hits are not counted


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing to find.

    Attributes:
        title: the heading of its group.
        prefix: typed first, it searches only here; empty for none.
        place: where Enter opens a hit; empty for help.
        find: find(db, clinic, text, limit) → Found, on a job's thread.
    """

    title: str
    prefix: str
    place: str
    find: Callable[..., Found]


def find_patients(db: Database, clinic: Clinic, text: str, limit: int) -> Found:
    """Patients by name, birth date, chart number or phone."""
    from clinicbill.patients.search_store import find_patients as find

    rows = find(db, text, clinic.as_of, limit=_COUNTED)
    hits = [
        Hit(
            row.id,
            str(row.name),
            detail=", ".join(filter(None, (row.payer, f"born {slashed(row.birth_on)}"))),
            right=_owed(row.patient_owes, row.balance),
            icon="person",
        )
        for row in rows[:limit]
    ]
    return Found(hits, len(rows), more=len(rows) == _COUNTED)


def _owed(patient: Money, balance: Money) -> str:
    if patient:
        return f"owes {patient.plain()}"
    return f"{balance.plain()} open" if balance else ""


def find_claims(db: Database, clinic: Clinic, text: str, limit: int) -> Found:
    """Claims by patient, payer, claim number, state or date."""
    from clinicbill.claims.worklist_store import ClaimFilter
    from clinicbill.claims.worklist_store import find_claims as find

    rows = find(db, ClaimFilter(as_of=clinic.as_of, text=text, answered_days=None, limit=_COUNTED))
    hits = [
        Hit(
            row.id,
            f"{row.number}  {row.patient}",
            detail=f"{row.payer} {row.first_service_on:%m/%d}",
            right=f"{row.total.plain()}, {row.state[:1].lower()}{row.state[1:]}",
            icon="document",
        )
        for row in rows[:limit]
    ]
    return Found(hits, len(rows), more=len(rows) == _COUNTED)


def find_checks(db: Database, _clinic: Clinic, text: str, limit: int) -> Found:
    """Remittances by check or EFT number, payer or date."""
    from clinicbill.remits.store import list_remittances

    words = text.casefold().split()
    hits = [
        Hit(
            row.id,
            f"Check/EFT {row.trace_number}",
            detail=f"{row.payer_name} {slashed(row.paid_on)}".strip(),
            right=f"{row.paid.plain()}, {row.status.value.replace('_', ' ')}",
            icon="banknote",
        )
        for row in list_remittances(db)
    ]
    found = [hit for hit in hits if all(word in f"{hit.title} {hit.detail}".casefold() for word in words)]
    return Found(found[:limit], len(found))


def find_codes(_db: Database, clinic: Clinic, text: str, limit: int) -> Found:
    """Diagnosis codes by words, abbreviations or the code."""
    from clinicbill.codesets.search import search

    found = search(clinic.library(), text, on=clinic.as_of, limit=_COUNTED)
    hits = [Hit(hit.code, f"{hit.code}  {hit.title}", detail=hit.note, icon="book") for hit in found[:limit]]
    return Found(hits, len(found), more=len(found) == _COUNTED)


def help_pages() -> list[tuple[str, str]]:
    """(id, title) of the shipped help pages; the title is the first heading."""
    try:
        folder = asset("help")
    except FileNotFoundError:
        return []
    return [
        (page.stem, page.read_text("utf-8").lstrip("# ").partition("\n")[0].strip())
        for page in sorted(folder.glob("*.md"))
    ]


def find_help(_db: Database, _clinic: Clinic, text: str, limit: int) -> Found:
    """Help pages by their titles."""
    words = text.casefold().split()
    hits = [
        Hit(("help", page), title, detail="Help", icon="help", cap="F1")
        for page, title in help_pages()
        if all(word in title.casefold() for word in words)
    ]
    return Found(hits[:limit], len(hits))


SOURCES = (
    Source("Patients", "", "patients", find_patients),
    Source("Claims", "#", "claims", find_claims),
    Source("Checks", "$", "payments", find_checks),
    Source("Codes", "", "codes", find_codes),
    Source("Help", "?", "", find_help),
)
ACTION_PREFIX = ">"
