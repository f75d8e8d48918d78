"""Draw the letter of a query with the names around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.queries.store import get_query
from clinicbill.db.history import changes_of
from clinicbill.encounters.store import get_encounter
from clinicbill.letters.query_letter import QueryLetter, query_pdf
from clinicbill.patients.store import get_patient
from clinicbill.practice.store import get_practice, get_provider

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import QueryId


def draw_query_letter(db: Database, query_id: QueryId) -> bytes:
    """The letter as a PDF; reading only, and the same before and after the answer.

    Raises:
        NotFound: there is no such query.
    """
    query = get_query(db, query_id)
    visit = get_encounter(db, query.encounter_id)
    patient = get_patient(db, visit.patient_id)
    provider = get_provider(db, query.provider_id or visit.provider_id)
    letter = QueryLetter(
        query=query,
        practice=get_practice(db).name,
        provider=str(provider),
        patient=str(patient.name),
        chart_number=patient.chart_number,
        born_on=patient.birth_on,
        service_on=visit.service_on,
        asked_by=_asked_by(db, query_id),
    )
    return query_pdf(letter)


def _asked_by(db: Database, query_id: QueryId) -> str:
    """Who wrote the row first: the answer has another writer."""
    changes = changes_of(db, "coding_query", query_id)
    return changes[0].user if changes else ""
