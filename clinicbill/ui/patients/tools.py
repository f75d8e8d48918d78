"""Tools: the line above each view of a patient's file: what counts there, and what can be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.ui.patients import file_panel
from clinicbill.ui.widgets.date_edit import DateEdit
from clinicbill.ui.widgets.labels import line, secondary

if TYPE_CHECKING:
    from clinicbill.ui.page import Page
    from clinicbill.ui.patients.file_panel import FilePanel

_HEIGHT = 42


class Tools:
    """Holds the lines' fields together; the buttons are the page's."""

    def __init__(self, page: Page, panel: FilePanel) -> None:
        self._panel = panel
        self.day = DateEdit("Insurance on the day of service", as_of=page.clinic.as_of)
        self.day.set_value(page.clinic.as_of)
        self.day.edited.connect(self._show_day)
        label = secondary("Insurance on")
        label.setBuddy(self.day)
        panel.set_tools(
            file_panel.INSURANCE,
            line(label, self.day, None, page.button("patients.insurance"), height=_HEIGHT),
        )
        for view, action, words in (
            (file_panel.CASES, "patients.case", "One case for each complaint, injury or accident"),
            (file_panel.AUTHORIZATIONS, "patients.authorization", "Each visit uses the one that fits it"),
            (file_panel.NOTES, "patients.note", "An alert stands above every part of the file"),
        ):
            panel.set_tools(view, line(secondary(words), None, page.button(action), height=_HEIGHT))

    def _show_day(self) -> None:
        day = self.day.value()
        if day is not None:
            self._panel.insurance.set_day(day)

    def show_patient(self) -> None:
        """Another patient: today again."""
        self.day.set_value(self._panel.insurance.day)
