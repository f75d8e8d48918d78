"""AnswerForm: the queries of a visit: one as it was asked, its answer to record or to read, all of them below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.coding.queries.query import (
    OTHER,
    CodingQuery,
    QueryKind,
    QueryOutcome,
    QueryStatus,
    outcome_of,
)
from clinicbill.ui.actions import sequences
from clinicbill.ui.coding.queries.asked import AskedPart
from clinicbill.ui.coding.queries.parts import Fitted, SaidLines
from clinicbill.ui.coding.queries.passage import shortened
from clinicbill.ui.coding.queries.words import OUTCOMES, answer_words, days_words
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.date_edit import DateEdit
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import Label, heading, secondary
from clinicbill.ui.widgets.line_edit import LineEdit, LongEdit
from clinicbill.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.findings import Finding

WIDTH = 860
_MOST_ROWS = 4
_ROW, _LINE = 27, 28
_OPTION = 44  # letters of an option on its button; its tip has them all
_KEYS = 9
_LABEL = 78


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAnswer:
    """What the sheet holds."""

    answered_on: date | None
    answered_by: str
    option: str
    text: str
    outcome: QueryOutcome


class AnswerForm(QWidget):
    """Digits choose an option; `blocked` says why the shown query takes no answer."""

    blocked = Signal(str)
    save_asked = Signal()
    print_asked = Signal()
    withdraw_asked = Signal()
    another_asked = Signal()

    def __init__(
        self, queries: Sequence[CodingQuery], shown: CodingQuery, names: dict[int, str], as_of: date
    ) -> None:
        super().__init__()
        self._queries, self._names, self._as_of = tuple(queries), names, as_of
        self.query = shown
        self.asked = AskedPart()
        most = max(len(query.choices) for query in queries)
        self.choices = [KeyButton("", str(at) if at <= _KEYS else "") for at in range(1, most + 1)]
        self.written = LongEdit("What was written", lines=2)
        self.written.setFixedHeight(scaled(16 + 18 * 2))
        self.by = LineEdit("Answered by")
        self.on = DateEdit("Answered on", as_of=as_of)
        self.counts = Choice("Counts as", OUTCOMES)
        self.said = SaidLines()
        self._state = Label("", wrap=True, role=Role.TEXT2)
        self.history: RecordTable[CodingQuery] = RecordTable(
            "Queries of this visit", _COLUMNS, identity=lambda query: query.id
        )
        self._done = Label("", role=Role.GREEN, wrap=True)
        self._withdraw = KeyButton("Withdraw", "Ctrl+W", kind=Kind.QUIET)
        self._lay_out()
        self._connect()
        self.tell_done("")
        self.show_query(shown)

    # Laying out -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, scaled(6), 0)
        row.setSpacing(scaled(24))
        row.addWidget(self.asked, 1)
        row.addLayout(self._answer_column(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(Fitted(inside, "Query and answer", below=self._history_high()))
        if len(self._queries) > 1:
            column.addWidget(heading("All queries of this visit"))
            column.addWidget(self.history)
            self._fill_history()
        column.addWidget(self._done)
        column.addLayout(self._buttons())

    def _answer_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(scaled(6))
        column.addWidget(heading("Answer"))
        column.addWidget(self._state)
        for button in self.choices:
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            column.addWidget(button)
        column.addWidget(secondary("What was written"))
        column.addWidget(self.written)
        for label, field in (("Answered by", self.by), ("on", self.on), ("Counts as", self.counts)):
            column.addLayout(_labelled(label, field))
        column.addWidget(self.said)
        column.addStretch(1)
        return column

    def _history_high(self) -> int:
        """Pixels that the list takes beyond what a sheet has below anyway."""
        listed = len(self._queries)
        return _LINE + _ROW * min(listed, _MOST_ROWS) if listed > 1 else 0

    def _fill_history(self) -> None:
        self.history.fill(self._queries)
        self.history.select(self.query.id)
        head = self.history.head.sizeHint().height()
        self.history.setFixedHeight(head + scaled(_ROW) * min(len(self._queries), _MOST_ROWS) + 2)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        save, paper = (
            KeyButton("Save PDF", "Ctrl+S", icon="save"),
            KeyButton("Print", "Ctrl+P", icon="printer"),
        )
        another = KeyButton("Ask something else", "Ctrl+Q", kind=Kind.QUIET)
        for button, key, signal in (
            (save, "Ctrl+S", self.save_asked),
            (paper, "Ctrl+P", self.print_asked),
            (self._withdraw, "Ctrl+W", self.withdraw_asked),
            (another, "Ctrl+Q", self.another_asked),
        ):
            row.addWidget(button)
            button.clicked.connect(lambda _on=False, one=button, told=signal: one.isEnabled() and told.emit())
            self._listen(key, button)
        row.addStretch(1)
        return row

    def _listen(self, key: str, button: KeyButton) -> None:
        shortcut = QAction(self)
        shortcut.setShortcuts(sequences(key))
        shortcut.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.triggered.connect(lambda _on=False: button.click())
        self.addAction(shortcut)

    def _connect(self) -> None:
        for at, button in enumerate(self.choices):
            button.clicked.connect(partial(self._choose, at))
        self.history.chosen.connect(self._take_row)

    # Showing ----------------------------------------------------------------------------------------

    def _take_row(self, query: object) -> None:
        if isinstance(query, CodingQuery) and query.id != self.query.id:
            self.show_query(query)

    def show_query(self, query: CodingQuery) -> None:
        """Show another query of the visit."""
        self.query = query
        is_open = query.status is QueryStatus.OPEN
        self.asked.show_query(query, self._provider(query))
        self._show_choices(query, is_open=is_open)
        self.written.set_value(query.answer_text)
        self.by.set_value(self._provider(query) if is_open else query.answered_by)
        self.on.set_value(self._as_of if is_open else query.answered_on)
        self.counts.set_value(query.outcome)
        for field in (self.by, self.on, self.counts):
            field.setEnabled(is_open)
        self.written.setReadOnly(not is_open)
        self._withdraw.setVisible(is_open)
        self._state.setText("" if is_open else answer_words(query))
        self._state.setVisible(not is_open)
        self.said.tell(())
        self.blocked.emit("" if is_open else query.status.value.capitalize())

    def _provider(self, query: CodingQuery) -> str:
        return self._names.get(query.provider_id or 0, "")

    def _show_choices(self, query: CodingQuery, *, is_open: bool) -> None:
        for at, button in enumerate(self.choices):
            text = query.choices[at] if at < len(query.choices) else ""
            button.set_text(shortened(text, _OPTION))
            button.setToolTip(text)
            button.setVisible(bool(text))
            button.setEnabled(is_open)
            button.setChecked(bool(text) and text == query.answer_option)

    # Typing -----------------------------------------------------------------------------------------

    def _choose(self, at: int, _on: object = None) -> None:
        for other, button in enumerate(self.choices):
            button.setChecked(other == at)
        option = self.query.choices[at]
        self.counts.set_value(outcome_of(self.query, option))
        if option == OTHER:
            self.written.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses while nothing is typed into."""
        at = int(event.text()) - 1 if event.text() in tuple("123456789") else -1
        if 0 <= at < len(self.query.choices) and self.query.status is QueryStatus.OPEN:
            self.choices[at].setFocus()
            self._choose(at)
            return
        super().keyPressEvent(event)

    def first_field(self) -> QWidget | None:
        """Where the cursor begins where there is nothing to choose."""
        return self.written if self.query.kind is QueryKind.OPEN else None

    def typed(self) -> TypedAnswer:
        """What was recorded so far."""
        chosen = next((at for at, one in enumerate(self.choices) if one.isChecked()), None)
        return TypedAnswer(
            answered_on=self.on.value(),
            answered_by=self.by.text(),
            option=self.query.choices[chosen] if chosen is not None else "",
            text=self.written.toPlainText(),
            outcome=cast("QueryOutcome", self.counts.value()),
        )

    def tell_done(self, words: str) -> None:
        """What became of the letter."""
        self._done.setText(words)
        self._done.setVisible(bool(words))

    def tell(self, findings: Sequence[Finding]) -> None:
        """What the answer lacks."""
        self.said.tell(findings)


def _labelled(label: str, field: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(scaled(8))
    words = secondary(label)
    words.setFixedWidth(scaled(_LABEL))
    words.setBuddy(field)
    row.addWidget(words)
    row.addWidget(field)
    if not isinstance(field, LineEdit) or isinstance(field, DateEdit):
        row.addStretch(1)
    return row


_COLUMNS: tuple[Column[CodingQuery], ...] = (
    Column("Asked", lambda query: slashed(query.asked_on), right=True),
    Column("Question", lambda query: shortened(query.question, 200), stretch=2, width=180),
    Column("Answer", answer_words, stretch=1, width=150),
    Column("Days", days_words, right=True),
)
