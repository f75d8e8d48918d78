"""OptionRows: the answers a question offers, each with the indicators that support it; two are always there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.coding.queries.query import NO, OTHER, UNDETERMINED, YES, QueryKind, QueryOption
from clinicbill.ui.coding.queries.passage import digits, numbers
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 7  # with the two that are always there each has a digit when it is answered
_DIGITS_WIDE = 84


class _Row(QWidget):
    """One option: its words, and the digits of what supports it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.text = LineEdit(f"Option {number}", placeholder="In clinical words")
        self.support = LineEdit(f"Option {number} rests on", placeholder="1 2")
        self.support.setFixedWidth(scaled(_DIGITS_WIDE))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(self.text, 1)
        row.addWidget(secondary("rests on"))
        row.addWidget(self.support)
        self.text.returnPressed.connect(self.support.setFocus)

    def option(self) -> QueryOption:
        return QueryOption(text=self.text.text().strip(), indicators=numbers(self.support.text()))

    def put(self, option: QueryOption) -> None:
        self.text.set_value(option.text)
        self.support.set_value(digits(option.indicators))


class OptionRows(QWidget):
    """An empty row waits below the last until there are seven."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kind = QueryKind.OPEN
        self._rows = [_Row(number) for number in range(1, MOST + 1)]
        self._always = secondary("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        for at, row in enumerate(self._rows):
            column.addWidget(row)
            row.text.textEdited.connect(lambda _text: self._edited())
            row.support.textEdited.connect(lambda _text: self.changed.emit())
            row.support.returnPressed.connect(partial(self._next, at))
        column.addWidget(self._always)

    def put(self, kind: QueryKind, options: Sequence[QueryOption]) -> None:
        """Show other options."""
        self._kind = kind
        for at, row in enumerate(self._rows):
            row.put(options[at] if at < len(options) else QueryOption(text=""))
        self._show()

    def options(self) -> tuple[QueryOption, ...]:
        """Those with words, as they stand."""
        return tuple(option for row in self._rows if (option := row.option()).text or option.indicators)

    def forget(self, place: int) -> None:
        """An indicator is gone: what rested on it does no more, and the digits behind it move up."""
        for row in self._rows:
            option = row.option()
            kept = (one - (one > place) for one in option.indicators if one != place)
            row.put(QueryOption(text=option.text, indicators=tuple(kept)))

    def _edited(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        used = [at for at, row in enumerate(self._rows) if row.text.text().strip() or row.support.text()]
        shown = max(used, default=-1) + 2 if self._kind is QueryKind.CHOICE else 0
        for at, row in enumerate(self._rows):
            row.setVisible(at < shown)
        self._always.setText(
            {
                QueryKind.OPEN: "An open question: the provider answers in words of their own.",
                QueryKind.YES_NO: f"{YES}  ·  {NO}  ·  {OTHER}  ·  {UNDETERMINED}",
                QueryKind.CHOICE: f"Always there: {OTHER}  ·  {UNDETERMINED}",
            }[self._kind]
        )

    def _next(self, at: int) -> None:
        row = self._rows[min(at + 1, MOST - 1)]
        if row.isVisible():
            row.text.setFocus()
