"""The account of one patient as a report: each service, who paid what, what was written off, what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.reports.account import LineAccount, PatientAccount, VisitAccount, account
from clinicbill.reports.account_figures import SUMS, Figure, FigureRow, Sums
from clinicbill.reports.report_table import (
    TOTAL,
    BehindRow,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId

# Head → the figure of a line that stands under it.
_FIGURES: dict[str, Callable[[Sums], Figure]] = {
    "Charge": lambda sums: sums.charge,
    "Insurance paid": lambda sums: sums.insurance_paid,
    "Written off": lambda sums: sums.adjusted,
    "Patient paid": lambda sums: sums.patient_paid,
    "Other": lambda sums: sums.other,
    "Insurance owes": lambda sums: sums.payer_owes,
    "Patient owes": lambda sums: sums.patient_owes,
}
_WITHOUT = "without"


def account_report(db: Database, days: Days) -> ReportTable:
    """Every service up to a day; charge − all that was paid or written off = what is owed.

    Raises:
        ValueError: no patient is named.
        NotFound: there is no such patient.
    """
    if days.patient_id is None:
        raise ValueError("an account belongs to a patient")
    found = account(db, days.patient_id, days.to_on)
    rows = tuple(_row(visit, line) for visit in reversed(found.visits) for line in visit.lines)
    without = _without(found)
    if any(figure(without).rows for figure in _FIGURES.values()):
        cells = (figure(without).amount for figure in _FIGURES.values())
        rows += (ReportRow(_WITHOUT, (None, "", "No service", *cells)),)
    return ReportTable(
        id="account",
        title=f"Account of {found.patient.name}",
        about=_about(found),
        columns=(
            ReportColumn("Visit", CellKind.DATE),
            ReportColumn("Service", CellKind.CODE),
            ReportColumn("Case", CellKind.TEXT),
            *(ReportColumn(title, CellKind.MONEY, opens=True) for title in _FIGURES),
        ),
        rows=rows,
        total=ReportRow(
            TOTAL, (None, "", "Total", *(figure(found.sums).amount for figure in _FIGURES.values()))
        ),
        empty="No visit up to this day.",
    )


def _about(found: PatientAccount) -> str:
    words = [f"chart {found.patient.chart_number}", f"born {slashed(found.patient.birth_on)}"]
    words.append(f"as of {slashed(found.as_of)}")
    if found.unapplied.amount:
        words.append(f"unapplied credit {found.unapplied.amount}, balance {found.balance}")
    if found.prepaid.amount:
        words.append(f"prepaid care {found.prepaid.amount}")
    return ", ".join(words)


def _row(visit: VisitAccount, line: LineAccount) -> ReportRow:
    service = " ".join((line.procedure_code, *line.modifiers))
    return ReportRow(
        f"line {line.id}",
        (line.from_on, service, visit.case, *(figure(line.sums).amount for figure in _FIGURES.values())),
    )


def _without(found: PatientAccount) -> Sums:
    """What was posted to no service line: the sums less those of all lines."""
    known = {line.id for visit in found.visits for line in visit.lines}
    return Sums(
        **{
            name: Figure(
                rows=tuple(row for row in getattr(found.sums, name).rows if row.service_line_id not in known)
            )
            for name in SUMS
        }
    )


def account_report_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The ledger entries behind one number of the account."""
    if days.patient_id is None:
        return []
    found = account(db, days.patient_id, days.to_on)
    sums = found.sums
    if key == _WITHOUT:
        sums = _without(found)
    elif key != TOTAL:
        sums = next(line.sums for visit in found.visits for line in visit.lines if f"line {line.id}" == key)
    services = {
        line.id: " ".join((line.procedure_code, *line.modifiers))
        for visit in found.visits
        for line in visit.lines
    }
    return [
        _behind(
            row, at, services.get(row.service_line_id, "") if row.service_line_id else "", days.patient_id
        )
        for at, row in enumerate(_FIGURES[title](sums).rows)
    ]


def _behind(row: FigureRow, at: int, service: str, patient_id: PatientId) -> BehindRow:
    return BehindRow(
        key=f"{row.posting_id} {at}",
        on=row.posted_on,
        who=row.party,
        what=f"{row.what}, reversed" if row.undone else row.what,
        detail=row.detail,
        code=service,
        amount=row.amount,
        patient_id=patient_id,
    )
