"""Macros in the practice file: a row with its diagnoses and its lines, which are written anew with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import MacroId
from clinicbill.coding.plans.macro import Macro, MacroLine
from clinicbill.db.connect import rows
from clinicbill.db.rows import insert, update
from clinicbill.practice.rows import columns_of, record_of, row_of, save

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.db.connect import SqlValue


def list_macros(db: Database, *, with_inactive: bool = False) -> list[Macro]:
    """Every macro with what is in it, by number and name."""
    found = rows(
        db,
        "select * from macro where active or :all order by number is null, number, name, id",
        {"all": int(with_inactive)},
    )
    codes = rows(db, "select macro_id, code from macro_diagnosis order by macro_id, position")
    lines = rows(db, "select * from macro_line order by macro_id, position")
    return [_macro(row, codes, lines) for row in found]


def get_macro(db: Database, macro_id: MacroId) -> Macro:
    """One macro; NotFound where there is none."""
    codes = rows(
        db, "select macro_id, code from macro_diagnosis where macro_id = ? order by position", [macro_id]
    )
    lines = rows(db, "select * from macro_line where macro_id = ? order by position", [macro_id])
    return _macro(row_of(db, "macro", macro_id), codes, lines)


def _macro(row: dict[str, Any], codes: list[dict[str, Any]], lines: list[dict[str, Any]]) -> Macro:
    mine = row["id"]
    return record_of(
        Macro,
        row,
        diagnoses=tuple(found["code"] for found in codes if found["macro_id"] == mine),
        lines=tuple(record_of(MacroLine, found) for found in lines if found["macro_id"] == mine),
    )


def save_macro(db: Database, macro: Macro, stamp: Stamp) -> MacroId:
    """Write a macro, or what differs of it; parts that differ are written anew."""
    macro_id = MacroId(save(db, "macro", macro, stamp))
    wanted_codes: list[dict[str, SqlValue]] = [{"code": code} for code in macro.diagnoses]
    wanted_lines: list[dict[str, SqlValue]] = [dict(columns_of(line)) for line in macro.lines]
    _save_parts(db, "macro_diagnosis", macro_id, wanted_codes, stamp)
    _save_parts(db, "macro_line", macro_id, wanted_lines, stamp)
    return macro_id


def _save_parts(
    db: Database, table: str, macro_id: MacroId, wanted: list[dict[str, SqlValue]], stamp: Stamp
) -> None:
    """A place keeps its row; what it says is updated, places too many go."""
    kept = _PARTS[table](db, macro_id)
    for position, columns in enumerate(wanted, 1):
        row = kept.get(position)
        if row is None:
            insert(db, table, {**columns, "macro_id": macro_id, "position": position, **stamp.columns()})
        elif any(row[name] != value for name, value in columns.items()):
            update(db, table, row["id"], {**columns, **stamp.columns()})
    for position, row in kept.items():
        if position > len(wanted):
            update(db, table, row["id"], stamp.columns())
            db.table(table).delete(row["id"])


def _codes_of(db: Database, macro_id: MacroId) -> dict[int, dict[str, Any]]:
    found = rows(db, "select * from macro_diagnosis where macro_id = ?", [macro_id])
    return {row["position"]: row for row in found}


def _lines_of(db: Database, macro_id: MacroId) -> dict[int, dict[str, Any]]:
    found = rows(db, "select * from macro_line where macro_id = ?", [macro_id])
    return {row["position"]: row for row in found}


_PARTS = {"macro_diagnosis": _codes_of, "macro_line": _lines_of}
