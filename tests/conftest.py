"""What every test stands on: no network, quick keys, Qt without a screen, places of its own."""

from __future__ import annotations

import gc
import os
import socket
import sys
from itertools import count
from typing import TYPE_CHECKING, NoReturn

import pytest
from pytestqt.qtbot import QtBot

from clinicbill.ui import probe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Before anything imports Qt: tests never need a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _need_qt() -> None:
    """Say what to install before pytest-qt fails on it with a trace."""
    lacking = probe.missing()
    if lacking:
        sys.stderr.write(probe.sentence(lacking, "") + "\n")
        sys.exit(2)


_need_qt()
_HOMES = count()

# A busy machine is no failure: what is waited for comes, or it does not.
for _wait in (QtBot.waitUntil, QtBot.waitSignal):
    _wait.__kwdefaults__ = {**(_wait.__kwdefaults__ or {}), "timeout": 60_000}


def pytest_collection_finish() -> None:
    """Thousands of collected tests never become garbage: looking through them after each window took a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _collected_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """In tests with a window garbage is collected on this thread only, as `ui.collector` does in the program."""
    with_window = "qtbot" in request.fixturenames or "qapp" in request.fixturenames
    if with_window:
        gc.disable()
    yield
    if with_window:
        gc.enable()
        gc.collect()


@pytest.fixture(autouse=True)
def _said_stays(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the hint line tells stays until a test has read it, however slow the machine is."""
    if "qtbot" in request.fixturenames or "qapp" in request.fixturenames:
        monkeypatch.setattr("clinicbill.ui.widgets.hint_line._SAID_FOR", 600_000)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is offline; a test that reaches out is wrong."""

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("clinicbill never opens a network connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def _own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this computer's user is read or written."""
    base = tmp_path_factory.getbasetemp()
    # A home of its own for each test: what one chooses, the next must not find.
    home: Path = base / f"home-{next(_HOMES)}"
    home.mkdir()
    # One code library for all workers of a run; building it takes some seconds.
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    monkeypatch.setenv("CLINICBILL_CODES_DIR", str(shared / "codes"))
    for name in (
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "APPDATA",
        "LOCALAPPDATA",
    ):
        monkeypatch.setenv(name, str(home))
    for name in ("CLINICBILL_PRACTICE", "CLINICBILL_USER", "CLINICBILL_PASSWORD", "CLINICBILL_PREFERENCES"):
        monkeypatch.delenv(name, raising=False)
