"""A window to click in: a real practice file for pages, and a bare clinic for the widgets alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.identifiers import UserId
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice
from clinicbill.ui.clinic import Clinic, Facts, read_facts
from clinicbill.ui.setup.wizard import Wizard
from clinicbill.ui.theme import Choice, install
from tests.support.keyboard import Keyboard
from tests.support.practice import a_practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.ui.main_window import MainWindow

TODAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # the same day in every time zone of the country
PASSWORD = "a long password"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says this of every window with a least size; it means nothing."""
    for item in items:
        if "gui" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@dataclass
class BareConnection:
    """Counts what is closed."""

    closed: list[int] = field(default_factory=list)

    def close(self) -> None:
        self.closed.append(1)


@dataclass
class BarePractice:
    """A practice without a file: its connections only count."""

    path: Path = Path("cedar.clinicbill")
    user_name: str = "Dana Reyes"
    user_id: UserId = field(default_factory=lambda: UserId(1))
    role: str = "biller"
    connections: list[BareConnection] = field(default_factory=list)
    is_closed: bool = False

    def connect(self) -> BareConnection:
        self.connections.append(BareConnection())
        return self.connections[-1]

    def close(self) -> None:
        self.is_closed = True


BARE_FACTS = Facts(
    practice_name="Cedar Spine",
    user_name="Dana Reyes",
    user_id=UserId(1),
    role="biller",
    day=TODAY,
    code_set="4/2026",
    backup="Backup verified Sun 23:10",
    backup_good=True,
)


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    """Every test begins in the light look with the shipped fonts."""
    install(qapp, Choice.LIGHT)


@pytest.fixture
def bare_clinic() -> Iterator[Clinic]:
    """A clinic whose jobs get a connection that can only be closed."""
    clinic = Clinic(BarePractice(), BARE_FACTS)
    yield clinic
    clinic.close()


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    """A clinic on a real encrypted practice file with the office of tests/support/practice.py in it.

    What is done there is done on the practice's own day, whatever day the machine believes it is.
    """
    monkeypatch.setattr("clinicbill.ui.clinic.now", lambda: MOMENT)
    practice, _ = create_practice(
        tmp_path / "cedar.clinicbill",
        practice_name="Cedar Spine & Wellness",
        owner_name="Dana Reyes",
        owner_password=PASSWORD,
        at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        cost=CHEAPEST,
    )
    with practice.connect() as db:
        a_practice(db)
    opened = Clinic(practice, read_facts(practice, TODAY))
    yield opened
    opened.close()


@pytest.fixture
def db(clinic: Clinic) -> Iterator[Database]:
    """A connection to the open practice, to look at what was kept."""
    with clinic.practice.connect() as connection:
        yield connection


@pytest.fixture
def keys(window: MainWindow, clinic: Clinic, qtbot: QtBot) -> Keyboard:
    """The keyboard in the window a test has opened."""
    made = Keyboard(qtbot, window, lambda: clinic.jobs.busy)
    made.wait()
    return made


@pytest.fixture
def wizard(tmp_path: Path, qtbot: QtBot) -> Iterator[Wizard]:
    """The first-time steps, shown; they make a practice in a folder of the test."""
    shown = Wizard(tmp_path / "practices", day=TODAY, cost=CHEAPEST)
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    qtbot.waitUntil(lambda: shown.flow.practice.kept.form.editor("name").hasFocus())
    yield shown
    shown.close()  # the first time it may only warn
    shown.close()
