"""Collector: Python's garbage is collected on the window's thread only.

A QObject that dies on a job's thread holds Qt's lock and waits for Python, while the window's thread holds Python and
waits for Qt: the window freezes for good. So the automatic collector, which runs on whatever thread allocates, is
switched off while a window is open, and a timer collects here by the same thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # milliseconds


class Collector(QObject):
    """Collects from its making until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """The oldest generation that is due, as Python itself would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [number for number in range(3) if counts[number] > thresholds[number]]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """Back to Python's own ways."""
        self._timer.stop()
        gc.enable()
