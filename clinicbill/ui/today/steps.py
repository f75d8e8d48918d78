"""The next step of an item: where it is done, or the workflow that does it from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QTimer

from clinicbill.basics.findings import stops
from clinicbill.basics.identifiers import PatientId, RemittanceId
from clinicbill.reports.next_step import Step
from clinicbill.ui.colours import Role
from clinicbill.workflows.apply_credit import apply_credit
from clinicbill.workflows.permissions import Act, may
from clinicbill.workflows.post_remittance import post_remittance

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.reports.work_item import WorkItem
    from clinicbill.ui.page import Page
    from clinicbill.workflows.outcome import Outcome

# Step → the place where it is done; what is not here is done from here.
PLACE_OF = {
    Step.FIX: "claims",
    Step.RELEASE: "claims",
    Step.SEND: "claims",
    Step.MARK_SENT: "claims",
    Step.WAIT: "claims",
    Step.CALL: "claims",
    Step.RESUBMIT: "claims",
    Step.ASK_REST: "claims",
    Step.SEND_ALL: "claims",
    Step.MARK_ALL: "claims",
    Step.WORK_DENIAL: "denials",
    Step.OPEN_REMITTANCE: "payments",
    Step.CODE: "coding",
    Step.RELEASE_VISIT: "coding",
}


class _Window(Protocol):
    """What we need of the main window: the page it shows."""

    @property
    def page(self) -> Page:
        """The page shown now."""


class Steps:
    """Does the next step of an item for its page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._here: dict[Step, Callable[[WorkItem], None]] = {
            Step.POST: self._post,
            Step.APPLY: self._apply,
            Step.KEEP: self._open_patient,
            Step.EXTEND: self._open_patient,
        }

    def do(self, item: WorkItem) -> None:
        """Go where it is done, or do it."""
        step = item.step.step
        if step in self._here:
            self._here[step](item)
        else:
            self._page.go(PLACE_OF[step], item.record)

    def open(self, item: WorkItem) -> None:
        """Show what the item is about, changing nothing."""
        step = item.step.step
        if step is Step.POST:
            self._page.go("payments", item.record)
        elif step in self._here:
            self._open_patient(item)
        else:
            self._page.go(PLACE_OF[step], item.record)

    def why_not(self, item: WorkItem) -> str:
        """Why the user may not do it from here; empty where nothing stands against it."""
        wanted = {Step.POST: Act.POST_REMITTANCE, Step.APPLY: Act.APPLY_CREDIT}.get(item.step.step)
        if wanted is None or may(self._page.clinic.facts.role, wanted):
            return ""
        return f"{item.step.words}: a biller’s work"

    def import_files(self) -> None:
        """Payments reads the files; its own action asks for them once that page stands."""
        self._page.go("payments")
        QTimer.singleShot(0, self._page, partial(_run_on_shown_page, self._page, "payments.import"))

    def _post(self, item: WorkItem) -> None:
        self._page.jobs.write(
            post_remittance,
            self._page.clinic.stamp(),
            RemittanceId(item.record),
            then=partial(_tell_posted, self._page, item),
            failed=self._page.say_failed,
        )

    def _apply(self, item: WorkItem) -> None:
        self._page.jobs.write(
            apply_credit,
            self._page.clinic.stamp(),
            PatientId(item.record),
            then=partial(_tell, self._page),
            failed=self._page.say_failed,
        )

    def _open_patient(self, item: WorkItem) -> None:
        if item.patient_id is not None:
            self._page.go("patients", item.patient_id)


def _tell(page: Page, outcome: Outcome) -> None:
    if stops(outcome.findings):
        page.say(outcome.findings[0].message, "circle-x", Role.RED)
    else:
        page.say(outcome.message)


def _tell_posted(page: Page, item: WorkItem, outcome: Outcome) -> None:
    """What could not be posted is shown where each line says why."""
    if stops(outcome.findings):
        page.say(outcome.message, "warning", Role.AMBER)
        page.go("payments", item.record)
    else:
        page.say(outcome.message)


def _run_on_shown_page(page: Page, action_id: str) -> None:
    shown = cast("_Window", page.window()).page
    bound = shown.bound().get(action_id)
    if bound is not None:
        bound.trigger()
