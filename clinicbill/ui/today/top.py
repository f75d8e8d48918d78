"""The top of Today: three figures that open their rows, and the week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicbill.reports.risks import SOON_DAYS
from clinicbill.reports.work_item import items_total
from clinicbill.ui.fonts import scaled
from clinicbill.ui.today.reads import LOST, READY, WAITS, Work, cut_of
from clinicbill.ui.today.week_strip import WeekStrip, day_cells
from clinicbill.ui.widgets.key_figure import KeyFigure

if TYPE_CHECKING:
    from clinicbill.reports.week import WeekDay


class Top(QWidget):
    """Each figure is the sum of the rows it opens."""

    figure_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, scaled(5), 12, scaled(5))
        row.setSpacing(scaled(22))
        self.figures: dict[str, KeyFigure] = {}
        for name in (WAITS, LOST, READY):
            figure = KeyFigure(name, opens=True)
            figure.opened.connect(lambda of=name: self.figure_opened.emit(of))
            self.figures[name] = figure
            row.addWidget(figure)
        self.strip = WeekStrip()
        row.addWidget(self.strip, 1)

    def show_work(self, work: Work, as_of: date) -> None:
        """Show what was read."""
        last = as_of + timedelta(days=SOON_DAYS)
        count = len(work.items)
        self.figures[WAITS].set_label(f"Waits on you, {count} item{'' if count == 1 else 's'}")
        self.figures[LOST].set_label(f"Lost by {last:%b} {last.day} if untouched")
        for name, figure in self.figures.items():
            figure.set_figure(str(items_total(cut_of(work, name).items)))
        self.show_week(work, work.days, as_of)

    def show_week(self, work: Work, days: tuple[WeekDay, ...], as_of: date) -> None:
        """Show another week."""
        self.strip.show_week(day_cells(days, work.items, as_of), as_of)
