"""Sheets as bytes."""

from __future__ import annotations

from clinicbill.workflows.drawing import Drawing, say_nothing


def test_sheets_are_counted_and_forms_apart() -> None:
    drawing = Drawing(content=b"%PDF", pages=({}, {}, None), forms=2)
    assert (drawing.sheets, drawing.forms) == (3, 2)


def test_nobody_has_to_listen() -> None:
    say_nothing(1, 2, "sheets drawn")
