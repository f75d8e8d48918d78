"""The steps of the wizard that are no lists: the practice, the owner, the recovery key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinicbill.basics.findings import Finding, Severity
from clinicbill.db.passwords import LEAST_PASSWORD
from clinicbill.ui.fonts import scaled
from clinicbill.ui.setup.make_practice import Owner, file_name
from clinicbill.ui.setup.practice_form import make_practice_form
from clinicbill.ui.setup.secret_sheets import RecoveryKey
from clinicbill.ui.setup.users import hide_passwords, password_findings
from clinicbill.ui.widgets.choice import Check
from clinicbill.ui.widgets.form import Field
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.record_form import Part, RecordForm

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.practice.practice import Practice
    from clinicbill.ui.undo import Undo


class Step(QWidget):
    """One step: it says what is missing, and lets go only when that is mended."""

    changed = Signal()
    said = Signal(str)

    title = ""
    about = ""
    adds = ""  # the words of the add button; empty where the step is no list

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def enter(self) -> None:
        """The keyboard comes to the step."""

    def leave(self) -> bool:
        """Keep what is typed; False, with the cursor on it, where something must be fixed first."""
        return True

    def begin(self) -> None:
        """A new row."""

    def save(self) -> None:
        """Keep the row that is typed."""

    def remove(self) -> None:
        """Take a row off the list."""

    def show_row(self, at: int) -> None:
        """Put the cursor on a row by its place, where the step is a list."""

    def back(self) -> bool:
        """Esc inside the step."""
        return False

    def to_fix(self) -> str:
        """What keeps the step from being left, in a few words; empty where nothing does."""
        return ""


class PracticeStep(Step):
    """Who bills, and from where."""

    title = "Practice"
    about = "As it stands on claims. Everything can be changed later under Setup."

    def __init__(self, practice: Practice, as_of: date, undo: Undo) -> None:
        super().__init__()
        self.kept = make_practice_form(lambda: (), as_of=as_of, undo=undo, files=False)
        self.column.addWidget(self.kept, 1)
        self.kept.load(practice, new=True)
        self.kept.changed.connect(self.changed)
        self.kept.said.connect(self.said)
        self.kept.save_asked.connect(self._pass)
        self._passed = False

    @property
    def practice(self) -> Practice:
        """The practice as typed."""
        return cast("Practice", self.kept.form.record())

    def enter(self) -> None:
        """The name first."""
        self.kept.form.focus_first()

    def leave(self) -> bool:
        """Whether the rules let it pass."""
        self._passed = False
        self.kept.save()
        return self._passed

    def _pass(self, _practice: object) -> None:
        self._passed = True


class OwnerStep(Step):
    """The first user, the password that encrypts the file, and where the file lies."""

    title = "Owner and password"
    about = "The password encrypts the practice file. Nobody else can reset it, so a recovery key follows."

    def __init__(self, folder: Path, as_of: date, undo: Undo) -> None:
        super().__init__()
        self._folder = folder
        self._named_by_us = ""
        fields = (
            Field(
                "Your name", "name", required=True, help="You unlock with it, and it stands in the history"
            ),
            Field("Password", "password", required=True, help=f"At least {LEAST_PASSWORD} characters"),
            Field("Again", "again", required=True),
            Field("File", "path", required=True, section="Where the practice lies"),
        )
        form = RecordForm((Part(fields),), as_of=as_of, undo=undo)
        self.kept = KeptForm(form, title=lambda _typed: "Owner and password", check=self._check)
        hide_passwords(form)
        choose = KeyButton("Choose another place", icon="folder")
        choose.clicked.connect(lambda _on=False: self._choose())
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(scaled(104), 0, 0, 0)
        row.addWidget(choose)
        row.addStretch(1)
        form.add_below(holder)
        self.column.addWidget(self.kept, 1)
        self.kept.load({"name": "", "password": "", "again": "", "path": ""}, new=True)
        self.kept.changed.connect(self.changed)
        self.kept.save_asked.connect(self._pass)
        self._passed = False

    def name_file(self, practice: str) -> None:
        """Offer a file named after the practice, unless another was chosen."""
        offered = str(self._folder / file_name(practice))
        if self.kept.form.values()["path"] in ("", self._named_by_us):
            self._named_by_us = offered
            self.kept.form.set_value("path", offered)

    def owner(self) -> Owner:
        """The owner as typed; the password with its spaces."""
        values = self.kept.form.values()
        path = Path(values["path"]).expanduser()
        return Owner(name=values["name"], password=self._typed("password"), path=path)

    def _typed(self, name: str) -> str:
        """What stands in a field, with its spaces."""
        return cast("QLineEdit", self.kept.form.editor(name)).text()

    def enter(self) -> None:
        """The name first."""
        self.kept.form.focus_first()

    def leave(self) -> bool:
        """Whether the rules let it pass."""
        self._passed = False
        self.kept.save()
        return self._passed

    def _pass(self, _typed: object) -> None:
        self._passed = True

    def _check(self, typed: dict[str, Any]) -> list[Finding]:
        found = password_findings(self._typed("password"), self._typed("again"), needed=True)
        path = Path(typed["path"]).expanduser()
        if path.suffix != ".clinicbill":
            found.append(_wrong_path("A practice file ends in .clinicbill"))
        elif path.exists():
            found.append(_wrong_path("There is a file of this name already; it stays as it is"))
        return found

    def _choose(self) -> None:
        start = self.kept.form.values()["path"]
        kind = "Practice (*.clinicbill)"
        chosen, _ = QFileDialog.getSaveFileName(self, "Where the practice lies", start, kind)
        if chosen:
            self.kept.form.set_value("path", chosen)


def _wrong_path(message: str) -> Finding:
    return Finding(
        rule="P03",
        severity=Severity.MUST_FIX,
        message=message,
        where="file",
        fix="Choose another name.",
        field="path",
    )


class KeyStep(Step):
    """The recovery key, shown once."""

    title = "Recovery key"
    about = "The practice is made. Keep this key on paper before you open it."

    def __init__(self) -> None:
        super().__init__()
        self.written = Check("Kept on paper", "I have it on paper, in a safe place")
        self.written.edited.connect(self.changed)
        self._holder = QWidget()
        self._inside = QVBoxLayout(self._holder)
        self._inside.setContentsMargins(16, scaled(16), 16, scaled(16))
        self._inside.setSpacing(scaled(16))
        self._holder.setMaximumWidth(scaled(560))
        self._inside.addWidget(self.written)
        self.column.addWidget(self._holder)
        self.column.addStretch(1)
        self.key = ""

    def show_key(self, key: str, practice: str) -> None:
        """Show the key."""
        self.key = key
        self._inside.insertWidget(0, RecoveryKey(key, practice))

    def enter(self) -> None:
        """The keyboard is on the box that says it is kept."""
        self.written.setFocus()

    def to_fix(self) -> str:
        """It is shown only here."""
        return "" if self.written.isChecked() else "Keep the key on paper first"
