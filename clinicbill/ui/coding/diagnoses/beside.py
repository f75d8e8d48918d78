"""Beside: what the tabular list says of the code under the mark, while one searches; or its open questions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from clinicbill.codesets.axes import Completion, completion
from clinicbill.ui.codes.code_file import CodeFile, read_code
from clinicbill.ui.codes.detail import tree_runs
from clinicbill.ui.codes.lookup import Kind
from clinicbill.ui.codes.notes_page import notes_page
from clinicbill.ui.coding.diagnoses.code_source import DiagnosisKey
from clinicbill.ui.coding.diagnoses.questions import Questions
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step, font
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.labels import Label, RunsLabel, line
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run
from clinicbill.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.codes.code_file import TreeRow
    from clinicbill.ui.coding.diagnoses.code_search import CodeSearch


def begin_completion(_db: Database, clinic: Clinic, code: str, on: date) -> Completion:
    """What a code leaves open on a day; runs on a job's thread."""
    return completion(clinic.library(), code, on)


class _Around(QWidget):
    """The code's neighbours left, its notes right; read with the eyes, the keyboard stays in the search."""

    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._file: CodeFile | None = None
        self._code, self._state = RunsLabel(), RunsLabel(right=True)
        columns: tuple[Column[TreeRow], ...] = (Column("", tree_runs, stretch=1),)
        self.tree: RecordTable[TreeRow] = RecordTable(
            "Around the code", columns, identity=lambda row: row.code, row_height=24
        )
        self.tree.head.hide()
        self.tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tree.clicked.connect(self._click)
        self.notes = QTextBrowser()
        self.notes.setObjectName("plain")
        self.notes.setAccessibleName("Notes of the code")
        self.notes.setFrameShape(QFrame.Shape.NoFrame)
        self.notes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.notes.setOpenLinks(False)
        self.notes.setFont(font())
        self.notes.anchorClicked.connect(
            lambda link: self.clicked.emit(link.toString().removeprefix("code:"))
        )
        theme().changed.connect(self._render)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self._code, None, self._state))
        inside = QWidget()
        margin = QVBoxLayout(inside)
        margin.setContentsMargins(12, 0, 4, 6)
        margin.addWidget(self.notes)
        column.addWidget(Splitter("code beside", [self.tree, inside], [300, 290], grows=0), 1)

    def show_file(self, file: CodeFile) -> None:
        """Another code."""
        self._file = file
        self._code.set_runs((Run(file.code, weight=MEDIUM, mono=True, gap=8), Run(file.title, gap=0)))
        ink, icon = (Role.AMBER, "warning") if file.header else (Role.GREEN, "circle-check")
        self._state.set_runs(
            (Run(file.state, Role.TEXT2, icon=icon, icon_role=ink, step=Step.SECONDARY, gap=0),)
        )
        self.tree.fill(file.tree)
        self.tree.setCurrentIndex(QModelIndex())
        self.tree.select(file.code)
        self._render()

    def _render(self) -> None:
        if self._file is not None:
            self.notes.setHtml(notes_page(self._file))

    def _click(self, _index: QModelIndex) -> None:
        row = self.tree.current()
        if row is not None:
            self.clicked.emit(row.code)


class Beside(QStackedWidget):
    """Stands where the edits stand while nothing is searched."""

    completed = Signal(object)  # DiagnosisKey
    asking_changed = Signal()
    said = Signal(str)

    def __init__(self, clinic: Clinic, search: CodeSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clinic, self._search = clinic, search
        self.around, self.questions = _Around(), Questions()
        self._blank = Label("", step=Step.BODY, wrap=True)
        self._blank.setContentsMargins(16, 12, 16, 0)
        self._blank.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (self._blank, self.around, self.questions):
            self.addWidget(part)
        search.marked_changed.connect(self._show_marked)
        search.incomplete.connect(lambda key: self.ask(key.code))
        search.opened.connect(self._forget)
        self.around.clicked.connect(search.search)
        self.questions.completed.connect(self._complete)
        self.questions.left.connect(self.leave)

    @property
    def asking(self) -> bool:
        """Whether a question is open."""
        return self.currentWidget() is self.questions

    @property
    def words(self) -> str:
        """The sentence shown in place of a code, for one that is not valid on the day."""
        return self._blank.text() if self.currentWidget() is self._blank else ""

    def ask(self, code: str) -> None:
        """Ask what the code leaves open, one key at a time."""
        self._clinic.jobs.read(
            begin_completion, self._clinic, code, self._search.on,
            then=partial(self._begin, code), failed=self._fail, latest=(self, "ask"),
        )  # fmt: skip

    def _begin(self, code: str, begun: Completion) -> None:
        if begun.axis is None:
            self.said.emit(f"{code} leaves nothing open" if begun.code else f"{code} is not in the code set")
            return
        self.setCurrentWidget(self.questions)
        self.asking_changed.emit()
        self.questions.ask(code, begun)
        self.questions.setFocus()

    def leave(self) -> None:
        """Back to the search, and to what stands around the code."""
        self.setCurrentWidget(self.around if self._search.is_open else self._blank)
        self._search.setFocus()
        self._show_marked(self._search.marked())
        self.asking_changed.emit()

    def _complete(self, code: str, title: str) -> None:
        self._tell("")
        self._search.clear()
        self._search.setFocus()
        self.asking_changed.emit()
        self.completed.emit(DiagnosisKey(code=code, title=title, billable=True))

    # Around the mark --------------------------------------------------------------------------------

    def _show_marked(self, key: DiagnosisKey | None) -> None:
        if key is None or self.asking or not self._search.is_open:
            return
        if not key.title:  # no code of that day: the sentence says what to use
            self._tell(self._search.sentence)
            return
        self._clinic.jobs.read(
            read_code, self._clinic, Kind.DIAGNOSIS, key.code, self._search.on,
            then=self._take_file, failed=self._fail, latest=(self, "around"),
        )  # fmt: skip

    def _take_file(self, file: CodeFile | None) -> None:
        if self.asking or not self._search.is_open:
            return
        if file is None:
            self._tell(self._search.sentence)
            return
        self.around.show_file(file)
        self.setCurrentWidget(self.around)

    def _tell(self, words: str) -> None:
        self._blank.setText(words)
        self.setCurrentWidget(self._blank)

    def _forget(self, searching: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Something else is typed: an open question is dropped."""
        if not searching or self.asking:
            self._tell("")
            self.asking_changed.emit()

    def _fail(self, error: ClinicBillError) -> None:
        self.said.emit(str(error))
