from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.notes.headings import headings, section_table


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ASSESSMENT AND PLAN", "assessment"),
        ("Assessment & Plan:", "assessment"),
        ("A/P: low back pain", "assessment"),
        ("**Impression:**", "assessment"),
        ("## Diagnosis", "assessment"),
        ("3. Past Medical History:", "past"),
        ("FAMILY HISTORY Mother with gout", "family"),
        ("Chief complaint - neck pain", "complaint"),
        ("HPI", "history"),
        ("ros: negative", "review"),
        ("A: cervicalgia", "assessment"),
        ("P - ice", "plan"),
        ("OFFICE HOURS:", "unknown"),
    ],
)
def test_a_line_is_a_heading(line: str, kind: str) -> None:
    assert [heading.kind for heading in headings(f"{line}\nmore")] == [kind]


@pytest.mark.parametrize(
    "line", ["Plan to follow up soon.", "Assessment of gait was normal", "a: small letter", "Low back pain:"]
)
def test_a_sentence_is_no_heading(line: str) -> None:
    assert headings(line) == []


def test_headings_within_a_line() -> None:
    text = "S: sore. O: tender. A: Lumbar strain. P: ice."
    assert [heading.kind for heading in headings(text)] == ["history", "exam", "assessment", "plan"]


def test_the_impression_of_imaging_is_a_result() -> None:
    text = "MRI:\nImpression: disc bulge\nAssessment: neck pain"
    assert [heading.kind for heading in headings(text)] == ["results", "results", "assessment"]
    assert [heading.kind for heading in headings("X-ray:\nImpression: sprain")] == ["results", "assessment"]


def test_every_heading_of_the_table_is_found() -> None:
    for name, kind in section_table().kinds.items():
        assert [heading.kind for heading in headings(f"{name}:")] == [kind]


@given(st.text(max_size=300))
def test_any_text_is_legal(text: str) -> None:
    assert all(0 <= heading.start < heading.end <= len(text) for heading in headings(text))


def test_letters_set_apart_by_blanks_in_their_order() -> None:
    text = "S  Flare of pain\nO  tender\nA  Neck pain\nP  ice"
    assert [heading.kind for heading in headings(text)] == ["history", "exam", "assessment", "plan"]
    assert headings("A  plain line\nwith more") == []
    assert [heading.kind for heading in headings("A -\n 1. Neck pain")] == ["assessment"]


def test_a_sentence_comes_back_from_the_family_to_the_patient() -> None:
    text = "Family hx: gout. Patient has neck pain."
    assert [(heading.kind, text[heading.end :][:7]) for heading in headings(text)][1] == ("", "Patient")
    assert len(headings("Family hx: gout. Mother has asthma.")) == 1
    assert len(headings("PMH: gout. She has asthma.")) == 1
