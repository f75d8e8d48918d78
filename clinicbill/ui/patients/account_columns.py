"""The lists of a patient's account as data: visits, the rows behind a figure, claims, payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from clinicbill.claims.status import STATUSES
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.reports.account_figures import Figure, FigureRow
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.runs import Run, Runs, Value, code, paint, quiet, runs_of, state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.reports.account import ClaimAccount, PaymentAccount, VisitAccount

VISIT_STATES = {
    VisitStatus.TO_CODE: ("dashed-circle", "To code", Role.TEXT2),
    VisitStatus.ON_HOLD: ("pause-circle", "On hold", Role.AMBER),
}
# Head of a money column → the figure of a visit that stands in it.
FIGURES: dict[str, Callable[[VisitAccount], Figure]] = {
    "Charge": lambda visit: visit.sums.charge,
    "Ins. paid": lambda visit: visit.sums.insurance_paid,
    "Adjusted": lambda visit: visit.sums.adjusted,
    "Patient paid": lambda visit: visit.sums.patient_paid,
    "Owed": lambda visit: Figure.joined((visit.sums.payer_owes, visit.sums.patient_owes)),
}
FIGURE_WORDS = {"Ins. paid": "Insurance paid"}


def visit_columns(is_current: Callable[[VisitAccount, str], bool]) -> tuple[Column[VisitAccount], ...]:
    """One row for each visit; the money cell under the cursor wears a ring, because its rows are shown below."""
    money = tuple(_money_column(title, is_current) for title in FIGURES)
    return (
        Column("Visit", lambda row: row.service_on, right=True, width=96),
        Column("Procedures", _procedures, width=120),
        Column("Case", _case, stretch=1, width=90, role=Role.TEXT2),
        *money,
    )


def _money_column(title: str, is_current: Callable[[VisitAccount, str], bool]) -> Column[VisitAccount]:
    figure = FIGURES[title]
    like = Run(weight=BOLD) if title == "Owed" else Run()

    def value(row: VisitAccount) -> Value:
        return figure(row).amount if row.sums.charge.rows or figure(row).rows else None

    def draw(painter: QPainter, room: QRectF, row: VisitAccount) -> None:
        paint(painter, room, runs_of(value(row), like), right=True)
        if is_current(row, title):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(-6, 3, 6, -4), 4, 4)

    return Column(title, value, right=True, sums=True, draw=draw, width=76)


def _procedures(row: VisitAccount) -> Runs:
    shown = [code(" ".join((line.procedure_code, *line.modifiers))) for line in row.lines[:2]]
    if len(row.lines) > len(shown):
        shown.append(quiet(f"+{len(row.lines) - len(shown)}"))
    return tuple(shown)


def _case(row: VisitAccount) -> Runs:
    where = visit_state(row)
    return (quiet(row.case),) if where is None else (where, quiet(row.case))


def visit_state(visit: VisitAccount) -> Run | None:
    """Where a visit stands before its claim: not coded, on hold, not charged; nothing once it is charged."""
    if visit.status in VISIT_STATES:
        return _spaced(state(*VISIT_STATES[visit.status]))
    if not visit.sums.charge.rows:
        return _spaced(state("dashed-circle", "Not charged", Role.TEXT2))
    return None


def _spaced(run: Run) -> Run:
    return Run(run.text, run.role, run.weight, icon=run.icon, icon_role=run.icon_role, gap=10)


def behind_columns(lines: Callable[[], Mapping[ServiceLineId, str]]) -> tuple[Column[FigureRow], ...]:
    """The ledger entries a figure is the sum of."""

    def line(row: FigureRow) -> str:
        return lines().get(row.service_line_id, "") if row.service_line_id is not None else ""

    return (
        Column("Posted", lambda row: row.posted_on, right=True, width=96),
        Column("What", lambda row: row.what, weight=MEDIUM),
        Column("Line", line, mono=True),
        Column("Who", lambda row: row.party, stretch=2, width=80),
        Column("How", _how, stretch=2, width=80, role=Role.TEXT2),
        Column("Amount", lambda row: row.amount, right=True, sums=True, width=84),
    )


def _how(row: FigureRow) -> Runs:
    mark = (state("undo", "Reversed", Role.BLUE),) if row.undone else ()
    detail = code(row.detail, Role.TEXT2) if "-" in row.detail else quiet(row.detail)
    return (detail, *mark)


CLAIMS: tuple[Column[ClaimAccount], ...] = (
    Column("Visit", lambda row: row.first_service_on, right=True, width=96),
    Column("Claim no.", lambda row: row.number, mono=True),
    Column("Payer", lambda row: _payer(row), stretch=1, width=90),
    Column("State", lambda row: _claim_state(row)),
    Column("Charge", lambda row: row.total, right=True, width=76),
    Column("Open", lambda row: row.open, right=True, width=76),
)
_ORDER = {"P": "primary", "S": "secondary", "T": "tertiary"}


def _payer(row: ClaimAccount) -> Runs:
    return (Run(row.payer), quiet(_ORDER[row.responsibility]))


def _claim_state(row: ClaimAccount) -> Run:
    look = STATUSES[row.status]
    return state(look.icon, look.words, Role(look.role))


PAYMENTS: tuple[Column[PaymentAccount], ...] = (
    Column("Posted", lambda row: row.posted_on, right=True, width=96),
    Column("What", lambda row: _what(row), weight=MEDIUM),
    Column("From", lambda row: row.party, stretch=1, width=90),
    Column("How", lambda row: _method(row), stretch=1, width=90, role=Role.TEXT2),
    Column("Unapplied", lambda row: row.unapplied.amount or None, right=True, width=76),
    Column("Paid", lambda row: row.paid.amount, right=True, width=76),
)


def _what(row: PaymentAccount) -> Runs:
    return (Run(row.what), state("undo", "Reversed", Role.BLUE)) if row.undone else (Run(row.what),)


def _method(row: PaymentAccount) -> str:
    if row.trace_number:
        return f"{row.method} {row.trace_number}".strip()
    return row.description or row.method
