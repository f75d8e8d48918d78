"""ResultList: hits in groups, painted, with one marked row that the field above moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from clinicbill.ui import icons
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM, Step, scaled
from clinicbill.ui.widgets.hits import Hit, marked
from clinicbill.ui.widgets.key_cap import cap_width, paint_cap
from clinicbill.ui.widgets.runs import Run, Runs, elided, paint, width

ROW, HEAD = 30, 27


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Hits of one source under its title."""

    title: str
    hits: Sequence[Hit]


class ResultList(QWidget):
    """Draws what stands in its height and scrolls with the mark."""

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[HitGroup] = []
        self._typed = ""
        self._at = 0
        self._offset = 0
        self.setAccessibleName("Results")

    def fill(self, groups: Sequence[HitGroup], typed: str, *, keep: bool) -> None:
        """Show other groups; `keep` leaves the mark on its hit where that still stands."""
        before = self.current() if keep else None
        self._groups = [group for group in groups if group.hits]
        self._typed = typed
        flat = self._flat()
        self._at = next((n for n, hit in enumerate(flat) if before is not None and hit.key == before.key), 0)
        self._show()

    def current(self) -> Hit | None:
        """The marked hit."""
        flat = self._flat()
        return flat[self._at] if self._at < len(flat) else None

    def step(self, by: int) -> None:
        """Move the mark, round the ends."""
        flat = self._flat()
        if flat:
            self._at = (self._at + by) % len(flat)
            self._show()

    def step_group(self, by: int) -> None:
        """Move the mark to the first hit of another group."""
        starts = [0]
        for group in self._groups:
            starts.append(starts[-1] + len(group.hits))
        now = max(n for n, start in enumerate(starts[:-1] or [0]) if start <= self._at)
        self._at = starts[(now + by) % max(len(self._groups), 1)]
        self._show()

    @property
    def groups(self) -> list[HitGroup]:
        """What is shown."""
        return list(self._groups)

    def needed_height(self) -> int:
        """Pixels that show everything."""
        hits = sum(len(group.hits) for group in self._groups)
        return scaled(HEAD) * len(self._groups) + scaled(ROW) * hits + (scaled(10) if hits else 0)

    def _flat(self) -> list[Hit]:
        return [hit for group in self._groups for hit in group.hits]

    def _tops(self) -> list[int]:
        """Where each hit begins, unscrolled."""
        tops, top = [], scaled(4)
        for group in self._groups:
            top += scaled(HEAD)
            for _ in group.hits:
                tops.append(top)
                top += scaled(ROW)
        return tops

    def _show(self) -> None:
        tops = self._tops()
        if tops:
            top = tops[self._at]
            lowest = max(0, self.needed_height() - self.height())
            self._offset = min(
                max(self._offset, top + scaled(ROW) + 6 - self.height()), top - scaled(HEAD) - scaled(4)
            )
            self._offset = min(max(self._offset, 0), lowest)
        hit = self.current()
        self.setAccessibleDescription(f"{hit.title} {hit.detail} {hit.right}".strip() if hit else "")
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        lowest = max(0, self.needed_height() - self.height())
        self._offset = min(max(self._offset - event.angleDelta().y() // 4, 0), lowest)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the hit."""
        at = event.position().y() + self._offset
        for n, top in enumerate(self._tops()):
            if top <= at < top + scaled(ROW):
                self._at = n
                self._show()
                self.taken.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heads and hits that can be seen."""
        painter = QPainter(self)
        tops = iter(enumerate(self._tops()))
        top = scaled(4) - self._offset
        for group in self._groups:
            head = QRectF(scaled(18), top, self.width() - scaled(36), scaled(HEAD))
            paint(painter, head, (Run(group.title, Role.TEXT2, BOLD, step=Step.SECONDARY),))
            top += scaled(HEAD) + scaled(ROW) * len(group.hits)
            for hit in group.hits:
                at, hit_top = next(tops)
                self._paint_hit(painter, hit, hit_top - self._offset, marked_row=at == self._at)
        painter.end()

    def _paint_hit(self, painter: QPainter, hit: Hit, top: int, *, marked_row: bool) -> None:
        if top + scaled(ROW) < 0 or top > self.height():
            return
        row = QRectF(8, top, self.width() - 16, scaled(ROW))
        middle = row.center().y()
        if marked_row:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(Role.SEL))
            painter.drawRoundedRect(row, 6, 6)
            painter.fillRect(QRectF(8, top + 1, 3, scaled(ROW) - 2), colour(Role.ACCENT))
        if hit.icon:
            place = QPointF(scaled(20), round(middle - scaled(8)))
            icons.draw(painter, hit.icon, Role.ACCENT if marked_row else Role.TEXT2, place, scaled(16))
        room = QRectF(scaled(48), top, self.width() - scaled(48) - scaled(20), scaled(ROW))
        cap = hit.cap or ("Enter" if marked_row else "")
        if cap:
            paint_cap(painter, room.right() - cap_width(cap), middle, cap)
            room.setRight(room.right() - cap_width(cap) - scaled(8))
        right: Runs = (Run(hit.right, step=Step.SECONDARY),) if hit.right else ()
        paint(painter, room, right, right=True)
        room.setRight(room.right() - width(right) - scaled(12))
        words = marked(hit.title, self._typed, Run(weight=MEDIUM), Role.ACCENT)
        detail = marked(hit.detail, self._typed, Run(role=Role.TEXT2, step=Step.SECONDARY))
        paint(painter, room, elided((*words, Run("", gap=10), *detail), room.width()))
