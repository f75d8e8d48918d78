"""Program: from the unlock window to the main window and back, for as long as the application runs."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from clinicbill import preferences
from clinicbill.basics.dates import today
from clinicbill.basics.errors import ClinicBillError
from clinicbill.ui.collector import Collector
from clinicbill.ui.crash import CrashHook
from clinicbill.ui.side_bar import paint_mark
from clinicbill.ui.theme import Choice, install
from clinicbill.ui.unlock import UnlockWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from clinicbill.ui.clinic import Practice
    from clinicbill.ui.main_window import MainWindow
    from clinicbill.ui.setup.wizard import Wizard


class Program(QObject):
    """Owns the application's windows; one at a time."""

    def __init__(self, *, user: str | None = None, day: date | None = None) -> None:
        self.app = cast(QApplication, QApplication.instance() or QApplication(sys.argv[:1]))
        super().__init__(self.app)
        self._user, self._day = user, day
        self.app.setApplicationName("clinicbill")
        self.app.setApplicationDisplayName("clinicbill")
        self.preferences = preferences.load()
        self.theme = install(self.app, Choice(self.preferences.theme))
        self.app.setWindowIcon(_mark())
        self.crashes = CrashHook(self)
        self.collector = Collector(self)
        self.unlock: UnlockWindow | None = None
        self.wizard: Wizard | None = None
        self.window: MainWindow | None = None

    def run(self, practice: Path | None, password: str | None) -> int:
        """Show the first window and stay until the last one is closed."""
        self.crashes.install()
        try:
            self.show_unlock(practice or self._last_practice(), password)
            return self.app.exec()
        finally:
            self.crashes.remove()
            self.collector.stop()

    def show_unlock(self, practice: Path | None, password: str | None = None) -> UnlockWindow:
        """Ask for a password; with one given, try it at once."""
        self.unlock = UnlockWindow(
            practice,
            folder=_documents(),
            user=self._user,
            make_demo=_make_demo,
            last=next(map(Path, self.preferences.recent_practices), None),
        )
        self.unlock.opened.connect(self._open)
        self.unlock.new_asked.connect(self.set_up)
        self.unlock.jobs.crashed.connect(self.crashes.tell)
        self.unlock.show()
        if practice is not None and password is not None:
            self.unlock.password.field.setText(password)
            self.unlock.password.submitted.emit(self._user, password)
        return self.unlock

    def set_up(self) -> Wizard:
        """Go through the first-time steps; the window that asked waits behind them."""
        from clinicbill.ui.setup.wizard import Wizard

        self.wizard = wizard = Wizard(_documents(), day=self._day)
        wizard.made.connect(self._open)
        wizard.left.connect(self._leave_set_up)
        wizard.jobs.crashed.connect(self.crashes.tell)
        wizard.show()
        wizard.activateWindow()
        if self.unlock is not None:
            self.unlock.hide()
        return wizard

    def _leave_set_up(self, made: Path | None) -> None:
        """Back to where it was asked for; a practice that was made all the same is asked for its password."""
        if made is not None:
            self._remember(made)
        if self.unlock is not None:
            if made is not None:
                self.unlock.set_practice(made)
            self.unlock.show()
            self.unlock.activateWindow()
        if self.wizard is not None:
            self.wizard.deleteLater()
            self.wizard = None

    def open_practice(self, practice: Practice) -> MainWindow:
        """Show the window of an open practice."""
        from clinicbill.ui.clinic import Clinic, read_facts
        from clinicbill.ui.main_window import MainWindow

        clinic = Clinic(practice, read_facts(practice, self._day))
        clinic.jobs.crashed.connect(self.crashes.tell)
        window = MainWindow(clinic)
        window.lock_asked.connect(self._lock)
        window.open_asked.connect(self._open_another)
        window.backup_asked.connect(lambda: window.go("setup"))
        window.theme_chosen.connect(self._keep_theme)
        self.window = window
        window.show()
        window.activateWindow()
        QTimer.singleShot(0, clinic.read_background)
        asking, self.unlock, self.wizard = (self.unlock, self.wizard), None, None
        for before in asking:
            if before is not None:
                before.close()
                before.deleteLater()
        return window

    def take_pictures(self, practice: Path, password: str, folder: Path) -> int:
        """Open a practice and save a picture of every page.

        Raises:
            ClinicBillError: it cannot be opened, or a picture not written.
        """
        from clinicbill.db.practice_file import open_practice
        from clinicbill.ui.shots import settle, take_pictures

        window = self.open_practice(open_practice(practice, password, user_name=self._user))
        try:
            settle(lambda: window.isActiveWindow() and window.clinic.jobs.busy == 0)
            take_pictures(window, folder)
        finally:
            window.close()
        return 0

    def _open(self, practice: Practice) -> None:
        self._remember(practice.path)
        self.open_practice(practice)

    def _leave(self) -> Path | None:
        """Close the practice and its window; another window is shown before, or the program would end."""
        window, self.window = self.window, None
        if window is None:
            return None
        path = window.clinic.practice.path
        window.close()
        window.deleteLater()
        return path

    def _lock(self) -> None:
        self.app.setQuitOnLastWindowClosed(False)
        path = self._leave()
        self.show_unlock(path)
        self.app.setQuitOnLastWindowClosed(True)

    def _open_another(self) -> None:
        self._lock()
        if self.unlock is not None:
            self.unlock.choose()

    # This computer's choices ------------------------------------------------------------------------

    def _last_practice(self) -> Path | None:
        return next((Path(p) for p in self.preferences.recent_practices if Path(p).exists()), None)

    def _remember(self, practice: Path) -> None:
        self._save(preferences.with_recent(preferences.load(), practice))

    def _keep_theme(self, choice: Choice) -> None:
        # Read again: Setup and the pages may have kept other choices since the start.
        self._save(replace(preferences.load(), theme=choice.value))

    def _save(self, chosen: preferences.Preferences) -> None:
        self.preferences = chosen
        try:
            preferences.save(chosen)
        except ClinicBillError as error:
            if self.window is not None:
                self.window.clinic.jobs.failed.emit(error)


def _documents() -> Path:
    """Where a new practice is offered to lie."""
    import platformdirs

    return Path(platformdirs.user_documents_path()) / "clinicbill"


def _make_demo(tell: Callable[[int, int, str], None]) -> tuple[Path, str]:
    """The chiropractic demo, up to today, beside where new practices lie; runs beside the window."""
    from clinicbill.db.place import make_folder
    from clinicbill.demo.make import PASSWORD, make_demo
    from clinicbill.demo.script import DemoKind

    folder = _documents()
    make_folder(folder)
    return make_demo(folder, DemoKind.CHIRO, as_of=today(), progress=tell), PASSWORD


def _mark() -> QIcon:
    """The program's mark for task bars."""
    icon = QIcon()
    for size in (32, 64, 128):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_mark(painter, QPointF(0, 0), size)
        painter.end()
        icon.addPixmap(picture)
    return icon
