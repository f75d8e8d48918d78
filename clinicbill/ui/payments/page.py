"""Payments: remittances proved, posted and reversed; what patients paid beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clinicbill.basics.identifiers import RemittanceId
from clinicbill.remits.store import RemittanceStatus, list_remittances
from clinicbill.reports.taken_payments import AppliedRow, TakenRow, applied_of, list_taken
from clinicbill.ui.claims.pace import Pace
from clinicbill.ui.colours import Role
from clinicbill.ui.page import Page
from clinicbill.ui.payments.lists_panel import PATIENTS, PAYERS, ListsPanel
from clinicbill.ui.payments.reads import (
    OpenRemittance,
    RemittanceList,
    read_remittance,
    read_remittances,
    why_not_post,
)
from clinicbill.ui.payments.remittance_panel import RemittancePanel
from clinicbill.ui.payments.taken_panel import TakenPanel
from clinicbill.ui.payments.work import Work
from clinicbill.ui.widgets.badge import Badge
from clinicbill.ui.widgets.banner import Banner
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.payments.acts import ImportedFile
    from clinicbill.workflows.outcome import Outcome

_MOST_TOLD = 6  # unreadable files named at once
_HINTS = (
    Hint(("↑", "↓"), "Remittance"),
    Hint(("Enter",), "Its lines"),
    Hint(("F4",), "Open claim"),
    Hint(("F3",), "Patients’ payments"),
    Hint(("Shift+F1",), "All keys"),
)
_PATIENT_HINTS = (
    Hint(("↑", "↓"), "Payment"),
    Hint(("F6",), "Open patient"),
    Hint(("F2",), "Remittances"),
    Hint(("Shift+F1",), "All keys"),
)


class PaymentsPage(Page):
    """The lists left; beside them the remittance, or the patient's payment, under the cursor."""

    id, title = "payments", "Payments"
    shows = frozenset({"remittances", "ledger", "claims"})
    hints = _HINTS

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self._wanted: RemittanceId | None = None
        self.lists = ListsPanel()
        self.remittance = RemittancePanel(clinic.facts.time_zone)
        self.taken = TakenPanel()
        self.work = Work(self)
        self.pace = Pace(self, self._read_chosen)
        self._bind_all()
        self._lay_out()
        self._connect()
        self._show_view(PAYERS)
        self.remittance.show_nothing("No remittance is selected.", "Its proof and its lines stand here.")
        self.taken.show_nothing("No payment is selected.", "Where it went stands here.")

    # Layout and keys ------------------------------------------------------------------------------

    def _bind_all(self) -> None:
        self.bind("payments.import", self.work.import_files)
        self.bind("payments.take", self.work.take_payment)
        self.bind("payments.payers", lambda: self._go_to(PAYERS))
        self.bind("payments.patients", lambda: self._go_to(PATIENTS))
        self.bind("payments.claim", self._open_claim)
        self.bind("payments.patient", self._open_patient)
        self.bind("payments.aside", lambda: self.work.set_aside(self._opened()))
        self.bind("payments.reverse", self._reverse)
        self.bind("payments.apply", lambda: self.work.apply_credit(self.taken.row))
        self.bind("payments.save", lambda: self.work.save_file(self._opened()))
        self.bind("payments.post", lambda: self.work.post(self._opened()))

    def _lay_out(self) -> None:
        self._import = self.button("payments.import")
        self._take = self.button("payments.take")
        self._take_first = self.button("payments.take", kind=Kind.PRIMARY)
        self._post = self.button("payments.post", kind=Kind.PRIMARY)
        self.header.add(self._import, self._take, self._take_first, self._post)
        self.remittance.add_steps(
            {name: self.button(name) for name in ("payments.aside", "payments.reverse")}
        )
        self.taken.add_steps(
            {
                "payments.apply": self.button("payments.apply"),
                "payments.reverse": self.button("payments.reverse", "Void payment"),
            }
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.remittance)
        self._stack.addWidget(self.taken)
        self.trouble = Banner(Role.RED)
        self.body.addWidget(self.trouble)
        self.body.addWidget(Splitter("payments", [self.lists, self._stack], [284, 885], grows=1), 1)

    def _connect(self) -> None:
        self.lists.remittance_chosen.connect(self._choose)
        self.lists.taken_chosen.connect(self._choose)
        self.lists.opened.connect(self._enter)
        self.lists.view_changed.connect(self._show_view)
        self.lists.patients_asked.connect(self._read_taken)
        self.remittance.lines.opened.connect(lambda _row: self._open_claim())
        self.work.imported.connect(self._want)
        self.work.refused.connect(self._tell_refused)
        self.work.took.connect(self._show_taken_payment)

    def _opened(self) -> OpenRemittance | None:
        return self.remittance.opened if self.lists.view == PAYERS else None

    # Views ----------------------------------------------------------------------------------------

    def _go_to(self, view: int) -> None:
        self.lists.show_view(view)
        self.lists.list_shown().setFocus()

    def _show_view(self, view: int) -> None:
        self._stack.setCurrentIndex(view)
        self.filter_field = self.lists.search.field
        for button, shown in (
            (self._import, view == PAYERS),
            (self._take, view == PAYERS),
            (self._post, view == PAYERS),
            (self._take_first, view == PATIENTS),
        ):
            button.setVisible(shown)
        self.set_hints(*(_HINTS if view == PAYERS else _PATIENT_HINTS))
        self.set_fact(
            "A posted remittance is reversed, never edited"
            if view == PAYERS
            else "Posted money is reversed, never edited"
        )
        self.pace.ask()

    # The lists ------------------------------------------------------------------------------------

    @classmethod
    def count(cls, db: Database, _as_of: date) -> Badge | None:  # type: ignore[override]
        """What waits to be posted; amber where something of it does not add up."""
        waiting = list_remittances(db, status=RemittanceStatus.WAITING)
        odd = any(row.status_reason != "Balanced" for row in waiting)
        return Badge(len(waiting), Role.AMBER if odd else Role.TEXT2)

    def refresh(self) -> None:
        """Read both lists again, and with them what is under the cursor."""
        self._read_list()
        self._read_taken()

    def _read_list(self) -> None:
        self.jobs.read(
            read_remittances,
            self.clinic.as_of,
            self.clinic.facts.time_zone,
            then=self._take_list,
            failed=self._fail_list,
            latest=("remittances", id(self)),
        )

    def _take_list(self, found: RemittanceList) -> None:
        button = None if found.rows else self.button("payments.import")
        self.lists.show_remittances(found, button)
        if self._wanted is not None and self.lists.select_remittance(self._wanted):
            self._wanted = None
        if not found.rows:
            self.remittance.show_nothing("No remittance yet.", "Its proof and its lines stand here.")
            self.allow("payments.post", why_not="No remittance to post")
        waiting = sum(one.waits for one in found.rows)
        self.header.say(f"{waiting} to post, {found.to_post}" if waiting else "Nothing waits to be posted")

    def _fail_list(self, error: ClinicBillError) -> None:
        self.lists.payers.states.retry(str(error), self._read_list)

    def _read_taken(self) -> None:
        self.jobs.read(
            list_taken,
            self.lists.patients.search.text,
            then=self._take_taken,
            failed=self._fail_taken,
            latest=("taken", id(self)),
        )

    def _take_taken(self, rows: list[TakenRow]) -> None:
        self.lists.show_taken(rows, None if rows else self.button("payments.take"))
        if not rows:
            self.taken.show_nothing("No payment is selected.", "Where it went stands here.")

    def _fail_taken(self, error: ClinicBillError) -> None:
        self.lists.patients.states.retry(str(error), self._read_taken)

    def show_waiting(self) -> None:
        """Exactly the remittances the badge counts."""
        self.lists.show_waiting()

    def show_record(self, key: object) -> None:
        """Select a remittance another page asked for."""
        if isinstance(key, int):
            self._want(RemittanceId(key))

    def _want(self, remittance_id: RemittanceId) -> None:
        self.lists.show_view(PAYERS)
        self._wanted = remittance_id
        if self.lists.select_remittance(remittance_id):
            self._wanted = None

    def _show_taken_payment(self, outcome: Outcome) -> None:
        self.lists.show_view(PATIENTS)
        if outcome.row_id is not None:
            self.lists.want_taken(outcome.row_id)

    def _tell_refused(self, files: list[ImportedFile]) -> None:
        """What could not be read stands above the page until Esc."""
        if not files:
            self.trouble.silence()
            return
        close = KeyButton("Close", "Esc")
        close.clicked.connect(self.trouble.silence)
        count = len(files)
        what = f"{files[0].name} cannot be read" if count == 1 else f"{count} files cannot be read"
        why = (
            files[0].words
            if count == 1
            else "\n".join(f"{file.name}: {file.words}" for file in files[:_MOST_TOLD])
        )
        self.trouble.tell(what, why, close)

    def back(self) -> bool:
        """All remittances again, before the keyboard goes anywhere else."""
        if not self.trouble.isHidden():
            self.trouble.silence()
            return True
        at_list = QApplication.focusWidget() in (self.lists.remittances, self.lists.payers.search.field)
        return at_list and self.lists.show_all()

    def first_focus(self) -> QWidget:
        """The list that is shown."""
        return self.lists.list_shown()

    # What is under the cursor ------------------------------------------------------------------------

    def _choose(self, row: object) -> None:
        if row is not None:
            self.pace.ask()

    def _read_chosen(self) -> None:
        if self.lists.view == PAYERS:
            chosen = self.lists.remittances.current()
            if chosen is not None:
                self.jobs.read(
                    read_remittance,
                    chosen.row.id,
                    self.clinic.as_of,
                    then=self._take_remittance,
                    failed=self._fail_remittance,
                    latest=("remittance", id(self)),
                )
        elif (taken := self.lists.taken.current()) is not None:
            self.jobs.read(
                applied_of,
                taken.id,
                then=self._take_applied,
                failed=self._fail_applied,
                latest=("applied", id(self)),
            )

    def _take_remittance(self, opened: OpenRemittance) -> None:
        self.remittance.show_remittance(opened)
        self.allow("payments.post", why_not=why_not_post(opened, self.clinic.facts.time_zone))
        # The key still answers: a posted remittance says when it was posted, and that nothing is posted again.
        self.bound()["payments.post"].setEnabled(True)
        aside = opened.row.status is RemittanceStatus.SET_ASIDE
        self.allow("payments.aside", text="Take up again" if aside else "Set aside")

    def _fail_remittance(self, error: ClinicBillError) -> None:
        self.remittance.states.retry(str(error), self._read_chosen)

    def _take_applied(self, applied: list[AppliedRow]) -> None:
        row = self.lists.taken.current()
        if row is not None:
            self.taken.show_payment(row, applied)

    def _fail_applied(self, error: ClinicBillError) -> None:
        self.taken.states.retry(str(error), self._read_chosen)

    # Keys -----------------------------------------------------------------------------------------

    def _enter(self) -> None:
        """From the list into the lines."""
        if self.lists.view == PAYERS:
            self.remittance.lines.setFocus()
        else:
            self._open_patient()

    def _open_claim(self) -> None:
        row = self.remittance.lines.current() if self.lists.view == PAYERS else None
        if row is not None and row.claim_id is not None:
            self.go("claims", row.claim_id)
        else:
            self.say("This line has found no claim of ours", "info", Role.BLUE)

    def _open_patient(self) -> None:
        if self.lists.view == PATIENTS and self.taken.row is not None:
            self.go("patients", self.taken.row.patient_id)
            return
        patient_id = self.remittance.patient_id()
        if patient_id is not None:
            self.go("patients", patient_id)
        else:
            self.say("This line has found no patient of ours", "info", Role.BLUE)

    def _reverse(self) -> None:
        if self.lists.view == PATIENTS:
            self.work.void(self.taken.row)
        else:
            self.work.reverse(self._opened())
