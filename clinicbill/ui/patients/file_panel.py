"""FilePanel: one patient's file, a strip on top and a view for each part of it, built when first looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QVBoxLayout, QWidget

from clinicbill.ui.patients.account import AccountTab
from clinicbill.ui.patients.authorizations import AuthorizationsTab
from clinicbill.ui.patients.cases import CasesTab
from clinicbill.ui.patients.details import DetailsTab
from clinicbill.ui.patients.history import HistoryTab
from clinicbill.ui.patients.insurance import InsuranceTab
from clinicbill.ui.patients.notes import NotesTab
from clinicbill.ui.patients.reads import PatientFile
from clinicbill.ui.patients.strip import Strip
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.list_form import ListForm
from clinicbill.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from clinicbill.ui.target import Target
    from clinicbill.ui.undo import Undo
    from clinicbill.workflows.outcome import Outcome

ACCOUNT, DETAILS, INSURANCE, CASES = "account", "details", "insurance", "cases"
AUTHORIZATIONS, NOTES, HISTORY = "authorizations", "notes", "history"
TITLES = {
    ACCOUNT: "Account",
    DETAILS: "Details",
    INSURANCE: "Insurance",
    CASES: "Cases",
    AUTHORIZATIONS: "Authorizations",
    NOTES: "Notes",
    HISTORY: "History",
}
VIEWS = tuple(TITLES)
View = AccountTab | DetailsTab | InsuranceTab | CasesTab | AuthorizationsTab | NotesTab | HistoryTab
_Lists = (InsuranceTab, CasesTab, AuthorizationsTab, NotesTab)


@dataclass(frozen=True, slots=True)
class _Built:
    """A view and the file it shows."""

    view: View
    file: PatientFile | None = None


class FilePanel(QWidget):
    """Knows which view is shown and what in it is not saved yet; saving is the page's."""

    save_asked = Signal(str, object)  # view, record as typed
    said = Signal(str)
    changed = Signal()  # dirty or clean now
    view_changed = Signal(str)
    history_asked = Signal(object)  # the PatientFile

    def __init__(self, as_of: date, time_zone: str, undo: Undo) -> None:
        super().__init__()
        self.file: PatientFile | None = None
        self._as_of, self._undo = as_of, undo
        self._makers: dict[str, Callable[[], View]] = {
            ACCOUNT: AccountTab,
            DETAILS: lambda: DetailsTab(as_of, undo),
            INSURANCE: lambda: InsuranceTab(as_of, undo),
            CASES: lambda: CasesTab(as_of, undo),
            AUTHORIZATIONS: lambda: AuthorizationsTab(as_of, undo),
            NOTES: lambda: NotesTab(as_of, undo),
            HISTORY: lambda: HistoryTab(time_zone),
        }
        self._built: dict[str, _Built] = {}
        self._tools: dict[str, QWidget] = {}
        self.strip = Strip()
        self.tabs = Tabs(tuple(TITLES.values()))
        self.tabs.setAccessibleName("Parts of the file")
        self._stack, self._tool_stack = QStackedWidget(), QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.strip, self.tabs, self._tool_stack):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self._tool_stack.hide()
        self.tabs.chosen.connect(self._show)

    # What is shown --------------------------------------------------------------------------------

    def show_file(self, file: PatientFile) -> None:
        """Show a patient, or the same one as she is now."""
        self.file = file
        self.strip.show_file(file)
        self._show(self.tabs.current)

    def set_tools(self, view: str, tools: QWidget) -> None:
        """The line above a view: what can be added there."""
        self._tools[view] = tools
        self._tool_stack.addWidget(tools)

    @property
    def current(self) -> str:
        """The view shown now."""
        return VIEWS[self.tabs.current]

    @property
    def account(self) -> AccountTab:
        """The account, which every file begins with."""
        return cast("AccountTab", self.view(ACCOUNT))

    @property
    def history(self) -> HistoryTab:
        """The history."""
        return cast("HistoryTab", self.view(HISTORY))

    @property
    def insurance(self) -> InsuranceTab:
        """The insurances."""
        return cast("InsuranceTab", self.view(INSURANCE))

    @property
    def details(self) -> DetailsTab:
        """The person."""
        return cast("DetailsTab", self.view(DETAILS))

    def choose(self, name: str) -> View:
        """Go to a view."""
        self.tabs.choose(VIEWS.index(name))
        return self.view(name)

    def go_to(self, target: Target) -> None:
        """Put the cursor into a field of a record in a view, or into the view where there is none."""
        view = self.choose(target.part)
        if isinstance(view, DetailsTab):
            view.reach(target.field)
        elif not (target.row and isinstance(view, _Lists) and view.go_to(target.row, target.field)):
            self.first_focus().setFocus()

    def step(self, by: int) -> None:
        """The view beside this one; the keyboard goes with it."""
        inside = QApplication.focusWidget()
        self.tabs.choose((self.tabs.current + by) % len(VIEWS))
        if self.file is not None and inside is not None and self.isAncestorOf(inside):
            self.first_focus().setFocus()

    def view(self, name: str) -> View:
        """A view, built if nobody looked at it yet, showing the patient of now."""
        built = self._built.get(name) or self._build(name)
        if self.file is not None and built.file is not self.file:
            self._built[name] = _Built(built.view, self.file)
            self._fill(built.view, self.file)
        return built.view

    def _build(self, name: str) -> _Built:
        view = self._makers[name]()
        self._built[name] = built = _Built(view)
        self._stack.addWidget(view)
        kept = kept_of(view)
        if kept is not None:
            kept.save_asked.connect(lambda record: self.save_asked.emit(name, record))
            kept.changed.connect(self.changed)
            kept.said.connect(self.said)
        return built

    def _fill(self, view: View, file: PatientFile) -> None:
        match view:
            case AccountTab():
                view.show_account(file.account)
            case HistoryTab():
                self.history_asked.emit(file)
            case _:
                view.show_file(file)

    def _show(self, at: int) -> None:
        name = VIEWS[at]
        self._stack.setCurrentWidget(self.view(name))
        tools = self._tools.get(name)
        self._tool_stack.setVisible(tools is not None)
        if tools is not None:
            self._tool_stack.setCurrentWidget(tools)
        self.view_changed.emit(name)
        self.changed.emit()

    def first_focus(self) -> QWidget:
        """Where the keyboard goes when the file is entered."""
        view = self.view(self.current)
        match view:
            case AccountTab():
                return view.first_focus()
            case DetailsTab():
                return view.form.editor(view.form.names()[0])
            case _:
                return view.table if view.table.records() else self._way_in()

    def _way_in(self) -> QWidget:
        """Of an empty view: the button that adds the first record, else its name among the views."""
        tools = self._tools.get(self.current)
        button = tools.findChild(KeyButton) if tools is not None else None
        return button if button is not None else self.tabs.findChildren(QAbstractButton)[self.tabs.current]

    # What is typed --------------------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Whether something typed anywhere in the file is not saved."""
        return any(kept.dirty or kept.new for kept in self._kept_forms())

    def _kept_forms(self) -> list[KeptForm]:
        found = (kept_of(built.view) for built in self._built.values())
        return [kept for kept in found if kept is not None]

    def stay(self) -> None:
        """Go to what is not saved yet, and say so."""
        for name, built in self._built.items():
            kept = kept_of(built.view)
            if kept is not None and (kept.dirty or kept.new):
                self.choose(name)
                kept.warn()
                return

    def save(self) -> None:
        """Save what is typed in the view shown, or else wherever something is."""
        kept = kept_of(self.view(self.current))
        if kept is not None and (kept.dirty or kept.new):
            kept.save()
            return
        waiting = [
            name for name, built in self._built.items() if (form := kept_of(built.view)) and form.dirty
        ]
        if not waiting:
            self.said.emit("Nothing was changed here")
            return
        unsaved = kept_of(self.choose(waiting[0]))
        if unsaved is not None:
            unsaved.save()

    def take_outcome(self, name: str, outcome: Outcome) -> bool:
        """After the workflow of a view answered: whether it is saved."""
        return cast("KeptForm | ListForm[object]", self.view(name)).take_outcome(outcome)

    def begin(self, name: str) -> None:
        """A new record in a view."""
        view = self.choose(name)
        if isinstance(view, _Lists):
            view.begin()

    def back(self) -> bool:
        """Esc inside the file; False where there is nothing to leave."""
        view = self.view(self.current) if self.file is not None else None
        if isinstance(view, (*_Lists, DetailsTab)):
            return view.back()
        return False


def kept_of(view: QWidget) -> KeptForm | None:
    """The form of a view that is typed into."""
    if isinstance(view, KeptForm):
        return view
    return view.kept if isinstance(view, ListForm) else None
