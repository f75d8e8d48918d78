"""WeekStrip: Monday to Sunday with visits, what still has to be coded, and what runs out; then the next deadline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.reports.week import due_on
from clinicbill.reports.work_item import WorkKind
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, Step, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.runs import Run, elided, paint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.reports.week import WeekDay
    from clinicbill.reports.work_item import WorkItem

# What has a last day, as the strip calls it, with icon and colour role.
_DEADLINES = {
    WorkKind.LIMIT: ("limit", "clock", Role.RED),
    WorkKind.REJECTED: ("limit", "clock", Role.RED),
    WorkKind.SILENT: ("limit", "clock", Role.RED),
    WorkKind.HELD_CLAIM: ("limit", "clock", Role.RED),
    WorkKind.DENIED: ("appeal", "warning", Role.AMBER),
    WorkKind.AUTHORIZATION: ("auth", "shield-alert", Role.AMBER),
}
_DAYS = 7


@dataclass(frozen=True, slots=True)
class DayCell:
    """What one cell says: a day, a line about its visits, a line about its deadlines."""

    day: date
    title: str
    visits: Run
    ends: Run | None
    after: bool = False

    @property
    def spoken(self) -> str:
        """For screen readers."""
        return " ".join(
            part for part in (self.title, self.visits.text, self.ends.text if self.ends else "") if part
        )


def day_cells(days: Sequence[WeekDay], items: Sequence[WorkItem], as_of: date) -> list[DayCell]:
    """The week, and the first day after it on which something ends."""
    cells = [_cell(day, items, as_of) for day in days]
    last = days[-1].day if days else as_of
    later = sorted(
        {
            item.due_on
            for item in items
            if item.due_on is not None and item.due_on > last and item.kind in _DEADLINES
        }
    )
    if later:
        cells.append(
            DayCell(
                later[0],
                f"{later[0]:%a %b} {later[0].day}",
                Run("next to end", Role.TEXT2, step=Step.SECONDARY),
                _ends(items, later[0]),
                after=True,
            )
        )
    return cells


def _cell(day: WeekDay, items: Sequence[WorkItem], as_of: date) -> DayCell:
    words = f"{day.visits} visit{'' if day.visits == 1 else 's'}" if day.visits else "–"
    ends = _ends(items, day.day)
    if ends is None and day.to_code + day.on_hold:
        left = day.to_code + day.on_hold
        ends = Run(f"{left} to code", Role.TEXT, step=Step.SECONDARY)
    if ends is None and day.visits and day.day <= as_of:
        ends = Run("all coded", Role.TEXT2, icon="check", icon_role=Role.GREEN, step=Step.SECONDARY)
    return DayCell(day.day, f"{day.day:%a} {day.day.day}", Run(words, Role.TEXT2, step=Step.SECONDARY), ends)


def _ends(items: Sequence[WorkItem], day: date) -> Run | None:
    """What has its last day then: "2 limits", "1 appeal"; several kinds are "3 due"."""
    kinds = Counter(item.kind for item in due_on(items, day) if item.kind in _DEADLINES)
    if not kinds:
        return None
    names = {_DEADLINES[kind][0] for kind in kinds}
    count = sum(kinds.values())
    word, icon, role = min((_DEADLINES[kind] for kind in kinds), key=lambda one: one[2] is not Role.RED)
    if len(names) > 1:
        return Run(f"{count} due", role, icon=icon, step=Step.SECONDARY)
    return Run(f"{count} {word}{'' if count == 1 else 's'}", role, icon=icon, step=Step.SECONDARY)


class WeekStrip(QWidget):
    """Left and right move by day, and past the end by week; Enter shows what is due on the day."""

    opened = Signal(object)  # date
    week_asked = Signal(object)  # a day of the other week

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[DayCell] = []
        self._today: date | None = None
        self._chosen: date | None = None
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Week")
        theme().changed.connect(self.update)

    def show_week(self, cells: Sequence[DayCell], today: date) -> None:
        """Show a week; the cursor stays on its day, else goes to today or Monday."""
        kept = self.day
        self._cells, self._today = list(cells), today
        days = [cell.day for cell in self._cells]
        self._at = next((days.index(day) for day in (kept, today) if day in days), 0)
        self._describe()

    def set_chosen(self, day: date | None) -> None:
        """Mark the day whose rows the list shows."""
        self._chosen = day
        self.update()

    @property
    def day(self) -> date | None:
        """Where the cursor is."""
        return self._cells[self._at].day if self._at < len(self._cells) else None

    @property
    def cells(self) -> list[DayCell]:
        """What is shown."""
        return list(self._cells)

    def sizeHint(self) -> QSize:
        """Three lines high."""
        return QSize(scaled(84) * (_DAYS + 1), scaled(60))

    def minimumSizeHint(self) -> QSize:
        """Narrow cells elide their words."""
        return QSize(scaled(60) * (_DAYS + 1), scaled(60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and open."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.day is not None:
            self.opened.emit(self.day)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        to = self._at + by
        if 0 <= to < len(self._cells):
            self._at = to
            self._describe()
        elif self._cells:
            edge = self._cells[0].day if by < 0 else self._cells[min(_DAYS, len(self._cells)) - 1].day
            self.week_asked.emit(edge + timedelta(days=by))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens the day."""
        at = next((n for n in range(len(self._cells)) if self._place(n).contains(event.position())), None)
        if at is not None:
            self._at = at
            self._describe()
            self.opened.emit(self._cells[at].day)

    def _describe(self) -> None:
        if self._at < len(self._cells):
            cell = self._cells[self._at]
            self.setAccessibleDescription(f"{cell.spoken}, {slashed(cell.day)}")
        self.update()

    def _place(self, at: int) -> QRectF:
        gap = scaled(9) if any(cell.after for cell in self._cells) else 0
        wide = (self.width() - gap) / max(len(self._cells), 1)
        left = wide * at + (gap if self._cells[at].after else 0)
        return QRectF(left, 0, wide, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Cells, today's ground, the line before what comes after the week."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, cell in enumerate(self._cells):
            place = self._place(at)
            if cell.after:
                painter.fillRect(
                    QRectF(place.left() - scaled(5), 6, 1, self.height() - 12), colour(Role.STRONG)
                )
            self._paint_cell(painter, place, cell)
            if self.hasFocus() and at == self._at:
                painter.setPen(QPen(colour(Role.ACCENT), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _paint_cell(self, painter: QPainter, place: QRectF, cell: DayCell) -> None:
        today = cell.day == self._today and not cell.after
        ground = Role.SEL if today else Role.HOVER if cell.day == self._chosen else None
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(ground))
            painter.drawRoundedRect(place.adjusted(1, 0, -1, 0), 5, 5)
        inset, high = scaled(6), scaled(17)
        title = Run(cell.title, Role.ACCENT if today else Role.TEXT, BOLD, step=Step.SECONDARY)
        lines = (title, cell.visits, *((cell.ends,) if cell.ends else ()))
        top = scaled(4)
        for run in lines:
            room = QRectF(place.left() + inset, top, place.width() - inset - 2, high)
            paint(painter, room, elided((run,), room.width()))
            top += high
