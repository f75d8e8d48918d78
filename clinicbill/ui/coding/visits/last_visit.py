"""LastVisit: what the last visit of the case was coded with, line by line against today's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.claims.status import STATUSES
from clinicbill.encounters.encounter import EncounterLine
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.columns import Column, Totals
from clinicbill.ui.widgets.key_cap import KeyCap
from clinicbill.ui.widgets.labels import line, secondary, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, code, small, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.claims.store import ClaimRecord
    from clinicbill.encounters.encounter import Encounter


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLine:
    """A line of the last visit and what became of it today; empty while today has no lines."""

    number: int
    line: EncounterLine
    name: str
    today: tuple[Run, ...]


_COLUMNS: tuple[Column[LastLine], ...] = (
    Column("", lambda row: Run(str(row.number), Role.TEXT2)),
    Column("CPT", lambda row: row.line.procedure_code, mono=True),
    Column("Service", lambda row: row.name, stretch=1),
    Column("Modifiers", lambda row: " ".join(row.line.modifiers), mono=True, width=110),
    Column("Pointers", lambda row: row.line.pointer_letters, mono=True),
    Column("Units", lambda row: row.line.units, right=True),
    Column("Charge", lambda row: row.line.charge, right=True),
    Column("Today", lambda row: row.today, width=190),
)


def last_lines(last: Encounter, today: Encounter, name: Callable[[str], str]) -> list[LastLine]:
    """Each line of the last visit compared with the line of the same code today."""
    return [
        LastLine(
            number=number,
            line=line,
            name=name(line.procedure_code),
            today=_compared(line, last, today) if today.lines else (),
        )
        for number, line in enumerate(last.lines, 1)
    ]


def _compared(line: EncounterLine, last: Encounter, today: Encounter) -> tuple[Run, ...]:
    same = next((now for now in today.lines if now.procedure_code == line.procedure_code), None)
    if same is None:
        return (state("minus", "Not today", Role.TEXT2),)
    parts = [f"{modifier} missing" for modifier in line.modifiers if modifier not in same.modifiers]
    parts += [f"{modifier} new" for modifier in same.modifiers if modifier not in line.modifiers]
    if _pointed(line, last) != _pointed(same, today):
        parts.append("other pointers" if same.pointers else "pointer missing")
    if line.units != same.units:
        parts.append(f"{same.units} units")
    if not parts:
        return (state("circle-check", "Same", Role.GREEN),)
    return (state("warning", ", ".join(parts), Role.AMBER),)


def _pointed(line: EncounterLine, visit: Encounter) -> list[str]:
    return [visit.diagnoses[p - 1] for p in line.pointers if p <= len(visit.diagnoses)]


def diagnosis_totals(last: Encounter, today: Encounter) -> Totals:
    """The diagnoses of the last visit below its lines, and which of them are not there today."""
    gone = [diagnosis for diagnosis in last.diagnoses if diagnosis not in today.diagnoses]
    words: tuple[Run, ...] = (small("Dx"), *(code(diagnosis) for diagnosis in last.diagnoses))
    told: tuple[Run, ...] = ()
    if gone and today.diagnoses:
        told = (state("warning", f"{' '.join(gone)} not today", Role.AMBER),)
    return Totals({"Service": words, "Charge": last.total, "Today": told})


class LastVisit(QWidget):
    """Shown below the edits where there is room."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = secondary("")
        self.table: RecordTable[LastLine] = RecordTable(
            "Lines of the last visit", _COLUMNS, identity=lambda row: row.number
        )
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setSelectionMode(RecordTable.SelectionMode.NoSelection)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(
            line(section("Last visit"), self._about, None, secondary("Same as last"), KeyCap(key))
        )
        column.addWidget(self.table)

    def show_last(
        self, last: Encounter, today: Encounter, claim: ClaimRecord | None, name: Callable[[str], str]
    ) -> None:
        """Compare the last visit with today's."""
        about = slashed(last.service_on)
        if claim is not None:
            about += f", claim {claim.patient_control_number}, {STATUSES[claim.status].words.lower()}"
        self._about.setText(about)
        self.table.fill(last_lines(last, today, name), (diagnosis_totals(last, today),))
        self.table.clearSelection()
        self.table.setFixedHeight(
            self.table.head.sizeHint().height() + scaled(27) * (len(last.lines) + 1) + 1
        )
