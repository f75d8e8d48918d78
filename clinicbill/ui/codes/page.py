"""The codes page: look any code up, see what the lists say of it and what stands around it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinicbill.ui.codes.code_file import CodeFile, read_code
from clinicbill.ui.codes.columns import code_columns
from clinicbill.ui.codes.detail import CodeDetail
from clinicbill.ui.codes.lookup import CodeRow, Kind, Lookup, look_up
from clinicbill.ui.coding.diagnoses.used_codes import OfficeCodes, used_by_office
from clinicbill.ui.colours import Role
from clinicbill.ui.page import Page
from clinicbill.ui.widgets.date_edit import DateEdit
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.labels import line, secondary
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States
from clinicbill.workflows.mark_favourite import mark_favourite

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic

PATIENCE = 40  # milliseconds after the last key before the lists are asked
_LIST_HINTS = (
    Hint(("↑", "↓"), "Code"),
    Hint(("Enter",), "Neighbours"),
    Hint(("F4",), "Notes"),
    Hint(("Ctrl+B",), "Favourite"),
    Hint(("Ctrl+Shift+C",), "Copy code"),
)
_TREE_HINTS = (
    Hint(("→",), "Open header"),
    Hint(("←",), "Category above"),
    Hint(("F4",), "Notes"),
    Hint(("Ctrl+F",), "Search"),
    Hint(("Ctrl+Shift+C",), "Copy code"),
)
_NOTES_HINTS = (
    Hint(("Tab",), "Next code named"),
    Hint(("Enter",), "Open it"),
    Hint(("F3",), "Neighbours"),
    Hint(("Ctrl+F",), "Search"),
)
_STEPS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class CodesPage(Page):
    """Search left, the code right; the keyboard stays in the search until one goes into the tree."""

    id, title = "codes", "Codes"
    shows = frozenset({"setup", "favourites"})
    hints = _LIST_HINTS

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self._typed = ""
        self._wanted = ""
        self._on = clinic.as_of
        self._office = OfficeCodes()
        self.search = LineEdit("Search codes", placeholder="Words, an abbreviation or a code")
        self.filter_field = self.search
        self.day = DateEdit("Valid on", as_of=clinic.as_of)
        self.day.set_value(self._on)
        self.table: RecordTable[CodeRow] = RecordTable(
            "Codes found", code_columns(lambda: self._typed), identity=lambda row: row.key, row_height=26
        )
        self.detail = CodeDetail()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._bind_all()
        self._lay_out()
        self._connect()

    def _bind_all(self) -> None:
        self.bind("codes.parent", self.detail.go_up)
        self.bind("codes.tree", self.detail.tree.setFocus)
        self.bind("codes.notes", self.detail.notes.text.setFocus)
        self.bind("codes.day", self._type_day)
        self.bind("codes.copy", self._copy)
        self.bind("codes.favourite", self._mark_favourite)

    def _lay_out(self) -> None:
        self.header.add(
            secondary("Valid on"), self.day, self.button("codes.parent"), self.button("codes.copy")
        )
        self.table.head.hide()
        self.states = States(self.table)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self.search, height=52))
        column.addWidget(self.states, 1)
        self.detail_states = States(self.detail)
        self.body.addWidget(Splitter("codes", [left, self.detail_states], [470, 699], grows=1), 1)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._ask)
        self.search.textEdited.connect(lambda _text: self._timer.start(PATIENCE))
        self.search.returnPressed.connect(self._into_tree)
        self.search.installEventFilter(self)
        self.day.edited.connect(self._take_day)
        self.table.chosen.connect(self._show_row)
        self.table.opened.connect(lambda _row: self._into_tree())
        self.detail.stepped.connect(partial(self._read, Kind.DIAGNOSIS, keep_tree=True))
        self.detail.opened.connect(partial(self._read, Kind.DIAGNOSIS, keep_tree=False))
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    # What the window asks ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look up again what is typed, with what the office marked and used by now."""
        self.jobs.read(
            used_by_office, self.clinic, then=self._take_office, failed=self._fail, latest=(self, "office")
        )

    def _take_office(self, office: OfficeCodes) -> None:
        self._office = office
        self._ask()

    def show_record(self, key: object) -> None:
        """Look up a code another page or the command box names."""
        if isinstance(key, str) and key:
            self.search.setText(key)
            self._wanted = key
            self._ask()

    def first_focus(self) -> QWidget:
        """The search, ready to be typed over."""
        return self.search

    def back(self) -> bool:
        """Esc: back to the search, then an empty one."""
        if not self.search.hasFocus():
            self.search.setFocus()
            self.search.selectAll()
            return True
        if self.search.text():
            self.search.clear()
            self._ask()
            return True
        return False

    # Searching --------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows of the search move through what was found."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if bare and Qt.Key(event.key()) in _STEPS:
                QApplication.sendEvent(self.table, event)
                return True
        return super().eventFilter(watched, event)

    @property
    def waiting(self) -> bool:
        """Whether what was typed last has not been asked for yet."""
        return self._timer.isActive()

    def _ask(self) -> None:
        self._timer.stop()
        self.jobs.read(
            look_up, self.clinic, self.search.text(), self._on, self._office,
            then=self._take, failed=self._fail, latest=(self, "search"),
        )  # fmt: skip

    def _take(self, found: Lookup) -> None:
        self._typed = found.typed.strip()
        self.table.fill(found.groups)
        self.table.select_first()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.table.select((Kind.DIAGNOSIS, wanted))
        self._tell(found)
        if found.problem:
            self.say(found.problem, "circle-x", Role.RED)

    def _tell(self, found: Lookup) -> None:
        if found.groups:
            self.states.show_rows()
            self.header.say(f"{found.count} found" if self._typed else "")
            return
        self.header.say("")
        self.states.show_empty(
            f"Nothing is called “{self._typed}”.",
            "Try fewer words, an abbreviation such as lbp, or the first characters of a code.",
        )
        self.detail_states.show_empty("No code is shown.", "Its notes and its neighbours stand here.")

    def _fail(self, error: ClinicBillError) -> None:
        self.states.retry(str(error), self._ask)

    # The code ---------------------------------------------------------------------------------------

    def _show_row(self, row: CodeRow | None) -> None:
        if row is not None:
            self._read(row.kind, row.code, keep_tree=False)

    def _read(self, kind: Kind, code: str, *, keep_tree: bool) -> None:
        self.jobs.read(
            read_code, self.clinic, kind, code, self._on,
            then=partial(self._take_file, code, keep_tree), failed=self._fail_file, latest=(self, "code"),
        )  # fmt: skip

    def _take_file(self, code: str, keep_tree: bool, file: CodeFile | None) -> None:  # noqa: FBT001 - bound by partial
        if file is None:
            self.say(f"{code} is not in the code set of that day", "info", Role.BLUE)
            return
        self.detail_states.show_rows()
        self.detail.show_file(file, keep_tree=keep_tree)
        self.allow("codes.parent", why_not="" if "." in file.code else "Category above: none")
        self.set_fact(file.source)

    def _fail_file(self, error: ClinicBillError) -> None:
        self.detail_states.retry(str(error), self._ask)

    def _into_tree(self) -> None:
        file = self.detail.file
        if file is not None and file.kind is Kind.DIAGNOSIS:
            self.detail.tree.setFocus()
        else:
            self.detail.notes.text.setFocus()

    def _copy(self) -> None:
        file = self.detail.file
        if file is not None:
            QGuiApplication.clipboard().setText(file.code)
            self.say(f"Copied {file.code}")

    def _mark_favourite(self) -> None:
        """A billable diagnosis comes first from now on, or no longer does."""
        file = self.detail.file
        if file is None or file.kind is not Kind.DIAGNOSIS or file.header:
            self.say(
                "Billable diagnoses can be favourites; your procedures stand under Setup", "info", Role.BLUE
            )
            return
        self.jobs.write(
            mark_favourite, self.clinic.stamp(), file.code,
            then=lambda outcome: self.say(outcome.message), failed=self.say_failed,
        )  # fmt: skip

    # The day ----------------------------------------------------------------------------------------

    def _type_day(self) -> None:
        self.day.setFocus()
        self.day.selectAll()

    def _take_day(self) -> None:
        day = self.day.value()
        if day is None:
            self.day.set_value(self._on)
        elif day != self._on:
            self._on = day
            self._ask()
            if self.detail.file is not None:
                self._read(self.detail.file.kind, self.detail.file.code, keep_tree=False)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            return
        zones = ((self.detail.tree, _TREE_HINTS), (self.detail.notes, _NOTES_HINTS))
        inside = next((hints for part, hints in zones if part is new or part.isAncestorOf(new)), _LIST_HINTS)
        self.set_hints(*inside)
