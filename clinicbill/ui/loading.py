"""LoadingBar: a thin accent bar under the header once work takes longer than 0.3 s; no spinner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import scaled

if TYPE_CHECKING:
    from clinicbill.ui.jobs import Job, Jobs
    from clinicbill.ui.widgets.hint_line import HintLine

_PATIENCE = 300  # milliseconds before anything is shown
_BEAT = 40  # milliseconds between two steps of a bar that cannot say how far it is


class LoadingBar(QWidget):
    """Lies over the pages; what and how many stands in the hint line."""

    def __init__(self, jobs: Jobs, hint_line: HintLine, over: QWidget) -> None:
        super().__init__(over)
        self._jobs, self._hint_line = jobs, hint_line
        self._part: float | None = None
        self._phase = 0.0
        self._wait, self._beat = QTimer(self), QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._appear)
        self._beat.timeout.connect(self._step)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        over.installEventFilter(self)
        jobs.started.connect(self._start)
        jobs.finished.connect(self._finish)
        jobs.progressed.connect(self._progress)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the width of the pages."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(0, scaled(53) - 2, watched.width(), 2)
        return False

    def _start(self, _job: Job) -> None:
        if not self.isVisible() and not self._wait.isActive():
            self._wait.start(_PATIENCE)

    def _finish(self, _job: Job) -> None:
        if not self._jobs.busy:
            self._wait.stop()
            self._beat.stop()
            self._part = None
            self.hide()
            self._hint_line.set_busy("")

    def _progress(self, _job: Job, done: int, of: int, text: str) -> None:
        self._part = done / of if of else None
        if self.isVisible():
            self._hint_line.set_busy(f"{done:,} of {of:,} {text} · Esc cancels" if of else text)
            self.update()

    def _appear(self) -> None:
        if self._jobs.busy:
            self.show()
            self.raise_()
            self._beat.start(_BEAT)

    def _step(self) -> None:
        self._phase = (self._phase + 0.02) % 1.0
        if self._part is None:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As far as the work is, or a part that travels."""
        painter = QPainter(self)
        wide = self.width()
        if self._part is not None:
            painter.fillRect(0, 0, round(wide * self._part), 2, colour(Role.ACCENT))
        else:
            painter.fillRect(
                round(wide * (self._phase * 1.3 - 0.3)), 0, round(wide * 0.3), 2, colour(Role.ACCENT)
            )
        painter.end()
