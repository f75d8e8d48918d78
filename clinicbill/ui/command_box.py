"""CommandBox: one box for everything (Ctrl+K): patients, claims, checks, codes, actions, help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinicbill.ui.actions import action
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, font, scaled
from clinicbill.ui.sources import ACTION_PREFIX, SOURCES, Source
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.hint_line import Hint, HintLine
from clinicbill.ui.widgets.hits import Found, Hit
from clinicbill.ui.widgets.labels import IconLabel, secondary
from clinicbill.ui.widgets.overlay import Overlay, Panel
from clinicbill.ui.widgets.result_list import HitGroup, ResultList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction

    from clinicbill.ui.clinic import Clinic

_PATIENCE = 80  # milliseconds after the last key before the search is asked
_MANY, _ALONE = 3, 40  # hits of a group among others, and alone after a prefix
_WIDTH, _TOP, _LOW = 640, 96, 560
_HINTS = (
    Hint(("↑", "↓"), "Choose"),
    Hint(("Enter",), "Open"),
    Hint(("Tab",), "Group"),
    Hint(("Esc",), "Close"),
)
_PREFIXES = "> actions  # claims  $ checks  ? help"


class _Field(QLineEdit):
    """Large, without a border; what it types into is the box."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("command")
        self.setAccessibleName("Find or do")
        self.setPlaceholderText("Find a patient, claim, check, code, or an action")
        self.setFrame(False)
        self.setFont(font(Step.NAME))
        self.setFixedHeight(scaled(54))


class CommandBox(Overlay):
    """Lies over the window; what is chosen is sent to the window, which goes there."""

    opened = Signal(str, object)  # place, key of the record
    help_opened = Signal(str)

    def __init__(self, over: QWidget, clinic: Clinic, bound: Mapping[str, QAction]) -> None:
        super().__init__(over)
        self._clinic, self._bound = clinic, dict(bound)
        self._groups: dict[str, Found] = {}
        self._moved = False
        self.setAccessibleName("Find or do")
        self.panel = Panel(self)
        self.field = _Field()
        self.results = ResultList()
        self._count = secondary("")
        self._hints = HintLine()
        self._hints.set_hints(_HINTS)
        self._hints.set_fact(_PREFIXES)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._lay_out()
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._typed)
        self.results.taken.connect(self._take)

    def open_with(self, text: str) -> None:
        """Show it, with something typed already."""
        self.field.setText(text)
        self._ask()
        self.open_over()
        self.field.setCursorPosition(len(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Tab move the mark, Enter takes it."""
        if watched is self.field:
            return event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self._moved = True
            self.results.step(steps[key])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._moved = True
            self.results.step_group(1 if key == Qt.Key.Key_Tab else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            return False
        return True

    def _typed(self, _text: str) -> None:
        self._moved = False
        self._timer.start(_PATIENCE)

    # Asking -----------------------------------------------------------------------------------------

    def _wanted(self) -> tuple[str, str]:
        """The prefix and the text behind it."""
        text = self.field.text().strip()
        prefixes = {source.prefix for source in SOURCES if source.prefix} | {ACTION_PREFIX}
        return (text[0], text[1:].strip()) if text[:1] in prefixes else ("", text)

    def _ask(self) -> None:
        self._timer.stop()
        prefix, text = self._wanted()
        wanted = [source for source in SOURCES if source.prefix == prefix] if prefix else list(SOURCES)
        if not text and prefix != "?":
            wanted = []
        kept = {source.title for source in wanted}
        self._groups = {title: found for title, found in self._groups.items() if title in kept}
        self._groups[_ACTIONS] = self._actions(prefix, text)
        for source in wanted:
            self._clinic.jobs.read(
                source.find, self._clinic, text, _ALONE if prefix else _MANY,
                then=partial(self.take_found, source), failed=self._leave_out, latest=("find", source.title),
            )  # fmt: skip
        self._show()

    def take_found(self, source: Source, found: Found) -> None:
        """Show what a source found; its place among the groups is fixed."""
        prefix, text = self._wanted()
        if (text or prefix == "?") and prefix in ("", source.prefix):
            self._groups[source.title] = found
            self._show()

    def _leave_out(self, _error: object) -> None:
        """A source that fails leaves the others as they are."""

    def _actions(self, prefix: str, text: str) -> Found:
        if prefix not in ("", ACTION_PREFIX):
            return Found((), 0)
        words = text.casefold().split()
        rows = [action(name) for name in self._bound]
        here = [row for row in rows if row.page]
        shown = (here + [row for row in rows if not row.page]) if text or prefix else here
        hits = [
            Hit(("do", row.id), row.text, detail=row.tip, icon=row.icon, cap=row.key)
            for row in shown
            if all(word in f"{row.text} {row.tip}".casefold() for word in words)
        ]
        many = _ALONE if prefix or not text else _MANY
        return Found(hits[:many], len(hits))

    # Showing ----------------------------------------------------------------------------------------

    def _show(self) -> None:
        _, text = self._wanted()
        order = [source.title for source in SOURCES]
        order.insert(len(order) - 1, _ACTIONS)
        groups = [HitGroup(title, self._groups[title].hits) for title in order if title in self._groups]
        found = sum(one.total for one in self._groups.values())
        more = "+" if any(one.more for one in self._groups.values()) else ""
        self._count.setText(f"{found:,}{more} found" if text else "")
        self.results.fill(groups, text, keep=self._moved)
        self._fit()

    def _fit(self) -> None:
        room = min(self.height() - scaled(_TOP) - scaled(54 + 36 + 24), scaled(_LOW))
        self.results.setFixedHeight(max(min(self.results.needed_height(), room), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Never higher than the window."""
        super().resizeEvent(event)
        self._fit()

    def _take(self) -> None:
        hit = self.results.current()
        if hit is None:
            return
        self._leave()
        match hit.key:
            case ("do", str(name)):
                QTimer.singleShot(0, self._bound[name].trigger)
            case ("help", str(page)):
                self.help_opened.emit(page)
            case _:
                self.opened.emit(self._place_of(hit), hit.key)

    def _place_of(self, hit: Hit) -> str:
        return next(
            source.place
            for source in SOURCES
            if source.title in self._groups and hit in self._groups[source.title].hits
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, scaled(_TOP), 0, scaled(24))
        column.addWidget(self.panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.panel.setFixedWidth(scaled(_WIDTH))
        inside = QVBoxLayout(self.panel)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(scaled(19), 0, scaled(17), 0)
        line.setSpacing(scaled(8))
        line.addWidget(IconLabel("search", Role.ACCENT, 17))
        line.addWidget(self.field, 1)
        line.addWidget(self._count)
        inside.addLayout(line)
        inside.addWidget(Hairline())
        inside.addWidget(self.results)
        inside.addWidget(self._hints)


_ACTIONS = "Actions"
