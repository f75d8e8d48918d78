"""IndicatorList: the clinical indicators a question rests on, numbered, and a field that adds one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.coding.queries.query import Indicator
from clinicbill.ui.coding.queries.passage import cited, shortened
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, scaled
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import Label, secondary
from clinicbill.ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 9  # each has a digit
_LONGEST = 96
_TOP = Qt.AlignmentFlag.AlignTop
_HINT = "Words of the note, or of another record, then Enter"


class _Row(QWidget):
    """One of them."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._words = Label("", wrap=True)
        self.remove = KeyButton("Remove", kind=Kind.LINK)
        self.remove.setAccessibleName(f"Remove indicator {number}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        digit = Label(str(number), weight=MEDIUM, role=Role.TEXT2)
        digit.setFixedWidth(scaled(14))
        row.addWidget(digit, 0, _TOP)
        row.addWidget(self._words, 1)
        row.addWidget(self.remove, 0, _TOP)
        self.remove.setFixedHeight(scaled(20))

    def show_indicator(self, found: Indicator, *, fixed: bool) -> None:
        where = "" if found.where == "note" else f"  ({found.where})"
        self._words.setText(f"“{shortened(found.text, _LONGEST)}”{where}")
        self.remove.setVisible(not fixed)


class IndicatorList(QWidget):
    """The marked passage is the first; typed words that the note says get their place, others name their record."""

    changed = Signal()
    removed = Signal(int)  # which, from 0: what rests on it moves

    def __init__(self, note: str, indicators: Sequence[Indicator]) -> None:
        super().__init__()
        self._note = note
        self._indicators = list(indicators)
        self._rows = [_Row(number) for number in range(1, MOST + 1)]
        self.words = LineEdit("Another indicator", placeholder=_HINT)
        self.where = LineEdit("Record", placeholder="Which record, and its day: X-ray 11/02/2026")
        self._hint = secondary("The note does not say that. Which record does?")
        self._lay_out()
        for at, row in enumerate(self._rows):
            row.remove.clicked.connect(partial(self._remove, at))
        self.words.returnPressed.connect(self._add)
        self.where.returnPressed.connect(self._add_other)
        self.words.textEdited.connect(lambda _text: self._ask_where(wanted=False))
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        for part in (*self._rows, self.words, self._hint, self.where):
            column.addWidget(part)
        self._ask_where(wanted=False)

    def indicators(self) -> tuple[Indicator, ...]:
        """As they stand."""
        return tuple(self._indicators)

    def put(self, indicators: Sequence[Indicator]) -> None:
        """Show others."""
        self._indicators = list(indicators)
        self._show()

    def add(self, found: Indicator) -> None:
        """One more, unless it stands there already or all digits are taken."""
        if found not in self._indicators and len(self._indicators) < MOST:
            self._indicators.append(found)
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(self._indicators))
            if at < len(self._indicators):
                row.show_indicator(self._indicators[at], fixed=not at)
        full = len(self._indicators) >= MOST
        self.words.setEnabled(not full)
        self.words.setPlaceholderText("Nine is the most" if full else _HINT)

    def _remove(self, at: int) -> None:
        del self._indicators[at]
        self._show()
        self.words.setFocus()
        self.removed.emit(at)

    def _ask_where(self, *, wanted: bool) -> None:
        self._hint.setVisible(wanted)
        self.where.setVisible(wanted)

    def _add(self) -> None:
        typed = self.words.text()
        if not typed.strip():
            return
        found = cited(self._note, typed)
        if found is None:
            self._ask_where(wanted=True)
            self.where.setFocus()
            return
        self._take(found)

    def _add_other(self) -> None:
        text, where = " ".join(self.words.text().split()), " ".join(self.where.text().split())
        if text and where and where.casefold() != "note":
            self._take(Indicator(text=text, where=where))

    def _take(self, found: Indicator) -> None:
        for field in (self.words, self.where):
            field.set_value("")
        self.words.setFocus()
        self._ask_where(wanted=False)
        self.add(found)
