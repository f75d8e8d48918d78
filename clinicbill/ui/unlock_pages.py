"""What stands in the unlock window: the password, the recovery key, and the very first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinicbill.ui.actions import action
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import IconLabel, Label, heading, secondary
from clinicbill.ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SAFE = "Encrypted on this computer. Nobody else can reset it."


class Note(QWidget):
    """An icon and a line under a field: calm, working, or wrong."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(scaled(6))
        self._icon = IconLabel("info", Role.BLUE, 14, drop=1)
        self.words = Label("", step=Step.SECONDARY, wrap=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def tell(self, text: str, icon: str = "info", role: Role = Role.BLUE) -> None:
        """Say it; red words for what went wrong."""
        self._icon.set_icon(icon, role)
        self.words.set_role(Role.RED if role is Role.RED else Role.TEXT2)
        self.words.setText(text)


def key_button(action_id: str, slot: Callable[[], object], kind: Kind = Kind.PLAIN) -> KeyButton:
    """A button of the table; the window binds its key."""
    row = action(action_id)
    made = KeyButton(row.text, row.key, kind=kind)
    made.setToolTip(row.tip)
    made.clicked.connect(lambda _checked=False: slot())
    return made


def column_of(page: QWidget) -> QVBoxLayout:
    """The page's column, without margins of its own."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(scaled(6))
    return column


class PasswordPage(QWidget):
    """Who, and the password."""

    submitted = Signal(object, str)  # user name or None, password

    def __init__(self, recover: Callable[[], object]) -> None:
        super().__init__()
        self._left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self.users = Choice("User")
        self.users.hide()
        self.field = LineEdit("Password")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self._submit)
        self.note = Note()
        self.button = KeyButton("Unlock", "Enter", kind=Kind.PRIMARY)
        self.button.clicked.connect(self._submit)
        column = column_of(self)
        column.addWidget(self.users)
        column.addWidget(heading("Password"))
        column.addWidget(self.field)
        column.addWidget(self.note)
        column.addSpacing(scaled(16))
        buttons = QHBoxLayout()
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        buttons.addWidget(key_button("unlock.recover", recover, Kind.QUIET))
        column.addLayout(buttons)
        self.calm()

    def set_users(self, names: Sequence[str], chosen: str | None) -> None:
        """Ask who it is only where there are several."""
        self.users.set_choices([(name, name) for name in names])
        if chosen in names:
            self.users.set_value(chosen)
        self.users.setVisible(len(names) > 1)

    def calm(self) -> None:
        """As at the beginning."""
        self.field.mark_wrong(wrong=False)
        self.note.tell(_SAFE)
        self._free()

    def work(self) -> None:
        """The password is being tried."""
        self.field.mark_wrong(wrong=False)
        self.field.setReadOnly(True)
        self.button.block("Unlocking")
        self.note.tell("This takes a moment on purpose: it slows down whoever guesses.", "clock", Role.TEXT2)

    def wrong(self, sentence: str, wait: int) -> None:
        """Say what is wrong; after several tries the next one has to wait."""
        self._free()
        self.field.mark_wrong(wrong=True)
        self.field.setFocus()
        self.field.selectAll()
        self.note.tell(sentence, "circle-x", Role.RED)
        self._left = wait
        if wait > 0:
            self._clock.start()
            self._show_wait()

    def _free(self) -> None:
        self._clock.stop()
        self._left = 0
        self.field.setReadOnly(False)
        self.button.block("")

    def _tick(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._show_wait()
        else:
            self._clock.stop()
            self.button.block("")

    def _show_wait(self) -> None:
        self.button.block(f"Wait {self._left} s")

    def _submit(self) -> None:
        if self.button.isEnabled() and self.field.text():
            name = self.users.value() if self.users.count() > 1 else None
            self.submitted.emit(name, self.field.text())


class RecoveryPage(QWidget):
    """The printed key, and a new password."""

    submitted = Signal(str, str)  # key, new password

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__()
        self.field = LineEdit(
            "Recovery key", placeholder="As printed; spaces and case do not matter", mono=True
        )
        self.password = LineEdit("New password", placeholder="New password for the owner")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.note = Note()
        self.button = KeyButton("Unlock", "Enter", kind=Kind.PRIMARY)
        back_button = KeyButton("Back", "Esc", kind=Kind.QUIET)
        back_button.clicked.connect(lambda _checked=False: back())
        self.button.clicked.connect(self._submit)
        self.field.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._submit)
        column = column_of(self)
        for title, field in (("Recovery key", self.field), ("New password", self.password)):
            column.addWidget(heading(title))
            column.addWidget(field)
        column.addWidget(self.note)
        column.addSpacing(scaled(10))
        buttons = QHBoxLayout()
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        buttons.addWidget(back_button)
        column.addLayout(buttons)
        self.note.tell("The key was printed when the practice was set up.")

    def work(self) -> None:
        """The key is being tried."""
        self.button.block("Unlocking")

    def wrong(self, sentence: str) -> None:
        """Say what is wrong."""
        self.button.block("")
        self.note.tell(sentence, "circle-x", Role.RED)
        self.field.setFocus()

    def _submit(self) -> None:
        if self.button.isEnabled() and self.field.text().strip():
            self.submitted.emit(self.field.text(), self.password.text())


class WelcomePage(QWidget):
    """No practice on this computer yet: set one up, look at the demo, open one, or restore a backup."""

    def __init__(
        self,
        new: Callable[[], object],
        demo: Callable[[], object],
        other: Callable[[], object],
        restore: Callable[[], object],
    ) -> None:
        super().__init__()
        column = column_of(self)
        column.addWidget(
            Label("Coding, claims and ledger for a small office, on this computer only.", wrap=True)
        )
        column.addSpacing(scaled(10))
        ways = (
            ("unlock.new", new, Kind.PRIMARY, "Practice, people, payers, fees. What you skip can wait."),
            ("unlock.demo", demo, Kind.PLAIN, "An invented office with a year of work in it. Try anything."),
            ("unlock.open", other, Kind.PLAIN, "A practice file from this computer or a disk."),
            ("unlock.restore", restore, Kind.PLAIN, "A verified copy becomes a practice again."),
        )
        for action_id, slot, kind, words in ways:
            button = key_button(action_id, slot, kind)
            if action_id == "unlock.open":
                button.set_text("Open a practice")
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(secondary(words, wrap=True))
            column.addSpacing(scaled(8))
        self.note = Note()
        self.note.hide()
        column.addWidget(self.note)
        column.addStretch(1)
