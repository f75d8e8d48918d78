from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.notes.note import read_note


def said(text: str) -> list[tuple[str, str, str]]:
    return [(one.section, one.marker, one.text) for one in read_note(text).statements]


def test_sections_lines_and_sentences() -> None:
    assert said("CC: neck pain\nASSESSMENT\n1. Cervicalgia. Stable.\n- Headache") == [
        ("complaint", "plain", "neck pain"),
        ("assessment", "number", "Cervicalgia."),
        ("assessment", "number", "Stable."),
        ("assessment", "bullet", "Headache"),
    ]


def test_numbers_within_a_line_count_items() -> None:
    found = said("Impression: 1. L4-5 herniation 2. Hypertension 3) Gout")
    assert [text for _, _, text in found] == ["L4-5 herniation", "Hypertension", "Gout"]
    assert {marker for _, marker, _ in found} == {"number"}


def test_levels_abbreviations_and_decimals_end_no_sentence() -> None:
    assert said("Seen by Dr. Lee for L4-5 pain vs. strain, A1c 7.1 today.") == [
        ("", "plain", "Seen by Dr. Lee for L4-5 pain vs. strain, A1c 7.1 today.")
    ]


def test_a_wrapped_line_runs_on() -> None:
    assert said("Low back pain\nradiating to the leg. Neck pain") == [
        ("", "plain", "Low back pain\nradiating to the leg."),
        ("", "plain", "Neck pain"),
    ]


def test_a_note_without_headings_and_an_empty_one() -> None:
    assert said("Neck pain") == [("", "plain", "Neck pain")]
    assert said("") == said(" \r\n\t…") == []


def test_places_hold_with_odd_line_ends_tabs_and_emoji() -> None:
    text = "\ufeffAssessment:\r\n\t1.\tLow back pain 😀\r\n\t2.\tNeck pain—é"
    found = read_note(text).statements
    assert [text[one.start : one.end] for one in found] == ["Low back pain 😀", "Neck pain—é"]


def test_what_is_longer_than_any_sentence_is_cut() -> None:
    found = read_note("pain " * 1000).statements
    assert len(found) > 5
    assert max(len(one.text) for one in found) <= 700


def test_statements_of_kinds() -> None:
    note = read_note("Plan: ice\nAssessment: gout")
    assert [one.text for one in note.of("assessment")] == ["gout"]
    assert note.has("plan")
    assert not note.has("family")


@given(st.text(max_size=400))
def test_every_place_holds_in_any_text(text: str) -> None:
    note = read_note(text)
    assert all(text[one.start : one.end] == one.text and one.text.strip() for one in note.statements)
    starts = [one.start for one in note.statements]
    assert starts == sorted(starts)


@given(
    st.lists(st.sampled_from(["Assessment:", "1. ", "- ", "Neck pain. ", "\r\n", "\n", "\t", "A: ", "é😀 "]))
)
def test_every_place_holds_in_note_like_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert all(text[one.start : one.end] == one.text for one in read_note(text).statements)


def test_a_letter_that_ends_a_list_or_names_a_side_ends_its_sentence() -> None:
    note = read_note("Dysfunction C/T/L. Neck pain. Sciatica, R. Headache. Seen by Dr. J. Smith.")
    assert [statement.text for statement in note.statements] == [
        "Dysfunction C/T/L.", "Neck pain.", "Sciatica, R.", "Headache.", "Seen by Dr. J. Smith.",
    ]  # fmt: skip


def test_a_line_of_boxes_is_an_item_for_each_and_knows_which_are_ticked() -> None:
    note = read_note("Complaints:  [ ] neck pain   [x] low back pain   ☐ headache")
    found = [(one.text, one.ticked) for one in note.statements]
    assert found[-3:] == [("neck pain", False), ("low back pain", True), ("headache", False)]


def test_what_has_no_box_is_neither_ticked_nor_not() -> None:
    assert [one.ticked for one in read_note("Neck pain (worse at night). Headache [new].").statements] == [
        None,
        None,
    ]
