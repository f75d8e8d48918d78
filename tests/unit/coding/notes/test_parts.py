from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.coding.notes.note import read_note
from clinicbill.coding.notes.parts import found_in, without_words
from clinicbill.coding.notes.problems import pieces

if TYPE_CHECKING:
    from clinicbill.coding.notes.lookup import Finder


def codes(text: str, finder: Finder) -> list[str]:
    piece = pieces(read_note(text).statements[0], headline=True)[0]
    found = found_in(piece, finder)
    assert all(text[one.piece.start : one.piece.end] == one.piece.text for one in found)
    return [one.matches[0].code for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Low back pain", ["M54.50"]),
        ("Neck and low back pain", ["M54.2", "M54.50"]),
        ("Pain and swelling of right knee", ["M25.561", "M25.461"]),
        ("Left knee pain and swelling", ["M25.562", "M25.462"]),
        ("Low back pain, neck pain, headache", ["M54.50", "M54.2", "R51.9"]),
        ("Lateral ligament sprain, right ankle", ["S93.491A"]),
        ("Lumbar disc herniation with radiculopathy", ["M51.16"]),
        ("Right knee pain due to osteoarthritis", ["M17.11"]),
        ("Right shoulder pain, rotator cuff tendinopathy", ["M75.80"]),
        ("Neck pain due to a fall", ["M54.2"]),
        ("Gout - continue allopurinol", ["M10.9"]),
    ],
)
def test_a_piece_is_taken_apart_where_each_part_is_found(
    text: str, expected: list[str], finder: Finder
) -> None:
    assert codes(text, finder) == expected


def test_words_left_out() -> None:
    assert without_words("pain of the foot", ["foot"]).split() == ["pain", "of", "the"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Displaced fracture of the left fifth metatarsal base, initial encounter for closed fracture",
            ["S92.352A"],
        ),
        ("Nonunion, left scaphoid fracture", ["S62.002K"]),
        ("Lumbar DDD, axial back pain only", ["M51.360"]),
        ("Left shoulder adhesive capsulitis in the setting of type 2 diabetes", ["M75.02", "E11.9"]),
    ],
)
def test_what_belongs_together_stays_together(text: str, expected: list[str], finder: Finder) -> None:
    note = read_note(f"Assessment: {text}")
    piece = pieces(note.statements[0], headline=True)[0]
    assert [found.matches[0].code for found in found_in(piece, finder)] == expected
