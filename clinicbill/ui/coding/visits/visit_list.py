"""VisitList: which visits stand at the left, which of them is opened, and where one goes on from it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from clinicbill.basics.identifiers import EncounterId
from clinicbill.ui.coding.page_reads import PageList, day_of_visit, read_list
from clinicbill.ui.coding.visits.day_list import Shown

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.coding.page import CodingPage

_EMPTY = {
    Shown.DAY: (
        "No visits on {day}.",
        "Ctrl+N starts one; Alt+PgUp and Alt+PgDown go to other days; Alt+2 shows all that wait.",
    ),
    Shown.TO_CODE: ("Every visit is coded.", "Alt+1 goes back to the day."),
    Shown.ON_HOLD: ("No visit is on hold.", "Alt+1 goes back to the day."),
    Shown.QUERY: ("No question is open.", "Alt+1 goes back to the day."),
}


class VisitList(QObject):
    """Reads the rows for the panel and decides which visit the page opens."""

    def __init__(self, page: CodingPage) -> None:
        super().__init__(page)
        self._page, self._panel = page, page.days
        self.shown = Shown.DAY
        self._day: date | None = None
        self._wanted: EncounterId | None = None
        self._open_first = True
        self._panel.chosen.connect(self._choose)
        self._panel.day_asked.connect(self.show_day)
        self._panel.shown_asked.connect(self.show)
        for by, button in zip((-1, 1), self._panel.step_buttons(), strict=True):
            button.clicked.connect(lambda _on=False, days=by: self.step_day(days))

    @property
    def day(self) -> date:
        """The day a new visit begins on."""
        return self._day if self._day is not None and self.shown is Shown.DAY else self._page.clinic.as_of

    def read(self) -> None:
        """Read the rows at the left."""
        page = self._page
        page.jobs.read(
            read_list, page.clinic, self.shown, self._day,
            then=self._take, failed=self._fail, latest=(page, "list"),
        )  # fmt: skip

    def show(self, shown: Shown) -> None:
        """Show another list: one day, all to code, or on hold."""
        self.shown, self._open_first = shown, True
        self._panel.rows.setFocus()
        self.read()

    def show_day(self, day: date) -> None:
        """Show the visits of a day."""
        self._day = day
        self.show(Shown.DAY)

    def step_day(self, by: int) -> None:
        """Show the visits some days later."""
        self.show_day(self.day + timedelta(days=by))

    def open_record(self, key: object) -> None:
        """Open a visit in the list of its day."""
        if isinstance(key, int):
            visit, page = EncounterId(key), self._page
            page.jobs.read(
                day_of_visit, visit, then=partial(self._show_in_day, visit), failed=page.say_failed
            )

    def _show_in_day(self, visit: EncounterId, day: date) -> None:
        self._day, self.shown, self._wanted = day, Shown.DAY, visit
        self.read()

    # Showing ----------------------------------------------------------------------------------------

    def _take(self, found: PageList) -> None:
        page = self._page
        self._day = found.days.day
        page.visit.procedures = found.procedures
        here = page.visit.target
        wanted, self._wanted = self._wanted, None
        asked, self._open_first = self._open_first, False
        first = self._first_to_open(found) if asked and wanted is None else None
        page.states.show_rows()
        self._panel.set_counts(found.counts, found.asked)
        self._panel.fill(found.days, wanted or first or here)
        self._show_empty(found)
        target = wanted or first
        if target is not None:
            page.visit.open(target)
        elif here is None or (asked and found.days.place(here) is None):
            page.visit.show_nothing()
        else:
            page.visit.show_row()

    def _first_to_open(self, found: PageList) -> EncounterId | None:
        """The first visit to code, else the first visit; the one that is open stays where it is in the list."""
        here = self._page.visit.target
        if here is not None and found.days.place(here) is not None:
            return None
        waiting = found.days.next_to_code(None)
        if waiting is not None:
            return waiting.id
        return found.days.rows[0].id if found.days.rows else None

    def _show_empty(self, found: PageList) -> None:
        if found.days.rows:
            self._panel.states.show_rows()
            return
        what, why = _EMPTY[found.days.shown]
        self._panel.states.show_empty(what.format(day=f"{found.days.day:%a %m/%d}"), why)

    def _fail(self, error: ClinicBillError) -> None:
        self._page.states.retry(str(error), self.read)

    # Going from one to another ----------------------------------------------------------------------

    def go_on_from(self, encounter_id: EncounterId) -> None:
        """To the next visit to code; where none is left this one stays."""
        page, shown = self._page, self._panel.shown
        following = shown.next_to_code(encounter_id) if shown is not None else None
        if following is None:
            page.visit.read_again()
            page.set_fact("Nothing is left to code here")
            return
        page.visit.find_when_open = True
        page.visit.open(following.id)
        self._panel.rows.select(following.id)

    def next_to_code(self) -> None:
        """The first visit to code of the list."""
        shown = self._panel.shown
        following = shown.next_to_code(None) if shown is not None else None
        if following is not None:
            self._panel.rows.select(following.id)
        else:
            self._page.tell("Nothing is left to code here")

    def step(self, by: int) -> None:
        """The visit above or below."""
        rows = self._panel.list_rows()
        at = next((n for n, row in enumerate(rows) if row.id == self._page.visit.target), -1) + by
        if 0 <= at < len(rows):
            self._panel.rows.select(rows[at].id)

    def _choose(self, encounter_id: EncounterId | None) -> None:
        page, here = self._page, self._page.visit.target
        if encounter_id is None or encounter_id == here:
            return
        if page.visit.may_leave():
            page.visit.open(encounter_id)
        else:
            QTimer.singleShot(0, partial(self._panel.rows.select, here))
