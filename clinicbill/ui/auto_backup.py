"""Backups nobody has to think of: every four hours of use, and before the practice is left."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill import preferences
from clinicbill.basics.dates import now
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.fitted import fit
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import Label, name, secondary
from clinicbill.ui.widgets.overlay import Overlay, Panel

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.jobs import Connection

EVERY_HOURS = 4
_WIDTH, _INSET = 420, 20  # pixels
_HOUR = 3_600_000  # milliseconds
_FIRST = 300_000  # milliseconds: what a crash or a shutdown left without a copy is copied soon


def back_up_changes(
    _db: Connection,
    practice: OpenPractice,
    at: datetime,
    second: str,
    *,
    tell: Callable[[int, int, str], object] = lambda *_: None,
) -> int:
    """Copy what changed since the newest verified copy, here and in the second place; how many copies were made.

    Raises:
        ClinicBillError: a place took no copy; the other one was tried too.
    """
    folder = Path(second) if second else None
    return len(practice.back_up_changes(folder, at=at, pulse=lambda: tell(0, 0, "Backing up")))


class AutoBackup(QObject):
    """Works for a real practice; an invented one needs no copies."""

    def __init__(self, clinic: Clinic, window: QWidget) -> None:
        super().__init__(window)
        self._clinic, self._window = clinic, window
        self.sheet: LeaveSheet | None = None
        self.left = False  # whether a last copy was asked for: it is made once
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.run)
        if self.applies:
            self._timer.start(_FIRST)

    @property
    def applies(self) -> bool:
        """Whether there is something worth a copy."""
        return hasattr(self._clinic.practice, "back_up_changes") and not self._clinic.facts.demo

    def run(self) -> None:
        """Copy beside the work; a failure is told in the hint line."""
        self._timer.setInterval(EVERY_HOURS * _HOUR)
        self._read(then=self._take)

    def stop(self) -> None:
        """The practice is closed."""
        self._timer.stop()

    def leave(self, go: Callable[[], object], *, hides: bool = False) -> None:
        """Copy what changed and then go; Esc goes at once. Asked a second time it goes at once too.

        Args:
            go: closes the practice, whatever became of the copy.
            hides: nothing of the practice may be seen meanwhile.
        """
        if self.sheet is not None:
            self.sheet.dismiss()
        elif self.applies and not self.left:
            self.left = True
            self.sheet = LeaveSheet(self._window, partial(self._go, go), hides=hides)
            self.sheet.open_over()
            self._read(then=self.sheet.take, failed=self.sheet.fail, progress=self.sheet.go_on)
        else:
            go()

    def _go(self, go: Callable[[], object]) -> None:
        self.sheet = None
        go()

    def _read(self, **answers: Callable[..., object]) -> None:
        # A read: it writes nothing into the practice, so work is not kept waiting.
        self._clinic.jobs.read(
            back_up_changes, self._clinic.practice, now(), preferences.load().backup_folder, **answers
        )

    def _take(self, copies: int) -> None:
        if copies:
            self._clinic.read_background()


class LeaveSheet(Overlay):
    """Says that a copy is being made before the practice is left, or why there is none; never in the way for long."""

    def __init__(self, over: QWidget, go: Callable[[], object], *, hides: bool) -> None:
        super().__init__(over)
        self._go, self._hides, self._gone = go, hides, False
        self.setAccessibleName("Backing up")
        self._head = name("Backing up…")
        self._words = secondary("Copying, opening, comparing. Nothing is lost if you skip it.", wrap=True)
        self._problem = Label("", role=Role.RED, wrap=True)
        self._problem.hide()
        self._skip = KeyButton("Skip", "Esc")
        self._skip.clicked.connect(lambda _on=False: self.dismiss())
        self._lay_out()

    def _lay_out(self) -> None:
        panel = Panel(self)
        panel.setFixedWidth(scaled(_WIDTH))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(_INSET, 16, _INSET, 16)
        inside.setSpacing(scaled(10))
        for part in (self._head, self._words, self._problem):
            inside.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._skip)
        inside.addLayout(buttons)

    def go_on(self, _done: int, _of: int, _text: str) -> None:
        """The copy can be stopped at each of these."""

    def take(self, _copies: int) -> None:
        """It is made, or nothing changed."""
        self.dismiss()

    def fail(self, error: ClinicBillError) -> None:
        """Say why there is no copy; the practice is closed all the same."""
        self._head.setText("There is no new backup")
        self._words.setText("The practice itself is saved. The next backup is tried when it is open again.")
        self._problem.setText(str(error))
        for label in (self._words, self._problem):
            fit(label, scaled(_WIDTH) - 2 * _INSET)
        self._problem.show()
        self._skip.set_text("Close the practice")

    def dismiss(self) -> None:
        """Esc: leave now; a copy that is half made is thrown away."""
        if not self._gone:
            self._gone = True
            self._leave()
            self._go()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what is behind, or hide it."""
        if self._hides:
            painter = QPainter(self)
            painter.fillRect(self.rect(), colour(Role.SURFACE))
            painter.end()
        else:
            super().paintEvent(event)
