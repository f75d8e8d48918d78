"""Claims: check, print, send, follow; the form and the file of the selected claim beside the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.status import ClaimGroup, ClaimStatus
from clinicbill.claims.store import ClaimRecord, get_claim
from clinicbill.claims.worklist_store import ClaimFilter, ClaimRow, find_claims, needing_you
from clinicbill.ui.actions import action
from clinicbill.ui.claims import acts, claim_panel
from clinicbill.ui.claims.box_panel import BoxPanel
from clinicbill.ui.claims.claim_list import ClaimListPanel
from clinicbill.ui.claims.claim_panel import ClaimPanel
from clinicbill.ui.claims.edit_reader import EditReader
from clinicbill.ui.claims.menu import open_menu
from clinicbill.ui.claims.pace import Pace
from clinicbill.ui.claims.page_acts import PageActs
from clinicbill.ui.claims.reads import ClaimFile, ClaimList, read_claim, read_list
from clinicbill.ui.claims.true_page import TruePage
from clinicbill.ui.claims.walk import Walk
from clinicbill.ui.claims.work import Work, ready_paper, to_send
from clinicbill.ui.colours import Role
from clinicbill.ui.page import Page
from clinicbill.ui.widgets.badge import Badge
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.findings import Finding
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.check_claims import ClaimsOutcome

_LIST_HINTS = (
    Hint(("↑", "↓"), "Claim"),
    Hint(("Enter",), "Its form"),
    Hint(("Alt+←", "Alt+→"), "Box"),
    Hint(("F5",), "Check"),
    Hint(("F7",), "Fix first edit"),
    Hint(("Shift+F1",), "All keys"),
)
_FORM_HINTS = (
    Hint(("Tab",), "Next box"),
    Hint(("Ctrl+G",), "Go to box"),
    Hint(("Enter",), "Open field"),
    Hint(("+", "−"), "Zoom"),
    Hint(("Esc",), "Back to the list"),
)
_STEP_WORDS = {
    ClaimStatus.PRINTED: "Mark as mailed",
    ClaimStatus.ON_HOLD: "Release",
    ClaimStatus.PAID: "Bill next",
}


class ClaimsPage(Page):
    """The list left, the selected claim in the middle, the box under the cursor explained at the right."""

    id, title = "claims", "Claims"
    shows = frozenset({"claims", "visits", "patients", "setup"})
    hints = _LIST_HINTS

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.found: ClaimList | None = None
        self._wanted: ClaimId | None = None
        self.list = ClaimListPanel()
        self.panel = ClaimPanel(clinic.facts.time_zone)
        self.box = BoxPanel()
        self.work = Work(self)
        self.acts = PageActs(self)
        self.true_page = TruePage(self.jobs, self.panel.paper)
        self.walk = Walk(self, self.panel, self.box)
        self.edits = EditReader(clinic, self)
        self.filter_field = self.list.search.field
        self.pace = Pace(self, self._read_claim)
        self._bind_all()
        self._lay_out()
        self._connect()
        self.panel.show_nothing(
            "No claim is selected.", "Its form, its file, its edits and its history stand here."
        )

    # Layout and keys ------------------------------------------------------------------------------

    def _bind_all(self) -> None:
        self.acts.bind()
        self.bind("claims.patient", self._open_patient)
        self.bind("claims.visit", self._open_visit)
        self.bind("claims.edits", partial(self.panel.look_at, claim_panel.EDITS))
        self.bind("claims.paper", self._paper)
        self.bind("claims.electronic", partial(self.panel.look_at, claim_panel.FILE))
        self.bind("claims.history", partial(self.panel.look_at, claim_panel.HISTORY))
        self.bind("claims.fix", self._fix)
        self.bind("claims.box", self.box.ask_number)
        self.bind("claims.next_box", partial(self.panel.paper.form.step, 1))
        self.bind("claims.previous_box", partial(self.panel.paper.form.step, -1))
        self.bind("claims.save", lambda: self.panel.history.save_current())

    def _lay_out(self) -> None:
        self.header.add(
            self.button("claims.check"),
            self.button("claims.print"),
            self.button("claims.send", kind=Kind.PRIMARY),
        )
        steps = {name: self.button(name, icon=False) for name in dict.fromkeys(acts.NEXT_STEP.values())}
        more = KeyButton("", icon="list", kind=Kind.QUIET)
        more.setToolTip("Everything that can be done with this claim")
        more.setAccessibleName("More to do with this claim")
        more.clicked.connect(
            lambda _checked=False: self._open_menu(more.mapToGlobal(QPoint(0, more.height())))
        )
        self.panel.add_steps(steps, more)
        self.body.addWidget(
            Splitter("claims", [self.list, self.panel, self.box], [420, 535, 213], grows=1), 1
        )

    def _connect(self) -> None:
        self.list.asked.connect(self._read_list)
        self.list.menu_asked.connect(self._open_menu)
        self.list.search.entered.connect(self._enter)
        self.list.table.chosen.connect(self._choose)
        self.list.table.opened.connect(self._enter)
        self.list.table.selectionModel().selectionChanged.connect(lambda *_: self._show_counts())
        self.panel.view_changed.connect(self._show_hints)
        self.panel.paper.form.turned.connect(self.panel.turn)
        self.panel.sheet_shown.connect(self.true_page.show_sheet)
        self.panel.save_asked.connect(self.work.save_again)
        self.panel.remittance_asked.connect(partial(self.go, "payments"))
        self.walk.asked.connect(self.acts.follow)
        self.edits.found.connect(self._take_edits)
        self.edits.failed.connect(self.panel.fail_edits)
        self.work.checked.connect(self._show_checked)

    # The list -------------------------------------------------------------------------------------

    @classmethod
    def count(cls, db: Database, as_of: date) -> Badge | None:  # type: ignore[override]
        """What needs somebody; red if a payer or clearinghouse has rejected something."""
        rejected = find_claims(db, ClaimFilter(as_of=as_of, status=ClaimStatus.REJECTED, limit=1))
        return Badge(needing_you(db, as_of), Role.RED if rejected else Role.AMBER)

    def refresh(self) -> None:
        """Read the list again, and with it the claim under the cursor."""
        self._read_list()

    def _read_list(self) -> None:
        wanted = ClaimFilter(as_of=self.clinic.as_of, text=self.list.text, group=self.list.group)
        self.jobs.read(
            read_list, wanted, then=self._take_list, failed=self._fail_list, latest=("claims", id(self))
        )

    def _take_list(self, found: ClaimList) -> None:
        self.found = found
        self.list.show_list(found)
        if self._wanted is not None and self.list.table.select(self._wanted):
            self._wanted = None
        if not found.rows:
            self.panel.show_nothing(
                "No claim is selected.", "Its form, its file, its edits and its history stand here."
            )
        self._show_counts()

    def _fail_list(self, error: ClinicBillError) -> None:
        self.list.states.retry(str(error), self._read_list)

    def _show_counts(self) -> None:
        found = self.found
        if found is None:
            return
        if not found.wanted.text and found.wanted.group is None:
            need = found.totals.get(ClaimGroup.NEEDS_YOU)
            is_open = sum(found.totals[g].count for g in _OPEN if g in found.totals)
            self.header.say(f"{is_open:,} open, {need.count if need else 0:,} need you")
        sending, paper = to_send(found, self.list.table.selected()), ready_paper(found)
        word = "claim" if len(sending) == 1 else "claims"
        self.allow(
            "claims.send",
            text=f"Send {len(sending)} {word}",
            why_not="" if sending else "Nothing is ready to send",
        )
        self.allow("claims.print", text=f"Print {len(paper)} paper" if paper else "Print copy")
        electronic = sum(1 for row in found.ready) - len(paper)
        self.set_fact(f"{len(found.ready)} ready: {electronic} electronic, {len(paper)} paper")

    def show_waiting(self) -> None:
        """Exactly the claims the badge counts."""
        self.list.show_only(ClaimGroup.NEEDS_YOU)

    def show_record(self, key: object) -> None:
        """Select a claim another page asked for, also one that is answered or closed long since."""
        if not isinstance(key, int):
            return
        self._wanted = ClaimId(key)
        if self.list.table.select(self._wanted):
            self._wanted = None
        else:
            self.jobs.read(get_claim, self._wanted, then=self._look_for, failed=self.say_failed)

    def _look_for(self, record: ClaimRecord) -> None:
        self.list.show_all()
        self.list.search.field.setText(record.patient_control_number)

    def back(self) -> bool:
        """Show all claims again before the keyboard goes anywhere else."""
        if QApplication.focusWidget() not in (self.list.table, self.filter_field):
            return False
        if self.list.text:
            self.list.search.field.clear()
            return True
        return self.list.show_all()

    def first_focus(self) -> QWidget:
        """The list."""
        return self.list.table

    # The claim ------------------------------------------------------------------------------------

    def _choose(self, row: ClaimRow | None) -> None:
        if row is not None:
            self.pace.ask()

    def _read_claim(self) -> None:
        row = self.list.table.current()
        if row is not None:
            self.jobs.read(
                read_claim, row.id, then=self._take_claim, failed=self._fail_claim, latest=("claim", id(self))
            )

    def _take_claim(self, file: ClaimFile) -> None:
        step = acts.next_step(file)
        self.panel.show_file(file, step)
        if step:
            words = _STEP_WORDS.get(file.record.status, action(step).text)
            self.allow(step, text=words)
        self.walk.explain(self.panel.explanation)
        self.edits.ask(file.record.id)

    def _fail_claim(self, error: ClinicBillError) -> None:
        self.panel.states.retry(str(error), self._read_claim)

    def _take_edits(self, claim_id: ClaimId, found: tuple[Finding, ...]) -> None:
        file = self.panel.file
        if file is None or file.record.id != claim_id:
            return
        codes = f"Checked against code set {file.claim.code_set}." if file.claim.code_set else ""
        self.panel.show_edits(found, codes or "Every rule was looked at.")
        if self.panel.paper.form.current is None:
            self.walk.begin(found)

    # What is looked at ----------------------------------------------------------------------------

    def _paper(self) -> None:
        """The form; from the form to the page as it prints, and back."""
        if self.panel.tabs.current == claim_panel.PAPER and self.panel.paper.form.hasFocus():
            self.true_page.turn_over()
            self._show_hints()
        else:
            self.panel.look_at(claim_panel.PAPER)

    def _fix(self) -> None:
        if not self.panel.edits.findings.fix_first():
            self.say("There is nothing to fix on this claim")

    def _show_checked(self, outcome: ClaimsOutcome) -> None:
        if any(claim.stopped for claim in outcome.claims):
            self.panel.tabs.choose(claim_panel.EDITS)

    def _show_hints(self) -> None:
        true = self.panel.paper.is_true
        hints = (*_FORM_HINTS, Hint(("F6",), "Easy to read" if true else "As it prints"))
        self.set_hints(*(hints if self.panel.paper.form.hasFocus() else _LIST_HINTS))

    # Ways -----------------------------------------------------------------------------------------

    def _enter(self, _row: object = None) -> None:
        if self.panel.file is not None:
            self.panel.look_at(self.panel.tabs.current)

    def _open_patient(self) -> None:
        row = self.list.table.current()
        if row is not None:
            self.go("patients", row.patient_id)

    def _open_visit(self) -> None:
        if self.panel.file is not None and self.panel.file.visits:
            self.go("coding", self.panel.file.visits[0])

    def _open_menu(self, place: QPoint) -> None:
        open_menu(self, self.list.table.current(), place)


_OPEN = (ClaimGroup.NEEDS_YOU, ClaimGroup.READY, ClaimGroup.ON_ITS_WAY)
