"""A box of a claim leads to the very field on the coding page, also where nothing is typed there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from clinicbill.ui.target import Target
from tests.gui.test_coding import desk, office
from tests.support.practice import a_line

if TYPE_CHECKING:
    from tests.gui.test_coding import Desk, Office

__all__ = ["desk", "office"]


def focus() -> str:
    """What the field under the cursor is called."""
    found = QApplication.focusWidget()
    return found.accessibleName() if found is not None else ""


@pytest.mark.parametrize(("inside", "field"), [("referring_id", "Referred by"), ("facility_id", "Place")])
def test_an_empty_box_opens_the_details_at_its_field(
    office: Office, desk: Desk, inside: str, field: str
) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=[a_line()])
    desk.window.go("coding", Target(record=visit, field="details", inside=inside))
    desk.qtbot.waitUntil(lambda: field in focus(), timeout=5000)


@pytest.mark.parametrize(("name", "field"), [("ndc", "NDC"), ("narrative", "Narrative")])
def test_what_has_no_cell_opens_the_line_at_its_field(
    office: Office, desk: Desk, name: str, field: str
) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=[a_line()])
    with desk.clinic.practice.connect() as db:
        (line_id,) = [row[0] for row in db.execute("select id from service_line").fetchall()]
    desk.window.go("coding", Target(record=visit, row=line_id, field=name))
    desk.qtbot.waitUntil(lambda: field in focus(), timeout=5000)
