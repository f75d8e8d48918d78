"""QueryNotes: below the note, what the provider was asked about it and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.coding.queries.query import CodingQuery, QueryStatus
from clinicbill.ui.actions import action
from clinicbill.ui.coding.queries.passage import shortened
from clinicbill.ui.coding.queries.words import age_words, answer_words
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import IconLabel, Label, section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_MOST = 3
_LONGEST = 130
_LOOKS = {
    QueryStatus.OPEN: ("help", Role.AMBER),
    QueryStatus.ANSWERED: ("circle-check", Role.GREEN),
    QueryStatus.WITHDRAWN: ("undo", Role.TEXT2),
}
_TOP = Qt.AlignmentFlag.AlignTop


class QueryNotes(QWidget):
    """The newest three, open ones first; without any it takes no room."""

    asked = Signal()

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self.setAccessibleName("Queries to the provider")
        self._rows = [_Row() for _ in range(_MOST)]
        self._button = KeyButton("Record answer", action("coding.ask").key)
        self._button.clicked.connect(lambda: self.asked.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, scaled(8))
        column.setSpacing(scaled(4))
        column.addWidget(Hairline())
        head = QHBoxLayout()
        head.setContentsMargins(16, scaled(6), 16, 0)
        head.addWidget(section("Asked of the provider"))
        head.addStretch(1)
        head.addWidget(self._button)
        column.addLayout(head)
        for row in self._rows:
            column.addWidget(row)
        layout = panel.layout()
        if layout is not None:
            layout.addWidget(self)
        self.hide()

    def show_queries(self, queries: Sequence[CodingQuery], as_of: date) -> None:
        """Show the queries of a visit."""
        waiting = [query for query in queries if query.status is QueryStatus.OPEN]
        listed = [*waiting, *(query for query in queries if query.status is not QueryStatus.OPEN)][:_MOST]
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(listed))
            if at < len(listed):
                row.show_query(listed[at], as_of)
        self._button.setVisible(bool(waiting))
        self.setVisible(bool(listed))

    @property
    def words(self) -> str:
        """All it says."""
        return "\n".join(row.words.text() for row in self._rows if not row.isHidden())


class _Row(QWidget):
    """One query in a few lines."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("help", Role.AMBER, 14, drop=1)
        self.words = Label("", step=Step.SECONDARY, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(scaled(6))
        row.addWidget(self._icon, 0, _TOP)
        row.addWidget(self.words, 1)

    def show_query(self, query: CodingQuery, as_of: date) -> None:
        self._icon.set_icon(*_LOOKS[query.status])
        about = f"“{shortened(query.quote, 40)}”"
        if query.status is QueryStatus.OPEN:
            text = f"{about} since {query.asked_on:%m/%d} ({age_words(query.asked_on, as_of)}), no answer yet"
        else:
            text = f"{about} {shortened(answer_words(query), _LONGEST)}"
        self.words.setText(text)
        self.words.setToolTip(f"{query.question}\n{answer_words(query)}")
