from __future__ import annotations

import pytest

from clinicbill.coding.notes.em_evidence import em_evidence
from clinicbill.coding.notes.em_level import elements

NOTE = (
    "S: Right knee pain, worsening. History provided by daughter. Records from Dr. Hall reviewed.\n"
    "O: No fever. Stable to varus. X-rays show severe joint space loss, my reading.\n"
    "A: Primary osteoarthritis of the right knee.\n"
    "P: Prescribed meloxicam 15 mg. Order MRI of the knee.\n"
    "Total time spent on the day of the visit: 35 minutes."
)


def test_each_element_shows_the_sentence_that_speaks_of_it() -> None:
    found = em_evidence(NOTE).by_element
    assert {key: one.text for key, one in found.items()} == {
        "chronic_worse": "Right knee pain, worsening.",
        "historian": "History provided by daughter.",
        "outside_notes": "Records from Dr. Hall reviewed.",
        "test_reviewed": "X-rays show severe joint space loss, my reading.",
        "own_reading": "X-rays show severe joint space loss, my reading.",
        "prescription": "Prescribed meloxicam 15 mg.",
        "test_ordered": "Order MRI of the knee.",
    }


def test_places_are_letters_of_the_note() -> None:
    for one in em_evidence(NOTE).by_element.values():
        assert NOTE[one.start : one.end] == one.text


@pytest.mark.parametrize(
    "note",
    [
        "A: No fever, no worsening.",
        "A: Denies flare.",
        "FH: Mother had a fracture.",
        "PMH: fracture of the wrist 1998.",
        "P: No prescription today.",
        "O: Stable to valgus stress.",
        "A: Possible septic joint.",
    ],
)
def test_nothing_denied_doubted_past_or_of_the_family_is_shown(note: str) -> None:
    assert em_evidence(note).by_element == {}


@pytest.mark.parametrize(
    ("note", "minutes"),
    [
        ("Total time: 42 min.", 42),
        ("I spent 25 minutes with her.", 25),
        ("30 minutes total.", 30),
        ("A total of 47 minutes was spent on the date of the encounter.", 47),
        ("Hot pack 15 minutes.", None),
        ("Pain lasts 20 minutes.", None),
        ("", None),
    ],
)
def test_minutes_are_read_only_where_they_are_the_visit_s(note: str, minutes: int | None) -> None:
    assert em_evidence(note).minutes == minutes


def test_every_hint_leads_to_its_element() -> None:
    for element in elements():
        for hint in element.hints:
            assert element.key in em_evidence(f"A: {hint} here.").by_element, hint
