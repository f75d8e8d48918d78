"""A query on paper: what it holds, what it leaves out, and that long ones go on."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest

from clinicbill.coding.queries.query import Indicator
from clinicbill.coding.queries.templates import query_templates
from clinicbill.letters.query_letter import QueryLetter, query_pdf
from tests.unit.coding.queries.questions import DAY, NOTE, a_query


def a_letter(template: str = "side", **changes: Any) -> QueryLetter:
    letter = QueryLetter(
        query=a_query(template),
        practice="Cedar Spine & Wellness",
        provider="A Lindqvist DC",
        patient="Mabel G O’Caldero",
        chart_number="1042",
        born_on=date(1980, 3, 4),
        service_on=DAY,
        asked_by="Dana Reyes",
    )
    return replace(letter, **changes)


def pages(letter: QueryLetter) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(query_pdf(letter)))
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("template", [one.id for one in query_templates()])
def test_it_holds_the_question_its_indicators_and_every_choice(template: str) -> None:
    letter = a_letter(template)
    (text,) = pages(letter)
    for words in (
        "Mabel G O’Caldero",
        "chart 1042",
        "11/23/2026",
        letter.query.question,
        "“Knee pain”",
        "Signature",
    ):
        assert words in text
    for choice in letter.query.choices:
        assert choice in text


def test_the_same_query_gives_the_same_bytes() -> None:
    assert query_pdf(a_letter()) == query_pdf(a_letter())


def test_a_long_one_goes_on_without_losing_a_word() -> None:
    words = [f"finding{number}" for number in range(900)]
    cited = tuple(Indicator(text=" ".join(words[at : at + 60]), where="MRI") for at in range(0, 900, 60))
    found = pages(a_letter(query=replace(a_query("side"), indicators=cited)))
    assert len(found) > 1
    assert all(word in " ".join(found) for word in words)
    assert [f"Page {number}" in page for number, page in enumerate(found, 1)] == [True] * len(found)


def test_letters_without_a_shape_are_shown_as_missing() -> None:
    (text,) = pages(a_letter(patient="Łukasz 李"))
    assert "Łukasz □" in text


def test_it_holds_nothing_of_the_note_beside_what_is_cited() -> None:
    (text,) = pages(a_letter())
    assert "Effusion" in NOTE
    assert "Effusion" not in text
