from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.coding.notes.note import read_note
from clinicbill.coding.notes.suggest import suggest
from clinicbill.coding.notes.withhold import withheld_in, without_held_back

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary

DAY = date(2026, 5, 1)


def test_each_has_its_own_reason_and_rule() -> None:
    text = "No radiculopathy. Possible disc herniation. History of rotator cuff repair. Low back pain."
    found = withheld_in(read_note(text), ())
    assert [(one.text, one.kind, one.reason) for one in found] == [
        ("radiculopathy", "negated", "worded 'no': denied"),
        ("disc herniation", "uncertain", "worded 'possible': outpatient guideline IV.H"),
        ("rotator cuff repair", "historical", "worded 'history of': of the past"),
    ]
    assert all(text[one.start : one.end] == one.text and one.source for one in found)


def test_sections_hold_everything_back() -> None:
    text = "Family history: gout\nPMH: hypertension\nDDx: sciatica\nSocial history: alcohol abuse"
    found = withheld_in(read_note(text), ())
    assert [(one.text, one.kind) for one in found] == [
        ("gout", "family"),
        ("hypertension", "historical"),
        ("sciatica", "uncertain"),
    ]
    assert found[0].reason == "stands in the family history: of the family"


def test_what_is_suggested_from_better_words_is_not_shown(library: CodeLibrary) -> None:
    reading = suggest("PMH: gout\nAssessment: Gout", library=library, on=DAY)
    assert [one.code for one in reading.suggestions] == ["M10.9"]
    assert reading.withheld == ()


def test_no_alternative_says_what_is_doubted(library: CodeLibrary) -> None:
    reading = suggest("Assessment: Right hip pain, possible trochanteric bursitis", library=library, on=DAY)
    found = reading.suggestions[0]
    assert found.code == "M25.551"
    assert "M70.61" not in {other.code for other in found.alternatives}
    assert without_held_back(found, reading.withheld) == found
