"""E/M worksheets in the practice file: one for each visit, as it was last decided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from clinicbill.coding.notes.em_level import Chosen
from clinicbill.coding.notes.em_worksheet import EmWorksheet
from clinicbill.db.connect import one
from clinicbill.db.rows import insert, update

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId, PatientId
    from clinicbill.basics.stamp import Stamp

# CPT: new is who received no professional service of the group within three years.
NEW_AFTER_YEARS = 3


def save_worksheet(db: Database, sheet: EmWorksheet, stamp: Stamp) -> int:
    """Write the worksheet of a visit, or write over the one it has."""
    content = {"chosen": sheet.chosen, "new_patient": sheet.new_patient, "minutes": sheet.minutes}
    level = sheet.level
    row = {
        "encounter_id": sheet.encounter_id, "code": level.code, "basis": level.basis,
        "content": msgspec.json.encode(content).decode(), **stamp.columns(),
    }  # fmt: skip
    there = one(db, "select id from em_worksheet where encounter_id = ?", [sheet.encounter_id])
    if there is None:
        return insert(db, "em_worksheet", row)
    update(db, "em_worksheet", there["id"], row)
    return int(there["id"])


def find_worksheet(db: Database, encounter_id: EncounterId) -> EmWorksheet | None:
    """The worksheet of a visit; None where none was kept."""
    row = one(db, "select content from em_worksheet where encounter_id = ?", [encounter_id])
    if row is None:
        return None
    content = msgspec.json.decode(row["content"])
    return EmWorksheet(
        encounter_id=encounter_id, chosen=msgspec.convert(content["chosen"], tuple[Chosen, ...]),
        new_patient=content["new_patient"], minutes=content["minutes"],
    )  # fmt: skip


def _three_years_before(on: date) -> date:
    year = on.year - NEW_AFTER_YEARS
    try:
        return on.replace(year=year)
    except ValueError:  # February 29
        return date(year, 2, 28)


def last_seen_before(db: Database, patient_id: PatientId, on: date) -> date | None:
    """The last day with a visit that makes somebody an established patient; None where the patient is new."""
    row = one(
        db,
        "select max(service_on) as seen from encounter where patient_id = ? and service_on < ? and service_on >= ?",
        [patient_id, on.isoformat(), _three_years_before(on).isoformat()],
    )
    return date.fromisoformat(row["seen"]) if row and row["seen"] else None
