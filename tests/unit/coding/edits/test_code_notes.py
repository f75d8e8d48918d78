from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.edits.code_notes import CodeRange, names_code, references


@pytest.mark.parametrize(
    ("text", "named", "not_named"),
    [
        ("psychogenic dorsalgia (F45.41)", ("F45.41",), ("F45.42", "F45.4")),
        ("lumbago with sciatica (M54.4-)", ("M54.40", "M54.42"), ("M54.50",)),
        ("disc disorder (M50.-)", ("M50.20", "M50.122"), ("M51.26",)),
        ("low back strain (S39.012)", ("S39.012A", "S39.012D"), ("S39.013A",)),
        ("perinatal conditions (P04-P96)", ("P04.0", "P96.9", "P50"), ("P03.9", "Q00.0")),
        ("gestational (O00-O9A)", ("O00.0", "O9A.211"), ("N99.0",)),
        ("bone loss (C79.5-, M90.6-)", ("C79.51", "M90.68"), ("C79.60",)),
        ("injury (S10-S19.-) of neck", ("S13.4XXA",), ("S20.2XXA",)),
        ("newborn (QA0.1)", ("QA0.12",), ("Q00.1",)),
        ("rheumatoid (M05.-) and other (see M06)", ("M05.9",), ("M07.0",)),
        ("no code in here (at all)", (), ("A00.0",)),
        ("M54.5 outside of brackets", (), ("M54.50",)),
    ],
)
def test_the_forms_of_references(text: str, named: tuple[str, ...], not_named: tuple[str, ...]) -> None:
    assert [code for code in named if not names_code(text, code)] == []
    assert [code for code in not_named if names_code(text, code)] == []


def test_a_list_gives_a_range_each() -> None:
    assert references("x (I10, I16.-)") == (CodeRange("I10", "I10"), CodeRange("I16", "I16"))


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert all(one.first <= one.last or one.last < one.first for one in references(text))
    assert isinstance(references(f"({text})"), tuple)
