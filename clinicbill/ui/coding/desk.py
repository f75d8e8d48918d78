"""Desk: the right side of the page: diagnoses with their search, service lines, edits, the last visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.ui.actions import action
from clinicbill.ui.coding.changes import move_diagnosis
from clinicbill.ui.coding.desk_line import DeskLine
from clinicbill.ui.coding.diagnoses.acts import DiagnosisActs
from clinicbill.ui.coding.diagnoses.beside import Beside
from clinicbill.ui.coding.diagnoses.code_search import CodeSearch
from clinicbill.ui.coding.diagnoses.diagnosis_list import DiagnosisList, DiagnosisRow, diagnosis_rows
from clinicbill.ui.coding.diagnoses.used_codes import OfficeCodes
from clinicbill.ui.coding.edits.panel import EditsPanel
from clinicbill.ui.coding.edits.remedies import diagnosis_of, line_of
from clinicbill.ui.coding.lines.grid import LineGrid
from clinicbill.ui.coding.room import DIAGNOSIS, SECTION, TABLE_HEAD, share
from clinicbill.ui.coding.visits.last_visit import LastVisit
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import BOLD, scaled
from clinicbill.ui.widgets.banner import Banner
from clinicbill.ui.widgets.key_cap import KeyCap
from clinicbill.ui.widgets.labels import RunsLabel, line, secondary, section
from clinicbill.ui.widgets.runs import Run, small

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.coding.draft import Draft
    from clinicbill.ui.coding.visits.visit_file import VisitFile

_MOST_DIAGNOSES = len(POINTER_LETTERS)


class Desk(QWidget):
    """Everything that is typed and chosen goes to the draft; what the draft then says is shown here."""

    said = Signal(str)
    diagnosis_chosen = Signal(object)  # DiagnosisRow, or None

    def __init__(self, clinic: Clinic, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clinic, self._draft = clinic, draft
        self.file: VisitFile | None = None
        self.office = OfficeCodes()
        self._searching = self.locked = False
        self.setMinimumWidth(scaled(520))
        self.banner = Banner(Role.BLUE)
        self.diagnoses = DiagnosisList()
        self.search = CodeSearch(clinic)
        self.beside = Beside(clinic, self.search)
        self.grid = LineGrid(draft, clinic.as_of)
        self.counter = DeskLine()
        self.edits = EditsPanel(draft, action("coding.fix").key)
        self.last = LastVisit(action("coding.same").key)
        self._total = RunsLabel(right=True)
        self.codes = DiagnosisActs(self, draft)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._block = QWidget()
        block = QVBoxLayout(self._block)
        block.setContentsMargins(0, 0, 0, 0)
        block.setSpacing(0)
        key = KeyCap(action("coding.diagnoses").key)
        block.addWidget(line(section("Diagnoses"), secondary("box 21, ICD-10-CM"), None, key))
        block.addWidget(self.diagnoses)
        block.addWidget(self.search)
        block.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._block)
        key = KeyCap(action("coding.lines").key)
        column.addWidget(line(section("Service lines"), secondary("box 24"), None, self._total, 6, key))
        column.addWidget(self.grid)
        column.addWidget(self.counter)
        column.addWidget(self.edits, 1)
        column.addWidget(self.last)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        column.addWidget(self.beside, 1)
        self.beside.hide()
        self.last.hide()
        self._rest.hide()

    def _connect(self) -> None:
        self.search.passed.connect(self.grid.start_new)
        self.search.said.connect(self.said)
        self.search.opened.connect(self._set_searching)
        self.beside.asking_changed.connect(self._share)
        self.beside.said.connect(self.said)
        self.diagnoses.left_down.connect(self.search.setFocus)
        self.diagnoses.typed_on.connect(self.search.search)
        self.diagnoses.chosen.connect(self._tell_diagnosis)
        self.diagnoses.focus_changed.connect(lambda: self._tell_diagnosis(self.diagnoses.current()))
        self.grid.left_up.connect(self.search.setFocus)
        self.grid.said.connect(self.said)

    # Showing ----------------------------------------------------------------------------------------

    def prepare(self, file: VisitFile, *, locked: bool, correcting: bool) -> None:
        """Another visit, or other things known around it; `refresh` shows them."""
        other = self.file is None or self.file.visit.id != file.visit.id
        self.file, self.locked = file, locked
        model = self.grid.lines
        model.editable, model.correcting = not locked, correcting
        self.grid.last = file.last
        self.grid.usual = tuple(one.procedure_code for one in file.last.lines) if file.last else ()
        self.search.setVisible(not locked)
        if other:
            self.codes.begin()
            self.search.clear()
            self.grid.setCurrentIndex(QModelIndex())

    def refresh(self) -> None:
        """Show the draft as it stands now."""
        if not self._draft.is_open:
            self.grid.refresh()
            return
        visit = self._draft.visit
        titles = [self._draft.codes.title(code) for code in visit.diagnoses]
        self.diagnoses.fill(diagnosis_rows(visit, titles, self._draft.findings))
        self.codes.tell_search()
        self.grid.refresh()
        count = len(visit.lines)
        words = small(f"{count} line" if count == 1 else f"{count} lines")
        self._total.set_runs((words, Run(str(visit.total), weight=BOLD, gap=0)))
        self.counter.show_visit(visit, self._draft.desk, self._last_to_compare())
        self.edits.refresh(self._clean_words(), locked=self.locked)
        self._show_last()
        self._share()

    def _last_to_compare(self) -> Encounter | None:
        return self.file.last if self.file is not None and not self.locked else None

    def _clean_words(self) -> str:
        if self.locked:
            return "Nothing is missing."
        total = self._draft.visit.total
        return f"Nothing is missing: Ctrl+Enter charges {total} and makes the claim."

    def _show_last(self) -> None:
        file = self.file
        if file is not None and file.last is not None:
            self.last.show_last(
                file.last, self._draft.visit, file.last_claim, self.grid.lines.procedures.name
            )

    # Room -------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._share()

    def _set_searching(self, searching: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._searching = searching
        self._share()

    def _share(self) -> None:
        if not self._draft.is_open:
            return
        height = self.height() - (self.banner.sizeHint().height() if self.banner.isVisible() else 0)
        height -= self.counter.wanted
        count = len(self._draft.visit.diagnoses)
        room = share(
            height,
            diagnoses=count,
            lines=max(self.grid.row_count, 1),
            searching=self._searching and not self.locked,
        )
        block = scaled(SECTION + DIAGNOSIS * count + 10) if self.locked else room.block
        self._block.setFixedHeight(block)
        self.diagnoses.set_visible_rows(count if self.locked else room.diagnoses)
        self.search.set_rows(room.hits)
        if room.diagnoses < count:
            self.diagnoses.scrollToBottom()
        self.grid.set_visible_rows(room.lines)
        self._share_rest(height - block - scaled(SECTION + TABLE_HEAD + 27 * room.lines), tall=room.tall)

    def _share_rest(self, height: int, *, tall: bool) -> None:
        """Below the lines: the edits as high as they need where the last visit stands under them."""
        file = self.file
        beside = (self._searching or self.beside.asking) and not self.locked
        self.beside.setVisible(beside)
        self.edits.setVisible(tall or not beside)
        if beside and not tall:
            self.last.hide()
            self._rest.hide()
            return
        with_last = not beside and tall and file is not None and file.last is not None
        self.last.setVisible(with_last)
        self._rest.setVisible(with_last)
        if with_last or beside:
            wanted = max(self.edits.wanted_height(), scaled(SECTION + 40))
            edits = min(wanted, max(height - self.last.sizeHint().height(), scaled(SECTION + 62)))
            self.edits.setFixedHeight(edits)
        else:
            self.edits.setMinimumHeight(0)
            self.edits.setMaximumHeight(16777215)

    # Diagnoses --------------------------------------------------------------------------------------

    def start_search(self) -> None:
        """The cursor into the search; what stands there is typed over."""
        self.search.setFocus()
        self.search.field.selectAll()

    def move_current(self, by: int) -> None:
        """Move what is under the cursor, a diagnosis or a line, up or down."""
        row = self.diagnoses.current()
        if self.locked:
            return
        if self.diagnoses.hasFocus() and row is not None:
            self._draft.change(f"moving {row.code}", move_diagnosis(self._draft.visit, row.at, by))
        elif self._in_grid():
            self.grid.move_current(by)

    def remove_current(self) -> None:
        """Remove what is under the cursor, a diagnosis or a line."""
        if self.locked:
            return
        if self._in_grid():
            self.grid.remove_current()
        elif self.diagnoses.hasFocus():
            self.codes.remove()

    def _in_grid(self) -> bool:
        inside = self.focusWidget()
        return inside is not None and (inside is self.grid or self.grid.isAncestorOf(inside))

    def _tell_diagnosis(self, row: DiagnosisRow | None) -> None:
        self.diagnosis_chosen.emit(row if self.diagnoses.hasFocus() else None)

    # Going to a place -------------------------------------------------------------------------------

    def go_to(self, field: str) -> bool:
        """Put the cursor where a finding points; whether that is here."""
        at, index = line_of(field), diagnosis_of(field)
        if at is not None:
            self.grid.go_to(at, field.split(".")[2])
        elif index is not None and index < len(self.diagnoses.records()):
            self.codes.change(self.diagnoses.records()[index])
        elif field == "diagnoses":
            self.start_search()
        elif field == "lines":
            self.grid.start_new()
        else:
            return False
        return True
