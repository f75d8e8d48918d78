"""The office's choices in the practice file: written once each, read as counts, forgotten on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import moment_text
from clinicbill.coding.notes.prior import Act, Choice, Forgotten, counted
from clinicbill.db.connect import rows
from clinicbill.db.rows import insert

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.notes.lookup import Prior


def add_choice(
    db: Database,
    encounter_id: EncounterId,
    *,
    phrase: str,
    suggested: str,
    chosen: str,
    act: Act,
    stamp: Stamp,
) -> None:
    """Keep what became of one suggestion; `chosen` is empty where it was rejected."""
    row: dict[str, str | int] = {
        "encounter_id": encounter_id, "phrase": phrase, "suggested": suggested, "chosen": chosen, "act": act.value,
    }  # fmt: skip
    insert(db, "suggestion_choice", {**_written(stamp), **row})


def forget(db: Database, phrase: str, code: str, stamp: Stamp) -> None:
    """From now on, earlier choices of this code for this phrase do not count."""
    insert(db, "forgotten_phrase", {**_written(stamp), "phrase": phrase, "code": code})


def _written(stamp: Stamp) -> dict[str, str | int]:
    return {"at": moment_text(stamp.at), "user_id": stamp.user_id}


def list_choices(db: Database) -> list[Choice]:
    """Every decision, oldest first."""
    sql = "select phrase, suggested, chosen, act, at from suggestion_choice order by id"
    return [
        Choice(
            phrase=row["phrase"], suggested=row["suggested"], chosen=row["chosen"], act=Act(row["act"]),
            moment=row["at"],
        )
        for row in rows(db, sql)
    ]  # fmt: skip


def load_prior(db: Database) -> Prior:
    """The counts that `suggest` takes: phrase → code → how often."""
    found = rows(db, "select phrase, code, at from forgotten_phrase order by id")
    gone = [Forgotten(phrase=row["phrase"], code=row["code"], moment=row["at"]) for row in found]
    return counted(list_choices(db), gone)


def choices_of(db: Database, encounter_id: EncounterId) -> list[Choice]:
    """What was decided about one visit, the last word about each suggestion, oldest first."""
    sql = (
        "select phrase, suggested, chosen, act, at from suggestion_choice where encounter_id = ? order by id"
    )
    last = {
        row["suggested"]: Choice(
            phrase=row["phrase"], suggested=row["suggested"], chosen=row["chosen"], act=Act(row["act"]),
            moment=row["at"],
        )
        for row in rows(db, sql, (encounter_id,))
    }  # fmt: skip
    return list(last.values())
