"""ChartView: the drawing of `reports.chart` in the window's colours; a click goes to the number a bar stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicbill.reports.chart import BarChart, Drawing, draw
from clinicbill.ui.colours import Role, colour, kind_colour
from clinicbill.ui.fonts import NORMAL, Step, metrics, scaled, shared
from clinicbill.ui.theme import theme

if TYPE_CHECKING:
    from clinicbill.reports.chart import Bar

_INSET = 16
_LEAST, _MOST = 118, 320


class ChartView(QWidget):
    """Nothing in it can be reached by mouse only: the table below has every number of it."""

    chosen = Signal(int, str)  # place of the label, name of the series

    def __init__(self) -> None:
        super().__init__()
        self._chart = BarChart((), ())
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme().changed.connect(self.update)

    def show_chart(self, chart: BarChart) -> None:
        """Show another one."""
        self._chart = chart
        said = ", ".join(series.name.lower() for series in chart.series)
        self.setAccessibleName(f"Chart of {said}; the table below has its numbers")
        self.update()

    def set_current(self, label: int) -> None:
        """Mark the group the table's cursor is in; −1 for none."""
        self._current = label
        self.update()

    def set_room(self, high: int) -> None:
        """As high as there is room, but never so flat that bars cannot be compared."""
        self.setFixedHeight(min(max(high, scaled(_LEAST)), scaled(_MOST)))

    def minimumSizeHint(self) -> QSize:
        """It may grow narrow."""
        return QSize(scaled(300), scaled(_LEAST))

    def _drawing(self) -> Drawing:
        return draw(self._chart, self.width() - 2 * _INSET, self.height() - scaled(8), left=scaled(44))

    def bar_at(self, place: QPointF) -> Bar | None:
        """The bar under a point; the room above and below a short one counts."""
        x = place.x() - _INSET
        return next((bar for bar in self._drawing().bars if bar.x <= x <= bar.x + bar.width), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the number under the pointer."""
        bar = self.bar_at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if bar is None else Qt.CursorShape.PointingHandCursor)
        if bar is None:
            self.setToolTip("")
            return
        series = self._chart.series[bar.series]
        self.setToolTip(f"{series.name}, {self._chart.labels[bar.label]}: {series.values[bar.label].plain()}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the number."""
        bar = self.bar_at(event.position())
        if bar is not None:
            self.chosen.emit(bar.label, self._chart.series[bar.series].name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines, bars, words."""
        painter = QPainter(self)
        painter.translate(_INSET, scaled(4))
        drawing = self._drawing()
        if self._current >= 0:
            left = drawing.left + drawing.group_width * self._current
            band = QRectF(left, 0, drawing.group_width, self.height() - scaled(8))
            painter.fillRect(band, colour(Role.SEL))
        for line in drawing.lines:
            role = Role.STRONG if line.strong else Role.LINE
            painter.fillRect(QRectF(line.x, round(line.y), line.width, 1), colour(role))
        for bar in drawing.bars:
            painter.fillRect(QRectF(bar.x, bar.y, bar.width, bar.height), kind_colour(bar.kind))
        painter.setFont(shared(Step.SOURCE, NORMAL))
        painter.setPen(colour(Role.TEXT2))
        measured = metrics(Step.SOURCE, NORMAL)
        for words in drawing.words:
            wide = measured.horizontalAdvance(words.text)
            shift = {"left": 0.0, "middle": wide / 2, "right": wide}[words.align]
            painter.drawText(QPointF(words.x - shift, words.y), words.text)
        painter.end()
