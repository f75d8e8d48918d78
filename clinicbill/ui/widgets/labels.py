"""Labels: words in a step, weight and colour role of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from clinicbill.ui import icons
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM, NORMAL, Step, code_font, font, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.runs import Runs, elided, paint, plain_text, width

if TYPE_CHECKING:
    from PySide6.QtGui import QFont


class Label(QLabel):
    """Words in one font and colour that follow the theme."""

    def __init__(
        self,
        text: str = "",
        *,
        step: Step = Step.BODY,
        weight: QFont.Weight = NORMAL,
        role: Role = Role.TEXT,
        mono: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role = role
        self.setFont(code_font(step, weight) if mono else font(step, weight))
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wrap:
            self.setWordWrap(True)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._recolour()
        theme().changed.connect(self._recolour)

    def set_role(self, role: Role) -> None:
        """Change the meaning of the colour."""
        self._role = role
        self._recolour()

    def _recolour(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, colour(self._role))
        self.setPalette(palette)


def title(text: str) -> Label:
    """The page's name: one per page."""
    return Label(text, step=Step.TITLE, weight=BOLD)


def name(text: str) -> Label:
    """Patient, payer or box in a detail."""
    return Label(text, step=Step.NAME, weight=BOLD)


def section(text: str) -> Label:
    """The heading of a part of a page."""
    return Label(text, weight=BOLD)


def heading(text: str) -> Label:
    """A small heading inside a panel."""
    return Label(text, step=Step.SECONDARY, weight=BOLD)


def body(text: str = "", *, wrap: bool = False) -> Label:
    """Ordinary words."""
    return Label(text, wrap=wrap)


def secondary(text: str = "", *, wrap: bool = False) -> Label:
    """Reasons, hints, notes under a figure."""
    return Label(text, step=Step.SECONDARY, role=Role.TEXT2, wrap=wrap)


def source(text: str = "", *, wrap: bool = False) -> Label:
    """Where a rule comes from; the smallest words there are."""
    return Label(text, step=Step.SOURCE, role=Role.TEXT2, wrap=wrap)


def code_label(text: str = "", *, step: Step = Step.BODY) -> Label:
    """A code or an X12 segment."""
    return Label(text, step=step, weight=MEDIUM, mono=True)


class RunsLabel(QWidget):
    """A line of runs; it elides rather than widen the window."""

    def __init__(self, runs: Runs = (), *, right: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._right = right
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_runs(runs)
        theme().changed.connect(self.update)

    def set_runs(self, runs: Runs) -> None:
        """Show another line."""
        self._runs = runs
        self.setAccessibleName(plain_text(runs))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(round(width(self._runs) + 1), scaled(20))

    def minimumSizeHint(self) -> QSize:
        """It may shrink: what does not fit is elided and stands in the tool tip."""
        return QSize(0, scaled(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        shown = elided(self._runs, self.width())
        self.setToolTip("" if shown == self._runs else plain_text(self._runs))
        paint(painter, QRectF(self.rect()), shown, right=self._right)
        painter.end()


class IconLabel(QWidget):
    """One icon that follows the theme."""

    def __init__(
        self, icon: str, role: Role, size: int = 16, *, drop: int = 0, parent: QWidget | None = None
    ) -> None:
        """`drop` moves the icon down, so that it stands level with the first line beside it."""
        super().__init__(parent)
        self._icon, self._role, self._size, self._drop = icon, role, scaled(size), drop
        self.setFixedSize(self._size, self._size + drop)
        theme().changed.connect(self.update)

    def set_icon(self, icon: str, role: Role) -> None:
        """Show another icon."""
        self._icon, self._role = icon, role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        painter = QPainter(self)
        icons.draw(painter, self._icon, self._role, QPointF(0, self._drop), self._size)
        painter.end()


def line(*parts: QWidget | int | None, height: int = 34, inset: int = 16, gap: int = 8) -> QWidget:
    """A section line: widgets from left to right; None takes the room that is left, a number is a space."""
    holder = QWidget()
    holder.setFixedHeight(scaled(height))
    row = QHBoxLayout(holder)
    row.setContentsMargins(inset, 0, inset, 0)
    row.setSpacing(gap)
    for part in parts:
        if part is None:
            row.addStretch(1)
        elif isinstance(part, int):
            row.addSpacing(part)
        else:
            row.addWidget(part)
    return holder


def pairs(*rows: tuple[str, str], label_width: int = 72) -> QWidget:
    """What a thing is and where it comes from: quiet label, value beside it."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, scaled(label_width))
    grid.setColumnStretch(1, 1)
    for at, (label, value) in enumerate(rows):
        grid.addWidget(secondary(label), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(value, step=Step.SECONDARY, wrap=True), at, 1)
    return holder
