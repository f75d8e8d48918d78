"""Gathers what is known around a visit, once for each visit, so that the rules can run at every key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.db.connect import scalar
from clinicbill.encounters.store import visits_between
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.coverage import coverages_on
from clinicbill.patients.store import get_case, get_patient, list_authorizations, list_coverages
from clinicbill.practice.rows import row_of
from clinicbill.practice.store import fees_by_code

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.codesets.look_up import CodeLookUp
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.patients.authorization import Authorization
    from clinicbill.patients.coverage import Coverage


def load_facts(db: Database, visit: Encounter, *, as_of: date, codes: CodeLookUp | None = None) -> VisitFacts:
    """What the rules of `missing` need for this visit, saved or not."""
    case = get_case(db, visit.case_id)
    coverages = coverages_on(list_coverages(db, visit.patient_id), case, visit.service_on)
    authorizations = list_authorizations(db, visit.patient_id)
    return VisitFacts(
        as_of=as_of,
        birth_on=get_patient(db, visit.patient_id).birth_on,
        case=case,
        coverages=coverages,
        fees=fees_by_code(db),
        codes=codes,
        authorization=_used_by(db, visit, authorizations),
        authorizations=tuple(authorizations),
        visits_this_year=visits_between(db, visit, _plan_year(visit, coverages)),
        asked_on=asked_on(db, visit.id),
    )


def asked_on(db: Database, encounter_id: EncounterId) -> date | None:
    """Since when a query about the visit is open; None where none is."""
    sql = "select min(asked_on) from coding_query where encounter_id = ? and status = 'open'"
    first = scalar(db, sql, [encounter_id])
    return date.fromisoformat(str(first)) if first else None


def _used_by(db: Database, visit: Encounter, authorizations: list[Authorization]) -> Authorization | None:
    """The authorization of the visit, with this visit counted whether it is saved yet or not."""
    used = next((found for found in authorizations if found.id == visit.authorization_id), None)
    saved = row_of(db, "encounter", visit.id)["authorization_id"] if visit.id else None
    if used is None or saved == used.id:
        return used
    return replace(used, visits_used=used.visits_used + 1)


def _plan_year(visit: Encounter, coverages: tuple[Coverage, ...]) -> date:
    """The first day of the calendar year, or of the insurance where that began within it."""
    first = date(visit.service_on.year, 1, 1)
    return max(first, coverages[0].from_on) if coverages else first
