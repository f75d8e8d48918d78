"""EditReader: reads the edits of one claim at a time, for the first time may wait until the code library is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicbill.ui.claims.reads import read_findings

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.findings import Finding
    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.ui.clinic import Clinic


class EditReader(QObject):
    """Never keeps more than one of the jobs' threads busy; of claims asked for meanwhile the last one counts."""

    found = Signal(object, object)  # claim id, its findings
    failed = Signal(str)

    def __init__(self, clinic: Clinic, parent: QObject) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._reading: ClaimId | None = None
        self._next: ClaimId | None = None

    def ask(self, claim_id: ClaimId) -> None:
        """Read the edits of a claim, now or after those that are being read."""
        if self._reading is not None:
            self._next = claim_id
            return
        self._reading, self._next = claim_id, None
        self._clinic.jobs.read(
            read_findings, self._clinic, claim_id, self._clinic.as_of, then=self._take, failed=self._fail
        )

    def _take(self, found: tuple[Finding, ...]) -> None:
        about, self._reading = self._reading, None
        self._go_on()
        self.found.emit(about, found)

    def _fail(self, error: ClinicBillError) -> None:
        self._reading = None
        self._go_on()
        self.failed.emit(str(error))

    def _go_on(self) -> None:
        if self._next is not None:
            self.ask(self._next)
