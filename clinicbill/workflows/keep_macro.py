"""Keep the macros of the coding desk: save, change, and end them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.coding.plans.macro import macro_findings
from clinicbill.coding.plans.macro_store import get_macro, list_macros, save_macro
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import MacroId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.plans.macro import Macro
    from clinicbill.workflows.outcome import Outcome

SETUP = "setup"


def keep_macro(db: Database, stamp: Stamp, macro: Macro) -> Outcome:
    """Save a macro, new or changed."""
    require(stamp, Act.CODE_VISIT)
    macro = replace(macro, name=macro.name.strip())
    return keep_record(
        db,
        macro_findings(macro, list_macros(db)),
        lambda: save_macro(db, macro, stamp),
        changed=SETUP,
        message=f"Saved macro {macro.name}",
    )


def end_macro(db: Database, stamp: Stamp, macro_id: MacroId) -> Outcome:
    """Offer a macro no longer; its row stays."""
    require(stamp, Act.CODE_VISIT)
    ended = replace(get_macro(db, macro_id), active=False)
    return keep_record(
        db, (), lambda: save_macro(db, ended, stamp), changed=SETUP, message=f"Removed macro {ended.name}"
    )
