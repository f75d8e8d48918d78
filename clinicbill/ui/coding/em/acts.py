"""What the coding page does with the E/M level: open the worksheet, keep it, put its code on the visit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.coding.notes.em_evidence import EmEvidence, em_evidence
from clinicbill.coding.notes.em_level import em_codes
from clinicbill.coding.notes.em_worksheet import EmWorksheet
from clinicbill.coding.notes.em_worksheet_store import find_worksheet, last_seen_before
from clinicbill.ui.coding.changes import add_line, new_line, put_line, repriced, with_procedure
from clinicbill.ui.coding.em.form import WIDTH, EmForm
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.keep_em_worksheet import keep_em_worksheet
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.coding.page import CodingPage
    from clinicbill.workflows.outcome import Outcome


_KEYS = "Space ticks what the note supports, a digit counts, F2 types other words."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    kept: EmWorksheet | None
    note: EmEvidence
    seen_on: date | None


def _read(db: Database, visit: Encounter) -> _Begun:
    return _Begun(
        kept=find_worksheet(db, visit.id),
        note=em_evidence(visit.note),
        seen_on=last_seen_before(db, visit.patient_id, visit.service_on),
    )


class EmActs:
    """One sheet; the code goes on the visit only when it is finished, and only if the office bills it."""

    def __init__(self, page: CodingPage) -> None:
        self._page = page
        self._sheet: Sheet | None = None
        self.form: EmForm | None = None

    def ask(self) -> None:
        """Open the worksheet of the visit."""
        page = self._page
        if not page.draft.is_open:
            page.tell("Open a visit first: the level is that of its E/M service")
        elif not may(page.clinic.facts.role, Act.CODE_VISIT):
            page.tell("Only who codes visits chooses a level")
        else:
            page.saver.now()
            page.saver.after(self._begin)

    def _begin(self) -> None:
        page, visit = self._page, self._page.draft.visit
        page.jobs.read(
            _read, visit, then=partial(self._open, visit), failed=page.say_failed, latest=(page, "em")
        )

    def _open(self, visit: Encounter, begun: _Begun) -> None:
        page = self._page
        if page.open_id != visit.id or self._sheet is not None:
            return
        form = EmForm(visit.id, begun.kept, begun.note, begun.seen_on)
        form.fit_in(page.window().height())
        sheet = Sheet(
            page,
            "Level of the E/M visit",
            form,
            verb="Keep level",
            finish=partial(self._finish, form),
            width=WIDTH,
            note=_KEYS,
        )
        self._sheet, self.form = sheet, form
        sheet.closed.connect(self._forget)
        form.stopped.connect(sheet.block)
        sheet.open_sheet()
        form.table.setFocus()
        form.check()

    def _finish(self, form: EmForm) -> str:
        page, sheet = self._page, form.worksheet()
        page.jobs.write(
            keep_em_worksheet, page.clinic.stamp(), sheet, then=partial(self._kept, sheet), failed=self._fail
        )
        return Sheet.WAIT

    def _kept(self, sheet: EmWorksheet, outcome: Outcome) -> None:
        if self._sheet is None:
            return
        if not outcome.done:
            self._sheet.tell(outcome.findings[0].message)
            return
        self._sheet.close_sheet(finished=True)
        self._page.say(f"{outcome.message}{self._put_on(sheet.level.code)}")

    def _put_on(self, code: str) -> str:
        """Put the code on the visit; what could not be done is said behind what was kept."""
        page, visit = self._page, self._page.draft.visit
        if any(one.procedure_code == code for one in visit.lines):
            return ""
        if page.locked:
            return "; the charges are posted, so the visit stays as it is"
        procedures = page.desk.grid.lines.procedures
        if code not in procedures.own:
            return f"; {code} is not in the office’s list (Setup, Procedures)"
        page.draft.change(f"level {code}", self._with_code(visit, code))
        return "; Ctrl+Z takes it off the visit"

    def _with_code(self, visit: Encounter, code: str) -> Encounter:
        """Another level on the E/M line there is, else a line of its own."""
        page = self._page
        at = next((at for at, one in enumerate(visit.lines) if one.procedure_code in em_codes()), None)
        if at is not None:
            before = visit.lines[at]
            after = repriced(before, replace(before, procedure_code=code), page.draft.facts)
            return put_line(visit, at, after)
        last = page.file.last if page.file is not None else None
        empty = new_line(visit, ServiceLineId(0))
        procedure = page.desk.grid.lines.procedures.procedure(code)
        return add_line(visit, with_procedure(visit, empty, procedure, page.draft.facts, last))

    def _forget(self, _finished: object) -> None:
        self._sheet = self.form = None

    def _fail(self, error: ClinicBillError) -> None:
        if self._sheet is not None:
            self._sheet.tell(str(error))
        else:
            self._page.say_failed(error)
