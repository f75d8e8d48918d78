from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.db import connect
from clinicbill.patients.search import match_expression

AS_OF = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("", ""),
        ("   ", ""),
        ("alv", '"alv"*'),
        ("Ruth alv", '"Ruth"* "alv"*'),
        ("O'Brien", '"O\'Brien"*'),
        ("4/17/1951", '"04171951"*'),
        ("4-17-51", '"04171951"*'),
        ("1951-04-17", '"04171951"*'),
        ("13/45/1951", '"13/45/1951"*'),
        ("541-555-0177", '"5415550177"*'),
        ("(541)555-0177", '"5415550177"*'),
        ("555-0177", '"5550177"*'),
        ("(541) 555-0177", '"(541)"* "5550177"*'),
        ("1001", '"1001"*'),
        ('"; drop table patient', '"drop"* "table"* "patient"*'),
        ("- * ^", ""),
        ("a" * 60, f'"{"a" * 40}"*'),
    ],
)
def test_expressions(typed: str, expression: str) -> None:
    assert match_expression(typed, AS_OF) == expression


def test_at_most_eight_words() -> None:
    assert match_expression("a b c d e f g h i j", AS_OF).count("*") == 8


@given(st.text(max_size=80) | st.text('"*^():-+{}NEARANDOR \\\x00\ud800', max_size=40))
def test_no_text_breaks_the_search(typed: str) -> None:
    db = connect.in_memory()
    db.conn.execute("create virtual table found using fts5 (terms, prefix='1 2 3 4')")
    db.conn.execute("insert into found values ('alvarez ruth 1001')")
    expression = match_expression(typed, AS_OF)
    if expression:
        connect.rows(db, "select rowid from found where found match ?", [expression])
