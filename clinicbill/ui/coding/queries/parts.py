"""Parts of the sheets about queries: words quoted from the note, what the linter says, a list that scrolls when it must."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicbill.ui.coding.queries.passage import shortened
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.labels import IconLabel, Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.findings import Finding

_TOP = Qt.AlignmentFlag.AlignTop
_AROUND = 250  # pixels of the window that a sheet needs beside what scrolls
_LEAST = 160
_MOST_QUOTED = 420
_MOST_SAID = 4


class Quote(QWidget):
    """Words of the note on the ground that marks them there."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._words = Label("", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(10), scaled(6), scaled(10), scaled(6))
        row.addWidget(self._words)
        theme().changed.connect(self.update)
        self.show_words(text)

    def show_words(self, text: str) -> None:
        """Show other words; a very long passage ends in an ellipsis, the whole stands in its tip."""
        quoted = f"“{shortened(text, _MOST_QUOTED)}”"
        self._words.setText(quoted)
        self.setToolTip(text if len(text) > _MOST_QUOTED else "")
        self.setAccessibleName(f"Passage {quoted}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(Role.AMBER_TINT))
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.end()


class SaidLines(QWidget):
    """What is wrong with one part, each with what mends it; no height while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[QWidget, Label]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(2))
        for _ in range(_MOST_SAID):
            holder, words = QWidget(), Label("", step=Step.SECONDARY, role=Role.RED, wrap=True)
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(scaled(6))
            row.addWidget(IconLabel("circle-x", Role.RED, 14, drop=1), 0, _TOP)
            row.addWidget(words, 1)
            column.addWidget(holder)
            self._lines.append((holder, words))
        self.tell(())

    def tell(self, findings: Sequence[Finding]) -> None:
        """Show these findings."""
        for at, (holder, words) in enumerate(self._lines):
            finding = findings[at] if at < len(findings) else None
            words.setText(f"{finding.message}. {finding.fix}".strip() if finding is not None else "")
            holder.setVisible(finding is not None)
        self.setVisible(bool(findings))

    @property
    def words(self) -> str:
        """All that is said."""
        return " ".join(words.text() for _holder, words in self._lines if words.text())


class Fitted(QScrollArea):
    """As high as what is in it, as far as the window has room; then it scrolls, the cursor always in sight."""

    def __init__(self, content: QWidget, name: str, *, below: int = 0) -> None:
        """`below`: pixels of the sheet for what stands below it, beside the buttons."""
        super().__init__()
        self._around = scaled(_AROUND + below)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        content.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def adjust(self) -> None:
        """Take the height that the content needs in this width."""
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        if inside is None or layout is None:
            return
        need = layout.totalHeightForWidth(self.viewport().width())
        inside.setMinimumHeight(need)
        room = max(self.window().height() - self._around, scaled(_LEAST))
        self.setFixedHeight(min(need + 2, room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rows came or went."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.adjust()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps words elsewhere."""
        super().resizeEvent(event)
        self.adjust()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, scaled(24))
