from __future__ import annotations

from clinicbill.coding.notes.note import read_note
from clinicbill.coding.notes.procedure_hints import OfficeProcedure, procedure_hints

OFFICE = (
    OfficeProcedure(code="98940", name="CMT 1-2", terms=("cmt",), regions=(1, 2)),
    OfficeProcedure(code="98941", name="CMT 3-4", terms=("cmt",), regions=(3, 4)),
    OfficeProcedure(code="98942", name="CMT 5", terms=("cmt",), regions=(5, 5)),
    OfficeProcedure(code="97110", name="Exercise", terms=("therapeutic exercise", "ther ex")),
)


def hints(text: str) -> list[tuple[str, str]]:
    return [(hint.code, hint.evidence.text) for hint in procedure_hints(read_note(text), OFFICE)]


def test_a_manipulation_by_its_regions() -> None:
    assert hints("Plan: Adjusted C5, T4, L5.") == [("98941", "Adjusted C5, T4, L5.")]
    assert hints("adjusted C2 and C5") == [("98940", "adjusted C2 and C5")]
    assert hints("CMT C1, T3, L4, sacrum, ilium")[0][0] == "98942"
    why = procedure_hints(read_note("adjusted C5 and L5"), OFFICE)[0].why
    assert why == "2 spinal regions: cervical, lumbar"


def test_the_offices_own_words() -> None:
    assert hints("Ther ex 15 min. Therapeutic exercise again.") == [("97110", "Ther ex 15 min.")]


def test_nothing_that_was_not_done() -> None:
    assert hints("No adjustment to C5. History of ther ex. Family history: adjusted C5") == []
    assert hints("adjusted the dose") == []
    assert procedure_hints(read_note("Adjusted C5"), ()) == []
