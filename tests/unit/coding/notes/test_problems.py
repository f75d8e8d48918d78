from __future__ import annotations

from clinicbill.coding.notes.note import read_note
from clinicbill.coding.notes.problems import (
    is_instruction,
    named_in,
    pieces,
    problem_statements,
    source_kinds,
)


def headlines(text: str) -> list[str]:
    note = read_note(text)
    return [
        statement.text
        for kinds in source_kinds(note)
        for statement, headline in problem_statements(note, kinds)
        if headline
    ]


def named(text: str) -> list[str]:
    note = read_note(text)
    return [
        found.text
        for kinds in source_kinds(note)
        for statement, headline in problem_statements(note, kinds)
        for piece in pieces(statement, headline=headline)
        if not piece.kind and (found := named_in(piece)) is not None
    ]


def test_an_assessment_is_read_alone() -> None:
    assert source_kinds(read_note("CC: pain\nAssessment: gout\nPlan: ice")) == [("assessment",)]
    assert source_kinds(read_note("CC: pain\nPlan: ice")) == [("plan",), ("complaint",)]


def test_lines_below_a_problem_are_details() -> None:
    text = "Assessment\n1. Knee pain\n- Likely strain\n  a) sprain\n2. Gout.\nMedical Reasoning: stable"
    assert headlines(text) == ["Knee pain", "Gout."]


def test_bullets_may_be_the_problems_themselves() -> None:
    assert headlines("Assessment:\n- Knee pain\n- Gout") == ["Knee pain", "Gout"]


def test_numbers_below_a_plain_problem() -> None:
    assert headlines("Assessment: Low back pain.\n1. Continue therapy") == ["Low back pain."]
    assert headlines("Assessment: multiple pain sites.\n1. Neck pain")[-1] == "Neck pain"


def test_where_a_name_begins_and_ends() -> None:
    assert named("Assessment: Patient presents today with neck pain after lifting.") == ["neck pain"]
    assert named("Assessment: Mr. Lee is a 45 y.o. male with left knee bursitis.") == ["left knee bursitis"]
    assert named("Assessment: 3. Neck pain for 2 weeks") == ["Neck pain"]
    assert named("Assessment: The treatment was discussed.") == []


def test_instructions() -> None:
    assert is_instruction("- Continue ibuprofen")
    assert not is_instruction("Continuous pain")


def test_a_denial_behind_a_problem_stays_part_of_its_name() -> None:
    statement = read_note("Spondylosis without myelopathy").statements[0]
    assert [piece.text for piece in pieces(statement, headline=True)] == ["Spondylosis without myelopathy"]


def test_places_hold_in_the_note() -> None:
    text = "Assessment:\r\n 1. Right knee pain, likely tear"
    for statement in read_note(text).statements:
        for piece in pieces(statement, headline=True):
            assert text[piece.start : piece.end] == piece.text
