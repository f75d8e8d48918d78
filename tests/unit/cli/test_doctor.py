from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.cli.app import run
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from tests.unit.cli.desks import a_desk

if TYPE_CHECKING:
    from pathlib import Path


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
    assert re.match(r"\d+ balances differ from their entries", lines["ledger"]["value"])
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        db.execute("update balance set balance_cents = balance_cents - 1")
        db.execute(
            "update balance set balance_cents = balance_cents + 1 where (account, payer_id, patient_id, service_line_id,"
            " aged_from) in (select account, payer_id, patient_id, service_line_id, aged_from from balance limit 1)"
        )
    run(["doctor", "--practice", str(path)], open_window=lambda _: 1)
    assert "1 balance differs from its entries" in capsys.readouterr().out


FAILURES = {
    "missing": "There is no file",
    "a folder": "is a folder and no practice file",
    "empty": "is empty (0 bytes)",
    "foreign": "nothing was changed",
    "wrong password": "nothing was changed",
    "held": "is already open",
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_practice_that_cannot_be_opened_is_one_line_beside_the_rest(
    failure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = a_desk(tmp_path, monkeypatch, capsys)
    match failure:
        case "missing":
            desk.path.unlink()
        case "a folder":
            desk.path.unlink()
            desk.path.mkdir()
        case "empty":
            desk.path.write_bytes(b"")
        case "foreign":
            desk.path.write_bytes(b"Dear Sir or Madam, " * 500)
        case "wrong password":
            monkeypatch.setenv("CLINICBILL_PASSWORD", "another long one")
    held = open_practice(desk.path, "a long password") if failure == "held" else None
    try:
        code, told = desk.json("doctor")
        text_code, out, err = desk("doctor")
    finally:
        if held:
            held.close()
    assert (code, text_code, err) == (1, 1, "")
    (line,) = (line for line in told if line["topic"] == "Practice")
    assert (line["name"], line["sound"]) == ("failure", False)
    assert FAILURES[failure] in line["value"]
    assert {"Versions", "Places", "Code sets"} <= {line["topic"] for line in told}
    assert f"✗ failure            {line['value'][:20]}" in out
