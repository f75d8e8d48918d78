"""Set an edit of the open visit aside with a reason, or let it count again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from clinicbill.coding.edits.of_visit import CodingFacts, coded_day
from clinicbill.coding.edits.set_aside import may_be_set_aside, row_for
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.workflows.override_edit import set_edit_aside, take_edit_back

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.findings import Finding
    from clinicbill.basics.stamp import Stamp
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts
    from clinicbill.ui.coding.page import CodingPage
    from clinicbill.workflows.outcome import Outcome

_NOTE = "The reason is kept with your name and goes with the claim's edits."


class OverrideActs:
    """One sheet: which edit, and why it does not count here."""

    def __init__(self, page: CodingPage) -> None:
        self._page = page

    def ask(self) -> None:
        """Keep what was typed, then ask."""
        page = self._page
        if not page.draft.is_open or page.visit.locked:
            page.tell("Open a visit that can be coded first")
            return
        page.saver.now()
        page.saver.after(self._open)

    def _open(self) -> None:
        page = self._page
        visit, facts = page.draft.to_save(), page.draft.facts
        able, aside = offered(page.draft.findings, visit, facts)
        if not able and not aside:
            page.tell("No edit here can be set aside: what must be fixed has to be mended")
            return
        sheet = AskSheet(
            page.clinic,
            fields_for(able, aside),
            {"finding": 0, "reason": ""},
            partial(apply_override, visit=visit, able=able, aside=aside),
        )
        sheet.done.connect(self._done)
        sheet.open_over(page, "Set an edit aside", verb="Keep", note=_NOTE)
        sheet.form.focus_on("reason")

    def _done(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)
        self._page.visit.read_facts()


def offered(
    findings: Sequence[Finding], visit: Encounter, facts: VisitFacts
) -> tuple[list[Finding], list[Finding]]:
    """What a reason is enough for, and what was set aside already."""
    if not isinstance(facts, CodingFacts):
        return [], []
    scope = coded_day(visit, facts).scope
    procedures = [line.procedure_code for line in visit.lines]
    aside = [
        finding
        for finding in findings
        if row_for(finding, facts.set_aside, diagnoses=visit.diagnoses, procedures=procedures) is not None
    ]
    able = [finding for finding in findings if finding not in aside and may_be_set_aside(finding, scope)]
    return able, aside


def fields_for(able: Sequence[Finding], aside: Sequence[Finding]) -> tuple[Field, ...]:
    """The sheet's fields: the edits to choose from, and the reason."""
    words = [finding.message for finding in able] + [f"Count again: {finding.message}" for finding in aside]
    choices = tuple(enumerate(words))
    needed = not aside
    return (
        Field("Edit", "finding", Input.CHOICE, choices=choices),
        Field("Reason", "reason", required=needed, placeholder="Why it does not count here"),
    )


def apply_override(
    db: Database,
    stamp: Stamp,
    values: Mapping[str, object],
    *,
    visit: Encounter,
    able: Sequence[Finding],
    aside: Sequence[Finding],
) -> Outcome:
    """What the sheet asks for."""
    at = int(str(values["finding"]))
    if at >= len(able):
        return take_edit_back(db, stamp, visit, aside[at - len(able)])
    return set_edit_aside(db, stamp, visit, able[at], reason=str(values["reason"]))
