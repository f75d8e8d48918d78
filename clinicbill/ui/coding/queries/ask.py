"""AskForm: one question to the provider while it is written, checked by the linter with every key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.coding.queries.lint import SOURCE, lint
from clinicbill.coding.queries.query import QueryKind
from clinicbill.coding.queries.templates import begin, query_templates
from clinicbill.ui.coding.queries.indicators import IndicatorList
from clinicbill.ui.coding.queries.options import OptionRows
from clinicbill.ui.coding.queries.parts import Fitted, Quote, SaidLines
from clinicbill.ui.coding.queries.passage import shortened
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import heading, secondary, source
from clinicbill.ui.widgets.line_edit import LongEdit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.coding.queries.query import CodingQuery
    from clinicbill.coding.queries.templates import QueryTemplate
    from clinicbill.encounters.encounter import Encounter

WIDTH = 760
_LINES = 3


def first_query(visit: Encounter, start: int, end: int, on: date) -> tuple[str, CodingQuery]:
    """What a sheet begins with: the first template, filled with the passage."""
    template = query_templates()[0]
    return template.id, begin(template, visit, start, end, on)


class AskForm(QWidget):
    """`query()` is what would be asked; `stopped` tells why it cannot be, empty where it can."""

    stopped = Signal(str)
    earlier_asked = Signal()  # show the queries asked before
    begun_asked = Signal()  # go on with the question begun about another passage

    def __init__(
        self, visit: Encounter, template_id: str, query: CodingQuery, *, earlier: int = 0, begun: str = ""
    ) -> None:
        super().__init__()
        self._visit, self._query = visit, query
        self.template = Choice("Template", [(one, one.title) for one in query_templates()])
        self.template.set_value(_template(template_id))
        self.question = LongEdit("Question", lines=_LINES)
        self.question.setFixedHeight(scaled(16 + 18 * _LINES))
        self.indicators = IndicatorList(visit.note, query.indicators)
        self.options = OptionRows()
        self.said = {part: SaidLines() for part in ("question", "indicators", "options")}
        self._lay_out(earlier, begun)
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.template.currentIndexChanged.connect(lambda _at: self._take_template())
        self.question.textChanged.connect(self.check)
        self.indicators.changed.connect(self.check)
        self.indicators.removed.connect(self._forget)
        self.options.changed.connect(self.check)

    def _lay_out(self, earlier: int, begun: str) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, scaled(6), 0)
        column.setSpacing(scaled(6))
        for part in (
            Quote(self._query.quote),
            self._template_line(),
            self.question, self.said["question"],
            _head("Indicators, by which it is asked"), self.indicators, self.said["indicators"],
            _head("Answers to choose"), self.options, self.said["options"],
        ):  # fmt: skip
            column.addWidget(part)
        column.addWidget(source(SOURCE))
        column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(scaled(6))
        outside.addWidget(Fitted(inside, "Question to the provider"))
        self._add_links(outside, earlier, begun)

    def _template_line(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(secondary("Template"))
        row.addWidget(self.template)
        row.addStretch(1)
        return holder

    def _add_links(self, column: QVBoxLayout, earlier: int, begun: str) -> None:
        links = (
            (f"Add it to the question begun about “{shortened(begun, 40)}”", bool(begun), self.begun_asked),
            (f"Asked before about this visit: {earlier}", bool(earlier), self.earlier_asked),
        )
        for words, wanted, signal in links:
            if wanted:
                button = KeyButton(words, kind=Kind.LINK)
                button.clicked.connect(lambda _on=False, told=signal: told.emit())
                column.addWidget(button)

    # What stands here -------------------------------------------------------------------------------

    @property
    def template_id(self) -> str:
        """The template it began with."""
        chosen = self.template.value()
        return getattr(chosen, "id", "")

    def query(self) -> CodingQuery:
        """As it would be asked now."""
        choices = self._query.kind is QueryKind.CHOICE
        return replace(
            self._query,
            question=self.question.toPlainText().strip(),
            indicators=self.indicators.indicators(),
            options=self.options.options() if choices else (),
        )

    def check(self) -> None:
        """Let the linter look at it."""
        self.tell(lint(self.query(), self._visit.note))

    def tell(self, findings: Sequence[Finding]) -> None:
        """Show findings below the parts they are about."""
        for part, lines in self.said.items():
            lines.tell([one for one in findings if one.field.partition(".")[0] == part])
        first = findings[0].message if findings else ""
        more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
        self.stopped.emit(f"{shortened(first, 60)}{more}" if first else "")

    def _show(self) -> None:
        self.question.set_value(self._query.question)
        self.indicators.put(self._query.indicators)
        self.options.put(self._query.kind, self._query.options)
        self.check()

    def _take_template(self) -> None:
        template = _template(self.template_id)
        query = self._query
        begun = begin(template, self._visit, query.span_start, query.span_end, query.asked_on)
        self._query = replace(begun, indicators=self.indicators.indicators() or begun.indicators)
        self._show()

    def _forget(self, place: int) -> None:
        self.options.forget(place)
        self.check()


def _template(template_id: str) -> QueryTemplate:
    listed = query_templates()
    return next((one for one in listed if one.id == template_id), listed[0])


def _head(words: str) -> QWidget:
    head = heading(words)
    head.setContentsMargins(0, scaled(4), 0, 0)
    return head
