"""Which diagnoses a patient, and the office, coded lately: offered before anything is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.coding.favourites_store import list_favourites
from clinicbill.encounters import store
from clinicbill.ui.coding.diagnoses.known_codes import CodeFact, read_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.clinic import Clinic

# Visits looked back at: of a patient, and of the whole office.
_OF_PATIENT, _OF_OFFICE = 24, 150
_MOST_DAYS = 45
_MOST_CODES = 12
_FAVOURITE = 50  # a marked code weighs as much as one used on so many visits


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedCode:
    """A diagnosis of earlier visits.

    Attributes:
        times: on how many of the visits looked back at.
        last_on: the newest of them.
    """

    code: str
    times: int
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCodes:
    """What the office coded lately, the most frequent first, and what it marked as favourites, with the titles."""

    used: tuple[UsedCode, ...] = ()
    favourites: tuple[str, ...] = ()
    facts: tuple[CodeFact, ...] = ()

    @property
    def weights(self) -> Mapping[str, float]:
        """How much a search prefers each code."""
        return weights(self.used, self.favourites)


def used_by_patient(db: Database, visit: Encounter) -> tuple[UsedCode, ...]:
    """Diagnoses of the patient's earlier visits: those of the last visit in its order, then the most frequent."""
    rows = store.visits_of_patient(db, visit.patient_id, limit=_OF_PATIENT + 1)
    earlier = [row.id for row in rows if row.id != visit.id and row.service_on <= visit.service_on]
    found = used_codes(store.get_encounters(db, earlier[:_OF_PATIENT]))
    latest = max((used.last_on for used in found), default=None)
    return tuple(sorted(found, key=lambda used: used.last_on != latest))


def used_by_office(db: Database, clinic: Clinic) -> OfficeCodes:
    """Diagnoses of the office's last visits, and its favourites; runs on a job's thread."""
    ids = []
    for back in range(_MOST_DAYS):
        ids += [row.id for row in store.visits_on(db, clinic.as_of - timedelta(days=back)) if row.line_count]
        if len(ids) >= _OF_OFFICE:
            break
    used = used_codes(store.get_encounters(db, ids[:_OF_OFFICE]))[:_MOST_CODES]
    favourites = list_favourites(db)
    codes = (*favourites, *(one.code for one in used))
    return OfficeCodes(
        used=used, favourites=favourites, facts=read_codes(clinic.library(), codes, clinic.as_of)
    )


def weights(used: Iterable[UsedCode], favourites: Iterable[str]) -> Mapping[str, float]:
    """Code → what a search takes for its use: how often, and more for a favourite."""
    found: dict[str, float] = {one.code: float(one.times) for one in used}
    for code in favourites:
        found[code] = found.get(code, 0.0) + _FAVOURITE
    return found


def used_codes(visits: Iterable[Encounter]) -> tuple[UsedCode, ...]:
    """What visits, the newest first, were coded with, the most frequent first."""
    times: dict[str, int] = {}
    newest: dict[str, date] = {}
    for visit in visits:
        for code in visit.diagnoses:
            times[code] = times.get(code, 0) + 1
            newest.setdefault(code, visit.service_on)
    order = sorted(times, key=lambda code: -times[code])
    return tuple(UsedCode(code=code, times=times[code], last_on=newest[code]) for code in order)
