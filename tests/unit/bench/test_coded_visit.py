from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.bench.coded_visit import edit_rows, full_facts, full_visit, pairs_of_codes
from clinicbill.coding.edits.all_findings import all_findings
from tests.support.checks import a_small_library

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 5, 4)


def test_the_full_visit_lets_many_rules_speak(tmp_path: Path) -> None:
    library = a_small_library(tmp_path / "codes.sqlite")
    found = all_findings(full_visit(DAY), full_facts(library, DAY))
    assert {"C03", "C08", "C18", "N16"} & {one.rule for one in found}
    assert len({one.rule for one in found}) > 8


def test_the_row_names_its_floor(tmp_path: Path) -> None:
    row = edit_rows(a_small_library(tmp_path / "codes.sqlite"), DAY)
    assert row.name == "Edits, per key"
    assert "12 diagnoses, 12 lines" in row.of
    assert pairs_of_codes(full_visit(DAY)) == 24 * 23 // 2
