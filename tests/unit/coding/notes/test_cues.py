from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.notes.cues import cue_table, spans, spans_of
from clinicbill.coding.notes.note import read_note


def read(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end].strip(" .,()")) for span in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No radiculopathy.", [("negated", "radiculopathy")]),
        ("Possible disc herniation.", [("uncertain", "disc herniation")]),
        ("Low back pain.", [("", "Low back pain")]),
        ("Knee pain, likely tear", [("", "Knee pain"), ("uncertain", "tear")]),
        ("Meniscus tear suspected", [("uncertain", "Meniscus tear")]),
        ("Meniscus tear, suspected.", [("uncertain", "Meniscus tear")]),
        ("Knee pain suspected tear", [("", "Knee pain"), ("uncertain", "tear")]),
        ("Knee pain, OA vs tear.", [("", "Knee pain"), ("uncertain", "OA"), ("uncertain", "tear")]),
        ("?Fracture", [("uncertain", "Fracture")]),
        ("Fracture?", [("uncertain", "Fracture")]),
        (
            "Neck pain (likely strain), improving",
            [("", "Neck pain"), ("uncertain", "strain"), ("", "improving")],
        ),
        (
            "Denies headache, fever, but has neck pain",
            [("negated", "headache, fever"), ("", "but has neck pain")],
        ),
        ("Fracture has been ruled out.", [("negated", "Fracture")]),
        ("possible strain, sprain, or fracture", [("uncertain", "strain, sprain, or fracture")]),
        ("Return if numbness develops", [("hypothetical", "numbness develops")]),
        ("Mother with RA", [("family", "RA")]),
        ("Gout runs in the family", [("family", "Gout")]),
        ("Gout, resolved", [("historical", "Gout")]),
        ("Concussion years ago", [("historical", "Concussion")]),
    ],
)
def test_what_a_statement_says(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text", ["Not only neck pain but headache", "History of present illness: gout", "No change in back pain"]
)
def test_what_only_looks_like_a_cue(text: str) -> None:
    assert read(text) == [("", text)]


def test_every_kind_has_its_reason_and_source() -> None:
    table = cue_table()
    used = {cue.kind for cue in (*table.forward.values(), *table.backward.values())}
    assert used == set(table.kinds)
    assert all(kind.reason and kind.source for kind in table.kinds.values())


@given(st.text(max_size=200))
def test_any_text_is_legal(text: str) -> None:
    found = spans(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)


@given(
    st.lists(st.sampled_from(["no", "possible", "vs", "pain", ",", "?", "(", "history of", "resolved", "or"]))
)
def test_pieces_never_overlap(words: list[str]) -> None:
    found = spans(" ".join(words))
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Gout ruled out by labs", ["Gout"]),
        ("MRI ruled out fracture", ["fracture"]),
        ("Cubital tunnel syndrome, right - unlikely", ["Cubital tunnel syndrome, right"]),
        ("Questionable fracture, wrist pain", ["fracture"]),
        ("No fracture, wrist sprain, initial encounter", ["fracture"]),
        ("Left knee: no arthritis", ["arthritis"]),
        ("Radiculopathy: none", ["Radiculopathy"]),
        ("Fibromyalgia has not been confirmed", ["Fibromyalgia"]),
        ("Failed to show radiculopathy", ["radiculopathy"]),
        ("No doubt about sciatica", []),
    ],
)
def test_how_far_a_cue_reaches(text: str, held: list[str]) -> None:
    assert [text[span.start : span.end].strip(" ,-:") for span in spans(text) if span.kind] == held


def test_behind_an_empty_box_all_is_denied() -> None:
    statement = read_note("[ ] possible gout").statements[0]
    assert [(one.kind, one.cue) for one in spans_of(statement)] == [("negated", "[ ]")]
    assert [one.kind for one in spans_of(read_note("[x] gout").statements[0])] == [""]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He was treated for prostate cancer in 2012 with surgery", "historical"),
        ("He was treated for prostate cancer", ""),
        ("She was diagnosed with diabetes in 2012", ""),
    ],
)
def test_what_was_treated_in_a_named_year_is_done_with(text: str, kind: str) -> None:
    assert spans(text)[-1].kind == kind
