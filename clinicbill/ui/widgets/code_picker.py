"""CodePicker: a field that searches while one types, with its results in the page below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, Step, font, metrics, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.hits import Found, Hit, marked
from clinicbill.ui.widgets.key_cap import paint_cap
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.runs import Run, Runs, elided, paint, width

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.ui.jobs import Jobs
    from clinicbill.ui.widgets.hint_line import Hint

_PATIENCE = 80  # milliseconds after the last key before the search is asked
_ROW = 26


class _Field(LineEdit):
    """A letter in front, the count behind."""

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(name, placeholder=placeholder)
        self._prefix = self._count = ""
        theme().changed.connect(self.update)

    def set_prefix(self, prefix: str) -> None:
        """The letter the next diagnosis gets."""
        self._prefix = prefix
        self.setTextMargins(scaled(20) if prefix else 0, 0, 0, 0)
        self.update()

    def set_count(self, count: str) -> None:
        """How many were found."""
        self._count = count
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then what stands in it beside the typing."""
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRectF(self.rect()).adjusted(scaled(9), 0, -scaled(9), 0)
        if self._prefix:
            paint(painter, place, (Run(self._prefix, Role.ACCENT, MEDIUM, mono=True),))
        if self._count and self.text():
            typed = metrics(Step.BODY, MEDIUM).horizontalAdvance(self.text())
            count = (Run(self._count, Role.TEXT2, step=Step.SECONDARY),)
            if width(count) + typed + scaled(60) < place.width():
                paint(painter, place, count, right=True)
        painter.end()


class HitList(QWidget):
    """The results, painted; the keyboard stays in the field."""

    clicked = Signal(int)

    def __init__(self, rows: int, hints: tuple[Hint, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._hints = rows, hints
        self._hits: list[Hit] = []
        self._typed = ""
        self.at = 0
        self.setAccessibleName("Results")
        self.setMouseTracking(True)
        theme().changed.connect(self.update)

    def set_rows(self, rows: int) -> None:
        """How many rows show at once: fewer on a low screen."""
        self._rows = rows
        self._fit()

    def fill(self, hits: list[Hit], typed: str) -> None:
        """Show other results; the first that can be taken is marked."""
        self._hits, self._typed = hits, typed
        self.at = next((n for n, hit in enumerate(hits) if not hit.blocked), 0)
        self._fit()
        self._describe()

    def step(self, by: int) -> None:
        """Move the mark."""
        if self._hits:
            self.at = min(max(self.at + by, 0), len(self._hits) - 1)
            self._describe()

    def current(self) -> Hit | None:
        """The marked result."""
        return self._hits[self.at] if self.at < len(self._hits) else None

    @property
    def hits(self) -> list[Hit]:
        """What is shown."""
        return list(self._hits)

    def _fit(self) -> None:
        rows = min(len(self._hits), self._rows)
        self.setFixedHeight(scaled(_ROW) * rows + scaled(30 if self._hints else 6))
        self.update()

    def _describe(self) -> None:
        hit = self.current()
        self.setAccessibleDescription(f"{hit.code} {hit.title} {hit.blocked or hit.right}" if hit else "")
        self.update()

    def _first(self) -> int:
        return max(0, min(self.at - self._rows + 1, len(self._hits) - self._rows))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the row."""
        row = self._first() + int((event.position().y() - 3) // scaled(_ROW))
        if 0 <= row < min(len(self._hits), self._first() + self._rows):
            self.at = row
            self.clicked.emit(row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Border, rows, keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(Role.STRONG), 1))
        painter.setBrush(colour(Role.POPUP))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        codes = max(
            (metrics(Step.BODY, MEDIUM, mono=True).horizontalAdvance(h.code) for h in self._hits), default=0
        )
        first = self._first()
        for place, hit in enumerate(self._hits[first : first + self._rows]):
            row = QRectF(3, 3 + place * scaled(_ROW), self.width() - 6, scaled(_ROW))
            self._paint_hit(painter, row, hit, max(codes, scaled(58)), marked_row=first + place == self.at)
        self._paint_hints(painter)
        painter.end()

    def _paint_hit(self, painter: QPainter, row: QRectF, hit: Hit, codes: float, *, marked_row: bool) -> None:
        if marked_row:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(Role.SEL))
            painter.drawRoundedRect(row, 4, 4)
        if hit.icon:
            paint(
                painter,
                row.adjusted(scaled(9), 0, 0, 0),
                (Run(icon=hit.icon, role=Role.ACCENT, step=Step.SECONDARY),),
            )
        ink = Role.TEXT3 if hit.blocked else Role.TEXT
        room = row.adjusted(scaled(30), 0, -scaled(9), 0)
        right: Runs = (Run(hit.right, Role.TEXT2, step=Step.SECONDARY),) if hit.right else ()
        if hit.blocked:
            right = (Run(hit.blocked, Role.AMBER, icon="warning", step=Step.SECONDARY),)
        paint(painter, room, right, right=True)
        if hit.code:
            paint(painter, room, (Run(hit.code, ink, MEDIUM, mono=True),))
            room.setLeft(room.left() + codes + scaled(14))
        room.setRight(room.right() - width(right) - 10)
        words = marked(hit.title, self._typed, Run(role=ink))
        detail = (Run("", gap=8), Run(hit.detail, Role.TEXT2, step=Step.SECONDARY)) if hit.detail else ()
        paint(painter, room, elided((*words, *detail), room.width()))

    def _paint_hints(self, painter: QPainter) -> None:
        if not self._hints:
            return
        top = self.height() - scaled(27)
        painter.fillRect(QRectF(1, top, self.width() - 2, 1), colour(Role.LINE))
        left, middle = float(scaled(10)), top + scaled(14)
        for hint in self._hints:
            for key in hint.keys:
                left += paint_cap(painter, left, middle, key) + 2
            painter.setFont(font(Step.SECONDARY))
            painter.setPen(colour(Role.TEXT2))
            cap = metrics(Step.SECONDARY, font().weight())
            painter.drawText(QPointF(left + 4, round(middle + cap.capHeight() / 2)), hint.text)
            left += cap.horizontalAdvance(hint.text) + 18


class CodePicker(QWidget):
    """Search and take: codes, procedures, patients.

    `source` is a reader for `Jobs.read`: source(db, text, limit) → `Found`. Enter takes the marked result,
    Alt+Enter takes it with a second meaning; the list opens in the page and pushes what is below down.
    """

    picked = Signal(object, bool)  # Hit, with Alt
    emptied = Signal()

    def __init__(
        self,
        name: str,
        jobs: Jobs,
        source: Callable[..., Found],
        *,
        placeholder: str = "",
        rows: int = 5,
        hints: tuple[Hint, ...] = (),
        noun: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._source, self._noun, self._rows = jobs, source, noun, rows
        self._waits_for_pick: bool | None = None
        self.field = _Field(name, placeholder)
        self.list = HitList(rows, hints)
        self.list.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._typed)
        self.list.clicked.connect(lambda _row: self._take(alt=False))

    def set_prefix(self, prefix: str) -> None:
        """The letter in front of the typing."""
        self.field.set_prefix(prefix)

    def clear(self) -> None:
        """Empty field, no list."""
        self.field.clear()
        self._close()

    def search(self, text: str) -> None:
        """Type for the user."""
        self.field.setText(text)
        self.field.setFocus()
        self._ask()

    @property
    def is_open(self) -> bool:
        """Whether results are shown."""
        return self.list.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move the mark, Enter takes, Esc closes; everything else is typing."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if (
            (
                watched is self.field
                and event.type() == QEvent.Type.ShortcutOverride
                and isinstance(event, QKeyEvent)
            )
            and event.key() == Qt.Key.Key_Escape
            and (self.is_open or self.field.text())
        ):
            event.accept()
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
        key = Qt.Key(event.key())
        if key in steps and self.is_open:
            self.list.step(steps[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.text().strip():
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            self._take_when_found(alt=alt)
            return True
        if key == Qt.Key.Key_Escape and (self.is_open or self.field.text()):
            self.clear()
            self.emptied.emit()
            return True
        return False

    def _typed(self, text: str) -> None:
        self._waits_for_pick = None
        if text.strip():
            self._timer.start(_PATIENCE)
        else:
            self._timer.stop()
            self._close()
            self.emptied.emit()

    def _ask(self) -> None:
        self._timer.stop()
        typed = self.field.text().strip()
        if typed:
            self._jobs.read(self._source, typed, self._rows * 10, then=_Answer(self, typed).take, latest=self)

    def take_answer(self, typed: str, found: Found) -> None:
        """Show what was found for a text, unless the text has changed since."""
        if typed != self.field.text().strip():
            return
        hits = list(found.hits)
        self.list.fill(hits, typed)
        self.list.setVisible(bool(hits))
        shown = f"{min(len(hits), self._rows)} of {found.total:,}" if hits else "nothing found"
        self.field.set_count(f"{shown}, {self._noun}" if self._noun and hits else shown)
        if self._waits_for_pick is not None:
            alt, self._waits_for_pick = self._waits_for_pick, None
            self._take(alt=alt)

    def _take_when_found(self, *, alt: bool) -> None:
        """A fast typist presses Enter before the answer is there: take it when it comes."""
        if self._timer.isActive() or not self.is_open:
            self._waits_for_pick = alt
            self._ask()
        else:
            self._take(alt=alt)

    def _take(self, *, alt: bool) -> None:
        hit = self.list.current()
        if hit is not None and not hit.blocked:
            self.clear()
            self.picked.emit(hit, alt)

    def _close(self) -> None:
        self._waits_for_pick = None
        self.list.fill([], "")
        self.list.hide()
        self.field.set_count("")


class _Answer:
    """Carries the searched text to where its answer arrives."""

    def __init__(self, picker: CodePicker, typed: str) -> None:
        self._picker, self._typed = picker, typed

    def take(self, found: Found) -> None:
        """Hand over; a picker that is gone is left alone."""
        self._picker.take_answer(self._typed, found)
