"""Work: what the Claims page does with claims: check, send, print, save again, and the sheets of every other act."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicbill import preferences
from clinicbill.basics.words import counted
from clinicbill.claims.status import ClaimStatus
from clinicbill.practice.payer import Delivery
from clinicbill.ui.claims import acts
from clinicbill.ui.claims.batch import Batch
from clinicbill.ui.claims.reads import ClaimList, Sending, codes_of
from clinicbill.ui.claims.sending import (
    Handed,
    export_folder,
    remember_export,
    remember_folder,
    save_again,
    save_folder,
    send_claims,
)
from clinicbill.ui.colours import Role
from clinicbill.workflows.check_claims import ClaimsOutcome, check_claims
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtPrintSupport import QPrinter
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.worklist_store import ClaimRow
    from clinicbill.ui.claims.acts import Ask
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.page import Page
    from clinicbill.workflows.outcome import Outcome


def ask_folder(over: QWidget) -> Path | None:
    """Where claim files go from now on."""
    chosen = QFileDialog.getExistingDirectory(
        over, "Folder for claim files", str(export_folder() or Path.home())
    )
    return Path(chosen) if chosen else None


def ask_path(over: QWidget, file_name: str) -> Path | None:
    """Where one file goes, under which name."""
    start = save_folder() / file_name
    chosen, _ = QFileDialog.getSaveFileName(over, "Save", str(start), f"*{start.suffix}")
    return Path(chosen) if chosen else None


def ask_printer(over: QWidget) -> QPrinter | None:
    """The system's print dialog."""
    from PySide6.QtGui import QPageSize
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setDocName("CMS-1500")
    dialog = QPrintDialog(printer, over)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def _check(db: Database, stamp: Stamp, clinic: Clinic, claim_ids: Sequence[ClaimId]) -> ClaimsOutcome:
    return check_claims(db, stamp, claim_ids, codes=codes_of(clinic))


class Work(QObject):
    """Belongs to the page; `checked` goes out after F5, `handed` after claims were sent or printed.

    The three `ask…` are the system's own dialogs; tests put others in their place.
    """

    checked = Signal(object)  # ClaimsOutcome
    handed = Signal(object)  # Handed

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.ask_folder: Callable[[QWidget], Path | None] = ask_folder
        self.ask_path: Callable[[QWidget, str], Path | None] = ask_path
        self.ask_printer: Callable[[QWidget], QPrinter | None] = ask_printer
        self._busy = False

    # Check and send ----------------------------------------------------------------------------------

    def check(self, rows: Sequence[ClaimRow]) -> None:
        """Run every rule on these claims."""
        if self._may(Act.WORK_CLAIM) and rows:
            self._page.jobs.write(
                _check,
                self._page.clinic.stamp(),
                self._page.clinic,
                [row.id for row in rows],
                then=self._told_check,
                failed=self._page.say_failed,
            )

    def _told_check(self, outcome: ClaimsOutcome) -> None:
        stopped = sum(claim.stopped for claim in outcome.claims)
        fine = len(outcome.claims) - stopped
        if stopped:
            also = f", {fine} without" if fine else ""
            words = f"Checked {counted(len(outcome.claims), 'claim')}: {stopped} with something to fix{also}"
            self._page.say(words, "warning", Role.AMBER)
        else:
            self._page.say(outcome.message)
        self.checked.emit(outcome)

    def send(self, rows: Sequence[ClaimRow]) -> None:
        """Write one 837P file of these claims; the first time the folder is asked for."""
        if self._busy or not rows or not self._may(Act.SEND_CLAIMS):
            return
        folder = export_folder() or self.ask_folder(self._page)
        if folder is None:
            self._page.say("Nothing was sent: no folder was chosen", "info", Role.BLUE)
            return
        self._remember(remember_export, folder)
        self._busy = True
        self._page.jobs.write(
            send_claims,
            self._page.clinic.stamp(),
            self._page.clinic,
            [row.id for row in rows],
            folder,
            then=self._told_handed,
            failed=self._fail,
        )

    def _remember(self, keep: Callable[[Path], None], folder: Path) -> None:
        from clinicbill.basics.errors import ClinicBillError

        try:
            keep(folder)
        except ClinicBillError as error:
            self._page.say_failed(error)

    def _told_handed(self, handed: Handed) -> None:
        self._busy = False
        if handed.trouble:
            self._page.say(handed.trouble, "circle-x", Role.RED)
        elif handed.stopped:
            self._page.say(handed.message, "warning", Role.AMBER)
        else:
            where = f", saved in {handed.path.parent}" if handed.path is not None else ""
            self._page.say(f"{handed.message}{where}")
        self.handed.emit(handed)

    def _fail(self, error: ClinicBillError) -> None:
        self._busy = False
        self._page.say_failed(error)

    # Paper -------------------------------------------------------------------------------------------

    def print_(self, found: ClaimList | None, selected: Sequence[ClaimRow], current: ClaimRow | None) -> None:
        """Open the sheet that prints: what is ready, what is selected, or a copy of the current claim."""
        batches = print_batches(found, selected, current)
        if not batches:
            self._page.say(
                "Nothing to print: no paper claim is ready and no claim is selected", "info", Role.BLUE
            )
            return
        if not self._may(Act.SEND_CLAIMS):
            return
        from clinicbill.ui.claims.print_sheet import PrintSheet  # QtPdf is only loaded where it is looked at

        sheet = PrintSheet(
            self._page.clinic,
            self._page,
            batches,
            background=preferences.load().form_background,
            ask_path=self._ask_pdf,
            ask_printer=self._ask_printer,
        )
        sheet.done.connect(self._told_handed)
        sheet.open_sheet()

    def open_log(self) -> None:
        """Show what was printed when."""
        from clinicbill.ui.claims.print_log import PrintLog  # as above

        log = PrintLog(self._page.clinic, self._page, ask_path=self._ask_pdf)
        log.done.connect(self._told_handed)
        log.open_sheet()

    def _ask_pdf(self, file_name: str) -> Path | None:
        return self.ask_path(self._page, file_name)

    def _ask_printer(self) -> QPrinter | None:
        return self.ask_printer(self._page)

    def save_again(self, sending: Sending) -> None:
        """Save the exact bytes of what went out."""
        if not self._may(Act.SEND_CLAIMS):
            return
        path = self.ask_path(self._page, sending.file_name)
        if path is not None:
            self._remember(remember_folder, path.parent)
            self._page.jobs.write(
                save_again,
                self._page.clinic.stamp(),
                sending.id,
                path,
                then=self._told_handed,
                failed=self._fail,
            )

    # Every other act ---------------------------------------------------------------------------------

    def begin(self, action: str, row: ClaimRow | None, make: Callable[[ClaimRow], Ask]) -> None:
        """Open the sheet of an act, or say why it cannot be done with this claim."""
        why = acts.refusal(action, row, self._page.clinic.facts.role)
        if why or row is None:
            self._page.say(why, "info", Role.BLUE)
            return
        ask = make(row)
        sheet = ask.sheet(self._page.clinic)
        sheet.done.connect(self._told)
        sheet.open_over(self._page, ask.title, verb=ask.verb, note=ask.note)

    def _told(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)

    def _may(self, act: Act) -> bool:
        if may(self._page.clinic.facts.role, act):
            return True
        self._page.say("Your role does not include this; ask a biller.", "info", Role.BLUE)
        return False


def to_send(found: ClaimList | None, selected: Sequence[ClaimRow]) -> list[ClaimRow]:
    """The claims Ctrl+Enter sends: several that are selected and ready, else all that are ready and electronic."""
    if len(selected) > 1 and all(_sendable(row) for row in selected):
        return list(selected)
    return [row for row in found.ready if _sendable(row)] if found is not None else []


def _sendable(row: ClaimRow) -> bool:
    return row.status is ClaimStatus.READY and row.delivery is Delivery.ELECTRONIC


def ready_paper(found: ClaimList | None) -> list[ClaimRow]:
    """The claims that are ready and go on paper, sorted as they are put into envelopes: payer, then patient."""
    rows = [row for row in found.ready if row.delivery is Delivery.PAPER] if found is not None else []
    return sorted(rows, key=lambda row: (row.payer, row.patient.sorted(), row.first_service_on))


def print_batches(
    found: ClaimList | None, selected: Sequence[ClaimRow], current: ClaimRow | None
) -> list[Batch]:
    """What can be printed, the most likely first."""
    paper = ready_paper(found)
    several = list(selected) if len(selected) > 1 else []
    batches = []
    if several:
        batches.append(_batch(f"{counted(len(several), 'claim')} selected", several))
    if paper:
        batches.append(_batch(f"{counted(len(paper), 'claim')} ready on paper", paper))
    if current is not None:
        one = _batch(f"{current.patient.last}, {current.patient.first} {current.number}", [current])
        batches.append(one)
    return batches


def _batch(words: str, rows: Sequence[ClaimRow]) -> Batch:
    originals = sum(row.status is ClaimStatus.READY and row.delivery is Delivery.PAPER for row in rows)
    return Batch(words=words, claim_ids=tuple(row.id for row in rows), originals=originals)
