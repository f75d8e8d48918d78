"""Taking a user's way in: what will happen is said first, the new recovery key is shown after."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.fonts import scaled
from clinicbill.ui.setup.secret_sheets import show_recovery_key
from clinicbill.ui.widgets.labels import RunsLabel, secondary
from clinicbill.ui.widgets.runs import Run
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.keep_setup import remove_user

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.practice.user import User
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.outcome import Outcome

# What happens, in its order: a few words, and what they mean.
_STEPS = (
    (
        "shield-check",
        "Backup first",
        "A verified copy of the practice is made; without one nothing is changed.",
    ),
    ("lock", "A new key", "The practice is encrypted anew, so an old keys file opens it no more."),
    ("people", "Everybody else", "The other users keep their passwords and notice nothing."),
    ("key", "Recovery key", "The one on paper is void. A new one is shown next: print it."),
    ("document", "Backups", "Copies made before today still open with the passwords of their day."),
)
_NEW_KEY = "The one printed before opens this practice no more: print this one now."


class RemoveUserSheet(Sheet):
    """Asks once; while the key is changed it cannot be closed."""

    removed = Signal(object)  # Outcome

    def __init__(self, over: QWidget, clinic: Clinic, user: User) -> None:
        self._clinic, self._user, self._page = clinic, user, over
        super().__init__(
            over,
            f"{user.name} may not open the practice any more",
            _what_happens(),
            verb="Take the password away",
            finish=self._remove,
            note="What was entered under this name stays in the history.",
        )

    def dismiss(self) -> None:
        """Esc changes nothing; what was begun is finished."""
        if not self._waiting:
            super().dismiss()

    def _remove(self) -> str:
        practice = cast("OpenPractice", self._clinic.practice)
        self._clinic.jobs.alone(
            remove_user, practice, self._clinic.stamp(), self._user, then=self._take, failed=self._fail
        )
        return Sheet.WAIT

    def _take(self, outcome: Outcome) -> None:
        if not outcome.done:
            self.tell(outcome.findings[0].message)
            return
        self.close_sheet(finished=True)
        show_recovery_key(self._page, self._clinic, title="New recovery key", note=_NEW_KEY)
        self.removed.emit(outcome)

    def _fail(self, error: ClinicBillError) -> None:
        self.tell(str(error))


def _what_happens() -> QWidget:
    shown = QWidget()
    column = QVBoxLayout(shown)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(scaled(2))
    for icon, what, words in _STEPS:
        head = RunsLabel()
        head.set_runs((Run(what, icon=icon),))
        column.addWidget(head)
        told = secondary(words, wrap=True)
        told.setContentsMargins(scaled(22), 0, 0, scaled(6))
        column.addWidget(told)
    return shown
