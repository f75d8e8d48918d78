"""CodeSearch: the field under the diagnoses; results stand in a room of their own and push nothing away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.coding.diagnoses.code_source import (
    HEADER,
    INVALID,
    Around,
    DiagnosisKey,
    below_header,
    find_diagnoses,
    is_header_typed,
)
from clinicbill.ui.coding.diagnoses.search_field import SearchField, SearchHits

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.widgets.hint_line import Hint
    from clinicbill.ui.widgets.hits import Found, Hit

PATIENCE = 40  # milliseconds after the last key before the library is asked
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 4, Qt.Key.Key_PageUp: -4}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CodeSearch(QWidget):
    """Type, choose, Enter. A header is never taken: Enter asks for what it leaves open.

    While nothing is typed the list offers what the patient's earlier visits were coded with; the down key goes
    into it.
    """

    picked = Signal(object, bool)  # DiagnosisKey, with Alt
    left_up = Signal()  # the up key in an empty field
    passed = Signal()  # Enter in an empty field
    emptied = Signal()  # Esc, or the last letter taken away
    opened = Signal(bool)  # something is typed, or nothing any more
    marked_changed = Signal(object)  # DiagnosisKey under the mark, or None
    incomplete = Signal(object)  # DiagnosisKey of a header that Enter was pressed on
    said = Signal(str)

    def __init__(self, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._on: date = clinic.as_of
        self._around = Around()
        self._used: list[Hit] = []
        self._rows = 0
        self._marked = self._pending = self._alt = False
        self._kept_mark: DiagnosisKey | None = None  # stays marked when only the stars have changed
        self.field = SearchField()
        self.hits = SearchHits()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 10, 8)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.hits)
        column.addStretch(1)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._typed)
        self.field.textChanged.connect(lambda text: self.opened.emit(bool(text)))
        self.hits.clicked.connect(lambda _row: self._take_clicked())

    # What the page tells it -------------------------------------------------------------------------

    def set_visit(self, letter: str, on: date, around: Around, used: list[Hit]) -> None:
        """The letter of the next code, the day that decides, and what the visit knows already."""
        marks_changed = around.favourites != self._around.favourites
        self.field.prefix = letter
        self._on, self._around, self._used = on, around, used
        if not self.field.text().strip():
            self._show_used()
        elif marks_changed:
            self._kept_mark = self.marked()
            self._ask()
        self.field.update()

    def set_hints(self, hints: tuple[Hint, ...]) -> None:
        """The keys below the results."""
        self.hits.set_hints(hints)

    def set_rows(self, rows: int) -> None:
        """How many results show; none hides the list."""
        if rows != self._rows:
            self._rows = rows
            self.hits.set_rows(max(rows, 1))
            if self.is_open and not self.pending:
                self.field.count = self._count(len(self.hits.hits))
            self._show_list()

    def search(self, text: str) -> None:
        """Type for the user."""
        self.field.setText(text)
        self.field.setFocus()
        self.field.selectAll()
        self._ask()

    def clear(self) -> None:
        """An empty field, and what was used before below it."""
        self._timer.stop()
        self._pending = False
        self.field.setText("")  # clear() can be undone, and would take Ctrl+Z from the page
        self._show_used()

    @property
    def on(self) -> date:
        """The day that decides which code set is asked."""
        return self._on

    @property
    def is_open(self) -> bool:
        """Whether something is typed."""
        return bool(self.field.text())

    @property
    def pending(self) -> bool:
        """Whether an answer is on its way."""
        return self._pending or self._timer.isActive()

    @property
    def at_work(self) -> bool:
        """Whether the keyboard is here."""
        return self.field.hasFocus()

    def marked(self) -> DiagnosisKey | None:
        """The code under the mark, if there is one."""
        hit = self.hits.current() if self._marked else None
        return hit.key if hit is not None and isinstance(hit.key, DiagnosisKey) else None

    @property
    def sentence(self) -> str:
        """Why the code under the mark is not valid on the day; empty for one that is."""
        hit = self.hits.current() if self._marked else None
        return hit.title if hit is not None and hit.blocked == INVALID else ""

    # Keys -------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move the mark, Enter takes, Esc empties; everything else is typing."""
        if watched is not self.field:
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape and self.is_open:
                event.accept()
                return True
            return False
        return event.type() == QEvent.Type.KeyPress and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if key in _ENTER:
            self._enter(alt=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            return True
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        if key in _STEPS:
            self._step(_STEPS[key])
            return True
        if key == Qt.Key.Key_Escape and self.is_open:
            self.clear()
            self.emptied.emit()
            return True
        if key == Qt.Key.Key_Right and self.field.cursorPosition() == len(self.field.text()):
            return self._open_header()
        return False

    def _step(self, by: int) -> None:
        if by < 0 and not self.is_open and (not self._marked or self.hits.at == 0):
            self._unmark()
            self.left_up.emit()
            return
        if not self._marked:
            self._mark(0)
        else:
            self.hits.step(by)
            self.marked_changed.emit(self.marked())

    def _enter(self, *, alt: bool) -> None:
        """A fast typist presses Enter before the answer is there: it is taken when it comes."""
        if not self.is_open and not self._marked:
            self.passed.emit()
        elif self.is_open and self.pending:
            self._alt, self._pending = alt, True
            self._waits = True
            self._ask()
        else:
            self._take(alt=alt)

    _waits = False

    def _typed(self, text: str) -> None:
        self._waits = False
        if text.strip():
            self._timer.start(PATIENCE)
        else:
            self.clear()
            self.emptied.emit()

    # Asking and showing -----------------------------------------------------------------------------

    def _ask(self) -> None:
        self._timer.stop()
        typed = self.field.text().strip()
        if typed:
            self._pending = True
            self._clinic.jobs.read(
                find_diagnoses, self._clinic, typed, self._on, self._around,
                then=partial(self.take_found, typed), failed=self._fail, latest=self,
            )  # fmt: skip

    def take_found(self, typed: str, found: Found) -> None:
        """Show what was found for a text, unless the text has changed since."""
        if typed != self.field.text().strip():
            return
        self._pending = False
        hits = list(found.hits)
        self.hits.fill(hits, typed)
        self._marked = bool(hits)
        kept, self._kept_mark = self._kept_mark, None
        if kept is not None and any(hit.key == kept for hit in hits):
            self._mark(next(at for at, hit in enumerate(hits) if hit.key == kept))
        elif hits and is_header_typed(typed, hits[0]):
            self._mark(0)
        self.field.count = self._count(len(hits))
        self._show_list()
        self.marked_changed.emit(self.marked())
        if self._waits:
            self._waits = False
            self._take(alt=self._alt)

    def _count(self, found: int) -> str:
        if not found:
            return "nothing found"
        shown = min(found, max(self._rows, 1))
        return f"{shown} of {found}, valid on {self._on:%m/%d/%Y}"

    def _fail(self, error: ClinicBillError) -> None:
        self._pending = self._waits = False
        self.field.count = "no code library"
        self.field.update()
        self.said.emit(str(error))

    def _show_used(self) -> None:
        self.hits.fill(self._used, "")
        self._unmark()
        self.field.count = "Used before" if self._used else ""
        self._show_list()

    def _show_list(self) -> None:
        self.hits.setVisible(bool(self.hits.hits) and self._rows > 0)
        self.field.update()

    def _mark(self, at: int) -> None:
        self._marked = bool(self.hits.hits)
        self.hits.at = at
        self.hits.step(0)
        self.marked_changed.emit(self.marked())

    def _unmark(self) -> None:
        self._marked = False
        self.hits.at = -1
        self.hits.update()

    # Taking -----------------------------------------------------------------------------------------

    def _take_clicked(self) -> None:
        self._marked = True
        self._take(alt=False)

    def _take(self, *, alt: bool) -> None:
        hit = self.hits.current() if self._marked else None
        if hit is None or not isinstance(hit.key, DiagnosisKey):
            return
        if hit.blocked == HEADER:
            self.incomplete.emit(hit.key)
        elif hit.blocked == INVALID:
            self.field.selectAll()
            self.said.emit(hit.title)
        elif hit.blocked:
            self.field.selectAll()
            self.said.emit(f"{hit.key.code} is {hit.blocked[0].lower()}{hit.blocked[1:]} already")
        else:
            self.clear()
            self.picked.emit(hit.key, alt)

    def _open_header(self) -> bool:
        """Show what stands below the header under the mark."""
        hit = self.hits.current() if self._marked else None
        if hit is None or hit.blocked != HEADER or not isinstance(hit.key, DiagnosisKey):
            return False
        self._clinic.jobs.read(
            below_header, self._clinic, hit.key.code, self._on, self._around,
            then=partial(self._take_below, hit), failed=self._fail, latest=(self, "below"),
        )  # fmt: skip
        return True

    def _take_below(self, header: Hit, below: list[Hit]) -> None:
        hits = self.hits.hits
        if header not in hits or not below:
            return
        codes = {hit.key.code for hit in below if isinstance(hit.key, DiagnosisKey)}
        kept = [hit for hit in hits if not (isinstance(hit.key, DiagnosisKey) and hit.key.code in codes)]
        at = kept.index(header)
        self.hits.fill([*kept[: at + 1], *below, *kept[at + 1 :]], self.field.text().strip())
        self._mark(at + 1)
        self._show_list()
        self.said.emit(
            f"{header.code.strip()} is a header and needs more digits: choose one of {len(below)} below it"
        )
