from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.bench.search_rows import rows_on_screen

if TYPE_CHECKING:
    import pytest


def test_every_key_is_answered_and_painted_beside_the_bare_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    row = rows_on_screen(["knee", "m54"], date(2026, 6, 1))
    assert row.ours.calls == row.floor.calls == 7
    assert row.ours.median_ms > 0
    assert row.floor.median_ms > 0
