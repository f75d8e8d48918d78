"""Keep the table of default modifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.plans.default_modifiers import default_modifier_findings
from clinicbill.coding.plans.default_modifiers_store import list_default_modifiers, save_default_modifier
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.plans.default_modifiers import DefaultModifier
    from clinicbill.workflows.outcome import Outcome


def keep_default_modifier(db: Database, stamp: Stamp, row: DefaultModifier) -> Outcome:
    """Save a row, new or changed; AT is refused (S50). Lines that were coded keep their modifiers."""
    require(stamp, Act.CHANGE_SETUP)
    others = [other for other in list_default_modifiers(db) if other.id != row.id]
    return keep_record(
        db,
        default_modifier_findings(row, others),
        lambda: save_default_modifier(db, row, stamp),
        changed="setup",
        message=f"Saved default {' '.join(row.modifiers)}".strip(),
    )
