"""Which diagnoses a patient, and the office, coded lately: offered before anything is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.encounters import store
from clinicbill.ui.coding.diagnoses.known_codes import CodeFact, read_codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.clinic import Clinic

# Visits looked back at: of a patient, and of the whole office.
_OF_PATIENT, _OF_OFFICE = 24, 150
_MOST_DAYS = 45
_MOST_CODES = 12


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
    """What the office coded lately, the most frequent first, with the titles."""

    used: tuple[UsedCode, ...] = ()
    facts: tuple[CodeFact, ...] = ()


def used_by_patient(db: Database, visit: Encounter) -> tuple[UsedCode, ...]:
    """Diagnoses of the patient's earlier visits: those of the last visit in its order, then the most frequent."""
    rows = store.visits_of_patient(db, visit.patient_id, limit=_OF_PATIENT + 1)
    earlier = [row.id for row in rows if row.id != visit.id and row.service_on <= visit.service_on]
    found = used_codes(store.get_encounters(db, earlier[:_OF_PATIENT]))
    latest = max((used.last_on for used in found), default=None)
    return tuple(sorted(found, key=lambda used: used.last_on != latest))


def used_by_office(db: Database, clinic: Clinic) -> OfficeCodes:
    """Diagnoses of the office's last visits; runs once, on a job's thread."""
    ids = []
    for back in range(_MOST_DAYS):
        ids += [row.id for row in store.visits_on(db, clinic.as_of - timedelta(days=back)) if row.line_count]
        if len(ids) >= _OF_OFFICE:
            break
    used = used_codes(store.get_encounters(db, ids[:_OF_OFFICE]))[:_MOST_CODES]
    return OfficeCodes(
        used=used, facts=read_codes(clinic.library(), (one.code for one in used), clinic.as_of)
    )


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
