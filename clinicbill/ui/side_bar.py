"""SideBar: the practice, the find box, the places with their counts, and at the foot backup, codes and lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from clinicbill.ui import icons
from clinicbill.ui.actions import action
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM, NORMAL, Step, metrics, scaled, shared
from clinicbill.ui.places import PLACES, Place
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.badge import Badge, paint_badge
from clinicbill.ui.widgets.key_cap import cap_width, paint_cap
from clinicbill.ui.widgets.runs import Run, elided, paint

if TYPE_CHECKING:
    from clinicbill.ui.clinic import Facts

WIDTH = 196


class Entry(QAbstractButton):
    """One place; the count beside it can be clicked on its own."""

    counted = Signal(str)

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._badge = Badge(0)
        self.setCheckable(True)
        self.setText(place.title)
        self.setAccessibleName(place.title)
        shortcut = action(f"go.{place.id}")
        self.setToolTip(f"{shortcut.tip} ({shortcut.key})")
        self.setFixedHeight(scaled(32))

    def set_badge(self, badge: Badge | None) -> None:
        """Show how much waits; nothing for zero."""
        self._badge = badge or Badge(0)
        waits = f", {self._badge.count} waiting" if self._badge else ""
        self.setAccessibleName(self.place.title + waits)
        self.update()

    @property
    def badge(self) -> Badge:
        """What the pill says."""
        return self._badge

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the count shows exactly those rows."""
        super().mouseReleaseEvent(event)
        if self._badge and event.position().x() > self.width() - scaled(44):
            self.counted.emit(self.place.id)

    def sizeHint(self) -> QSize:
        """As wide as the bar."""
        return QSize(scaled(WIDTH), scaled(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, name, count, focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(scaled(8), 1, self.width() - scaled(16), self.height() - 2)
        current = self.isChecked()
        if current or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(Role.SEL if current else Role.HOVER))
            painter.drawRoundedRect(place, 5, 5)
        ink = Role.ACCENT if current else Role.TEXT
        middle = self.height() / 2
        icons.draw(
            painter, self.place.icon, Role.ACCENT if current else Role.TEXT2,
            QPointF(scaled(18), round(middle - scaled(8))), scaled(16),
        )  # fmt: skip
        weight = BOLD if current else MEDIUM
        cap = metrics(Step.BODY, weight).capHeight()
        painter.setFont(shared(Step.BODY, weight))
        painter.setPen(colour(ink))
        painter.drawText(QPointF(scaled(44), round(middle + cap / 2)), self.text())
        if self._badge:
            paint_badge(painter, self.width() - scaled(16), middle, self._badge, current=current)
        if self.hasFocus():
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 5, 5)
        painter.end()


class _FindBox(QAbstractButton):
    """Looks like a field, opens the command box."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Find or do")
        self.setToolTip(action("app.find").tip)
        self.setFixedHeight(scaled(30))
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def sizeHint(self) -> QSize:
        """As wide as the bar."""
        return QSize(scaled(WIDTH - 24), scaled(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A field's border, the search icon, the key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        half = 1.0 if focused else 0.5
        painter.setPen(QPen(colour(Role.ACCENT if focused else Role.FIELD), half * 2))
        painter.setBrush(colour(Role.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 5, 5)
        middle = self.height() / 2
        icons.draw(painter, "search", Role.TEXT2, QPointF(scaled(9), round(middle - scaled(8))), scaled(16))
        room = QRectF(scaled(32), 0, self.width(), self.height())
        paint(painter, room, (Run("Find or do", Role.TEXT3),))
        key = action("app.find").key
        paint_cap(painter, self.width() - cap_width(key) - scaled(6), middle, key)
        painter.end()


class _Foot(QAbstractButton):
    """A small line at the foot: icon, words, perhaps a key."""

    def __init__(self, icon: str, text: str, role: Role, key: str = "") -> None:
        super().__init__()
        self._icon, self._role, self._key = icon, role, key
        self.setText(text)
        self.setAccessibleName(text)
        self.setFixedHeight(scaled(24 if key else 20))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if key else Qt.FocusPolicy.NoFocus)

    def set_state(self, icon: str, text: str, role: Role) -> None:
        """Say something else."""
        self._icon, self._role = icon, role
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the bar."""
        return QSize(scaled(WIDTH), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, words, key."""
        painter = QPainter(self)
        step = Step.SECONDARY if self._key else Step.SOURCE
        run = Run(self.text(), Role.TEXT2, icon=self._icon, icon_role=self._role, step=step)
        right = scaled(12) + (cap_width(self._key) if self._key else 0)
        room = QRectF(scaled(16), 0, self.width() - scaled(16) - right, self.height())
        paint(painter, room, elided((run,), room.width()))
        if self._key:
            paint_cap(painter, self.width() - right, self.height() / 2, self._key)
        if self.hasFocus():
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(9, 1, -7, -1), 5, 5)
        painter.end()


class _Name(QWidget):
    """The mark, the practice, who sits here."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(scaled(52))
        self._name = self._user = ""

    def set_names(self, name: str, user: str) -> None:
        """Show practice and user."""
        self._name, self._user = name, user
        self.setAccessibleName(f"{name}, {user}")
        self.setToolTip(f"{name}\n{user}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark is ours, drawn like the icons."""
        painter = QPainter(self)
        paint_mark(painter, QPointF(scaled(16), scaled(14)), scaled(26))
        room = QRectF(scaled(52), scaled(10), self.width() - scaled(60), scaled(20))
        paint(painter, room, elided((Run(self._name, weight=BOLD),), room.width()))
        room.translate(0, scaled(15))
        who = Run(self._user, Role.TEXT2, NORMAL, step=Step.SECONDARY)
        paint(painter, room, elided((who,), room.width()))
        painter.end()


def paint_mark(painter: QPainter, at: QPointF, size: int) -> None:
    """The program's mark: lines of a claim, the last one ticked."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(Role.FILL))
    painter.drawRoundedRect(QRectF(at.x(), at.y(), size, size), size * 0.22, size * 0.22)
    inner = round(size * 0.7)
    shift = (size - inner) / 2
    icons.draw(painter, "mark", Role.ON_FILL, at + QPointF(round(shift), round(shift)), inner)


class SideBar(QWidget):
    """196 wide, always there."""

    chosen = Signal(str)
    counted = Signal(str)
    find_asked = Signal()
    lock_asked = Signal()
    backup_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(scaled(WIDTH) + 1)
        self.setAccessibleName("Places")
        self._name = _Name()
        self._find = _FindBox()
        self._entries = {place.id: Entry(place) for place in PLACES}
        self._group = QButtonGroup(self)
        self._backup = _Foot("shield-alert", "", Role.TEXT2)
        self._codes = _Foot("code-set", "", Role.TEXT2)
        self._lock = _Foot("lock", action("app.lock").text, Role.TEXT2, action("app.lock").key)
        self._lay_out()
        self._find.clicked.connect(self.find_asked)
        self._lock.clicked.connect(self.lock_asked)
        self._backup.clicked.connect(self.backup_asked)
        theme().changed.connect(self.update)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, scaled(10))
        column.setSpacing(0)
        column.addWidget(self._name)
        find = QVBoxLayout()
        find.setContentsMargins(12, 0, 12, scaled(8))
        find.addWidget(self._find)
        column.addLayout(find)
        for entry in self._entries.values():
            self._group.addButton(entry)
            entry.clicked.connect(lambda _checked=False, name=entry.place.id: self.chosen.emit(name))
            entry.counted.connect(self.counted)
            column.addWidget(entry)
        column.addStretch(1)
        for foot in (self._backup, self._codes, self._lock):
            column.addWidget(foot)

    def set_facts(self, facts: Facts) -> None:
        """Show the practice, the user, the backup and the code set."""
        demo = " (demo)" if facts.demo else ""
        self._name.set_names(facts.practice_name + demo, f"{facts.user_name}, {facts.role.replace('_', ' ')}")
        good = ("shield-check", Role.GREEN) if facts.backup_good else ("shield-alert", Role.AMBER)
        self._backup.set_state(good[0], facts.backup or "No backup yet", good[1])
        self._codes.set_state("code-set", f"Code set {facts.code_set}" if facts.code_set else "", Role.TEXT2)

    def set_current(self, place_id: str) -> None:
        """Mark where we are."""
        self._entries[place_id].setChecked(True)

    def set_badge(self, place_id: str, badge: Badge | None) -> None:
        """Show how much waits at a place."""
        self._entries[place_id].set_badge(badge)

    def badge(self, place_id: str) -> Badge:
        """How much waits at a place."""
        return self._entries[place_id].badge

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Its own ground and one line at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colour(Role.SIDE)))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colour(Role.LINE))
        painter.end()
