"""The office's drug vials in the practice file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.drug_vial import DrugVial, DrugVialId
from clinicbill.db.connect import rows
from clinicbill.practice.rows import record_of, save

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp


def list_vials(db: Database, *, with_inactive: bool = False) -> list[DrugVial]:
    """The vials in use, by code and name."""
    sql = "select * from drug_vial where active or :all order by procedure_code, name, id"
    return [record_of(DrugVial, row) for row in rows(db, sql, {"all": int(with_inactive)})]


def save_vial(db: Database, vial: DrugVial, stamp: Stamp) -> DrugVialId:
    """Write a vial, or what differs of it."""
    return DrugVialId(save(db, "drug_vial", vial, stamp))
