"""What the coding desk does with macros and plans of care: lists, sheets and jobs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from clinicbill.coding.plans.macro import Macro, apply_macro, left_out, macro_of
from clinicbill.ui.coding.plans.macro_box import MacroBox
from clinicbill.ui.coding.plans.macro_form import MacroForm
from clinicbill.ui.coding.plans.plan_form import FIELDS, begun_plan, plan_values, save_plan_sheet
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.keep_macro import end_macro, keep_macro
from clinicbill.workflows.mark_favourite import mark_favourite

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.coding.page import CodingPage
    from clinicbill.workflows.outcome import Outcome


class DeskActs:
    """Macros and plans of care of the visit that is open."""

    def __init__(self, page: CodingPage) -> None:
        self._page = page
        self._sheet: Sheet | None = None

    # Macros -----------------------------------------------------------------------------------------

    def macros(self) -> None:
        """The list over the page; a digit puts one on the visit."""
        page = self._page
        if not page.draft.is_open or page.locked or page.correcting:
            page.tell("Macros go on a visit that is not charged yet")
            return
        box = MacroBox(page, page.draft.desk)
        box.chosen.connect(self._apply)
        box.save_asked.connect(self._ask_new)
        box.change_asked.connect(self._ask_change)
        box.remove_asked.connect(self._remove)
        box.open_over()

    def _apply(self, macro: Macro) -> None:
        page = self._page
        draft = page.draft
        usual = draft.desk.usual(draft.visit, draft.facts)
        without = left_out(macro, draft.visit, usual)
        made = apply_macro(macro, draft.visit, draft.facts, usual)
        draft.change(f"macro {macro.name}", made)
        words = f"{macro.name}; left out: {', '.join(without)}" if without else macro.name
        page.say(f"{words}; Ctrl+Z takes it back")
        page.desk.grid.start_new()

    def _ask_new(self, name: str) -> None:
        visit = self._page.draft.visit
        if not visit.lines and not visit.diagnoses:
            self._page.tell("Nothing is coded yet: code the visit first, then save it as a macro")
            return
        self._ask(macro_of(visit, name), "Save this visit as a macro", "Save macro")

    def _ask_change(self, macro: Macro) -> None:
        self._ask(macro, f"Macro {macro.name}", "Change macro")

    def _ask(self, macro: Macro, title: str, verb: str) -> None:
        page = self._page
        form = MacroForm(macro, page.draft.visit, page.draft.desk, page.clinic.as_of)
        self._sheet = Sheet(page, title, form, verb=verb, finish=partial(self._finish, form))
        self._sheet.open_sheet()

    def _finish(self, form: MacroForm) -> str:
        if form.form.problems():
            return Sheet.STAY
        page = self._page
        page.jobs.write(
            keep_macro, page.clinic.stamp(), form.macro(),
            then=partial(self._kept, form), failed=self._fail,
        )  # fmt: skip
        return Sheet.WAIT

    def _kept(self, form: MacroForm, outcome: Outcome) -> None:
        if not outcome.done:
            form.form.show_findings(outcome.findings)
            if self._sheet is not None:
                self._sheet.tell(outcome.findings[0].message)
            return
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
        self._done(outcome)

    def _remove(self, macro: Macro) -> None:
        page = self._page
        page.jobs.write(end_macro, page.clinic.stamp(), macro.id, then=self._done, failed=page.say_failed)

    # Plan of care -----------------------------------------------------------------------------------

    def plan(self) -> None:
        """The plan of the visit's case: visits, re-exam, active or maintenance; visits in advance."""
        page = self._page
        if not page.draft.is_open:
            page.tell("Open a visit first: the plan belongs to its case")
            return
        page.saver.now()
        page.saver.after(self._ask_plan)

    def _ask_plan(self) -> None:
        page, visit = self._page, self._page.draft.visit
        plan = page.draft.desk.plan(visit) or begun_plan(visit)
        sheet = AskSheet(
            page.clinic, FIELDS, plan_values(plan),
            partial(save_plan_sheet, plan=plan, like=visit.id, after=visit.service_on),
        )  # fmt: skip
        sheet.done.connect(self._done)
        sheet.open_over(page, f"Plan of care: {page.draft.facts.case.name}", verb="Save plan")

    # Both -------------------------------------------------------------------------------------------

    def _done(self, outcome: Outcome) -> None:
        """What is known around the visit changed."""
        self._page.say(outcome.message)
        if self._page.draft.is_open:
            self._page.visit.read_facts()

    def _fail(self, error: ClinicBillError) -> None:
        if self._sheet is not None:
            self._sheet.tell(str(error))
        else:
            self._page.say_failed(error)

    def mark_favourite(self) -> None:
        """The code under the mark, or the selected diagnosis, is offered first from now on, or no longer."""
        page = self._page
        code = page.desk.codes.code_here()
        if not code:
            page.tell("Choose a diagnosis first: favourites are offered before anything is typed")
            return
        page.jobs.write(
            mark_favourite, page.clinic.stamp(), code,
            then=lambda outcome: page.say(outcome.message), failed=page.say_failed,
        )  # fmt: skip
