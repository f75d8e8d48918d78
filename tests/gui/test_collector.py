from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

from clinicbill.ui.collector import Collector

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class _Ring:
    """Garbage that only the collector finds; tells on which thread it died."""

    died_on: list[int]

    def __init__(self, died_on: list[int]) -> None:
        self.itself = self
        self.died_on = died_on

    def __del__(self) -> None:
        self.died_on.append(threading.get_ident())


def test_garbage_of_a_job_dies_on_the_windows_thread(qtbot: QtBot) -> None:
    died_on: list[int] = []

    def work() -> None:
        for _ in range(5_000):
            _Ring(died_on)

    collector = Collector()
    try:
        assert not gc.isenabled()
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(died_on) == 5_000)
    finally:
        collector.stop()
    assert set(died_on) == {threading.get_ident()}
    assert gc.isenabled()
