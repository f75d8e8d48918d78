"""Desk: the right side of the page: diagnoses with their search, service lines, edits, the last visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.codesets.look_up import CodeAnswer
from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.ui.actions import action
from clinicbill.ui.coding.changes import add_diagnosis, move_diagnosis, remove_diagnosis, replace_diagnosis
from clinicbill.ui.coding.desk_line import DeskLine
from clinicbill.ui.coding.diagnoses.code_search import CodeSearch
from clinicbill.ui.coding.diagnoses.code_source import Around, DiagnosisKey, used_hits
from clinicbill.ui.coding.diagnoses.diagnosis_list import DiagnosisList, DiagnosisRow, diagnosis_rows
from clinicbill.ui.coding.diagnoses.known_codes import CodeFact
from clinicbill.ui.coding.diagnoses.used_codes import OfficeCodes
from clinicbill.ui.coding.edits.panel import EditsPanel
from clinicbill.ui.coding.edits.remedies import diagnosis_of, line_of
from clinicbill.ui.coding.hints import search_hints
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
        self._file: VisitFile | None = None
        self.office = OfficeCodes()
        self._replacing: int | None = None
        self._searching = self._locked = False
        self.setMinimumWidth(scaled(520))
        self.banner = Banner(Role.BLUE)
        self.diagnoses = DiagnosisList()
        self.search = CodeSearch(clinic)
        self.grid = LineGrid(draft, clinic.as_of)
        self.counter = DeskLine()
        self.edits = EditsPanel(draft, action("coding.fix").key)
        self.last = LastVisit(action("coding.same").key)
        self._total = RunsLabel(right=True)
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
        self.last.hide()
        self._rest.hide()

    def _connect(self) -> None:
        self.search.picked.connect(self._add)
        self.search.passed.connect(self.grid.start_new)
        self.search.left_up.connect(self._into_diagnoses)
        self.search.emptied.connect(self._forget_place)
        self.search.said.connect(self.said)
        self.search.opened.connect(self._set_searching)
        self.diagnoses.left_down.connect(self.search.setFocus)
        self.diagnoses.typed_on.connect(self.search.search)
        self.diagnoses.removed.connect(self.remove_diagnosis)
        self.diagnoses.opened.connect(self._change_diagnosis)
        self.diagnoses.chosen.connect(self._tell_diagnosis)
        self.diagnoses.focus_changed.connect(lambda: self._tell_diagnosis(self.diagnoses.current()))
        self.grid.left_up.connect(self.search.setFocus)
        self.grid.said.connect(self.said)

    # Showing ----------------------------------------------------------------------------------------

    def prepare(self, file: VisitFile, *, locked: bool, correcting: bool) -> None:
        """Another visit, or other things known around it; `refresh` shows them."""
        other = self._file is None or self._file.visit.id != file.visit.id
        self._file, self._locked = file, locked
        model = self.grid.lines
        model.editable, model.correcting = not locked, correcting
        self.grid.last = file.last
        self.grid.usual = tuple(one.procedure_code for one in file.last.lines) if file.last else ()
        self.search.setVisible(not locked)
        if other:
            self._replacing = None
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
        self._tell_search()
        self.grid.refresh()
        count = len(visit.lines)
        words = small(f"{count} line" if count == 1 else f"{count} lines")
        self._total.set_runs((words, Run(str(visit.total), weight=BOLD, gap=0)))
        self.counter.show_visit(visit, self._draft.desk, self._last_to_compare())
        self.edits.refresh(self._clean_words(), locked=self._locked)
        self._show_last()
        self._share()

    def _last_to_compare(self) -> Encounter | None:
        return self._file.last if self._file is not None and not self._locked else None

    def _clean_words(self) -> str:
        if self._locked:
            return "Nothing is missing."
        total = self._draft.visit.total
        return f"Nothing is missing: Ctrl+Enter charges {total} and makes the claim."

    def _tell_search(self) -> None:
        visit, file = self._draft.visit, self._file
        used = file.used if file is not None else ()
        times = {one.code: one.times for one in (*used, *self.office.used)}
        around = Around(listed=visit.diagnoses, used=times)
        offered = used_hits(used, self.office.used, self._draft.codes.title, around)
        at = len(visit.diagnoses) if self._replacing is None else self._replacing
        letter = POINTER_LETTERS[at] if at < _MOST_DIAGNOSES else "–"
        self.search.set_visit(letter, visit.service_on, around, offered)
        unpointed = self._line_to_point()
        point = "" if unpointed is None else f"Add, point line {unpointed + 1}"
        self.search.set_hints(search_hints(letter, point))

    def _line_to_point(self) -> int | None:
        """The first line without a pointer, else the one under the cursor."""
        lines = self._draft.visit.lines
        free = next((at for at, one in enumerate(lines) if not one.pointers), None)
        return self.grid.current_row() if free is None else free

    def _show_last(self) -> None:
        file = self._file
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
            searching=self._searching and not self._locked,
        )
        block = scaled(SECTION + DIAGNOSIS * count + 10) if self._locked else room.block
        self._block.setFixedHeight(block)
        self.diagnoses.set_visible_rows(count if self._locked else room.diagnoses)
        self.search.set_rows(room.hits)
        if room.diagnoses < count:
            self.diagnoses.scrollToBottom()
        self.grid.set_visible_rows(room.lines)
        self._share_rest(height - block - scaled(SECTION + TABLE_HEAD + 27 * room.lines), tall=room.tall)

    def _share_rest(self, height: int, *, tall: bool) -> None:
        """Below the lines: the edits as high as they need where the last visit stands under them."""
        file = self._file
        with_last = tall and file is not None and file.last is not None
        self.last.setVisible(with_last)
        self._rest.setVisible(with_last)
        if with_last:
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

    def _into_diagnoses(self) -> None:
        if self.diagnoses.records():
            last = self.diagnoses.records()[-1].code
            self.diagnoses.setFocus()
            self.diagnoses.select(last)

    def _add(self, key: DiagnosisKey, alt: bool) -> None:  # noqa: FBT001 - a signal's argument
        visit = self._draft.visit
        self._learn(key)
        if self._replacing is not None and self._replacing < len(visit.diagnoses):
            at, self._replacing = self._replacing, None
            self._draft.change(
                f"changing {visit.diagnoses[at]} to {key.code}", replace_diagnosis(visit, at, key.code)
            )
            return
        if len(visit.diagnoses) >= _MOST_DIAGNOSES:
            self.said.emit("A claim holds 12 diagnoses: remove one first")
            return
        row = self._line_to_point() if alt else None
        self._draft.change(f"adding {key.code}", add_diagnosis(visit, key.code))
        if row is not None:
            pointed = self.grid.point(row, len(self._draft.visit.diagnoses))
            if pointed is not None:
                self._draft.change(f"pointing line {row + 1} to {key.code}", pointed)

    def _learn(self, key: DiagnosisKey) -> None:
        """The search found it in the code set of the day, so the library need not be asked again."""
        if not key.checked:
            return
        code_set = self._file.code_set if self._file is not None else None
        covers, said = (code_set.covers, code_set.said) if code_set is not None else (True, "")
        answer = CodeAnswer(known=True, billable=key.billable, covers=covers, said=said)
        on = self._draft.visit.service_on
        self._draft.codes.learn([CodeFact(code=key.code, on=on, title=key.title, answer=answer)])

    def _change_diagnosis(self, row: DiagnosisRow) -> None:
        """Search for another code in the place of one."""
        if self._locked:
            return
        self._replacing = row.at
        self._tell_search()
        self.search.search(row.code)

    def _forget_place(self) -> None:
        if self._replacing is not None:
            self._replacing = None
            self._tell_search()

    def remove_diagnosis(self) -> bool:
        """Remove the diagnosis under the cursor; whether there was one."""
        row = self.diagnoses.current()
        if row is None or self._locked:
            return False
        self._draft.change(f"removing {row.code}", remove_diagnosis(self._draft.visit, row.at))
        if not self.diagnoses.records():
            self.search.setFocus()
        return True

    def move_current(self, by: int) -> None:
        """Move what is under the cursor, a diagnosis or a line, up or down."""
        row = self.diagnoses.current()
        if self._locked:
            return
        if self.diagnoses.hasFocus() and row is not None:
            self._draft.change(f"moving {row.code}", move_diagnosis(self._draft.visit, row.at, by))
        elif self._in_grid():
            self.grid.move_current(by)

    def remove_current(self) -> None:
        """Remove what is under the cursor, a diagnosis or a line."""
        if self._locked:
            return
        if self._in_grid():
            self.grid.remove_current()
        elif self.diagnoses.hasFocus():
            self.remove_diagnosis()

    def _in_grid(self) -> bool:
        inside = self.focusWidget()
        return inside is not None and (inside is self.grid or self.grid.isAncestorOf(inside))

    def code_here(self) -> str:
        """The code to show in the tabular list: the marked result, else the selected diagnosis."""
        marked = self.search.marked() if self.search.at_work else None
        if marked is not None:
            return marked.code
        row = self.diagnoses.selected_row()
        return row.code if row is not None else ""

    def _tell_diagnosis(self, row: DiagnosisRow | None) -> None:
        self.diagnosis_chosen.emit(row if self.diagnoses.hasFocus() else None)

    # Going to a place -------------------------------------------------------------------------------

    def go_to(self, field: str) -> bool:
        """Put the cursor where a finding points; whether that is here."""
        at, index = line_of(field), diagnosis_of(field)
        if at is not None:
            self.grid.go_to(at, field.split(".")[2])
        elif index is not None and index < len(self.diagnoses.records()):
            self._change_diagnosis(self.diagnoses.records()[index])
        elif field == "diagnoses":
            self.start_search()
        elif field == "lines":
            self.grid.start_new()
        else:
            return False
        return True
