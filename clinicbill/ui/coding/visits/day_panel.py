"""DayPanel: the visits of a day down the left, which of them wait, and what was entered so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.ui.actions import action
from clinicbill.ui.coding.visits.day_list import DayList, DayRow, Shown
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, NORMAL, Step, metrics, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.date_edit import DateEdit
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import RunsLabel, secondary, section
from clinicbill.ui.widgets.record_list import Lines, RecordList
from clinicbill.ui.widgets.runs import NOT_YET, Run, elided, paint, small, width
from clinicbill.ui.widgets.state import States
from clinicbill.ui.widgets.table_head import EDGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtGui import QKeyEvent

_GAP = 12
TITLES = {Shown.TO_CODE: "To code, all days", Shown.ON_HOLD: "On hold", Shown.QUERY: "Query"}


def row_lines(row: DayRow, *, with_day: bool, room: float) -> Lines:
    """Who and how much; when and for whom; where it stands, cut to `room` pixels beside the time."""
    visit = row.visit
    when = slashed(visit.service_on)[:5] if with_day else visit.starts_at
    held = visit.status is VisitStatus.ON_HOLD
    below = (small(when, Role.TEXT2),) if held else tuple(small(t) for t in (when, visit.payer) if t)
    return Lines(
        title=str(replace(visit.patient, middle="", suffix="")),
        right=visit.total if visit.line_count else NOT_YET,
        below=below,
        state=_state(row, room - width(below) - _GAP),
    )


def _state(row: DayRow, room: float) -> Run:
    status = row.visit.status
    if row.asked:
        return Run("Query", Role.AMBER, icon="help", gap=0)
    if status is VisitStatus.ON_HOLD:
        words = f"On hold: {row.visit.hold_reason}"
        run = Run(words, Role.AMBER, icon="pause-circle", step=Step.SECONDARY, gap=0)
        return elided((run,), room)[0]
    if status is VisitStatus.CODED:
        return Run("Coded", Role.GREEN, icon="circle-check", gap=0)
    if row.to_fix:
        return Run(f"{row.to_fix} to fix", Role.RED, icon="circle-x", gap=0)
    return Run("To code", Role.TEXT2, icon="dashed-circle", gap=0)


class _Mode(QAbstractButton):
    """One of the four lists, underlined while it is shown."""

    def __init__(self, text: str, tip: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setFixedHeight(scaled(24))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the bold form."""
        return QSize(round(metrics(Step.SECONDARY, BOLD).horizontalAdvance(self.text())) + 4, scaled(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, line, focus."""
        painter = QPainter(self)
        on = self.isChecked()
        like = Run(
            self.text(),
            Role.ACCENT if on else Role.TEXT2,
            BOLD if on else NORMAL,
            step=Step.SECONDARY,
        )
        paint(painter, QRectF(self.rect()).adjusted(2, 0, 0, -2), (like,))
        if on:
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), colour(Role.ACCENT))
        if self.hasFocus():
            painter.setPen(QPen(colour(Role.ACCENT), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 1, -0.75, -3), 3, 3)
        painter.end()


class _DayEdit(DateEdit):
    """Typed to go to another day; Esc leaves the day as it was."""

    abandoned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
            return
        super().keyPressEvent(event)


class DayPanel(QWidget):
    """Tells which visit is chosen and which list is asked for; the page reads."""

    chosen = Signal(object)  # encounter id, or None
    opened = Signal(object)
    day_asked = Signal(object)  # date
    shown_asked = Signal(object)  # Shown

    def __init__(self, as_of: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(scaled(180))
        self._list: DayList | None = None
        self._filling = False
        self.rows: RecordList[DayRow] = RecordList("Visits", self._lines, identity=lambda row: row.id)
        self.states = States(self.rows)
        self.day = _DayEdit("Day", as_of=as_of)
        self._title, self._count = section(""), secondary("")
        self._modes = {
            Shown.DAY: _Mode("Day", "The visits of one day"),
            Shown.TO_CODE: _Mode("To code", action("coding.waiting").tip),
            Shown.ON_HOLD: _Mode("Hold", action("coding.holds").tip),
            Shown.QUERY: _Mode("Query", action("coding.queries").tip),
        }
        self._totals = [(RunsLabel(), RunsLabel(right=True)) for _ in range(4)]
        self._lay_out()
        self.rows.chosen.connect(self._choose)
        self.rows.opened.connect(lambda row: self.opened.emit(row.id))
        self.day.returnPressed.connect(self._take_day)
        self.day.abandoned.connect(self._leave_day)
        for shown, mode in self._modes.items():
            mode.clicked.connect(lambda _on=False, which=shown: self.shown_asked.emit(which))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        modes = QHBoxLayout()
        modes.setContentsMargins(12, 0, 2, 4)
        modes.setSpacing(6)
        for mode in self._modes.values():
            modes.addWidget(mode)
        modes.addStretch(1)
        column.addLayout(modes)
        column.addWidget(_Hairline())
        column.addWidget(self.states, 1)
        column.addWidget(_Hairline())
        column.addLayout(self._foot())

    def _head(self) -> QWidget:
        holder = QWidget()
        holder.setFixedHeight(scaled(34))
        row = QHBoxLayout(holder)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(0)
        self._heads = QStackedWidget()
        words = QWidget()
        inside = QHBoxLayout(words)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self._title)
        inside.addStretch(1)
        inside.addWidget(self._count)
        self._heads.addWidget(words)
        self._heads.addWidget(self.day)
        row.addWidget(self._heads, 1)
        self._steps = [
            self._step("chevron-left", "coding.day_before"),
            self._step("chevron-right", "coding.day_after"),
        ]
        for step in self._steps:
            row.addWidget(step)
        return holder

    def _step(self, icon: str, action_id: str) -> KeyButton:
        words = action(action_id)
        made = KeyButton("", icon=icon, kind=Kind.LINK)
        made.setAccessibleName(words.text)
        made.setToolTip(f"{words.tip} ({words.key})")
        made.setFixedSize(scaled(20), scaled(24))
        return made

    def step_buttons(self) -> tuple[KeyButton, KeyButton]:
        """One day back, one day on."""
        return self._steps[0], self._steps[1]

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 12, 10)
        foot.setSpacing(0)
        for at, (name, figure) in enumerate(self._totals):
            if at == len(self._totals) - 1:
                foot.addSpacing(6)
                foot.addWidget(_Hairline())
                foot.addSpacing(4)
            row = QHBoxLayout()
            row.addWidget(name, 1)
            row.addWidget(figure)
            foot.addLayout(row)
        return foot

    # Showing ----------------------------------------------------------------------------------------

    def fill(self, shown: DayList, keep: object) -> None:
        """Show a list with the cursor on a visit; choosing it again is not told."""
        self._list = shown
        self._filling = True
        self.rows.fill(shown.rows)
        if keep is None or not self.rows.select(keep):
            self.rows.clearSelection()
            self.rows.setCurrentIndex(self.rows.model().index(-1, -1))
        self._filling = False
        self._tell(shown)

    def put(self, row: DayRow) -> None:
        """Show one visit as it stands on the screen."""
        if self._list is not None:
            self._list = self._list.with_row(row)
            self.rows.put(row)
            self._tell(self._list)

    def row(self, key: object) -> DayRow | None:
        """The row of a visit."""
        return next((row for row in self.list_rows() if row.id == key), None)

    def list_rows(self) -> tuple[DayRow, ...]:
        """What is shown."""
        return self._list.rows if self._list is not None else ()

    @property
    def shown(self) -> DayList | None:
        """The list shown."""
        return self._list

    def set_counts(self, counts: Mapping[VisitStatus, int], asked: int) -> None:
        """How many wait on all days, and about how many the provider is asked."""
        for shown, count, words in (
            (Shown.TO_CODE, counts.get(VisitStatus.TO_CODE, 0), "To code"),
            (Shown.ON_HOLD, counts.get(VisitStatus.ON_HOLD, 0), "Hold"),
            (Shown.QUERY, asked, "Query"),
        ):
            mode = self._modes[shown]
            mode.setText(f"{words} {count}" if count else words)
            mode.setAccessibleName(mode.text())
            mode.updateGeometry()

    def ask_day(self) -> None:
        """Type another day."""
        self._heads.setCurrentWidget(self.day)
        self.day.set_value(self._list.day if self._list is not None else None)
        self.day.setFocus()
        self.day.selectAll()

    def _tell(self, shown: DayList) -> None:
        is_day = shown.shown is Shown.DAY
        self._title.setText(f"{shown.day:%a %m/%d}" if is_day else TITLES[shown.shown])
        count = len(shown.rows)
        self._count.setText(f"{count} visit" if count == 1 else f"{count} visits" if is_day else str(count))
        for which, mode in self._modes.items():
            mode.setChecked(which is shown.shown)
        for step in self._steps:
            step.setVisible(is_day)
        self._tell_totals(shown)

    def _tell_totals(self, shown: DayList) -> None:
        rows = (
            ("Arrived" if shown.shown is Shown.DAY else "Visits", f"{len(shown.rows)}", False),
            ("Coded", f"{shown.coded}", False),
            ("Left to code", f"{shown.left}", True),
            ("Entered so far", shown.entered.plain(), False),
        )
        for (name, figure), (words, value, bold) in zip(self._totals, rows, strict=True):
            like = Run(
                role=Role.TEXT if bold else Role.TEXT2, weight=BOLD if bold else NORMAL, step=Step.SECONDARY
            )
            name.set_runs((replace(like, text=words),))
            figure.set_runs((replace(like, text=value, role=Role.TEXT, gap=0),))

    def _lines(self, row: DayRow) -> Lines:
        with_day = self._list is not None and self._list.shown is not Shown.DAY
        return row_lines(row, with_day=with_day, room=self.rows.viewport().width() - 2 * EDGE)

    # Telling ----------------------------------------------------------------------------------------

    def _choose(self, row: DayRow | None) -> None:
        if not self._filling:
            self.chosen.emit(row.id if row is not None else None)

    def _take_day(self) -> None:
        day = self.day.value()
        if day is not None:
            self._leave_day()
            self.day_asked.emit(day)

    def _leave_day(self) -> None:
        self._heads.setCurrentIndex(0)
        self.rows.setFocus()


class _Hairline(QWidget):
    """One pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)
        theme().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(Role.LINE))
        painter.end()
