"""The diagnoses and lines of a visit: only rows that differ are written, so the history stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.db.connect import rows
from clinicbill.db.rows import insert, update
from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.practice.rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.encounters.encounter import Encounter, EncounterLine

# What a corrected claim may say differently about a service whose charge is posted: nothing that moves money.
_MAY_BE_CORRECTED = frozenset(
    [
        "pos",
        "modifiers",
        "pointers",
        "minutes",
        "regions",
        "ndc",
        "ndc_unit",
        "ndc_quantity",
        "narrative",
        "emergency",
    ]
)


def save_parts(
    db: Database, encounter_id: EncounterId, encounter: Encounter, stamp: Stamp, *, correcting: bool
) -> None:
    """Make the rows of diagnoses and lines be those of the visit.

    Raises:
        CannotDo: a line whose charge is posted would change or go.
        NotFound: a line has an id that is not one of this visit's.
    """
    codes = _codes(db, encounter_id)
    kept = _lines(db, encounter_id)
    _refuse_posted_changes(db, kept, codes, encounter, correcting=correcting)
    _save_diagnoses(db, encounter_id, encounter.diagnoses, stamp)
    _save_lines(db, encounter_id, kept, encounter.lines, stamp)


def _codes(db: Database, encounter_id: EncounterId) -> dict[int, str]:
    found = rows(db, "select position, code from encounter_diagnosis where encounter_id = ?", [encounter_id])
    return {row["position"]: row["code"] for row in found}


def _lines(db: Database, encounter_id: EncounterId) -> dict[int, dict[str, Any]]:
    found = rows(db, "select * from service_line where encounter_id = ? order by position", [encounter_id])
    return {row["id"]: row for row in found}


def posted_lines(db: Database, encounter_id: EncounterId) -> frozenset[int]:
    """The lines of a visit whose charge is posted and not reversed."""
    found = rows(
        db,
        "select s.id from service_line s join entry on entry.service_line_id = s.id "
        "where s.encounter_id = ? and entry.account = 'charges' group by s.id having sum(entry.amount_cents) <> 0",
        [encounter_id],
    )
    return frozenset(row["id"] for row in found)


def _refuse_posted_changes(
    db: Database,
    kept: dict[int, dict[str, Any]],
    codes: dict[int, str],
    encounter: Encounter,
    *,
    correcting: bool,
) -> None:
    after = {int(line.id): line for line in encounter.lines}
    if unknown := [line_id for line_id in after if line_id and line_id not in kept]:
        raise NotFound(
            f"Line {unknown[0]} is not on this visit any more; nothing was changed: open the visit again."
        )
    for line_id in posted_lines(db, encounter.id):
        row = kept[line_id]
        line = after.get(line_id)
        if line is None or _differs(row, codes, line, encounter.diagnoses, correcting=correcting):
            raise CannotDo(
                f"The charge of line {row['position']} ({row['procedure_code']}) is posted, so the line stays as it "
                "is; nothing was changed: reverse the charge first, or make a corrected claim."
            )


def _differs(
    row: dict[str, Any],
    codes: dict[int, str],
    line: EncounterLine,
    diagnoses: tuple[str, ...],
    *,
    correcting: bool,
) -> bool:
    """Whether a posted line would say something else than it does, its diagnoses included."""
    new = columns_of(line)
    differing = {column for column in new if new[column] != row[column]}
    if correcting:
        return bool(differing - _MAY_BE_CORRECTED)
    letters = str(row["pointers"])
    before = [codes.get(POINTER_LETTERS.index(letter) + 1) for letter in letters]
    pointed = [diagnoses[position - 1] if position <= len(diagnoses) else None for position in line.pointers]
    return bool(differing) or before != pointed


def _remove(db: Database, table: str, row_id: int, stamp: Stamp) -> None:
    """Delete a row in the name of who deletes it: the history copies the writer from the row itself."""
    update(db, table, row_id, stamp.columns())
    db.table(table).delete(row_id)


def _save_diagnoses(
    db: Database, encounter_id: EncounterId, diagnoses: tuple[str, ...], stamp: Stamp
) -> None:
    """A code that keeps its letter keeps its row; a new code takes over the row of the letter."""
    wanted = dict(enumerate(diagnoses, 1))
    kept: dict[int, dict[str, Any]] = {}
    for row in rows(
        db, "select id, position, code from encounter_diagnosis where encounter_id = ?", [encounter_id]
    ):
        code = wanted.get(row["position"])
        if code is None or (code != row["code"] and row["code"] in diagnoses):
            _remove(db, "encounter_diagnosis", row["id"], stamp)
        else:
            kept[row["position"]] = row
    for position, code in wanted.items():
        if position not in kept:
            new: dict[str, str | int] = {"encounter_id": encounter_id, "position": position, "code": code}
            insert(db, "encounter_diagnosis", {**new, **stamp.columns()})
        elif kept[position]["code"] != code:
            changed = {"code": code, **stamp.columns()}
            update(db, "encounter_diagnosis", kept[position]["id"], changed)


def _save_lines(
    db: Database,
    encounter_id: EncounterId,
    kept: dict[int, dict[str, Any]],
    lines: tuple[EncounterLine, ...],
    stamp: Stamp,
) -> None:
    stay = {line.id for line in lines}
    for line_id in [line_id for line_id in kept if line_id not in stay]:
        _remove(db, "service_line", line_id, stamp)
        del kept[line_id]
    wanted = {int(line.id): position for position, line in enumerate(lines, 1) if line.id}
    for line_id, position in _moves({line_id: row["position"] for line_id, row in kept.items()}, wanted):
        update(db, "service_line", line_id, {"position": position, **stamp.columns()})
    for position, line in enumerate(lines, 1):
        columns = columns_of(line)
        if not columns.pop("id"):
            parent = {"encounter_id": encounter_id, "position": position}
            insert(db, "service_line", {**columns, **parent, **stamp.columns()})
        elif differing := {name: columns[name] for name in columns if columns[name] != kept[line.id][name]}:
            update(db, "service_line", line.id, {**differing, **stamp.columns()})


def _moves(before: dict[int, int], wanted: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Steps (line, position) that bring lines to their places without two ever standing on the same one."""
    now = dict(before)
    while waiting := [line for line, position in wanted.items() if now[line] != position]:
        free = [line for line in waiting if wanted[line] not in now.values()]
        line = free[0] if free else waiting[0]
        # Lines that change places in a ring need one to step aside.
        now[line] = wanted[line] if free else max(now.values()) + 1
        yield line, now[line]
