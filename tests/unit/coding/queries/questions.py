"""A visit with a note, and a query about a passage of it, for the tests of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import CaseId, EncounterId, PatientId, ProviderId
from clinicbill.coding.queries.templates import begin, query_templates
from clinicbill.encounters.encounter import Encounter

if TYPE_CHECKING:
    from clinicbill.coding.queries.query import CodingQuery

NOTE = (
    "S: Knee pain since October, worse on stairs.\n"
    "O: Effusion; McMurray positive. X-ray 11/02: joint space narrowing.\n"
    "A: Knee pain, osteoarthritis.\nP: MRI."
)
DAY = date(2026, 11, 23)


def a_visit_with_note(note: str = NOTE) -> Encounter:
    return Encounter(
        id=EncounterId(5),
        patient_id=PatientId(1),
        case_id=CaseId(1),
        provider_id=ProviderId(1),
        service_on=DAY,
        note=note,
    )


def a_query(
    template: str = "side", words: str = "Knee pain", note: str = NOTE, **changes: Any
) -> CodingQuery:
    """A query of a template about the last place of `words` in the note."""
    chosen = next(one for one in query_templates() if one.id == template)
    start = note.rindex(words)
    return replace(begin(chosen, a_visit_with_note(note), start, start + len(words), DAY), **changes)
