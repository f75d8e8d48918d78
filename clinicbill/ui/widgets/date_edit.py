"""DateEdit: a day typed as 112326 or 11/23/26; t is today, + and − move by a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from clinicbill.basics.dates import parse_date, slashed
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_DAYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_Down: -1}


class DateEdit(LineEdit):
    """A date field without a calendar to click through; an empty field is None."""

    def __init__(self, name: str = "", *, as_of: date) -> None:
        super().__init__(name, placeholder="MM/DD/YYYY")
        self._as_of = as_of
        self.setFixedWidth(scaled(112))
        self.setToolTip("Type 112326 or 11/23/26; t is today, + and − move by a day")
        self.editingFinished.connect(self._tidy)

    def set_today(self, as_of: date) -> None:
        """The day t stands for, and from which two-digit years are read."""
        self._as_of = as_of

    def value(self) -> date | None:
        """The day; None if nothing, or nothing readable, was typed."""
        try:
            return parse_date(self.text(), as_of=self._as_of)
        except ValueError:
            return None

    def set_value(self, value: object) -> None:
        """Show a day."""
        super().set_value(slashed(value) if isinstance(value, date) else "")

    def problem(self) -> str:
        """Why the text is no day."""
        if not self.text().strip():
            return ""
        try:
            parse_date(self.text(), as_of=self._as_of)
        except ValueError as error:
            return str(error)
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Today, and day by day."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_T and not event.modifiers():
            self.setText(slashed(self._as_of))
            return
        day = self.value()
        typing_date = key == Qt.Key.Key_Minus and day is None
        if key in _DAYS and not typing_date:
            self.setText(slashed((day or self._as_of) + timedelta(days=_DAYS[key])))
            return
        super().keyPressEvent(event)

    def _tidy(self) -> None:
        day = self.value()
        if day is not None:
            self.set_value(day)
