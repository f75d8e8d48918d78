from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.notes.normalise import codes_written, readable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T2DM", "type 2 diabetes mellitus"),
        ("Low back pain (M54.50)", "Low back pain"),
        ("Hypertension, well controlled", "Hypertension"),
        ("disc herniation with left radiculopathy", "left disc herniation with radiculopathy"),
        ("right and left knee pain", "right and left knee pain"),
        ("migraine headaches", "migraine"),
        ("stable", "stable"),
        ("Chronic low back pain", "low back pain"),
        ("Chronic pain syndrome", "Chronic pain syndrome"),
    ],
)
def test_words_are_made_ready(text: str, expected: str) -> None:
    assert readable(text) == expected


def test_codes_in_the_words() -> None:
    assert codes_written("m54.50 Low back pain, [I10], L4-5, T12 fracture (C5)") == ["M54.50", "I10"]


@given(st.text(max_size=120))
def test_any_text_is_legal(text: str) -> None:
    assert isinstance(readable(text), str)
    assert isinstance(codes_written(text), list)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BMI 41.2", "BMI 40.0-44.9"),
        ("End-stage osteoarthritis", "osteoarthritis"),
        ("end-stage renal disease", "end-stage renal disease"),
        ("Acute gouty arthritis of the great toe", "idiopathic gout of the foot"),
        ("arm radiculopathy", "cervical radiculopathy"),
        ("Lumbar disc degeneration with radiculopathy", "Lumbar disc disorder with radiculopathy"),
    ],
)
def test_spellings_of_notes(text: str, expected: str) -> None:
    assert readable(text) == expected
