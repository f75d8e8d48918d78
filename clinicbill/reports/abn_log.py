"""The log of notices (ABN): who was told what, on which edition, when it was signed, which option; what was billed on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import EncounterId, PatientId
from clinicbill.basics.money import Money
from clinicbill.coding.abn import OPTION_WORDS, Abn, AbnId
from clinicbill.coding.abn_store import list_abns_given
from clinicbill.db.connect import rows as select
from clinicbill.reports.aging import person
from clinicbill.reports.report_table import (
    TOTAL,
    BehindRow,
    Cell,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

BILLED = "Billed with GA"
_COLUMNS = (
    ReportColumn("Patient", CellKind.TEXT),
    ReportColumn("Given", CellKind.DATE),
    ReportColumn("Services", CellKind.TEXT),
    ReportColumn("Estimate", CellKind.MONEY),
    ReportColumn("Edition", CellKind.CODE),
    ReportColumn("Signed", CellKind.TEXT),
    ReportColumn("Option", CellKind.TEXT),
    ReportColumn("Good until", CellKind.DATE),
    ReportColumn(BILLED, CellKind.MONEY, opens=True),
)
_NAMES = "select id, last_name, first_name, middle_name, suffix from patient"
# GA stands alone among the modifiers, which lie with spaces between.
_LINES = """select s.id, s.from_on, s.procedure_code, s.modifiers, s.charge_cents, e.id as encounter_id,
        p.last_name, p.first_name, p.middle_name, p.suffix
    from service_line s join encounter e on e.id = s.encounter_id join patient p on p.id = e.patient_id
    where e.patient_id = :patient and ' ' || s.modifiers || ' ' like '% GA %'
    order by s.from_on, s.id"""


def abn_log(db: Database, days: Days) -> ReportTable:
    """Every notice given in the days, the newest first, those nobody has signed too."""
    given = list_abns_given(db, days.from_on, days.to_on)
    names = {PatientId(row["id"]): str(person(row)) for row in select(db, _NAMES)} if given else {}
    billed = {
        abn_id: Money.total(Money(row["charge_cents"]) for row in lines)
        for abn_id, lines in _billed(db, given).items()
    }
    rows = tuple(_row(abn, names[abn.patient_id], billed[abn.id]) for abn in given)
    total = ReportRow(TOTAL, ("All", *([None] * 7), Money.total(billed.values())))
    return ReportTable(
        id="abn_log",
        title="Notices (ABN)",
        about=f"given {slashed(days.from_on)}–{slashed(days.to_on)}",
        columns=_COLUMNS,
        rows=rows,
        total=total if rows else None,
        empty="No notice was given in these days.",
    )


def abn_log_rows(db: Database, days: Days, key: str, _title: str) -> list[BehindRow]:
    """The service lines with GA that rest on the notice: its procedures, its patient, while it is good."""
    given = list_abns_given(db, days.from_on, days.to_on)
    billed = _billed(db, given)
    chosen = [abn for abn in given if key in (TOTAL, str(abn.id))]
    return [_behind(abn, row) for abn in chosen for row in billed[abn.id]]


def _billed(db: Database, given: Sequence[Abn]) -> dict[AbnId, list[dict[str, Any]]]:
    """The lines with GA by the notice they rest on: the newest that covers them, so that each counts once."""
    found: dict[AbnId, list[dict[str, Any]]] = {abn.id: [] for abn in given}
    for patient in dict.fromkeys(abn.patient_id for abn in given):
        own = [abn for abn in given if abn.patient_id == patient]
        for row in select(db, _LINES, {"patient": patient}):
            on = date.fromisoformat(row["from_on"])
            abn = next((one for one in own if one.covers(row["procedure_code"], on)), None)
            if abn is not None:
                found[abn.id].append(row)
    return found


def _row(abn: Abn, name: str, billed: Money) -> ReportRow:
    cells: tuple[Cell, ...] = (
        name,
        abn.given_on,
        abn.services,
        abn.estimated,
        abn.edition,
        _signed(abn),
        OPTION_WORDS[abn.option].partition("  ")[0] if abn.option else "none",
        abn.last_on,
        billed,
    )
    return ReportRow(str(abn.id), cells)


def _signed(abn: Abn) -> str:
    if abn.refused:
        return "refused"
    words = slashed(abn.signed_on) if abn.signed_on else "not signed"
    return words if abn.current_edition else f"{words}, outdated edition"


def _behind(abn: Abn, row: dict[str, Any]) -> BehindRow:
    return BehindRow(
        key=f"line {row['id']}",
        on=date.fromisoformat(row["from_on"]),
        who=str(person(row)),
        what="Billed with GA",
        detail=f"notice of {slashed(abn.given_on)}",
        code=" ".join((row["procedure_code"], row["modifiers"])).strip(),
        amount=Money(row["charge_cents"]),
        patient_id=abn.patient_id,
        encounter_id=EncounterId(row["encounter_id"]),
    )
