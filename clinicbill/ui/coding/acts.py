"""What can be done with a visit beside typing its codes: hold, finish, new visit, details; sheets and jobs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Severity
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.ui.coding.changes import moved_to, put_line, repriced, same_as_last
from clinicbill.ui.coding.sheets import HoldForm, line_form
from clinicbill.ui.coding.visits.visit_form import VisitForm
from clinicbill.ui.colours import Role
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.hold_visit import hold_visit, take_up_visit
from clinicbill.workflows.record_visit import record_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.coding.keeping import Kept
    from clinicbill.ui.coding.page import CodingPage
    from clinicbill.ui.widgets.form import Form
    from clinicbill.workflows.outcome import Outcome


class Acts:
    """Opens the sheets over the page and tells it what was done."""

    def __init__(self, page: CodingPage) -> None:
        self._page = page
        self._sheet: Sheet | None = None

    # Copying ----------------------------------------------------------------------------------------

    def same_as_last(self) -> None:
        """Diagnoses and lines of the last visit of the case."""
        page, file = self._page, self._page.file
        if file is None or page.locked or page.correcting:
            return
        if file.last is None:
            page.tell("There is no earlier visit of this case to copy")
            return
        copied = same_as_last(page.draft.visit, file.last, page.draft.facts)
        page.draft.change(f"copying the visit of {file.last.service_on:%m/%d}", copied)
        count = len(copied.lines)
        words = "1 line" if count == 1 else f"{count} lines"
        page.say(f"Copied {words} of {file.last.service_on:%m/%d}; Ctrl+Z takes it back")

    # Holding ----------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Hold with a reason, or release what is on hold."""
        page = self._page
        if page.charged:
            page.tell("The charges of this visit are posted: put its claim on hold instead")
        if not page.draft.is_open or page.charged:
            return
        page.saver.now()
        page.saver.after(self._ask_hold)

    def _ask_hold(self) -> None:
        page = self._page
        visit = page.draft.visit
        if visit.status is VisitStatus.ON_HOLD:
            page.jobs.write(
                take_up_visit, page.clinic.stamp(), visit.id, then=self._released, failed=page.say_failed
            )
            return
        form = HoldForm(visit.hold_reason)
        finish = partial(self._finish_hold, form, visit)
        self._open("Hold this visit", form, verb="Hold visit", finish=finish, note=_HOLD_NOTE)
        form.reason.returnPressed.connect(self._finish_sheet)

    def _finish_hold(self, form: HoldForm, visit: Encounter) -> str:
        reason = form.reason.text().strip()
        if not reason:
            return "Key what it waits for"
        page = self._page
        page.jobs.write(
            hold_visit, page.clinic.stamp(), visit.id, reason=reason,
            then=partial(self._held, visit), failed=self._fail,
        )  # fmt: skip
        return Sheet.WAIT

    def _held(self, visit: Encounter, outcome: Outcome) -> None:
        self._close()
        self._page.say(outcome.message, "pause-circle", Role.AMBER)
        self._page.list.go_on_from(visit.id)

    def _released(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)
        self._page.read_visit_again()

    # Finishing --------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Post the charges, make the claim, go to the next visit to code; or say what is in the way."""
        page = self._page
        if not page.draft.is_open:
            page.list.next_to_code()
        elif page.locked:
            page.list.go_on_from(page.draft.visit.id)
        elif page.draft.to_fix:
            first = page.draft.findings[0]
            page.desk.go_to(first.field)
            page.say(f"{page.draft.to_fix} to fix: {first.message}", "circle-x", Role.RED)
        elif page.correcting:
            page.saver.now()
            page.saver.after(self._corrected)
        else:
            page.saver.after(page.saver.finish)

    def _corrected(self) -> None:
        page = self._page
        if page.draft.dirty:
            return
        claim = page.file.claim if page.file is not None else None
        page.say(f"Corrected; claim {claim.patient_control_number} says it now" if claim else "Corrected")
        page.list.go_on_from(page.draft.visit.id)

    def finished(self, kept: Kept) -> None:
        """The workflow answered."""
        page = self._page
        if kept.visit is None:
            must = next((one for one in kept.findings if one.severity is Severity.MUST_FIX), None)
            words = f"Not finished: {must.message}" if must else "Not finished"
            page.say(words, "circle-x", Role.RED)
            page.read_visit_again()
            return
        to_fix = "with something to fix" in kept.message
        page.say(kept.message, "warning" if to_fix else "circle-check", Role.AMBER if to_fix else Role.GREEN)
        page.list.go_on_from(kept.visit.id)

    # Sheets -----------------------------------------------------------------------------------------

    def new_visit(self) -> None:
        """Start a visit of a patient on the day shown."""
        page = self._page
        page.saver.now()
        form = VisitForm(page.clinic)
        form.begin(page.list.day)
        form.failed.connect(self._fail)
        finish = partial(self._finish_new, form)
        self._open("New visit", form, verb="Start visit", finish=finish)
        form.picker.setFocus()

    def _finish_new(self, form: VisitForm) -> str:
        problem = form.problem()
        if problem:
            return problem
        page, visit = self._page, form.visit()
        page.jobs.write(
            record_visit, page.clinic.stamp(), visit, then=partial(self._started, form), failed=self._fail
        )
        return Sheet.WAIT

    def _started(self, form: VisitForm, outcome: Outcome) -> None:
        if not outcome.done:
            form.form.show_findings(outcome.findings)
            self._tell(outcome.findings[0].message)
            return
        self._close()
        self._page.say(outcome.message)
        self._page.show_record(outcome.row_id)

    def details(self, first: str = "") -> None:
        """Day, provider, place, case, authorization of the visit that is open; the cursor begins in `first`."""
        page = self._page
        if not page.draft.is_open:
            return
        if page.locked or page.correcting:
            page.tell("The charges of this visit are posted, so its details stay as they are")
            return
        form = VisitForm(page.clinic)
        form.failed.connect(self._fail)
        if first:
            form.ready.connect(lambda: form.form.focus_on(first))
        form.edit(page.draft.visit)
        finish = partial(self._finish_details, form)
        self._open("Visit details", form, verb="Change visit", finish=finish)

    def _finish_details(self, form: VisitForm) -> str:
        problem = form.problem()
        if problem:
            return problem
        visit = self._page.draft.visit
        changed = replace(form.visit(), note=visit.note, diagnoses=visit.diagnoses, lines=visit.lines)
        self._page.draft.change("changing the visit’s details", moved_to(visit, changed))
        return ""

    def line_details(self, first: str = "") -> None:
        """Dates, POS, drug and narrative of the line under the cursor; the cursor begins in `first`."""
        page = self._page
        row = page.desk.grid.current_row()
        if not page.draft.is_open or page.locked or row is None:
            page.tell("Choose a service line first (F4)")
            return
        form = line_form(page.draft.visit.lines[row], page.clinic.as_of)
        finish = partial(self._finish_line, form, row)
        self._open(f"Line {row + 1}", form, verb="Change line", finish=finish)
        if first in form.values():
            form.focus_on(first)

    def _finish_line(self, form: Form, row: int) -> str:
        if form.problems():
            return "Correct what is marked"
        page = self._page
        before = page.draft.visit.lines[row]
        after = repriced(before, form.applied_to(before), page.draft.facts)
        page.draft.change(f"details of line {row + 1}", put_line(page.draft.visit, row, after))
        return ""

    # The sheet --------------------------------------------------------------------------------------

    def _open(
        self, title: str, content: QWidget, *, verb: str, finish: Callable[[], str], note: str = ""
    ) -> None:
        self._sheet = Sheet(self._page, title, content, verb=verb, finish=finish, note=note)
        self._sheet.closed.connect(self._forget)
        self._sheet.open_sheet()

    def _forget(self, _finished: object) -> None:
        self._sheet = None

    def _finish_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.finish()

    def _close(self) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)

    def _tell(self, problem: str) -> None:
        if self._sheet is not None:
            self._sheet.tell(problem)

    def _fail(self, error: ClinicBillError) -> None:
        if self._sheet is not None:
            self._sheet.tell(str(error))
        else:
            self._page.say_failed(error)


_HOLD_NOTE = "It becomes no claim until it is taken up again; Ctrl+H does that too."
