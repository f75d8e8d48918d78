"""Patients: find one as you type, and beside the list everything that is known of her."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clinicbill.basics.identifiers import PatientId
from clinicbill.patients.store import find_by_chart_number
from clinicbill.ui.colours import Role
from clinicbill.ui.page import Page
from clinicbill.ui.patients import file_panel
from clinicbill.ui.patients.acts import Acts
from clinicbill.ui.patients.details import Details
from clinicbill.ui.patients.file_panel import FilePanel
from clinicbill.ui.patients.patient_list import PatientList
from clinicbill.ui.patients.reads import (
    Choices,
    HistoryRow,
    PatientFile,
    read_choices,
    read_history,
    read_patient,
)
from clinicbill.ui.patients.registration import RegistrationForm
from clinicbill.ui.patients.saves import SAVES, save_details
from clinicbill.ui.patients.tools import Tools
from clinicbill.ui.target import Target
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.key_cap import Kind
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States
from clinicbill.workflows.permissions import Act, may
from clinicbill.workflows.register_patient import register_patient

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.patients.patient import Patient
    from clinicbill.patients.search_store import PatientRow
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.outcome import Outcome

_LIST_HINTS = (
    Hint(("↑", "↓"), "Patient"),
    Hint(("Enter",), "Open"),
    Hint(("F2",), "Details"),
    Hint(("Ctrl+PgDown",), "Next part"),
    Hint(("Esc",), "Back to the list"),
)
_FORM_HINTS = (
    Hint(("Tab",), "Next field"),
    Hint(("Ctrl+S",), "Save"),
    Hint(("Ctrl+Z",), "Undo"),
    Hint(("Esc",), "Back"),
)
_LOOKED_AT = frozenset({file_panel.ACCOUNT, file_panel.HISTORY})


class PatientsPage(Page):
    """The list left; the file of the patient under the cursor, or the form for a new one, beside it."""

    id, title = "patients", "Patients"
    shows = frozenset({"patients", "visits", "claims", "ledger", "setup"})
    hints = _LIST_HINTS

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self._registration: RegistrationForm | None = None
        self._target: Target | None = None
        self.panel = FilePanel(clinic.as_of, clinic.facts.time_zone, self.undo)
        self.acts = Acts(self)
        self._bind_all()
        self.list = PatientList(clinic, lambda: self.panel.dirty, lambda: self.button("patients.new"))
        self.filter_field = self.list.search.field
        self._lay_out()
        self._connect()
        self._show_buttons()

    # Layout and keys ------------------------------------------------------------------------------

    def _bind_all(self) -> None:
        self.bind("patients.new", self.begin_registration)
        self.bind("patients.edit", self.edit_details)
        self.bind("patients.insurance", partial(self._begin, file_panel.INSURANCE))
        self.bind("patients.case", partial(self._begin, file_panel.CASES))
        self.bind("patients.authorization", partial(self._begin, file_panel.AUTHORIZATIONS))
        self.bind("patients.note", partial(self._begin, file_panel.NOTES))
        self.bind("patients.same", self._open_same)
        self.bind("patients.account", partial(self._look_at, file_panel.ACCOUNT))
        self.bind("patients.history", partial(self._look_at, file_panel.HISTORY))
        self.bind("patients.next", partial(self.panel.step, 1))
        self.bind("patients.previous", partial(self.panel.step, -1))
        self.bind("patients.visit", self.acts.start_visit)
        self.bind("patients.payment", self.acts.take_payment)
        self.bind("patients.apply", self.acts.apply_credit)
        self.bind("patients.reverse", self.acts.reverse_payment)
        self.bind("patients.save", self.save)

    def _lay_out(self) -> None:
        self._save = self.button("patients.save", kind=Kind.PRIMARY)
        self._new = self.button("patients.new", kind=Kind.PRIMARY)
        self._beside = (self.button("patients.payment"), self.button("patients.visit"))
        self.header.add(*self._beside, self._new, self._save)
        self.tools = Tools(self, self.panel)
        self.states = States(self.panel)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.states)
        self.body.addWidget(Splitter("patients", [self.list, self._stack], [308, 862], grows=1), 1)

    def _connect(self) -> None:
        self.list.followed.connect(self._follow)
        self.list.held.connect(self.panel.stay)
        self.list.entered.connect(self._enter)
        self.list.nobody.connect(self._show_nobody)
        self.list.returned.connect(self._leave_registration)
        self.panel.save_asked.connect(self._save_view)
        self.panel.changed.connect(self._show_buttons)
        self.panel.said.connect(self.tell)
        self.panel.view_changed.connect(self._show_hints)
        self.panel.history_asked.connect(self._read_history)
        self.panel.account.claim_opened.connect(partial(self.go, "claims"))
        self.panel.account.visit_opened.connect(partial(self.go, "coding"))
        self.panel.account.payment_chosen.connect(lambda _payment: self._show_buttons())

    def tell(self, words: str) -> None:
        """Say why something did not happen."""
        self.say(words, "info", Role.BLUE)

    # The list and the file ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list and the file again; what is being typed stays."""
        self.list.read()
        if self._registration is not None:
            self._read_choices()

    def _follow(self, row: PatientRow) -> None:
        """Show the file of whoever the cursor is on; another patient leads away from a new one."""
        shown = self.panel.file
        if shown is not None and shown.patient.id != row.id:
            self._leave_registration()
        self._read_file(row.id)

    def _show_nobody(self) -> None:
        self.states.show_empty(
            "Here stands a patient’s file.", "Account, insurance, cases, authorizations, notes, history."
        )

    def _enter(self) -> None:
        """From the list into the file."""
        if self.panel.file is not None:
            self._leave_registration()
            self.panel.first_focus().setFocus()

    def _read_file(self, patient_id: PatientId) -> None:
        self.jobs.read(
            read_patient,
            patient_id,
            self.clinic.as_of,
            then=self._take_file,
            failed=partial(self._fail_file, patient_id),
            latest=("patient", id(self)),
        )

    def _take_file(self, file: PatientFile) -> None:
        other = self.panel.file is None or self.panel.file.patient.id != file.patient.id
        self.states.show_rows()
        if other:
            self.undo.clear()
        self.panel.show_file(file)
        if other:
            self.tools.show_patient()
        self._show_buttons()
        if self._target is not None and self._target.record == file.patient.id:
            target, self._target = self._target, None
            self.panel.go_to(target)

    def _fail_file(self, patient_id: PatientId, error: ClinicBillError) -> None:
        self.states.retry(str(error), partial(self._read_file, patient_id))

    def _read_history(self, file: PatientFile) -> None:
        if not may(self.clinic.facts.role, Act.SEE_HISTORY):
            self.panel.history.refuse()
            return
        self.jobs.read(
            read_history, file, then=self._take_history, failed=self.say_failed, latest=("history", id(self))
        )

    def _take_history(self, rows: list[HistoryRow]) -> None:
        self.panel.history.show_rows(rows)

    def show_record(self, key: object) -> None:
        """Select a patient another page asked for: its id, (id, view) for one part of the file, or a Target."""
        self._target = key if isinstance(key, Target) and not self.panel.dirty else None
        if isinstance(key, Target):
            key = key.record
        if isinstance(key, tuple):
            key, view = key
            self.panel.choose(view)
        if isinstance(key, int):
            self._leave_registration()
            self.list.show_patient(PatientId(key))

    def open_chart(self, chart_number: str) -> None:
        """Select the patient with this chart number."""
        self.jobs.read(find_by_chart_number, chart_number, then=self._open_patient, failed=self.say_failed)

    def _open_patient(self, patient: Patient | None) -> None:
        if patient is not None:
            self.show_record(patient.id)

    # A new patient --------------------------------------------------------------------------------

    @property
    def registration(self) -> RegistrationForm:
        """The form for a new patient, made when it is first asked for."""
        if self._registration is None:
            self._registration = made = RegistrationForm(self.clinic, self.undo)
            self._stack.addWidget(made)
            made.save_asked.connect(self._register)
            made.changed.connect(self._show_buttons)
            made.said.connect(self.tell)
            made.chart_asked.connect(self.open_chart)
            self._read_choices()
        return self._registration

    @property
    def registering(self) -> bool:
        """Whether the form for a new patient is shown."""
        return self._registration is not None and self._stack.currentWidget() is self._registration

    def _read_choices(self) -> None:
        self.jobs.read(read_choices, then=self._offer, failed=self.say_failed)

    def _offer(self, choices: Choices) -> None:
        self.registration.offer(choices)

    def begin_registration(self) -> None:
        """The form for a new patient, with what was typed into it before."""
        if self.panel.dirty:
            self.panel.stay()
            return
        self._stack.setCurrentWidget(self.registration)
        self.list.rest()
        self.registration.form.focus_first()
        self._show_buttons()
        self._show_hints()

    def _leave_registration(self) -> None:
        if self.registering:
            self._stack.setCurrentWidget(self.states)
            self.list.wake()
            self._show_buttons()
            self._show_hints()

    def _register(self, _draft: object) -> None:
        self.jobs.write(
            register_patient,
            self.clinic.stamp(),
            self.registration.registration(),
            then=self._take_registered,
            failed=self.say_failed,
        )

    def _take_registered(self, outcome: Outcome) -> None:
        if self.registration.take_outcome(outcome):
            self.say(outcome.message)
            self.undo.clear()
            self.list.take_focus()
            self.show_record(outcome.row_id)

    def _open_same(self) -> None:
        if self.registering and self.registration.same_chart:
            self.open_chart(self.registration.same_chart)

    # What is typed in the file --------------------------------------------------------------------

    def edit_details(self) -> None:
        """The cursor into the first field of the patient's details."""
        if self.panel.file is not None:
            self._leave_registration()
            self.panel.choose(file_panel.DETAILS)
            self.panel.details.form.focus_first()

    def _begin(self, view: str) -> None:
        if self.panel.file is not None:
            self._leave_registration()
            self.panel.begin(view)

    def _look_at(self, view: str) -> None:
        if self.panel.file is not None:
            self._leave_registration()
            self.panel.choose(view)
            self.panel.first_focus().setFocus()
            if view == file_panel.ACCOUNT:
                self.panel.account.follow_cell()

    def save(self) -> None:
        """Save what was typed: the new patient, or what is changed in the file."""
        if self.registering:
            self.registration.save()
        else:
            self.panel.save()

    def _save_view(self, view: str, record: object) -> None:
        stamp, then = self.clinic.stamp(), partial(self._take_saved, view)
        if isinstance(record, Details):
            patient, guarantor = self.panel.details.patient(record), self.panel.details.guarantor(record)
            self.jobs.write(save_details, stamp, patient, guarantor, then=then, failed=self.say_failed)
        else:
            self.jobs.write(SAVES[view], stamp, record, then=then, failed=self.say_failed)

    def _take_saved(self, view: str, outcome: Outcome) -> None:
        if self.panel.take_outcome(view, outcome):
            self.say(outcome.message)

    # Esc, focus, buttons --------------------------------------------------------------------------

    def back(self) -> bool:
        """Out of the new patient, out of what is typed, from the file to the list."""
        if self.registering:
            self._leave_registration()
            self.list.take_focus()
            return True
        if self.panel.back():
            return True
        inside = QApplication.focusWidget()
        if inside is not None and self.panel.isAncestorOf(inside):
            self.list.take_focus()
            return True
        return False

    def first_focus(self) -> QWidget:
        """The keyboard begins in the search."""
        return self.list.search.field

    def _show_buttons(self) -> None:
        typing = self.registering or self.panel.dirty
        self._save.setVisible(typing)
        self._new.setVisible(not typing)
        for button in self._beside:
            button.setVisible(not self.registering and self.panel.file is not None)
        self.allow("patients.save", text="Register patient" if self.registering else "Save changes")
        self.acts.show_allowed()

    def _show_hints(self, _view: str = "") -> None:
        typed = self.registering or self.panel.current not in _LOOKED_AT
        self.set_hints(*(_FORM_HINTS if typed else _LIST_HINTS))
