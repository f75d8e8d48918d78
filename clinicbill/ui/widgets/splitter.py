"""Splitter: panels side by side with a 1 px line between them; where it stands is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.geometry import recall, remember
from clinicbill.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Handle(QSplitterHandle):
    """One pixel to see."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(Role.LINE))
        painter.end()


class Splitter(QSplitter):
    """`sizes` are pixels at 1366 wide; `grows` is the panel that takes what a wider window brings."""

    def __init__(
        self,
        name: str,
        panels: Sequence[QWidget],
        sizes: Sequence[int],
        *,
        grows: int = 0,
        upright: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, parent)
        self._name = name
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for panel in panels:
            self.addWidget(panel)
        for at in range(len(panels)):
            self.setStretchFactor(at, int(at == grows))
        self.setSizes(list(sizes))
        kept = recall(f"splitter/{name}")
        if kept is not None:
            self.restoreState(kept)
            self.setHandleWidth(1)
        self.splitterMoved.connect(self._remember)
        theme().changed.connect(self.update)

    def createHandle(self) -> QSplitterHandle:
        """Our line instead of Fusion's dots."""
        return _Handle(self.orientation(), self)

    def _remember(self) -> None:
        remember(f"splitter/{self._name}", self.saveState())
