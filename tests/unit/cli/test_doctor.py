from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.cli.app import run
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_versions_places_and_code_sets_need_no_practice(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"], open_window=lambda _: 1) == 0
    out = capsys.readouterr().out
    for word in ("Versions", "sqlcipher3", "Places", "Code sets", "4/2026", "none named"):
        assert word in out


def test_a_balance_that_was_touched_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_demo(tmp_path, DemoKind.CHIRO, as_of=date(2026, 11, 23), days=5)
    monkeypatch.setenv("CLINICBILL_PASSWORD", PASSWORD)
    assert run(["doctor", "--practice", str(path)], open_window=lambda _: 1) == 0
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        db.execute("update balance set balance_cents = balance_cents + 1")
    capsys.readouterr()
    assert run(["doctor", "--json", "--practice", str(path)], open_window=lambda _: 1) == 1
    lines = {line["name"]: line for line in json.loads(capsys.readouterr().out)}
    assert lines["ledger"]["sound"] is False
    assert lines["integrity"]["sound"] is True
