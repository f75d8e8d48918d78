"""Crash: our own mistakes are told once, with a trace that holds no patient data and can be copied."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from clinicbill import __version__
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, code_font, scaled
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import IconLabel, body, name

if TYPE_CHECKING:
    from types import TracebackType


def report(problem: BaseException) -> str:
    """Kinds of errors, modules, functions and lines; no message and no value, which may name a patient."""
    lines = [
        f"clinicbill {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}"
    ]
    met: BaseException | None = problem
    while met is not None:
        lines.append(type(met).__name__)
        lines += [
            f"  {_module(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(met.__traceback__)
        ]
        met = met.__cause__ or met.__context__
    return "\n".join(lines)


def _module(path: str) -> str:
    """The path from the package on: what stands before it may hold a person's name."""
    parts = Path(path).parts
    for root in ("clinicbill", "site-packages"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) - (root == "clinicbill") :])
    return parts[-1] if parts else path


class CrashDialog(QDialog):
    """What happened, what is safe, what to do; the trace below."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setWindowTitle("clinicbill")
        self.setAccessibleName("The program made a mistake")
        self.setMinimumWidth(scaled(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(scaled(10))
        head = QHBoxLayout()
        head.addWidget(IconLabel("circle-x", Role.RED, 18))
        head.addWidget(name("The program made a mistake"), 1)
        column.addLayout(head)
        column.addWidget(
            body(
                "The step was not saved; everything saved before is safe. You can go on working. "
                "Please copy the report and send it: it names places in the program and no patient.",
                wrap=True,
            )
        )
        self.report = QPlainTextEdit(text)
        self.report.setReadOnly(True)
        self.report.setAccessibleName("Report")
        self.report.setFont(code_font(Step.SOURCE))
        self.report.setMinimumHeight(scaled(160))
        column.addWidget(self.report)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        copy, go_on = KeyButton("Copy report", icon="copy"), KeyButton("Go on", "Esc", kind=Kind.PRIMARY)
        copy.clicked.connect(self.copy)
        go_on.clicked.connect(self.accept)
        for button in (copy, go_on):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            buttons.addWidget(button)
        column.addLayout(buttons)
        go_on.setFocus()

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())


class CrashHook(QObject):
    """Shows one dialog at a time, from whatever thread the mistake came."""

    _met = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: CrashDialog | None = None
        self._met.connect(self.tell)

    def install(self) -> None:
        """Take over from Python's own printing of traces."""
        sys.excepthook = self._take
        threading.excepthook = lambda told: self._take(told.exc_type, told.exc_value, told.exc_traceback)

    def remove(self) -> None:
        """Give it back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def tell(self, problem: BaseException) -> None:
        """Show the dialog, unless one is open already."""
        if self._shown is not None and self._shown.isVisible():
            return
        self._shown = CrashDialog(report(problem))
        self._shown.open()

    @property
    def dialog(self) -> CrashDialog | None:
        """The last dialog."""
        return self._shown

    def _take(
        self, kind: type[BaseException], problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        self._met.emit(problem or kind())
