"""Sheet: what must be finished or abandoned as one, such as taking a payment; it lies over the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicbill.ui.actions import sequences
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.fitted import fit
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import Label, name, secondary
from clinicbill.ui.widgets.overlay import Overlay, Panel

if TYPE_CHECKING:
    from collections.abc import Callable

FINISH_KEY = "Ctrl+Enter"


class Sheet(Overlay):
    """A panel over a dimmed window. Esc abandons, Ctrl+Enter finishes; Tab stays inside.

    `finish` returns a sentence if the work cannot be finished yet, else "" and the sheet closes; to close it
    only when a job is done, return `WAIT` and call `close_sheet` (or `tell`) then: until one of them is called,
    a second press does nothing, so that nothing is done twice. `STAY` leaves it open where the fields themselves
    say what is wrong.
    """

    WAIT = "…"
    STAY = "stay"
    closed = Signal(bool)  # whether it was finished

    def __init__(
        self,
        over: QWidget,
        title: str,
        content: QWidget,
        *,
        verb: str,
        finish: Callable[[], str],
        note: str = "",
        width: int = 560,
    ) -> None:
        super().__init__(over)
        self._content, self._finish = content, finish
        self._waiting = False
        self._panel = Panel(self)
        self._panel.setFixedWidth(scaled(width))
        self.setAccessibleName(title)
        self._button = KeyButton(verb, FINISH_KEY, kind=Kind.PRIMARY)
        self._quit = KeyButton("Cancel", "Esc", kind=Kind.PLAIN)
        self._problem = Label("", role=Role.RED, wrap=True)
        self._lay_out(title, note)
        self._problem.hide()
        self._button.clicked.connect(self.finish)
        self._quit.clicked.connect(self.dismiss)
        shortcut = QAction(self)
        shortcut.setShortcuts(sequences(FINISH_KEY))
        shortcut.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.triggered.connect(lambda _checked=False: self.finish())
        self.addAction(shortcut)

    def open_sheet(self) -> None:
        """Show it and put the cursor into its first field."""
        self.open_over()
        self._make_room()

    def _make_room(self) -> None:
        """Wrapped words get the height they need: a panel of fixed width is asked for none by its layout."""
        for layout in (self.layout(), self._panel.layout()):
            if layout is not None:
                layout.activate()
        for label in self._panel.findChildren(QLabel):
            if label.wordWrap() and label.isVisibleTo(self._panel):
                fit(label, label.width())

    def finish(self) -> None:
        """Try to finish."""
        if self._waiting or not self._button.isEnabled():
            return
        problem = self._finish()
        self.tell("" if problem in (self.WAIT, self.STAY) else problem)
        self._waiting = problem == self.WAIT
        if not problem:
            self.close_sheet(finished=True)

    def tell(self, problem: str) -> None:
        """Say why it could not be finished, as after a job failed; then it may be tried again."""
        self._waiting = False
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if problem and self.isVisible():
            self._make_room()

    def block(self, why: str) -> None:
        """Say on the button why it cannot be finished yet."""
        self._button.block(why)

    def dismiss(self) -> None:
        """Esc and Cancel abandon it."""
        self.close_sheet(finished=False)

    def close_sheet(self, *, finished: bool) -> None:
        """Go away and give the keyboard back."""
        self._leave()
        self.closed.emit(finished)

    def _lay_out(self, title: str, note: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, scaled(72), 0, scaled(24))
        column.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(scaled(12))
        inside.addWidget(name(title))
        if note:
            inside.addWidget(secondary(note, wrap=True))
        inside.addWidget(self._content)
        inside.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._quit)
        buttons.addWidget(self._button)
        inside.addLayout(buttons)
