"""Denials: lines a payer denied, why, until when one may appeal, and what can be done about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.reports.denied_lines import DeniedLine, denied_lines, denied_total
from clinicbill.ui.colours import Role
from clinicbill.ui.denials.columns import by_payer, by_reason, matches, payer_columns, reason_columns
from clinicbill.ui.denials.detail import DenialDetail
from clinicbill.ui.denials.move_sheet import MoveSheet
from clinicbill.ui.denials.reads import DenialFile, read_denial
from clinicbill.ui.fonts import scaled
from clinicbill.ui.page import Page
from clinicbill.ui.widgets.badge import Badge
from clinicbill.ui.widgets.columns import Column, Totals
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.key_cap import KeyCap, Kind
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.outcome import Outcome

_PAUSE = 40  # milliseconds the cursor rests on a line before it is read


class DenialsPage(Page):
    """The lines left, in groups; the adjudication of the selected one and its ways out at the right."""

    id, title = "denials", "Denials"
    shows = frozenset({"ledger", "claims", "remittances", "patients", "visits", "setup"})
    hints = (
        Hint(("↑", "↓"), "Line"),
        Hint(("Enter",), "Open claim"),
        Hint(("F5",), "Open visit"),
        Hint(("F6",), "Open remittance"),
        Hint(("F2",), "Group by payer"),
    )

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.lines: list[DeniedLine] = []
        self.grouped_by_payer = False
        self._wanted: int | None = None
        self._shown: DeniedLine | None = None
        self._read = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._read_file)
        self._tables = {
            False: self._table("Denied lines by reason", reason_columns(lambda: self.clinic.as_of)),
            True: self._table("Denied lines by payer", payer_columns(lambda: self.clinic.as_of)),
        }
        self._bind_all()
        self._lay_out()
        self.search.textChanged.connect(self._fill)
        self.detail.payer_opened.connect(lambda payer_id: self.go("receivables", payer_id))

    def _table(self, name: str, columns: tuple[Column[DeniedLine], ...]) -> RecordTable[DeniedLine]:
        made: RecordTable[DeniedLine] = RecordTable(name, columns, identity=lambda row: row.line_id)
        made.chosen.connect(self._choose)
        made.opened.connect(self._open_claim)
        return made

    @property
    def table(self) -> RecordTable[DeniedLine]:
        """The list that is shown."""
        return self._tables[self.grouped_by_payer]

    def _bind_all(self) -> None:
        self.bind("denials.claim", self._open_claim)
        self.bind("denials.patient", self._open_patient)
        self.bind("denials.payment", self._open_remittance)
        self.bind("denials.visit", self._open_visit)
        self.bind("denials.group", self.turn_groups)
        self.bind("denials.move", self.ask_to_move)

    def _lay_out(self) -> None:
        self.header.add(self.button("denials.group"), self.button("denials.payment"))
        self.search = LineEdit("Filter denied lines", placeholder="Filter: name, payer, code, claim, date")
        self.filter_field = self.search
        above = QWidget()
        row = QHBoxLayout(above)
        row.setContentsMargins(16, scaled(10), 16, scaled(6))
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(KeyCap("Ctrl+F"))
        self._stack = QStackedWidget()
        for table in self._tables.values():
            self._stack.addWidget(table)
        self.states = States(self._stack)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(above)
        column.addWidget(self.states, 1)
        claim = self.button("denials.claim", kind=Kind.PRIMARY, icon=False)
        visit = self.button("denials.visit", "Visit", icon=False)
        move = self.button("denials.move", "To patient", icon=False)
        self.detail = DenialDetail((claim, visit, move), self.clinic.as_of)
        self.body.addWidget(Splitter("denials", [left, self.detail], [786, 384], grows=0), 1)

    def first_focus(self) -> QWidget:
        """The list."""
        return self.table

    @classmethod
    def count(cls, db: Database, _as_of: date) -> Badge:  # type: ignore[override]
        """How many denied lines are open."""
        return Badge(len(denied_lines(db)), Role.RED)

    # Reading --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the lines again."""
        self.jobs.read(denied_lines, then=self._take, failed=self._fail, latest=("denials", id(self)))

    def _take(self, lines: list[DeniedLine]) -> None:
        self.lines, self._read = lines, True
        count = f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
        self.header.say(f"{count}, {denied_total(lines)} open, nothing written off" if lines else "")
        self._fill()
        if self._wanted is not None:
            self.show_record(self._wanted)

    def _fail(self, error: ClinicBillError) -> None:
        self.states.retry(str(error), self.refresh)

    def _fill(self, _text: str = "") -> None:
        typed = self.search.text().strip()
        shown = [line for line in self.lines if matches(line, typed)]
        groups = by_payer(shown) if self.grouped_by_payer else by_reason(shown)
        total = denied_total(shown)
        self.table.fill(groups, [Totals({"Patient": "Total", "Open": total})] if shown else [])
        if shown:
            self.states.show_rows()
        elif typed:
            self.states.show_empty(f"No denied line has “{typed}” in it.", "Esc empties the filter.")
        else:
            self.states.show_empty(
                "Nothing is denied.",
                "Lines a payer refuses in a posted remittance stand here until they are worked.",
            )
        self.set_fact(f"{len(shown)} shown, {total.plain()}" if typed else "")
        self._follow()

    def turn_groups(self) -> None:
        """By payer, or by reason again."""
        line = self.table.current()
        self.grouped_by_payer = not self.grouped_by_payer
        self._stack.setCurrentWidget(self.table)
        self.allow("denials.group", text="Group by reason" if self.grouped_by_payer else "Group by payer")
        self._fill()
        if line is not None:
            self.table.select(line.line_id)
        self.table.setFocus()

    def show_record(self, key: object) -> None:
        """Select the first denied line of a claim another page asked for."""
        if not isinstance(key, int):
            return
        if not self._read:
            self._wanted = key
            return
        self._wanted = None
        found = next((line for line in self.lines if line.claim_id == key), None)
        if found is None:
            self.say("No line of this claim is denied any more", "info", Role.BLUE)
            return
        if not self.table.select(found.line_id):
            self.search.clear()
            self.table.select(found.line_id)

    def back(self) -> bool:
        """An empty filter again."""
        if not self.search.text():
            return False
        self.search.clear()
        self.table.setFocus()
        return True

    # The selected line ----------------------------------------------------------------------------

    def _choose(self, _row: DeniedLine | None) -> None:
        self._follow()

    def _follow(self) -> None:
        line = self.table.current()
        same = line is not None and self._shown is not None and line.line_id == self._shown.line_id
        self._shown = line
        if line is None:
            self.detail.clear()
            return
        if not same:
            self.detail.show_line(line)
        self.detail.show_buttons()
        allowed = may(self.clinic.facts.role, Act.MOVE_BALANCE)
        self.allow("denials.move", why_not="" if allowed else "A biller’s work")
        self._pause.start()

    def _read_file(self) -> None:
        if self._shown is not None:
            self.jobs.read(
                read_denial,
                self._shown,
                self.clinic.as_of,
                then=self._take_file,
                failed=self.say_failed,
                latest=("denial", id(self)),
            )

    def _take_file(self, file: DenialFile) -> None:
        if self._shown is not None and self._shown.line_id == file.line.line_id:
            self.detail.show_file(file)

    # What can be done -----------------------------------------------------------------------------

    def _open_claim(self, _row: object = None) -> None:
        if self._shown is not None:
            self.go("claims", self._shown.claim_id)

    def _open_visit(self) -> None:
        if self._shown is not None:
            self.go("coding", self._shown.encounter_id)

    def _open_patient(self) -> None:
        if self._shown is not None:
            self.go("patients", self._shown.patient_id)

    def _open_remittance(self) -> None:
        if self._shown is not None:
            self.go("payments", self._shown.remittance_id)

    def ask_to_move(self) -> MoveSheet | None:
        """Make the line the patient's, with a reason."""
        if self._shown is None:
            return None
        sheet = MoveSheet(self.clinic, self._shown)
        sheet.done.connect(self._tell_moved)
        sheet.open_over(self)
        return sheet

    def _tell_moved(self, outcome: Outcome) -> None:
        self.say(outcome.message)
        self.table.setFocus()
