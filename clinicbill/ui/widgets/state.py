"""States: rows, empty, failed; drawn the same way on every page. Loading is the window's thin bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import IconLabel, Label, code_label

if TYPE_CHECKING:
    from collections.abc import Callable


def _message(icon: str, role: Role, what: str, why: str, button: KeyButton | None, detail: str) -> QWidget:
    """An icon, a line in 500, a line in 12 and one button, where the first row would stand."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(16, 20, 16, 16)
    row.setSpacing(10)
    if icon:
        row.addWidget(IconLabel(icon, role, drop=1), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(4)
    row.addLayout(words, 1)
    words.addWidget(Label(what, weight=MEDIUM, wrap=True))
    if why:
        words.addWidget(Label(why, step=Step.SECONDARY, role=Role.TEXT2, wrap=True))
    if button is not None:
        words.addSpacing(6)
        words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    if detail:
        words.addSpacing(6)
        words.addWidget(_Folded(detail), 0, Qt.AlignmentFlag.AlignLeft)
    words.addStretch(1)
    holder.setAccessibleName(f"{what} {why}".strip())
    return holder


class _Folded(QWidget):
    """Technical text, folded away, that can be copied."""

    def __init__(self, detail: str) -> None:
        super().__init__()
        self._detail = detail
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.setSpacing(4)
        shown = KeyButton("Technical details", icon="chevron-right", kind=Kind.QUIET)
        copied = KeyButton("Copy", icon="copy", kind=Kind.QUIET)
        self._text = code_label(detail, step=Step.SOURCE)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.hide()
        shown.clicked.connect(self._unfold)
        copied.clicked.connect(self._copy)
        line.addWidget(shown)
        line.addWidget(copied)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._text)

    def _unfold(self) -> None:
        self._text.setVisible(not self._text.isVisible())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._detail)


class States(QStackedWidget):
    """Holds the content of a page or panel, or says why there is none."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.addWidget(content)

    def show_rows(self) -> None:
        """There is something to show."""
        self.setCurrentWidget(self.content)

    def show_empty(self, what: str, why: str = "", button: KeyButton | None = None) -> None:
        """Say what will stand here, why it is empty now, and offer the first step."""
        self._show(_message("", Role.TEXT2, what, why, button, ""))

    def show_failed(self, what: str, button: KeyButton | None = None, detail: str = "") -> None:
        """Say what happened, what is safe and what to do, in place of the content."""
        self._show(_message("circle-x", Role.RED, what, "", button, detail))

    def retry(self, what: str, again: Callable[[], object], detail: str = "") -> None:
        """Failed, with a button that tries again."""
        button = KeyButton("Try again", icon="refresh")
        button.clicked.connect(lambda: again())
        self.show_failed(what, button, detail)

    @property
    def message(self) -> str:
        """The words of the empty or failed state; nothing while rows are shown."""
        shown = self.currentWidget()
        return "" if shown is None or shown is self.content else shown.accessibleName()

    def _show(self, message: QWidget) -> None:
        old = self.currentWidget()
        self.addWidget(message)
        self.setCurrentWidget(message)
        if old is not None and old is not self.content:
            self.removeWidget(old)
            old.deleteLater()
