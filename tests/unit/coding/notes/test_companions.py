"""What ICD-10-CM asks for beside a suggested code."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.coding.notes.companions import companion_table
from clinicbill.coding.notes.suggest import suggest

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary

DAY = date(2026, 4, 15)


def _codes(library: CodeLibrary, text: str) -> list[str]:
    return [one.code for one in suggest(text, library=library, on=DAY).suggestions]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A: Aftercare following right total hip replacement.", "Z96.641"),
        ("A: Aftercare following joint replacement, L TKA.", "Z96.652"),
        ("A: Type 2 diabetes with hyperglycemia, on insulin.", "Z79.4"),
        ("A: Low back pain in pregnancy, third trimester, 30 weeks gestation.", "Z3A.30"),
        ("A: Low back pain in pregnancy, first trimester, 9 weeks pregnant.", "Z3A.09"),
    ],
)
def test_the_fact_stated_is_coded_beside(library: CodeLibrary, text: str, code: str) -> None:
    assert code in _codes(library, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A: Type 2 diabetes, not on insulin.", "Z79.4"),
        ("FH: father on insulin.\nA: Type 2 diabetes mellitus.", "Z79.4"),
        ("S: Takes insulin.\nA: Low back pain.", "Z79.4"),
        ("A: Low back pain. Denies being 30 weeks pregnant.", "Z3A.30"),
        ("Medications: insulin\nA: Type 2 diabetes mellitus.", "Z79.4"),
    ],
)
def test_nothing_without_the_fact_or_without_the_code_that_asks(
    library: CodeLibrary, text: str, code: str
) -> None:
    assert code not in _codes(library, text)


def test_a_companion_quotes_its_words_and_says_why(library: CodeLibrary) -> None:
    text = "A: Type 2 diabetes mellitus, on insulin since 2020."
    found = next(one for one in suggest(text, library=library, on=DAY).suggestions if one.code == "Z79.4")
    where = found.evidence[0]
    assert text[where.start : where.end] == where.text == "on insulin"
    assert "guideline I.C.4.a.3" in found.why[0]


def test_every_row_gives_a_code_or_words_to_look_up() -> None:
    assert all(bool(row.code) != bool(row.words) and row.why for row in companion_table().rows)
