from __future__ import annotations

import pytest

from clinicbill.x12.segments import (
    MOST_NOTES,
    Delimiters,
    Position,
    add_note,
    at,
    components,
    find_delimiters,
)
from tests.unit.x12.samples_835 import GS, ISA

STEM = ISA.rsplit("*", 1)[0]
ST = "ST*835*0001"


def found(text: str) -> str | None:
    delimiters = find_delimiters(text)
    return delimiters.all() if delimiters else None


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (f"{ISA}~{GS}~{ST}~", "*:^~"),
        (f"{ISA}~\r\n{GS}~\r\n{ST}~", "*:^~"),
        (f"{ISA}\n{GS}\n{ST}\n", "*:^\n"),
        (f"{ISA}\r\n{GS}\r\n{ST}\r\n", "*:^\n"),
        (f"{ISA}\r{GS}\r{ST}\r", "*:^\r"),
        (f"{ISA}~\n    {GS}~\n    {ST}~", "*:^~"),
        (f"{ISA[:-1]}>#{GS}#{ST}#".replace("*", "|"), "|>^#"),
        (f"{ISA[:-1]}\x1f\x1d{GS}\x1d", "*\x1f^\x1d"),
        (f"{ISA.replace(' ', '')}~{GS}~", "*:^~"),
        (f"{ISA}~TA1*1~", "*:^~"),
        (f"{ISA}~{ST}~", "*:^~"),
        (f"{ISA}~", "*:^~"),
        (f"{ISA[:-1]}^~{GS}~".replace("*^*", "*U*"), "*^^~"),
    ],
)
def test_delimiters_are_where_the_isa_says(text: str, marks: str) -> None:
    assert found(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        f"{STEM}*~{GS}~{ST}~",
        f"{STEM}*~\n{GS}~\n{ST}~\n",
        f"{STEM}~{GS}~{ST}~",
        f"{STEM}~\r\n{GS}~\r\n{ST}~\r\n",
        f"{STEM}*  ~{GS}~{ST}~",
    ],
)
def test_a_missing_isa16_leaves_the_usual_component_separator(text: str) -> None:
    assert found(text) == "*:^~"


def test_without_isa16_and_with_line_ends_as_terminator() -> None:
    assert found(f"{STEM}*\n{GS}\n{ST}\n") == "*:^\n"


@pytest.mark.parametrize(
    "text",
    [
        "ISA",
        "ISA*",
        "ISAX00X",
        "ISA 00 ",
        ISA,
        ISA[:60],
        f"{STEM}*",
        f"{ISA}*{GS}",
        f"{ISA}A{GS[:2]}",
        "ISA\n00\n",
    ],
)
def test_what_is_no_isa_has_no_delimiters(text: str) -> None:
    assert find_delimiters(text) is None


def test_an_element_that_is_missing_is_empty() -> None:
    assert at(["CLP", " 1042 "], 1) == "1042"
    assert at(["CLP"], 9) == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("HC:98941:AT", ("HC", "98941", "AT")),
        ("HC>98941>AT", ("HC", "98941", "AT")),
        ("WO", ("WO",)),
        ("", ("",)),
        ("HC:98941: AT ", ("HC", "98941", "AT")),
    ],
)
def test_components(text: str, parts: tuple[str, ...]) -> None:
    assert components(text, ":") == parts


def test_a_position_names_segment_and_element() -> None:
    position = Position(index=14, tag="CLP", offset=800)
    assert str(position) == "segment 14, CLP"
    assert position.element(3) == "segment 14, CLP, element 3"


def test_notes_are_bounded() -> None:
    notes: list[str] = []
    for number in range(MOST_NOTES + 50):
        add_note(notes, str(number))
    assert len(notes) == MOST_NOTES + 1
    assert notes[-1] == "More is wrong than can be listed here."


def test_all_four_delimiters_in_one_text() -> None:
    assert Delimiters().all() == "*:^~"
