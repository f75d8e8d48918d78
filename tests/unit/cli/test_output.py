from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import Money
from clinicbill.cli.output import finding_row, finding_text, print_json

if TYPE_CHECKING:
    import pytest


def test_json_speaks_cents_and_iso_days(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"on": date(2026, 11, 23), "paid": Money(3044), "name": "Peña"})
    assert json.loads(capsys.readouterr().out) == {"on": "2026-11-23", "paid": 3044, "name": "Peña"}


FINDING = Finding(
    rule="F14",
    severity=Severity.MUST_FIX,
    message="No diagnosis",
    where="item 21",
    why="A claim needs one.",
    fix="Add it.",
)


def test_findings_keep_their_fields_in_json() -> None:
    assert finding_row(FINDING)["severity"] == "must_fix"
    assert finding_row(FINDING)["where"] == "item 21"


def test_findings_read_as_what_where_why_and_remedy() -> None:
    assert finding_text(FINDING).splitlines() == [
        "must fix F14: No diagnosis (item 21)",
        "    A claim needs one.",
        "    Add it.",
    ]


def test_a_file_name_that_is_no_text_is_still_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    print_json([{"file": "q\udcff.835", "name": "Peña"}])
    out = capsys.readouterr().out
    assert json.loads(out) == [{"file": "q\udcff.835", "name": "Peña"}]
    assert out.isascii()
