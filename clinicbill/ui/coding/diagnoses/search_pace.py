"""Search pace: milliseconds from a key in the diagnosis search to its painted results, for the benchmark."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, cast

import sqlite_utils
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from clinicbill.basics.identifiers import UserId
from clinicbill.ui.clinic import Clinic, Facts
from clinicbill.ui.coding.diagnoses.code_search import PATIENCE, CodeSearch
from clinicbill.ui.coding.diagnoses.code_source import Around
from clinicbill.ui.theme import Choice, install

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS = 7


class _NoPractice:
    """The search asks the code library alone."""

    path = Path()
    user_name, user_id, role = "", UserId(1), "biller"

    def connect(self) -> sqlite_utils.Database:
        return sqlite_utils.Database(memory=True)

    def close(self) -> None:
        return


def print_pace(phrases: Sequence[str], day: str) -> None:
    """Print JSON: the pause, the milliseconds of every key, and of the same pause with nothing to search.

    `day` is the ISO day of the visit. Runs in a process of its own, because an application exists once.
    """
    install(cast("QApplication", QApplication.instance() or QApplication(sys.argv[:1])), Choice.LIGHT)
    ours, floor = pace(phrases, date.fromisoformat(day))
    sys.stdout.write(json.dumps({"pause": PATIENCE, "ours": ours, "floor": floor}))


def pace(phrases: Sequence[str], day: date) -> tuple[list[float], list[float]]:
    """Every beginning of the phrases typed and painted; and as many pauses with the painting alone."""
    typed = [phrase[:end] for phrase in phrases for end in range(1, len(phrase) + 1)]
    clinic = Clinic(_NoPractice(), Facts(practice_name="", user_name="", user_id=UserId(1), day=day))
    try:
        page = QWidget()
        search = CodeSearch(clinic, page)
        search.set_visit("A", day, Around(), [])
        search.set_rows(_ROWS)
        search.resize(590, 300)
        _key(search, "pain")  # the library is opened once
        return [_key(search, text) for text in typed], [_nothing(search) for _ in typed]
    finally:
        clinic.close()


def _key(search: CodeSearch, text: str) -> float:
    answered = QEventLoop()
    search.marked_changed.connect(answered.quit)
    begun = perf_counter()
    search.field.setText(text)
    search.field.textEdited.emit(text)
    while search.pending:
        answered.exec()
    search.grab()
    taken = (perf_counter() - begun) * 1000
    search.marked_changed.disconnect(answered.quit)
    return taken


def _nothing(search: CodeSearch) -> float:
    pause = QEventLoop()
    begun = perf_counter()
    QTimer.singleShot(PATIENCE, pause.quit)
    pause.exec()
    search.grab()
    return (perf_counter() - begun) * 1000
