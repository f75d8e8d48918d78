"""A new practice: its name, its owner, a password, a place; then the recovery key, to be kept on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.unlock_pages import Note, column_of
from clinicbill.ui.widgets.choice import Check, Choice
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import Label, code_label, heading, secondary
from clinicbill.ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST_PASSWORD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPractice:
    """What is asked before a practice file is made; everything else is set up in it."""

    path: Path
    name: str
    kind: str
    owner: str
    password: str


def file_name(practice: str) -> str:
    """A file name out of the practice's name: "Cedar Spine & Wellness" → "cedar-spine-wellness.clinicbill"."""
    plain = re.sub(r"[^a-z0-9]+", "-", practice.casefold()).strip("-")
    return f"{plain or 'practice'}.clinicbill"


class NewPracticePage(QWidget):
    """Five fields and one button."""

    submitted = Signal(object)  # NewPractice

    def __init__(self, folder: Path, back: Callable[[], object]) -> None:
        super().__init__()
        self._folder = folder
        self.name = LineEdit("Practice name", placeholder="As it stands on claims")
        self.kind = Choice("Kind", [("chiro", "Chiropractic"), ("ortho", "Orthopaedic")])
        self.owner = LineEdit("Your name", placeholder="The owner; you unlock with it")
        self.password, self.again = LineEdit("Password"), LineEdit("Password again")
        for field in (self.password, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.returnPressed.connect(self._submit)
        self.place = secondary("")
        self.note = Note()
        self.note.tell(
            f"At least {LEAST_PASSWORD} characters. It encrypts the file; nobody else can reset it."
        )
        self.button = KeyButton("Make the practice", "Enter", kind=Kind.PRIMARY)
        self.button.clicked.connect(self._submit)
        self.name.textChanged.connect(self._show_place)
        self._lay_out(back)
        self._show_place("")

    def _lay_out(self, back: Callable[[], object]) -> None:
        column = column_of(self)
        rows = (
            ("Practice name", self.name),
            ("Kind", self.kind),
            ("Your name", self.owner),
            ("Password", self.password),
            ("Password again", self.again),
        )
        for title, field in rows:
            column.addWidget(heading(title))
            column.addWidget(field)
        column.addWidget(self.note)
        column.addWidget(self.place)
        column.addSpacing(scaled(8))
        buttons = QHBoxLayout()
        back_button = KeyButton("Back", "Esc", kind=Kind.QUIET)
        back_button.clicked.connect(lambda _checked=False: back())
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        buttons.addWidget(back_button)
        column.addLayout(buttons)

    def path(self) -> Path:
        """Where the file will lie."""
        return self._folder / file_name(self.name.text())

    def problem(self) -> tuple[str, LineEdit] | None:
        """What is missing, and where."""
        if not self.name.text().strip():
            return "Type the practice's name.", self.name
        if not self.owner.text().strip():
            return "Type your name.", self.owner
        if len(self.password.text()) < LEAST_PASSWORD:
            return f"The password needs at least {LEAST_PASSWORD} characters.", self.password
        if self.password.text() != self.again.text():
            return "The two passwords differ; type them again.", self.again
        return None

    def wrong(self, sentence: str) -> None:
        """Say why it was not made."""
        self.button.block("")
        self.note.tell(sentence, "circle-x", Role.RED)

    def _show_place(self, _text: str) -> None:
        self.place.setText(f"File: {self.path()}")

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        found = self.problem()
        if found is not None:
            self.wrong(found[0])
            found[1].setFocus()
            return
        self.button.block("Making the practice")
        self.submitted.emit(
            NewPractice(
                path=self.path(),
                name=self.name.text().strip(),
                kind=str(self.kind.value()),
                owner=self.owner.text().strip(),
                password=self.password.text(),
            )
        )


class RecoveryKeyPage(QWidget):
    """Shown once: the only way in when the password is forgotten."""

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        self._shown = code_label("", step=Step.NAME)
        self._shown.setWordWrap(True)
        self._written = Check("Written down", "I have written it down and put it in a safe place")
        self._button = KeyButton("Open the practice", "Enter", kind=Kind.PRIMARY)
        copy = KeyButton("Copy", icon="copy")
        column = column_of(self)
        column.addWidget(heading("Your recovery key"))
        column.addWidget(self._shown)
        column.addWidget(copy)
        column.addSpacing(scaled(6))
        column.addWidget(
            Label(
                "It opens the practice when the password is forgotten or the keys file is lost. "
                "Print or write it down now; keep it away from this computer.",
                step=Step.SECONDARY,
                role=Role.TEXT2,
                wrap=True,
            )
        )
        column.addWidget(self._written)
        column.addSpacing(scaled(6))
        column.addWidget(self._button)
        column.addStretch(1)
        copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(self._key))
        self._written.edited.connect(self._allow)
        self._button.clicked.connect(self.done)

    def show_key(self, key: str) -> None:
        """Show the key."""
        self._key = key
        self._shown.setText(key)
        self._written.setFocus()
        self._allow()

    def _allow(self) -> None:
        self._button.block("" if self._written.isChecked() else "Write the key down first")
