"""The codes a practice uses, by where it keeps them: what a new release of a code list is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.db.connect import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

_READS = (
    ("favourites", "select code from favourite_code where active"),
    ("procedure list", "select code from procedure where active"),
    (
        "macros",
        (
            "select d.code from macro_diagnosis d join macro m on m.id = d.macro_id where m.active "
            "union select l.procedure_code as code from macro_line l join macro m on m.id = l.macro_id where m.active"
        ),
    ),
    (
        "open visits",
        (
            "select d.code from encounter_diagnosis d join encounter e on e.id = d.encounter_id where e.status <> 'coded' "
            "union select s.procedure_code as code from service_line s join encounter e on e.id = s.encounter_id "
            "where e.status <> 'coded'"
        ),
    ),
)


def codes_in_use(db: Database) -> dict[str, frozenset[str]]:
    """Where the office keeps codes → the codes: favourites, procedure list, macros, visits still to be coded."""
    return {where: frozenset(row["code"] for row in rows(db, sql)) for where, sql in _READS}
