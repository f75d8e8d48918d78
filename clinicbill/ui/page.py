"""Page: what every place of the side bar is: a header, a body, bound actions, hints, a state of being stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinicbill.ui.actions import action as action_of
from clinicbill.ui.actions import sequences
from clinicbill.ui.colours import Role
from clinicbill.ui.undo import Undo
from clinicbill.ui.widgets.header import Header
from clinicbill.ui.widgets.key_cap import KeyButton, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.jobs import Connection
    from clinicbill.ui.widgets.badge import Badge
    from clinicbill.ui.widgets.hint_line import Hint


class Page(QWidget):
    """Subclass it as `<place>/page.py`; lay out widgets and connect them, keep rules out.

    Attributes:
        id: the place's id; its actions begin with it.
        title: the words of the header.
        shows: names of what, when changed, makes this page stale ({"claims", "ledger"}).
        hints: keys of the hint line; "F1 Help" is added by the window.
        help: id of the help page.
    """

    id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    shows: ClassVar[frozenset[str]] = frozenset()
    hints: tuple[Hint, ...] = ()
    help: str = ""

    went = Signal(str, object)  # place id, record key: asks the window to go there
    said = Signal(str, str, Role)  # text, icon, role: asks the window to tell what was done
    fact_changed = Signal(str)
    hints_changed = Signal()

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self.clinic = clinic
        self.jobs = clinic.jobs
        self.undo = Undo(self)
        self.fact = ""
        self.filter_field: QLineEdit | None = None
        self._stale = True
        self._bound: dict[str, QAction] = {}
        self._buttons: dict[str, list[KeyButton]] = {}
        self.setAccessibleName(self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = Header(self.title)
        column.addWidget(self.header)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        column.addLayout(self.body, 1)
        clinic.changed.connect(self._take_change)

    # What a page fills in ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again what is shown, by `self.jobs.read`; old rows stay until the new ones are there."""

    @classmethod
    def count(cls, _db: Connection, _as_of: object) -> Badge | None:
        """What waits here, for the badge in the side bar; runs on a job's thread, before the page is built."""
        return None

    def show_record(self, key: object) -> None:
        """Select what another page or the command box asked for."""

    def show_waiting(self) -> None:
        """Show exactly the rows the badge counts."""

    def back(self) -> bool:
        """Close what is open inside the page (a sheet, a search); False if there was nothing."""
        return False

    def first_focus(self) -> QWidget | None:
        """Which widget gets the keyboard when the page is shown."""
        return None

    # What a page uses -------------------------------------------------------------------------------

    def bind(self, action_id: str, slot: Callable[[], object]) -> QAction:
        """Let an action of the table do something while this page is shown."""
        row = action_of(action_id)
        made = QAction(row.text, self)
        made.setShortcuts(sequences(row.key))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setToolTip(f"{row.tip} ({row.key})" if row.key else row.tip)
        made.triggered.connect(lambda _checked=False: slot())
        self.addAction(made)
        self._bound[action_id] = made
        return made

    def button(
        self, action_id: str, text: str = "", *, kind: Kind = Kind.PLAIN, icon: bool = True
    ) -> KeyButton:
        """A button for a bound action, with its key inside; `text` replaces the verb ("Send 5 claims")."""
        row = action_of(action_id)
        made = KeyButton(text or row.text, row.key, icon=row.icon if icon else "", kind=kind)
        made.setToolTip(row.tip)
        bound = self._bound[action_id]
        made.clicked.connect(lambda _checked=False: bound.trigger())
        self._buttons.setdefault(action_id, []).append(made)
        return made

    def allow(self, action_id: str, *, why_not: str = "", text: str = "") -> None:
        """Let a bound action run, or say on its button why it cannot; `text` renames the button."""
        self._bound[action_id].setEnabled(not why_not)
        for made in self._buttons.get(action_id, ()):
            if text:
                made.set_text(text)
            made.block(why_not)

    def bound(self) -> dict[str, QAction]:
        """The bound actions by id, for the command box and the tests."""
        return dict(self._bound)

    def say(self, text: str, icon: str = "circle-check", role: Role = Role.GREEN) -> None:
        """Tell in the hint line what was just done."""
        self.said.emit(text, icon, role)

    def say_failed(self, error: ClinicBillError) -> None:
        """Tell a failure that leaves the page usable; use `States.show_failed` where it does not."""
        self.said.emit(str(error), "circle-x", Role.RED)

    def set_fact(self, fact: str) -> None:
        """The one fact at the right of the hint line."""
        self.fact = fact
        self.fact_changed.emit(fact)

    def set_hints(self, *hints: Hint) -> None:
        """The keys of the place that has focus now."""
        self.hints = hints
        self.hints_changed.emit()

    def go(self, place_id: str, key: object = None) -> None:
        """Go to another place and select a record there."""
        self.went.emit(place_id, key)

    # When it is read again --------------------------------------------------------------------------

    @property
    def stale(self) -> bool:
        """Whether it has to be read again before it is looked at."""
        return self._stale

    def _take_change(self, changed: frozenset[str]) -> None:
        if not self.shows & changed:
            return
        self._stale = True
        if self.isVisible():
            self._read_again()

    def _read_again(self) -> None:
        self._stale = False
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what grew stale while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._read_again()
