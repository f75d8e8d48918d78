from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.coding.notes.refine import billable
from clinicbill.coding.notes.suggest import suggest

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.coding.notes.lookup import Finder
    from clinicbill.coding.notes.records import Suggestion

DAY = date(2026, 5, 1)


def only(text: str, library: CodeLibrary) -> Suggestion:
    found = suggest(text, library=library, on=DAY).suggestions
    assert len(found) == 1
    return found[0]


def test_the_side_comes_from_elsewhere_with_its_evidence(library: CodeLibrary) -> None:
    found = only("CC: right knee pain\nAssessment: Knee osteoarthritis", library)
    assert found.code == "M17.11"
    assert [evidence.text for evidence in found.evidence] == ["Knee osteoarthritis", "right knee pain"]
    assert "side taken from the note: right" in found.why


def test_an_open_side_is_said(library: CodeLibrary) -> None:
    found = only("Assessment: Knee osteoarthritis", library)
    assert found.missing == ("side not stated → unspecified; ask",)
    assert {"M17.11", "M17.12"} & {other.code for other in found.alternatives} or found.code == "M17.9"


def test_the_level_of_a_disc(library: CodeLibrary) -> None:
    found = only("MRI: L5-S1 disc herniation.\nAssessment: Lumbar disc herniation", library)
    assert found.code == "M51.27"
    assert "level L5-S1 taken from the note" in found.why
    asked = only("Assessment: Disc herniation", library)
    assert "level of the spine not stated; ask" in asked.missing


def test_a_cuff_is_torn_by_an_injury_or_not(library: CodeLibrary) -> None:
    worn = only("HPI: He fell.\nAssessment: Right rotator cuff tear", library)
    assert worn.code == "M75.101"
    assert "not called traumatic, though the note says “fell”; ask" in worn.missing
    torn = only("HPI: He fell.\nAssessment: Acute right rotator cuff tear", library)
    assert torn.code == "S46.011A"


def test_the_encounter_of_an_injury(library: CodeLibrary) -> None:
    first = only("Assessment: Left ankle sprain", library)
    assert (first.code, first.missing) == (
        "S93.402A",
        ("encounter not stated → A, active treatment; D when healing",),
    )
    later = only("HPI: Follow-up of left ankle sprain.\nAssessment: Left ankle sprain", library)
    assert later.code == "S93.402D"
    said = only("Assessment: Left ankle sprain, subsequent encounter", library)
    assert (said.code, said.missing) == ("S93.402D", ())


def test_a_fracture_not_called_open_is_closed(library: CodeLibrary) -> None:
    found = only("Assessment: Right distal radius fracture, initial encounter", library)
    assert found.code == "S52.501A"
    assert "open or closed not stated → closed (guideline I.C.19.c)" in found.missing


def test_both_sides_without_a_code_for_both(library: CodeLibrary) -> None:
    found = suggest("Assessment: Bilateral lateral epicondylitis", library=library, on=DAY).suggestions
    assert [one.code for one in found] == ["M77.11", "M77.12"]


def test_billable(finder: Finder) -> None:
    assert billable(finder, "M54.50")
    assert not billable(finder, "M54.5")
