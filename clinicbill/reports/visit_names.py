"""Visits by name: whose each is and on which day, for rows that stand for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import EncounterId, PatientId
from clinicbill.db.connect import rows
from clinicbill.reports.aging import person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

_VISITS = """
    select e.id, e.service_on, e.patient_id, p.last_name, p.first_name, p.middle_name, p.suffix
    from encounter e join patient p on p.id = e.patient_id where e.id in (select value from json_each(:ids))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitName:
    """Whose visit, on which day."""

    service_on: date
    patient_id: PatientId
    who: str


def visit_names(db: Database, ids: Iterable[EncounterId]) -> dict[EncounterId, VisitName]:
    """The named visits."""
    listed = "[" + ",".join(str(int(one)) for one in ids) + "]"
    return {
        EncounterId(row["id"]): VisitName(
            service_on=date.fromisoformat(row["service_on"]),
            patient_id=PatientId(row["patient_id"]),
            who=person(row).sorted(),
        )
        for row in rows(db, _VISITS, {"ids": listed})
    }
