"""The table of default modifiers in the practice file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import DefaultModifierId
from clinicbill.coding.plans.default_modifiers import DefaultModifier
from clinicbill.db.connect import rows
from clinicbill.practice.rows import record_of, save

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp


def list_default_modifiers(db: Database, *, with_inactive: bool = False) -> list[DefaultModifier]:
    """Every row, by code; those not used any more only where asked for."""
    found = rows(
        db,
        "select * from default_modifier where active or :all order by procedure_code, from_on, id",
        {"all": int(with_inactive)},
    )
    return [record_of(DefaultModifier, row) for row in found]


def save_default_modifier(db: Database, row: DefaultModifier, stamp: Stamp) -> DefaultModifierId:
    """Write a row, or what differs of it."""
    return DefaultModifierId(save(db, "default_modifier", row, stamp))
