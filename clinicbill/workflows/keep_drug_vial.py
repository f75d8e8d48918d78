"""Add and change the office's drug vials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.drug_vial import vial_findings
from clinicbill.coding.drug_vial_store import list_vials, save_vial
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.drug_vial import DrugVial
    from clinicbill.workflows.outcome import Outcome


def keep_drug_vial(db: Database, stamp: Stamp, vial: DrugVial) -> Outcome:
    """Save a vial, new or changed; one that is not used any more is made inactive, never deleted."""
    require(stamp, Act.CHANGE_SETUP)
    return keep_record(
        db,
        vial_findings(vial, list_vials(db)),
        lambda: save_vial(db, vial, stamp),
        changed="setup",
        message=f"Saved the vial of {vial.procedure_code}",
    )
