"""The field of the diagnosis search and the list of its results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step, metrics, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.code_picker import HitList
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.runs import Run, paint, width

if TYPE_CHECKING:
    from clinicbill.ui.widgets.hint_line import Hint
    from clinicbill.ui.widgets.hits import Hit


class SearchField(LineEdit):
    """The letter the code will have in front, how many were found behind."""

    def __init__(self) -> None:
        super().__init__("Search diagnoses", placeholder="Words, an abbreviation or a code")
        self.prefix, self.count = "", ""
        self.setTextMargins(scaled(20), 0, 0, 0)
        self.setFixedHeight(scaled(28))
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands in the field beside the typing."""
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRectF(self.rect()).adjusted(scaled(9), 0, -scaled(10), 0)
        paint(painter, place, (Run(self.prefix, Role.ACCENT, MEDIUM, mono=True),))
        count = (Run(self.count, Role.TEXT2, step=Step.SECONDARY, gap=0),)
        typed = metrics(Step.BODY, MEDIUM).horizontalAdvance(self.text() or self.placeholderText())
        if self.count and width(count) + typed + scaled(50) < place.width():
            paint(painter, place, count, right=True)
        painter.end()


class SearchHits(HitList):
    """Results whose keys depend on the visit, and that can stand without a mark."""

    def __init__(self) -> None:
        super().__init__(4, ())

    def set_hints(self, hints: tuple[Hint, ...]) -> None:
        """Name other keys."""
        if hints != self._hints:
            self._hints = hints
            self.set_rows(self._rows)

    def current(self) -> Hit | None:
        """The marked result; None without a mark."""
        return super().current() if self.at >= 0 else None
