"""Saver: keeps the draft in the practice file after each pause, when it is left, and when the window closes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clinicbill.basics.findings import Severity
from clinicbill.ui.coding.keeping import Kept, finish_visit, keep_correction, keep_draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.coding.draft import Draft

PAUSE = 900  # milliseconds without a key before the draft is saved


class Saver(QObject):
    """One write at a time for the open visit, so that a new line is never written twice."""

    saved = Signal()
    refused = Signal(str)  # why it is not saved
    finished = Signal(object)  # Kept

    def __init__(self, clinic: Clinic, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clinic, self._draft = clinic, draft
        self.correcting = False
        self._writing: Encounter | None = None
        self._then: list[Callable[[], object]] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.now)

    @property
    def waiting(self) -> bool:
        """Whether something typed is not in the practice file yet."""
        return self._writing is not None or (self._draft.is_open and self._draft.dirty)

    def touch(self) -> None:
        """Something changed: save after the next pause."""
        if self._draft.is_open and self._draft.dirty:
            self._pause.start(PAUSE)

    def stop(self) -> None:
        """No pause to wait for any more."""
        self._pause.stop()

    def now(self) -> None:
        """Save what is not saved yet; while a write is on its way, right after it."""
        self._pause.stop()
        if not self._draft.is_open or not self._draft.dirty or self._writing is not None:
            return
        if self.correcting and self._draft.to_fix:
            return
        self._write()

    def leave(self) -> None:
        """The visit or the window goes: hand over what is not saved, even while a write is on its way."""
        self._pause.stop()
        if self._draft.is_open and self._draft.dirty and not (self.correcting and self._draft.to_fix):
            self._write()

    def after(self, then: Callable[[], object]) -> None:
        """Do something once nothing is on its way, at once if so."""
        if self._writing is None:
            then()
        else:
            self._then.append(then)

    def _write(self) -> None:
        visit = self._draft.visit
        self._writing = visit
        clinic, jobs, stamp = self._clinic, self._clinic.jobs, self._clinic.stamp()
        answers = {"then": partial(self._take, visit), "failed": self._fail}
        if self.correcting:
            jobs.write(keep_correction, stamp, self._draft.to_save(), clinic, **answers)  # type: ignore[arg-type]
        else:
            jobs.write(keep_draft, stamp, self._draft.to_save(), **answers)  # type: ignore[arg-type]

    def _take(self, sent: Encounter, kept: Kept) -> None:
        self._writing = None
        here = self._draft.is_open and self._draft.visit.id == sent.id
        if kept.visit is None:
            self.refused.emit(_first(kept))
        elif here:
            self._draft.take_saved(sent, kept.visit)
            self.saved.emit()
        self._go_on()

    def _fail(self, error: ClinicBillError) -> None:
        self._writing = None
        self.refused.emit(str(error))
        self._go_on()

    def _go_on(self) -> None:
        waiting, self._then = self._then, []
        for then in waiting:
            then()

    # Finishing --------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Code, charge and claim the visit as it stands."""
        self._pause.stop()
        visit = self._draft.visit
        self._writing = visit
        self._clinic.jobs.write(
            finish_visit, self._clinic.stamp(), self._draft.to_save(), self._clinic,
            then=partial(self._take_finished, visit), failed=self._fail,
        )  # fmt: skip

    def _take_finished(self, sent: Encounter, kept: Kept) -> None:
        self._writing = None
        if self._draft.is_open and self._draft.visit.id == sent.id and kept.visit is not None:
            self._draft.take_saved(sent, kept.visit)
        self.finished.emit(kept)
        self._go_on()


def _first(kept: Kept) -> str:
    must = [finding for finding in kept.findings if finding.severity is Severity.MUST_FIX]
    return f"{must[0].message}: {must[0].fix}" if must else "It was not saved"
