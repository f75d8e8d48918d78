"""The window on the Claims page, its office and its code library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.ui import main_window
from clinicbill.ui.claims.page import ClaimsPage
from clinicbill.ui.clinic import Clinic
from clinicbill.ui.places import place
from tests.support.checks import a_small_library
from tests.support.claims_desk import Claims
from tests.support.keyboard import Keyboard
from tests.support.window import show_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.codesets.library import CodeLibrary


@pytest.fixture
def db(clinic: Clinic) -> Any:
    with clinic.practice.connect() as connection:
        yield connection


@pytest.fixture
def at(db: Database) -> Claims:
    return Claims(db)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[CodeLibrary]:
    made = a_small_library(tmp_path / "codes.db")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.fixture(autouse=True)
def _small(library: CodeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clinic, "library", lambda _clinic: library)
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "preferences.toml"))
    monkeypatch.setattr(main_window, "PLACES", (place("claims"), place("setup")))


@pytest.fixture
def open_window(clinic: Clinic, qtbot: QtBot) -> Any:
    """The window on the Claims page, once the practice holds what the test wants to see."""

    def open_it() -> tuple[ClaimsPage, Keyboard]:
        page = show_page(clinic, qtbot, "claims")
        assert isinstance(page, ClaimsPage)
        keys = Keyboard(qtbot, page.window(), lambda: clinic.jobs.busy or page.pace.waits)
        keys.wait()
        page.first_focus().setFocus()
        return page, keys

    return open_it
