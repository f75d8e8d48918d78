from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clinicbill.bench.timing import Row, Timing
from clinicbill.cli.app import run

if TYPE_CHECKING:
    import pytest

ROW = Row(
    name="Aging",
    of="14 entries",
    ours=Timing(median_ms=0.5, p99_ms=0.9, calls=30),
    floor=Timing(median_ms=0.25, p99_ms=0.3, calls=30),
    floor_of="plain Python",
)


def test_rows_are_printed_beside_their_floor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("clinicbill.cli.bench._measure", lambda: iter([ROW]))
    assert run(["bench"], open_window=lambda _: 1) == 0
    out = capsys.readouterr().out
    assert "Aging" in out
    assert "2.0×" in out
    assert run(["bench", "--json"], open_window=lambda _: 1) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["name"], row["ratio"], row["ours"]["p99_ms"]) == ("Aging", 2.0, 0.9)
