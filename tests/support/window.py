"""A window on a practice to click in: keys go to whatever has the focus, and jobs are waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicbill.ui.main_window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.page import Page

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
K = Qt.Key


def show_page(clinic: Clinic, qtbot: QtBot, place_id: str) -> Page:
    """A place in an active window as high as a 768 px screen leaves it; it may still be reading."""
    window = MainWindow(clinic)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window.go(place_id)


def said(page: Page) -> str:
    """What the hint line tells."""
    window = page.window()
    assert isinstance(window, MainWindow)
    return window.hint_line.text


class _Window(MainWindow):
    """Notes where pages want to go, and stays."""

    def __init__(self, clinic: Clinic) -> None:
        self.noted: list[tuple[str, object]] = []
        super().__init__(clinic)

    def _went(self, place_id: str, key: object) -> None:
        self.noted.append((place_id, key))


class Hands:
    """One window, a keyboard, and where the pages wanted to go."""

    def __init__(self, clinic: Clinic, qtbot: QtBot) -> None:
        self.clinic, self.qtbot = clinic, qtbot
        self.window = _Window(clinic)
        self.went = self.window.noted
        self.crashes: list[Any] = []
        clinic.jobs.crashed.connect(self.crashes.append)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def go(self, place_id: str) -> Page:
        """Show a page with its first widget focused."""
        page = self.window.go(place_id)
        self.wait()
        first = page.first_focus()
        assert first is not None
        first.setFocus()
        self.wait()
        return page

    def last(self) -> tuple[str, object]:
        """Where a page wanted to go last."""
        return self.went[-1]

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

    def wait(self, pause: int = 0) -> None:
        """Until everything that runs beside the window is answered; answers may ask again.

        `pause` milliseconds first, where a page waits until the cursor rests.
        """
        if pause:
            QTest.qWait(pause)
        calm = 0
        while calm < 3:
            self.qtbot.waitUntil(lambda: self.clinic.jobs.busy == 0, timeout=10_000)
            QApplication.processEvents()
            calm = calm + 1 if self.clinic.jobs.busy == 0 else 0
        assert not self.crashes, self.crashes

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """A key, as often as asked."""
        for _ in range(times):
            QTest.keyClick(self.focus, key, modifier)
        self.wait()

    def type(self, text: str) -> None:
        """Letters and digits."""
        QTest.keyClicks(self.focus, text)
        self.wait()
