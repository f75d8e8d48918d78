"""AskedPart: a query as it was asked; nothing of it can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.ui.coding.queries.parts import Quote
from clinicbill.ui.coding.queries.passage import digits, shortened
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.widgets.labels import Label, heading, secondary

if TYPE_CHECKING:
    from clinicbill.coding.queries.query import CodingQuery

_LONGEST = 1200
_CITED = 120


class AskedPart(QWidget):
    """Passage, question, indicators, and what each option rests on."""

    def __init__(self) -> None:
        super().__init__()
        self._head = secondary("", wrap=True)
        self._quote = Quote()
        self.question = Label("", wrap=True)
        self._cited = Label("", step=Step.SECONDARY, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        for part in (self._head, self._quote, self.question, heading("Indicators"), self._cited):
            column.addWidget(part)
        column.addStretch(1)

    def show_query(self, query: CodingQuery, provider: str) -> None:
        """Show a query."""
        of = f" of {provider}" if provider else ""
        self._head.setText(f"Asked{of} on {slashed(query.asked_on)}")
        self._quote.show_words(query.quote)
        self.question.setText(shortened(query.question, _LONGEST))
        self.question.setToolTip(query.question if len(query.question) > _LONGEST else "")
        self._cited.setText("\n".join(_indicators(query)))


def _indicators(query: CodingQuery) -> list[str]:
    lines = []
    for at, found in enumerate(query.indicators):
        where = "" if found.where == "note" else f" ({found.where})"
        for_ = [option.text for option in query.options if at in option.indicators]
        supports = (
            f"  → {', '.join(shortened(one, 40) for one in for_)}"
            if len(query.indicators) > 1 and for_
            else ""
        )
        lines.append(f"{digits((at,))}  “{shortened(found.text, _CITED)}”{where}{supports}")
    return lines
