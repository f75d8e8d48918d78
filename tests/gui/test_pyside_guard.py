"""PySide 6.12.0 lost a reference to None with each call that returns nothing, and aborted on Python 3.11."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 60_000


class _Bell(QObject):
    rung = Signal()

    def take(self) -> None:
        """Return nothing."""


@pytest.mark.usefixtures("qapp")
def test_void_calls_keep_the_reference_count_of_none_flat() -> None:
    widget = QWidget()
    bell = _Bell()
    bell.rung.connect(bell.take)
    before = sys.getrefcount(None)
    for _ in range(CALLS // 3):
        widget.setEnabled(True)
        bell.rung.emit()
        QApplication.processEvents()
    assert abs(sys.getrefcount(None) - before) < 200
