"""Pictures of every page, light and dark, at the two usual sizes, taken by one command to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from clinicbill.basics.errors import NotWritable
from clinicbill.ui.places import PLACES
from clinicbill.ui.theme import Choice, theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clinicbill.ui.main_window import MainWindow

SIZES = ((1366, 768), (1920, 1080))
_PATIENCE = 30_000  # milliseconds for one page to have read everything
_REST = 350  # milliseconds: longer than any page waits before it reads what is selected


def take_pictures(window: MainWindow, folder: Path) -> list[Path]:
    """A PNG of every page, named 1-today-light-1366.png and so on; the theme is as before afterwards.

    The window is shown and active and the page's first widget has the focus, as it has for a user.

    Raises:
        NotWritable: the folder takes no file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(
            f"The pictures could not be saved in {folder} ({error.strerror}); nothing else was touched; "
            "name another folder."
        ) from error
    before = theme().choice
    window.show()
    window.activateWindow()
    taken = []
    for choice in (Choice.LIGHT, Choice.DARK):
        theme().choose(choice)
        for wide, high in SIZES:
            window.resize(wide, high)
            for number, place in enumerate(PLACES, start=1):
                path = folder / f"{number}-{place.id}-{choice}-{wide}.png"
                taken.append(_take(window, place.id, path))
    theme().choose(before)
    return taken


def _take(window: MainWindow, place_id: str, path: Path) -> Path:
    page = window.go(place_id)
    settle(lambda: window.clinic.jobs.busy == 0)
    first = page.first_focus()
    if first is not None:
        first.setFocus()
    settle(lambda: window.clinic.jobs.busy == 0, calm_for=_REST)
    if not window.grab().save(str(path)):
        raise NotWritable(
            f"{path} could not be written; nothing else was touched; make room or name another folder."
        )
    return path


def settle(done: Callable[[], bool], patience: int = _PATIENCE, calm_for: int = 0) -> bool:
    """Let the window work until `done` three times in a row and for `calm_for` milliseconds; whether it was."""
    deadline, rest = QDeadlineTimer(patience), QDeadlineTimer(calm_for)
    calm = 0
    while (calm < 3 or not rest.hasExpired()) and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QApplication.sendPostedEvents()
        if done():
            calm += 1
        else:
            calm, rest = 0, QDeadlineTimer(calm_for)
    return calm >= 3 and rest.hasExpired()
