"""Passwords and the recovery key: sheets for the person at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.setup.recovery_print import print_key
from clinicbill.ui.setup.users import password_findings
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.fitted import fit
from clinicbill.ui.widgets.form import Field
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import code_label, secondary
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.outcome import Outcome

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.ui.clinic import Clinic

INNER_WIDTH = 500  # pixels: what a sheet leaves to its words, at the least
_NAMES = ("old", "password", "again")
_FIELDS = (
    Field("Old password", "old", required=True),
    Field("New password", "password", required=True),
    Field("Again", "again", required=True),
)


class PasswordSheet(AskSheet):
    """Exchanges the password of whoever is signed in; not a byte of the practice changes."""

    def __init__(self, clinic: Clinic) -> None:
        practice = cast("OpenPractice", clinic.practice)

        def change(_db: Database, _stamp: Stamp, typed: dict[str, Any]) -> Outcome:
            found = password_findings(typed["password"], typed["again"], needed=True)
            if found:
                return Outcome(findings=tuple(found))
            practice.change_password(typed["old"], typed["password"])
            return Outcome(message="Your password is changed")

        super().__init__(clinic, _FIELDS, dict.fromkeys(_NAMES, ""), change)
        self._edits = {name: cast("QLineEdit", self.form.editor(name)) for name in _NAMES}
        for edit in self._edits.values():
            edit.setEchoMode(QLineEdit.EchoMode.Password)

    def typed(self) -> dict[str, Any]:
        """The passwords exactly as typed, spaces too."""
        return {name: edit.text() for name, edit in self._edits.items()}


class RecoveryKey(QWidget):
    """The key in its groups, to be copied, printed or written down."""

    def __init__(self, key: str, practice_name: str) -> None:
        super().__init__()
        self._key, self._practice_name = key, practice_name
        shown = code_label(key, step=Step.LEAD)
        shown.setWordWrap(True)
        shown.setAccessibleName(f"Recovery key {key}")
        copied = KeyButton("Copy", icon="copy")
        printed = KeyButton("Print", icon="printer")
        copied.clicked.connect(lambda _on=False: QGuiApplication.clipboard().setText(self._key))
        printed.clicked.connect(lambda _on=False: print_key(self, self._practice_name, self._key))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(copied)
        buttons.addWidget(printed)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(10))
        column.addWidget(shown)
        column.addLayout(buttons)
        words = (
            "It opens the practice when every password is forgotten or the keys file is lost. "
            "Keep it on paper, away from this computer."
        )
        told = secondary(words, wrap=True)
        column.addWidget(told)
        for label in (shown, told):
            fit(label, INNER_WIDTH)


def show_recovery_key(page: QWidget, clinic: Clinic, *, title: str = "Recovery key", note: str = "") -> Sheet:
    """Show the recovery key of the open practice to its owner."""
    practice = cast("OpenPractice", clinic.practice)
    shown = RecoveryKey(practice.recovery_key(), clinic.facts.practice_name)
    sheet = Sheet(page, title, shown, verb="Done", finish=lambda: "", note=note)
    sheet.open_sheet()
    return sheet
