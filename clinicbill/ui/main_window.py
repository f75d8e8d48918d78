"""MainWindow: side bar, pages built when first shown, hint line. It knows the pages' names, nothing of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.ui.actions import action, sequences
from clinicbill.ui.auto_backup import AutoBackup
from clinicbill.ui.colours import Role, is_dark
from clinicbill.ui.command_box import CommandBox
from clinicbill.ui.geometry import recall, remember
from clinicbill.ui.help_panel import HelpPanel
from clinicbill.ui.loading import LoadingBar
from clinicbill.ui.page import Page
from clinicbill.ui.places import PLACES, Place, page_class, place
from clinicbill.ui.side_bar import SideBar
from clinicbill.ui.theme import Choice, theme
from clinicbill.ui.widgets.hint_line import Hint, HintLine
from clinicbill.ui.widgets.overlay import Overlay
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.widgets.badge import Badge

_BESIDE_AN_OVERLAY = frozenset({"app.back", "app.theme", "app.lock", "app.quit"})
_HELP = Hint((action("app.help").key,), "Help")


class _Unwritten(Page):
    """Stands in for a page nobody has written yet."""

    def __init__(self, clinic: Clinic, entry: Place) -> None:
        super().__init__(clinic)
        self.header.set_title(entry.title)
        states = States(QWidget())
        states.show_empty(
            f"{entry.title} is not part of this version yet.", "Everything else works without it."
        )
        self.body.addWidget(states)


class MainWindow(QWidget):
    """The window in which all work is done."""

    lock_asked = Signal()
    open_asked = Signal()
    backup_asked = Signal()
    theme_chosen = Signal(Choice)

    def __init__(self, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clinic = clinic
        self._pages: dict[str, Page] = {}
        self._actions: dict[str, QAction] = {}
        self._to_count: list[Place] = []
        self._shown = ""
        self.side_bar = SideBar()
        self.hint_line = HintLine()
        self._stack = QStackedWidget()
        self.backups = AutoBackup(clinic, self)
        self._loading = LoadingBar(clinic.jobs, self.hint_line, self._stack)
        self._lay_out()
        self._bind_all()
        self._connect()
        self._show_facts()
        self._restore()
        self.go(PLACES[0].id)
        self._count_later()

    # Where we are -----------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page shown now."""
        return cast("Page", self._stack.currentWidget())

    def go(self, place_id: str, key: object = None) -> Page:
        """Show a place, building it the first time, and select a record there."""
        page = self._pages.get(place_id) or self._build(place(place_id))
        if place_id != self._shown:
            self._shown = place_id
            self._stack.setCurrentWidget(page)
            self.side_bar.set_current(place_id)
            self._show_page(page)
        if key is not None:
            page.show_record(key)
        return page

    def pages(self) -> dict[str, Page]:
        """The pages built so far, by place."""
        return dict(self._pages)

    def _build(self, entry: Place) -> Page:
        made = page_class(entry)
        page = made(self.clinic) if made is not None else _Unwritten(self.clinic, entry)
        page.went.connect(self._went)
        page.said.connect(self.hint_line.say)
        page.fact_changed.connect(lambda _fact: self._show_hints(page))
        page.hints_changed.connect(lambda: self._show_hints(page))
        self._pages[entry.id] = page
        self._stack.addWidget(page)
        return page

    def _went(self, place_id: str, key: object) -> None:
        self.go(place_id, key)

    def _show_page(self, page: Page) -> None:
        self.setWindowTitle(f"{place(self._shown).title} · {self.clinic.facts.practice_name}")
        self.hint_line.hush()
        self._show_hints(page)
        first = page.first_focus()
        if first is not None:
            first.setFocus()

    def _show_hints(self, page: Page) -> None:
        if page is self._stack.currentWidget():
            self.hint_line.set_hints((*page.hints, _HELP))
            self.hint_line.set_fact(page.fact)

    # What the keys of the whole window do -----------------------------------------------------------

    def _bind_all(self) -> None:
        self._bind("app.find", partial(self.find_or_do, ""))
        self._bind("app.keys", partial(self.find_or_do, ">"))
        self._bind("app.filter", self._filter)
        self._bind("app.help", lambda: self.show_help(self.page.help or self._shown))
        self._bind("app.back", self._back)
        self._bind("app.undo", self._undo)
        self._bind("app.redo", self._redo)
        self._bind("app.theme", self._switch_theme)
        self._bind("app.lock", self._lock)
        self._bind("app.open", partial(self.backups.leave, self.open_asked.emit))
        self._bind("app.quit", partial(self.backups.leave, self.close))
        for entry in PLACES:
            self._bind(f"go.{entry.id}", partial(self.go, entry.id))

    def _bind(self, action_id: str, slot: Callable[[], object]) -> None:
        row = action(action_id)
        made = QAction(row.text, self)
        made.setShortcuts(sequences(row.key))
        made.triggered.connect(lambda _checked=False: self._run(action_id, slot))
        self.addAction(made)
        self._actions[action_id] = made

    def _run(self, action_id: str, slot: Callable[[], object]) -> None:
        """While something lies over the window nothing leads away from it."""
        if Overlay.of(self) is None or action_id in _BESIDE_AN_OVERLAY:
            slot()

    def find_or_do(self, text: str) -> CommandBox:
        """Open the box for everything; `text` is typed already."""
        box = CommandBox(self, self.clinic, self.page.bound() | self.bound())
        box.opened.connect(self._went)
        box.help_opened.connect(self.show_help)
        box.open_with(text)
        return box

    def show_help(self, page: str) -> HelpPanel:
        """Open the help of a page."""
        panel = HelpPanel(self, page)
        panel.open_over()
        return panel

    def bound(self) -> dict[str, QAction]:
        """The bound actions that work everywhere, by id."""
        return dict(self._actions)

    def _filter(self) -> None:
        field = self.page.filter_field
        if field is not None:
            field.setFocus()
            field.selectAll()

    def _lock(self) -> None:
        """Nothing of the practice is seen any more, even while a last copy of it is made."""
        self.backups.leave(self.lock_asked.emit, hides=True)

    def _back(self) -> None:
        above = self.backups.sheet or Overlay.of(self)
        if above is not None:
            above.dismiss()
            return
        if self.clinic.jobs.cancel_all() or self.page.back():
            return
        first = self.page.first_focus()
        if first is not None:
            first.setFocus()

    def _undo(self) -> None:
        stack = self.page.undo
        if stack.canUndo():
            text = stack.undoText()
            stack.undo()
            self.hint_line.say(f"Undone: {text}", "undo", Role.BLUE)
        else:
            self.hint_line.say("Nothing to undo here; posted money is reversed instead", "info", Role.BLUE)

    def _redo(self) -> None:
        stack = self.page.undo
        if stack.canRedo():
            text = stack.redoText()
            stack.redo()
            self.hint_line.say(f"Done again: {text}", "redo", Role.BLUE)

    def _switch_theme(self) -> None:
        choice = Choice.LIGHT if is_dark() else Choice.DARK
        theme().choose(choice)
        self.theme_chosen.emit(choice)

    # What is told -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.side_bar.chosen.connect(self.go)
        self.side_bar.counted.connect(self._show_waiting)
        self.side_bar.find_asked.connect(partial(self.find_or_do, ""))
        self.side_bar.lock_asked.connect(self._lock)
        self.side_bar.backup_asked.connect(self.backup_asked)
        self.clinic.facts_changed.connect(self._show_facts)
        self.clinic.changed.connect(self._count_later)
        self.clinic.jobs.failed.connect(self._tell_failure)

    def _show_waiting(self, place_id: str) -> None:
        self.go(place_id).show_waiting()

    def _tell_failure(self, error: ClinicBillError) -> None:
        self.hint_line.say(str(error), "circle-x", Role.RED)

    def _show_facts(self) -> None:
        self.side_bar.set_facts(self.clinic.facts)

    # Badges: counted after the first paint, one place at a time ---------------------------------------

    def _count_later(self, _changed: object = None) -> None:
        if not self._to_count:
            QTimer.singleShot(0, self._count_next)
        self._to_count = list(PLACES)

    def _count_next(self) -> None:
        if not self._to_count:
            return
        entry = self._to_count.pop(0)
        made = page_class(entry)
        if made is not None and made.count.__func__ is not Page.count.__func__:  # type: ignore[attr-defined]
            self.clinic.jobs.read(
                made.count, self.clinic.as_of, then=_Counter(self, entry.id).take, latest=("badge", entry.id)
            )
        QTimer.singleShot(0, self._count_next)

    def set_badge(self, place_id: str, badge: Badge | None) -> None:
        """Show how much waits at a place."""
        self.side_bar.set_badge(place_id, badge)

    # The window itself --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setMinimumSize(QSize(1080, 620))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side_bar)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.hint_line)
        row.addLayout(column, 1)

    def _restore(self) -> None:
        self.resize(1366, 720)
        kept = recall("window/geometry")
        if kept is not None:
            self.restoreGeometry(kept)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood; writes that began are finished.

        Whoever closes the window by its frame waits for a backup of what changed, or presses Esc; the program
        itself (`close`) never waits.
        """
        if event.spontaneous() and self.backups.applies and not self.backups.left:
            event.ignore()
            self.backups.leave(self.close)
            return
        remember("window/geometry", self.saveGeometry())
        self.backups.stop()
        self.clinic.close()
        super().closeEvent(event)


class _Counter:
    """Carries a place's name to where its count arrives."""

    def __init__(self, window: MainWindow, place_id: str) -> None:
        self._window, self._place_id = window, place_id

    def take(self, badge: Badge | None) -> None:
        """Show the count."""
        self._window.set_badge(self._place_id, badge)
