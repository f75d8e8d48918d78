"""FindingList: edits, each with what is wrong, where, why, its source, and one button that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import IconLabel, Label, secondary, source
from clinicbill.ui.widgets.runs import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEAST_WORDS = 330  # pixels beside a button; less, and the button stands below
LOOKS = {
    Severity.MUST_FIX: ("circle-x", Role.RED),
    Severity.WARNING: ("warning", Role.AMBER),
    Severity.INFO: ("info", Role.BLUE),
}


def summary_runs(findings: Sequence[Finding]) -> tuple[Run, ...]:
    """How many must be fixed and how many warn, each with its icon; “No edits” in green for none."""
    must = sum(finding.severity is Severity.MUST_FIX for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    runs = []
    if must:
        runs.append(Run(f"{must} must fix", Role.RED, icon="circle-x", gap=14, step=Step.SECONDARY))
    if warnings:
        words = f"{warnings} warning" + ("s" if warnings > 1 else "")
        runs.append(Run(words, Role.AMBER, icon="warning", step=Step.SECONDARY))
    return tuple(runs) or (Run("No edits", Role.GREEN, icon="circle-check", step=Step.SECONDARY),)


def _strong(text: str, *, wrap: bool = False) -> Label:
    return Label(text, weight=MEDIUM, wrap=wrap)


class _FindingRow(QWidget):
    """One edit; every word of it can be read: in a narrow panel the button stands below the words."""

    def __init__(self, finding: Finding, button: KeyButton | None) -> None:
        super().__init__()
        self.setAccessibleName(f"{finding.message} {finding.where}")
        self._button = button
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(*LOOKS[finding.severity], drop=2), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        about = "  ·  ".join(text for text in (finding.where, finding.why or finding.fix) if text)
        for text, made in ((finding.message, _strong), (about, secondary), (finding.source, source)):
            if text:
                words.addWidget(made(text, wrap=True))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(8)
        self._both.addLayout(words, 1)
        if button is not None:
            self._both.addWidget(button, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row.addLayout(self._both, 1)
        theme().changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words keep room enough to be read."""
        super().resizeEvent(event)
        if self._button is not None:
            left = event.size().width() - self._button.sizeHint().width()
            narrow = left < scaled(_LEAST_WORDS)
            way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
            self._both.setDirection(way)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A hairline below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour(Role.LINE))
        painter.end()


class FindingList(QScrollArea):
    """Scrolls on its own; must-fix edits first.

    `remedy` names the button of a finding ("Add 59"); an empty text gives none. The first button carries
    `key`, and `fix_first` presses it.
    """

    asked = Signal(object)  # the Finding whose button was pressed

    def __init__(
        self, name: str, *, remedy: Callable[[Finding], str], key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._remedy, self._key = remedy, key
        self._findings: list[Finding] = []
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fill(())

    def fill(self, findings: Sequence[Finding]) -> None:
        """Show other edits."""
        order = list(Severity)
        self._findings = sorted(findings, key=lambda finding: order.index(finding.severity))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        key = self._key
        for finding in self._findings:
            text = self._remedy(finding)
            button = KeyButton(text, key) if text else None
            if button is not None:
                button.clicked.connect(lambda _checked=False, one=finding: self.asked.emit(one))
                button.setToolTip(finding.fix)
                key = ""
            column.addWidget(_FindingRow(finding, button))
        column.addStretch(1)
        self.setWidget(holder)
        self.setMinimumHeight(scaled(60) if self._findings else 0)

    @property
    def findings(self) -> list[Finding]:
        """What is shown, in its order."""
        return list(self._findings)

    def fix_first(self) -> bool:
        """Press the first button; whether there was one."""
        for finding in self._findings:
            if self._remedy(finding):
                self.asked.emit(finding)
                return True
        return False
