from __future__ import annotations

from datetime import date

from clinicbill.bench.note_reading import NOTE, note_reading
from clinicbill.codesets.library import open_library
from clinicbill.coding.notes.suggest import suggest

DAY = date(2026, 11, 23)


def test_a_note_is_read_beside_its_floor() -> None:
    row = note_reading(open_library(), DAY)
    assert row.name == "Suggestions, per note"
    assert row.ours.calls == row.floor.calls == 30
    assert row.floor.median_ms > 0


def test_the_note_that_is_measured_has_work_in_it() -> None:
    reading = suggest(NOTE, library=open_library(), on=DAY)
    assert [one.code for one in reading.suggestions] == ["S39.012A", "M99.03", "M99.04", "M17.11", "I10"]
    assert any(one.kind == "uncertain" for one in reading.withheld)
