"""History: who changed what in a patient's file, in the screen's words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.basics.people import phone_shown
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, Value, quiet
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.ui.patients.reads import HistoryRow

# Column of the table → the field's name on the screen; the rest is read off the column.
_FIELDS = {
    "birth_on": "Birth date",
    "phone2": "Other phone",
    "street2": "Street, second line",
    "zip": "ZIP",
    "signature_on_file_on": "Signature",
    "chart_number": "Chart no.",
    "guarantor_id": "Who answers for the bill",
    "payer_id": "Payer",
    "case_id": "Pays for",
    "priority": "Order",
    "member_id": "Member id",
    "group_number": "Group no.",
    "plan_name": "Plan",
    "from_on": "From",
    "to_on": "To",
    "relationship": "Insured is",
    "copay_cents": "Copay",
    "visit_limit": "Visits a year",
    "benefits_signed_on": "Benefits signed on",
    "insurance_type_code": "Why second",
    "claim_number": "Claim no.",
    "referring_id": "Referred by",
    "visits_used_before": "Used before",
    "active": "In use",
}


def field_words(column: str) -> str:
    """A column as the screen calls it."""
    plain = column.removesuffix("_on").removesuffix("_cents").removesuffix("_id").replace("_", " ")
    return _FIELDS.get(column, plain.capitalize())


def value_words(column: str, value: str | int | None) -> str:
    """A stored value as the screen shows it."""
    if value is None or value == "":
        return "–"
    if column.endswith("_cents") and isinstance(value, int):
        return Money(value).plain()
    if column.endswith("_on"):
        return slashed(date.fromisoformat(str(value)))
    if column in ("active", "lien", "other_accident", "benefits_assigned", "accepts_assignment"):
        return "yes" if value else "no"
    return phone_shown(str(value)) if "phone" in column else str(value)


def history_columns(time_zone: str) -> tuple[Column[HistoryRow], ...]:
    """When, who, which record, which field, before and after; moments in the practice's time."""
    zone = ZoneInfo(time_zone)

    def when(row: HistoryRow) -> str:
        return row.change.at.astimezone(zone).strftime("%m/%d/%Y %H:%M")

    def field(row: HistoryRow) -> Value:
        return field_words(row.change.field) if row.change.field else quiet("added")

    def before(row: HistoryRow) -> Value:
        return quiet(value_words(row.change.field, row.change.before)) if row.change.field else None

    def after(row: HistoryRow) -> Value:
        return Run(value_words(row.change.field, row.change.after)) if row.change.field else None

    return (
        Column("When", when, right=True, role=Role.TEXT2),
        Column("Who", lambda row: row.change.user),
        Column("Record", lambda row: row.about, weight=MEDIUM, stretch=3, width=90),
        Column("Field", field),
        Column("Before", before, stretch=2, width=80),
        Column("After", after, stretch=2, width=80),
    )


class HistoryTab(QWidget):
    """Read only."""

    def __init__(self, time_zone: str) -> None:
        super().__init__()
        self.table: RecordTable[HistoryRow] = RecordTable(
            "History", history_columns(time_zone), identity=lambda row: row.number
        )
        self.states = States(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)

    def show_rows(self, rows: Sequence[HistoryRow]) -> None:
        """The newest first."""
        self.table.fill(rows)
        if rows:
            self.states.show_rows()
        else:
            self.states.show_empty("Nothing was changed yet.")

    def refuse(self) -> None:
        """For roles that may not see it."""
        self.states.show_empty(
            "Only an owner sees who changed what.", "The history itself is kept for everybody."
        )
