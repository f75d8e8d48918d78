from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.due import DueList, due_lists
from clinicbill.codesets.register import System, undo
from tests.support.code_files import mue_text, order_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.codesets.conftest import LoadsFiles

MUE = mue_text(["97110,6,1 Line Edit,"])


def due(system: System, on: date, folder: Path | None = None) -> DueList:
    return next(one for one in due_lists(on, folder) if one.system == system)


def test_never_loaded(tmp_path: Path) -> None:
    found = due(System.MUE, date(2026, 11, 23), tmp_path)
    assert (found.state, found.newest, found.in_force_on, found.next_on) == (
        "never loaded",
        "",
        date(2026, 10, 1),
        date(2027, 1, 1),
    )
    assert found.message == "MUE: never loaded; the edition in force is 10/2026."


def test_loaded_then_missing(load_file: LoadsFiles) -> None:
    release = load_file("mue_2026Q4.csv", MUE)
    assert due(System.MUE, date(2026, 12, 31)).state == "loaded"
    assert due(System.MUE, date(2026, 12, 31)).message == "MUE 10/2026 is loaded."
    missing = due(System.MUE, date(2027, 1, 1))
    assert missing.state == "missing"
    assert missing.message == "MUE 1/2027 is in force since 01/01/2027; the newest one loaded is 10/2026."
    undo(release.id)
    assert due(System.MUE, date(2026, 12, 31)).state == "never loaded"


def test_a_release_that_has_not_begun_does_not_count(load_file: LoadsFiles) -> None:
    load_file("mue_2026Q4.csv", MUE)
    assert due(System.MUE, date(2026, 9, 30)).state == "never loaded"


def test_diagnosis_codes_come_with_the_program(load_file: LoadsFiles) -> None:
    assert due(System.ICD10CM, date(2026, 9, 30)).state == "loaded"
    assert due(System.ICD10CM, date(2026, 9, 30)).next_on == date(2026, 10, 1)
    late = due(System.ICD10CM, date(2026, 11, 23))
    assert (late.state, late.newest, late.next_on) == ("missing", "4/2026", date(2027, 4, 1))
    load_file("icd10cm_order_2027.txt", order_text())
    assert due(System.ICD10CM, date(2026, 11, 23)).state == "loaded"
