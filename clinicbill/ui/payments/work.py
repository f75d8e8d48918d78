"""Work: what the Payments page does: import, post, reverse, set aside; take, void and apply patients' payments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicbill import preferences
from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import ClinicBillError
from clinicbill.basics.findings import stops
from clinicbill.remits.store import RemittanceStatus
from clinicbill.reports.account import PatientAccount, account
from clinicbill.ui.claims.sending import save_folder
from clinicbill.ui.colours import Role
from clinicbill.ui.patients.payment_sheet import PaymentSheet
from clinicbill.ui.payments import acts
from clinicbill.ui.payments.find_patient import FindPatient
from clinicbill.workflows.permissions import PERMISSIONS, Act, may
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.set_remittance_aside import take_up_remittance

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.patients.search_store import PatientRow
    from clinicbill.reports.taken_payments import TakenRow
    from clinicbill.ui.page import Page
    from clinicbill.ui.payments.reads import OpenRemittance
    from clinicbill.ui.widgets.ask_sheet import AskSheet
    from clinicbill.workflows.outcome import Outcome


def ask_files(over: QWidget) -> list[Path]:
    """The 835 files to read; several at once."""
    start = preferences.load().import_folder or str(Path.home())
    chosen, _ = QFileDialog.getOpenFileNames(
        over, "Import 835", start, "835 files (*.835 *.era *.edi *.txt *.x12 *.dat);;All files (*)"
    )
    return [Path(name) for name in chosen]


def ask_path(over: QWidget, file_name: str) -> Path | None:
    """Where a file goes, under which name."""
    chosen, _ = QFileDialog.getSaveFileName(over, "Save", str(save_folder() / file_name))
    return Path(chosen) if chosen else None


class Work(QObject):
    """Belongs to the page. `imported` names the first remittance of the files; the two `ask…` are system dialogs."""

    imported = Signal(object)  # remittance id
    refused = Signal(object)  # the ImportedFiles that could not be read; none clears what was told before
    took = Signal(object)  # Outcome of a patient's payment

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.ask_files: Callable[[QWidget], list[Path]] = ask_files
        self.ask_path: Callable[[QWidget, str], Path | None] = ask_path
        self._busy = False

    # Files --------------------------------------------------------------------------------------------

    def import_files(self) -> None:
        """Read files the user chooses."""
        if not self._may(Act.RECEIVE_FILE):
            return
        paths = self.ask_files(self._page)
        if not paths:
            return
        self._remember(paths[0].parent)
        self._page.jobs.write(
            acts.import_files,
            self._page.clinic.stamp(),
            paths,
            then=self._told_import,
            failed=self._page.say_failed,
            progress=_leave_to_window,
        )

    def _remember(self, folder: Path) -> None:
        chosen = preferences.load()
        if chosen.import_folder != str(folder):
            try:
                preferences.save(replace(chosen, import_folder=str(folder)))
            except ClinicBillError as error:
                self._page.say_failed(error)

    def _told_import(self, outcome: acts.Imported) -> None:
        first = next((file.first for file in outcome.files if file.first is not None), None)
        if first is not None:
            self.imported.emit(first)
        self.refused.emit([file for file in outcome.files if not file.good])
        if outcome.all_new:
            self._page.say(outcome.message)
        elif all(file.good for file in outcome.files):
            self._inform(outcome.message)
        else:
            self._page.say(outcome.message, "warning", Role.AMBER)

    def save_file(self, opened: OpenRemittance | None) -> None:
        """Save the exact bytes of the file a remittance came in."""
        if opened is None or opened.row.received_file_id is None:
            self._inform("This remittance came in no file")
            return
        path = self.ask_path(self._page, opened.row.file_name)
        if path is not None:
            self._page.jobs.read(
                acts.save_file,
                opened.row.received_file_id,
                path,
                then=self._told,
                failed=self._page.say_failed,
            )

    # Remittances --------------------------------------------------------------------------------------

    def post(self, opened: OpenRemittance | None) -> None:
        """Post a remittance; what cannot be posted says why, what is posted already says when."""
        if opened is None:
            self._inform("No remittance is selected")
        elif self._may(Act.POST_REMITTANCE) and not self._busy:
            self._busy = True
            self._page.jobs.write(
                post_remittance,
                self._page.clinic.stamp(),
                opened.row.id,
                then=self._told_posting,
                failed=self._fail,
            )

    def _told_posting(self, outcome: Outcome) -> None:
        self._busy = False
        if stops(outcome.findings):
            self._page.say(outcome.message, "warning", Role.AMBER)
        elif not outcome.changed:
            self._inform(outcome.message)
        else:
            self._page.say(outcome.message)

    def _fail(self, error: ClinicBillError) -> None:
        self._busy = False
        self._page.say_failed(error)

    def reverse(self, opened: OpenRemittance | None) -> None:
        """Reverse a posted remittance, once the reason is given."""
        if opened is None or not opened.is_posted:
            self._inform("Only a posted remittance is reversed")
        elif self._may(Act.REVERSE_REMITTANCE):
            row = opened.row
            self._open(
                acts.reverse_sheet(self._page.clinic, row),
                f"Reverse {row.payer_name}, {row.paid}",
                verb="Reverse remittance",
                note="Every entry is posted again with the opposite sign and points at its original; nothing is erased. "
                "Balances and claims stand as before, and the remittance may be posted again.",
            )

    def set_aside(self, opened: OpenRemittance | None) -> None:
        """Set a remittance aside with a reason, or take it up again."""
        if opened is None or opened.is_posted:
            self._inform("A posted remittance is reversed, not set aside")
        elif not self._may(Act.SET_REMITTANCE_ASIDE):
            return
        elif opened.row.status is RemittanceStatus.SET_ASIDE:
            self._page.jobs.write(
                take_up_remittance,
                self._page.clinic.stamp(),
                opened.row.id,
                then=self._told,
                failed=self._page.say_failed,
            )
        else:
            self._open(
                acts.aside_sheet(self._page.clinic, opened.row),
                f"Set aside {opened.row.payer_name}, {opened.row.paid}",
                verb="Set aside",
                note="It leaves the list of what waits; nothing is posted, and it can be taken up again.",
            )

    # Patients -----------------------------------------------------------------------------------------

    def take_payment(self) -> None:
        """Ask who pays, then how much and for what."""
        if self._may(Act.TAKE_PAYMENT):
            finder = FindPatient(self._page.clinic)
            finder.found.connect(self._read_account)
            finder.open_over(self._page)

    def _read_account(self, row: PatientRow) -> None:
        self._page.jobs.read(
            account,
            row.id,
            self._page.clinic.as_of,
            then=self._ask_payment,
            failed=self._page.say_failed,
        )

    def _ask_payment(self, found: PatientAccount) -> None:
        sheet = PaymentSheet(self._page.clinic, found)
        sheet.taken.connect(self._told_taken)
        sheet.open_over(self._page)

    def _told_taken(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)
        self.took.emit(outcome)

    def void(self, row: TakenRow | None) -> None:
        """Reverse a patient's payment, once the reason is given."""
        if row is None or row.reversed_on is not None:
            self._inform("Only a payment that stands can be voided")
        elif self._may(Act.REVERSE_POSTING):
            self._open(
                acts.void_sheet(self._page.clinic, row),
                f"Void payment of {slashed(row.posted_on)}, {row.paid}",
                verb="Void payment",
                note="The opposite entries are posted and point at the original; both stay to be seen.",
            )

    def apply_credit(self, row: TakenRow | None) -> None:
        """Pay what the patient owes from unapplied money, the oldest first."""
        if row is None:
            self._inform("No payment is selected")
        elif self._may(Act.APPLY_CREDIT):
            self._open(
                acts.apply_sheet(self._page.clinic, row.patient_id),
                f"Apply credit of {row.patient}",
                verb="Apply credit",
                note="Unapplied money of the patient pays what the patient owes, the oldest first.",
            )

    # What is said -------------------------------------------------------------------------------------

    def _open(self, ask: AskSheet, title: str, *, verb: str, note: str) -> None:
        ask.done.connect(self._told)
        ask.open_over(self._page, title, verb=verb, note=note)

    def _told(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)

    def _inform(self, words: str) -> None:
        self._page.say(words, "info", Role.BLUE)

    def _may(self, act: Act) -> bool:
        if may(self._page.clinic.facts.role, act):
            return True
        self._inform(f"Your role does not include it to {PERMISSIONS[act].words}; ask a biller or the owner")
        return False


def _leave_to_window(_done: int, _of: int, _text: str) -> None:
    """The window's own bar tells how far it is."""
