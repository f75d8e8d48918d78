"""The office's own payer profiles in the practice file, and who uses which."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.office_profile import OfficeProfile, resolved
from clinicbill.claims.profiles import ProfileBook, built_in
from clinicbill.db.connect import rows
from clinicbill.practice.rows import record_of, save

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class TryClaim:
    """A claim a profile may be tried on, as lists name it."""

    id: ClaimId
    number: str
    patient: str
    payer: str
    service_on: date


def list_profiles(db: Database, *, with_inactive: bool = False) -> list[OfficeProfile]:
    """The office's own profiles by name, versions of one by their first day."""
    found = rows(
        db,
        "select * from payer_profile where active or ? order by name collate nocase, from_on, id",
        [with_inactive],
    )
    return [_profile(row) for row in found]


def save_profile(db: Database, profile: OfficeProfile, stamp: Stamp) -> int:
    """Write a profile, or only what differs."""
    settings = json.dumps(dict(profile.settings), ensure_ascii=False, sort_keys=True)
    return save(db, "payer_profile", profile, stamp, settings=settings)


def profile_book(db: Database) -> ProfileBook:
    """The program's profiles and the office's own."""
    own = list_profiles(db)
    return built_in().with_own(resolved(own, built_in())) if own else built_in()


def users_of(db: Database, key: str) -> list[str]:
    """The names of payers in use whose form this profile is, and of payers one insurance of whom has it."""
    found = rows(
        db,
        "select name from payer where active and profile = :key union "
        "select payer.name || ', one insurance' from coverage join payer on payer.id = coverage.payer_id "
        "where coverage.profile = :key order by 1",
        {"key": key},
    )
    return [row["name"] for row in found]


def claims_to_try(db: Database, keys: Iterable[str], text: str = "", *, limit: int = 20) -> list[TryClaim]:
    """Claims to try a profile on, the newest first.

    Those of a payer, or of an insurance, that has one of these profiles; with a text those of any payer whose claim
    number, chart number, patient or payer has every word of it.
    """
    found = rows(
        db,
        "select claim.id, patient_control_number, last_name, first_name, payer.name as payer, first_service_on "
        "from claim join patient on patient.id = claim.patient_id join payer on payer.id = claim.payer_id "
        "join coverage on coverage.id = claim.coverage_id where claim.status not in ('void', 'replaced') and "
        "case when :words = '[]' then coalesce(nullif(coverage.profile, ''), payer.profile) in "
        "(select value from json_each(:keys)) else not exists (select 1 from json_each(:words) wanted where instr("
        "lower(patient_control_number || ' ' || chart_number || ' ' || last_name || ' ' || first_name || ' ' || "
        "payer.name), wanted.value) = 0) end order by claim.id desc limit :limit",
        {"keys": json.dumps(list(keys)), "words": json.dumps(text.lower().split()), "limit": limit},
    )
    return [
        TryClaim(
            id=ClaimId(row["id"]),
            number=row["patient_control_number"],
            patient=", ".join(filter(None, (row["last_name"], row["first_name"]))),
            payer=row["payer"],
            service_on=date.fromisoformat(row["first_service_on"]),
        )
        for row in found
    ]


def _profile(row: Mapping[str, Any]) -> OfficeProfile:
    return replace(record_of(OfficeProfile, row), settings=json.loads(row["settings"]))
