"""AuditActs: draw, score and finish audits and share one's figures, on the page of reports."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicbill.basics.identifiers import AuditId
from clinicbill.coding.audits.audit import SampleKind, Verdict
from clinicbill.ui.colours import Role
from clinicbill.ui.reports.audit_columns import NOTE_FIELDS, draw_fields
from clinicbill.ui.reports.audit_desk import AuditDesk
from clinicbill.ui.reports.audit_reads import read_coders, read_result_rows, read_sharing, read_work
from clinicbill.ui.reports.audit_result_view import AuditResultView
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.workflows.draw_audit import draw_audit
from clinicbill.workflows.finish_audit import finish_audit
from clinicbill.workflows.score_audit import add_missing, score_item
from clinicbill.workflows.share_figures import share_figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.audits.audit import AuditItem, Subject
    from clinicbill.practice.user import User
    from clinicbill.reports.report_table import BehindRow, ReportTable
    from clinicbill.ui.reports.audit_reads import AuditWork
    from clinicbill.ui.reports.page import ReportsPage
    from clinicbill.workflows.outcome import Outcome

REPORT = "coding_audits"
_MINE = ("my_coding", "my_hours", "suggestions")
_SIZE = 10
_WORK_HINTS = (
    Hint(("R",), "Right"),
    Hint(("W",), "Wrong"),
    Hint(("M",), "Missing"),
    Hint(("X",), "Extra"),
    Hint(("F9",), "Feedback"),
    Hint(("F8",), "Open visit"),
    Hint(("Ctrl+PgDown",), "Next visit"),
    Hint(("Esc",), "Back to the audits"),
)
_RESULT_HINTS = (
    Hint(("↑", "↓", "←", "→"), "Number"),
    Hint(("Enter",), "Its codes"),
    Hint(("Ctrl+S",), "CSV"),
    Hint(("Ctrl+P",), "PDF"),
    Hint(("Esc",), "Back to the audits"),
)
_VERDICTS = ("right", "wrong", "missing", "extra")


class AuditActs(QObject):
    """Belongs to the page; lies over its reports while an audit is open."""

    def __init__(self, page: ReportsPage) -> None:
        super().__init__(page)
        self._page = page
        self.desk, self.result = AuditDesk(), AuditResultView()
        self.stack = QStackedWidget()
        self.work: AuditWork | None = None
        self._moved = False
        self.desk.said.connect(self._say)
        self.result.view.moved.connect(self._follow_number)
        self.result.behind.table.opened.connect(page.open_row)
        self._bind_all()

    def _bind_all(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "reports.share": self._ask_sharing,
            "reports.draw": self._ask_coders,
            "reports.work": self.open_current,
            "reports.right": partial(self.desk.ask, Verdict.RIGHT),
            "reports.wrong": partial(self.desk.ask, Verdict.WRONG),
            "reports.missing": partial(self.desk.ask, Verdict.MISSING),
            "reports.extra": partial(self.desk.ask, Verdict.EXTRA),
            "reports.feedback": self.desk.ask_feedback,
            "reports.next_visit": partial(self.desk.step, 1),
            "reports.previous_visit": partial(self.desk.step, -1),
            "reports.visit": self._open_visit,
            "reports.finish": self._ask_note,
        }
        for action_id, slot in slots.items():
            self._page.bind(action_id, slot)

    def lay_over(self, reports: QWidget) -> QStackedWidget:
        """The reports below, the two parts of an audit above; the buttons stand in the page's header."""
        page = self._page
        self._buttons = {
            name: page.button(f"reports.{name}") for name in ("share", "draw", "work", "visit", "finish")
        }
        page.header.add(*self._buttons.values())
        for part in (reports, self.desk, self.result):
            self.stack.addWidget(part)
        self.show_buttons()
        return self.stack

    @property
    def is_open(self) -> bool:
        """Whether an audit lies over the reports."""
        return self.stack.currentIndex() > 0

    @property
    def scoring(self) -> bool:
        """Whether codes can be scored now."""
        return self.stack.currentWidget() is self.desk

    def table(self) -> ReportTable | None:
        """The result, where it is what the user sees."""
        return self.work.result if self.is_open and self.work is not None else None

    def show_buttons(self) -> None:
        """Only what the shown part can do."""
        report, opened = self._page.report.id, self.is_open
        wanted = {
            "share": not opened and report in _MINE,
            "draw": not opened and report == REPORT,
            "work": not opened and report == REPORT,
            "visit": self.scoring,
            "finish": self.scoring,
        }
        for name, button in self._buttons.items():
            button.setVisible(wanted[name])
        away = "" if self.scoring else "Open an audit first"
        for name in (*_VERDICTS, "feedback", "next_visit", "previous_visit", "visit", "finish"):
            self._page.allow(f"reports.{name}", why_not=away)

    # Sharing --------------------------------------------------------------------------------------

    def _ask_sharing(self) -> None:
        page = self._page
        page.jobs.read(read_sharing, page.clinic.stamp(), then=self._switch, failed=page.say_failed)

    def _switch(self, shared: object) -> None:
        page = self._page
        page.jobs.write(
            share_figures, page.clinic.stamp(), shared=not shared, then=self._told, failed=page.say_failed
        )

    def _told(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)

    # Drawing --------------------------------------------------------------------------------------

    def _ask_coders(self) -> None:
        page = self._page
        if not self.is_open:
            page.jobs.read(read_coders, page.clinic.stamp(), then=self._ask_draw, failed=page.say_failed)

    def _ask_draw(self, coders: list[User]) -> None:
        page = self._page
        days = page.asking.days()
        values = {
            "coder_id": page.clinic.facts.user_id,
            "from_on": days.from_on,
            "to_on": days.to_on,
            "size": str(_SIZE),
            "kind": SampleKind.RANDOM,
            "seed": f"{page.clinic.as_of:%y%m%d}",
        }
        sheet = AskSheet(page.clinic, draw_fields(coders), values, _draw)
        sheet.done.connect(self._drawn)
        sheet.open_over(
            page, "Draw an audit", verb="Draw", note="Every diagnosis, procedure and modifier is scored."
        )

    def _drawn(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)
        if outcome.row_id is not None:
            self.open(AuditId(outcome.row_id))

    # Working --------------------------------------------------------------------------------------

    def open_current(self) -> None:
        """The audit under the cursor."""
        page = self._page
        row = page.view.table.current() if page.view.table is not None else None
        if page.report.id == REPORT and row is not None and not self.is_open:
            self.open(AuditId(int(row.key)))

    def open(self, audit_id: AuditId) -> None:
        """Score an audit, or show the result of one that is finished or somebody else's."""
        self._read(audit_id)

    def refresh(self) -> None:
        """Read the open audit again."""
        if self.work is not None:
            self._read(self.work.audit.id)

    def _read(self, audit_id: AuditId) -> None:
        page = self._page
        page.jobs.read(
            read_work, page.clinic.stamp(), audit_id,
            then=self._show, failed=page.say_failed, latest=("audit", id(self)),
        )  # fmt: skip

    def _show(self, work: AuditWork) -> None:
        page = self._page
        self.work = work
        mine = work.audit.auditor_id == page.clinic.facts.user_id
        if work.audit.finished_on is None and mine:
            fresh = not self.scoring
            self.stack.setCurrentWidget(self.desk)
            self.desk.show_work(work)
            if fresh:
                self.desk.codes.setFocus()
            if self._moved:
                self.desk.go_on()
            page.set_hints(*_WORK_HINTS)
        else:
            self.stack.setCurrentWidget(self.result)
            self.result.show_result(work)
            page.set_hints(*_RESULT_HINTS)
        self._moved = False
        page.asking.setEnabled(False)
        page.header.say(work.result.title)
        page.set_fact("")
        self.show_buttons()

    def back(self) -> bool:
        """From the fields to the codes, from the codes to the result, from there to the list of audits."""
        if not self.is_open:
            return False
        if self.scoring and self.desk.give_up():
            return True
        if self.result.behind.table.hasFocus() and self.result.view.table is not None:
            self.result.view.table.setFocus()
            return True
        self.close()
        return True

    def close(self) -> None:
        """The reports again."""
        page = self._page
        self.stack.setCurrentIndex(0)
        self.work = None
        self.desk.work = None
        page.asking.setEnabled(True)
        self.show_buttons()
        page.refresh()
        if page.view.table is not None:
            page.view.table.setFocus()

    def _say(self, verdict: Verdict, item: AuditItem | None, subject: Subject) -> None:
        page, visit = self._page, self.desk.visit
        if self.work is None or visit is None:
            return
        work = (
            partial(add_missing, audit_id=self.work.audit.id, encounter_id=visit.id, subject=subject)
            if item is None
            else partial(score_item, item_id=item.id, verdict=verdict)
        )
        page.jobs.write(
            partial(work, **self.desk.words()), page.clinic.stamp(), then=self._scored, failed=page.say_failed
        )

    def _scored(self, outcome: Outcome) -> None:
        if not outcome.done:
            self._page.say(outcome.findings[0].message, "circle-x", Role.RED)
            return
        self._moved = True
        self.refresh()

    def _open_visit(self) -> None:
        if self.desk.visit is not None:
            self._page.go("coding", self.desk.visit.id)

    # Finishing ------------------------------------------------------------------------------------

    def _ask_note(self) -> None:
        page = self._page
        if self.work is None:
            return
        waiting = sum(item.open for item in self.work.items)
        if waiting:
            words = "1 code has" if waiting == 1 else f"{waiting} codes have"
            page.say(f"{words} no verdict yet", "circle-x", Role.RED)
            self.desk.go_on()
            return
        sheet = AskSheet(
            page.clinic, NOTE_FIELDS, {"note": ""}, partial(_finish, audit_id=self.work.audit.id)
        )
        sheet.done.connect(self._finished)
        sheet.open_over(
            page, "Finish audit", verb="Finish", note="Afterwards nothing of this audit can be changed."
        )

    def _finished(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)
        self.refresh()

    def _follow_number(self) -> None:
        number, page = self.result.view.number(), self._page
        if number is None or self.work is None:
            self.result.behind.clear()
            return
        page.jobs.read(
            read_result_rows, page.clinic.stamp(), self.work.audit.id, number.row.key, number.title,
            then=partial(self._show_rows, number.name), failed=page.say_failed,
            latest=("audit rows", id(self)),
        )  # fmt: skip

    def _show_rows(self, name: str, rows: list[BehindRow]) -> None:
        self.result.behind.show_rows(name, rows)


def _draw(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
    return draw_audit(
        db,
        stamp,
        kind=SampleKind(values["kind"]),
        coder_id=values["coder_id"],
        from_on=values["from_on"],
        to_on=values["to_on"],
        size=int(values["size"]),
        seed=int(values["seed"]),
    )


def _finish(db: Database, stamp: Stamp, values: dict[str, Any], audit_id: AuditId) -> Outcome:
    return finish_audit(db, stamp, audit_id, note=str(values["note"]))
