"""The coding page: the day's visits, the note, the codes beside it; from the first key to the claim."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from clinicbill.ui.actions import action
from clinicbill.ui.coding.acts import Acts
from clinicbill.ui.coding.desk import Desk
from clinicbill.ui.coding.desk_acts import DeskActs
from clinicbill.ui.coding.diagnoses.used_codes import used_by_office
from clinicbill.ui.coding.draft import Draft
from clinicbill.ui.coding.edits.abn_acts import AbnActs
from clinicbill.ui.coding.edits.global_acts import GlobalActs
from clinicbill.ui.coding.edits.override_acts import OverrideActs
from clinicbill.ui.coding.em.acts import EmActs
from clinicbill.ui.coding.hints import hints_at
from clinicbill.ui.coding.lines.cells import PLACES
from clinicbill.ui.coding.note_edit import NotePanel
from clinicbill.ui.coding.open_visit import OpenVisit
from clinicbill.ui.coding.page_reads import count_waiting
from clinicbill.ui.coding.queries.acts import QueryActs
from clinicbill.ui.coding.saver import Saver
from clinicbill.ui.coding.suggestions.acts import SuggestionActs
from clinicbill.ui.coding.visits.context_strip import ContextStrip
from clinicbill.ui.coding.visits.day_list import Shown
from clinicbill.ui.coding.visits.day_panel import DayPanel
from clinicbill.ui.coding.visits.visit_list import VisitList
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.geometry import recall
from clinicbill.ui.page import Page
from clinicbill.ui.target import Target
from clinicbill.ui.widgets.badge import Badge
from clinicbill.ui.widgets.key_cap import Kind
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.coding.diagnoses.diagnosis_list import DiagnosisRow
    from clinicbill.ui.coding.visits.visit_file import VisitFile

# Pixels at 1366 and at 1920: the list, the note.
_WIDTHS = ((1170, 220, 342), (1724, 240, 560))


class CodingPage(Page):
    """One visit at a time; what is typed is kept by itself, Ctrl+Enter charges it and goes on."""

    id, title = "coding", "Coding"
    shows = frozenset({"visits", "patients", "setup", "claims"})
    hints = hints_at("list")

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self._own_change = False
        self._office_asked = False
        self._target: Target | None = None
        self.draft = Draft(self.undo, self)
        self.saver = Saver(clinic, self.draft, self)
        self.strip = ContextStrip()
        self.days = DayPanel(clinic.as_of)
        self.note = NotePanel(action("coding.note").key)
        self.desk = Desk(clinic, self.draft)
        self.visit = OpenVisit(self)
        self.list = VisitList(self)
        self.acts = Acts(self)
        self.desk_acts = DeskActs(self)
        self.overrides = OverrideActs(self)
        self.globals = GlobalActs(self)
        self.abns = AbnActs(self)
        self.suggestions = SuggestionActs(self)
        self.queries = QueryActs(self)
        self.levels = EmActs(self)
        self._bind_all()
        self._lay_out()
        self._connect()

    # Laying out -------------------------------------------------------------------------------------

    def _bind_all(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "coding.note": self.note.text.setFocus,
            "coding.diagnoses": self.desk.start_search,
            "coding.lines": self.desk.grid.start_new,
            "coding.details": self.acts.details,
            "coding.tabular": self._show_tabular,
            "coding.complete": self.desk.codes.complete,
            "coding.favourite": self.desk_acts.mark_favourite,
            "coding.fix": self._fix_first,
            "coding.claim": self._open_claim,
            "coding.same": self.acts.same_as_last,
            "coding.hold": self.acts.hold,
            "coding.remove": self.desk.remove_current,
            "coding.up": partial(self.desk.move_current, -1),
            "coding.down": partial(self.desk.move_current, 1),
            "coding.previous": partial(self.list.step, -1),
            "coding.skip": partial(self.list.step, 1),
            "coding.new": self.acts.new_visit,
            "coding.line": self.acts.line_details,
            "coding.correct": self.visit.correct,
            "coding.day_before": partial(self.list.step_day, -1),
            "coding.day_after": partial(self.list.step_day, 1),
            "coding.day": self.days.ask_day,
            "coding.today": partial(self.list.show, Shown.DAY),
            "coding.waiting": partial(self.list.show, Shown.TO_CODE),
            "coding.holds": partial(self.list.show, Shown.ON_HOLD),
            "coding.queries": partial(self.list.show, Shown.QUERY),
            "coding.macros": self.desk_acts.macros,
            "coding.plan": self.desk_acts.plan,
            "coding.ask": self.queries.ask,
            "coding.suggestions": self.suggestions.focus,
            "coding.level": self.levels.ask,
            "coding.override": self.overrides.ask,
            "coding.global": self.globals.ask,
            "coding.abn": self.abns.ask,
            "coding.finish": self.acts.finish,
        }
        for action_id, slot in slots.items():
            self.bind(action_id, slot)

    def _lay_out(self) -> None:
        self.finish_button = self.button("coding.finish", kind=Kind.PRIMARY, icon=False)
        self.header.add(
            self.button("coding.new", icon=False),
            self.button("coding.same"),
            self.button("coding.hold", icon=False),
            self.finish_button,
        )
        self.body.addWidget(self.strip)
        self._inner = Splitter("coding visit", [self.note, self.desk], [380, 788], grows=1)
        self.visit_states = States(self._inner)
        self._outer = Splitter("coding", [self.days, self.visit_states], [200, 1168], grows=1)
        self.states = States(self._outer)
        self.body.addWidget(self.states, 1)

    def _connect(self) -> None:
        self.draft.changed.connect(self.visit.show_draft)
        self.draft.facts_asked.connect(self.visit.read_facts)
        self.saver.saved.connect(self._tell_saved)
        self.saver.refused.connect(self._tell_refused)
        self.saver.finished.connect(self.acts.finished)
        self.days.opened.connect(lambda _id: self.desk.start_search())
        self.note.typed.connect(self.visit.type_note)
        self.note.left.connect(lambda: self.draft.end_typing("typing in the note"))
        self.desk.said.connect(self.tell)
        self.clinic.changed.connect(self._ask_office)
        self.desk.edits.asked.connect(self.visit.mend)
        self.desk.diagnosis_chosen.connect(self._mark_words)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    # What the window asks ---------------------------------------------------------------------------

    @classmethod
    def count(cls, db: Database, _as_of: object) -> Badge:  # type: ignore[override]  # the job's connection
        """Visits to code."""
        return Badge(count_waiting(db))

    def refresh(self) -> None:
        """Read the list again, and what is known around the open visit unless it was this page that wrote."""
        self.list.read()
        if self.draft.is_open and not self._own_change:
            self.visit.read_again()
        self._own_change = False

    def first_focus(self) -> QWidget:
        """The search while a visit is open, else the list."""
        return self.desk.search.field if self.draft.is_open and not self.visit.locked else self.days.rows

    def show_record(self, key: object) -> None:
        """Open a visit in the list of its day; with a Target go to a cell or diagnosis of it."""
        self._target = key if isinstance(key, Target) else None
        self.list.open_record(key.record if isinstance(key, Target) else key)

    def go_to_target(self) -> None:
        """The cursor goes to the place another page asked for, as soon as its visit is shown."""
        target = self._target
        if target is None or target.record != self.open_id:
            return
        self._target = None
        if target.field == "details":
            self.acts.details(target.inside)
        elif target.field == "diagnoses":
            self._go_to_diagnosis(target.row)
        else:
            self._go_to_cell(target.row, target.field)

    def _go_to_diagnosis(self, at: int) -> None:
        rows = self.desk.diagnoses.records()
        self.desk.diagnoses.setFocus()
        if rows:
            self.desk.diagnoses.select(rows[min(at, len(rows) - 1)].code)

    def _go_to_cell(self, line_id: int, name: str) -> None:
        """A cell of a line; what has no cell is typed in the line's details."""
        lines, grid = self.draft.visit.lines, self.desk.grid
        grid.go_to(next((at for at, line in enumerate(lines) if line.id == line_id), 0), name)
        if name in PLACES and not grid.isColumnHidden(PLACES[name]):
            return
        if self.locked:
            self.tell(
                "The charges of this visit are posted: press Ctrl+Shift+E to correct it, then Ctrl+E for the line"
            )
        else:
            self.acts.line_details(name)

    def show_waiting(self) -> None:
        """Every visit to code, the oldest first."""
        self.list.show(Shown.TO_CODE)

    def back(self) -> bool:
        """Esc: back to the search, empty it, then back to the list."""
        if self.desk.beside.asking:
            self.desk.beside.leave()
            return True
        if self.desk.search.is_open:
            self.desk.search.clear()
            return True
        if not self.days.rows.hasFocus():
            self.days.rows.setFocus()
            return True
        if self.list.shown is not Shown.DAY:
            self.list.show(Shown.DAY)
            return True
        return False

    # The open visit ---------------------------------------------------------------------------------

    @property
    def file(self) -> VisitFile | None:
        """What is known of the open visit."""
        return self.visit.file

    @property
    def locked(self) -> bool:
        """Whether its codes stay as they are."""
        return self.visit.locked

    @property
    def correcting(self) -> bool:
        """Whether a charged visit is changed for a corrected claim."""
        return self.visit.correcting

    @property
    def charged(self) -> bool:
        """Whether its charges are posted."""
        return self.file is not None and self.file.charged

    @property
    def open_id(self) -> EncounterId | None:
        """The visit that is open."""
        return self.draft.visit.id if self.draft.is_open else None

    def read_visit_again(self) -> None:
        """Read the open visit and the list anew."""
        self.refresh()

    # Keys and words ---------------------------------------------------------------------------------

    def tell(self, words: str) -> None:
        """Say why something was not done."""
        self.say(words, "info", Role.BLUE)

    def _fix_first(self) -> None:
        if not self.desk.edits.fix_first():
            self.tell("Nothing is missing")

    def _open_claim(self) -> None:
        claim = self.file.claim if self.file is not None else None
        if claim is not None:
            self.go("claims", claim.id)
        else:
            self.tell("There is no claim of this visit yet: Ctrl+Enter makes it")

    def _show_tabular(self) -> None:
        self.go("codes", self.desk.codes.code_here() or None)

    def _mark_words(self, row: DiagnosisRow | None) -> None:
        self.note.mark(row.code if row else "", row.title if row else "")

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            return
        zones: dict[str, QWidget] = {
            "list": self.days, "suggestions": self.suggestions.pane, "note": self.note, "diagnoses": self.desk.diagnoses,
            "search": self.desk.search, "questions": self.desk.beside.questions, "lines": self.desk.grid,
        }  # fmt: skip
        zone = next((name for name, part in zones.items() if part is new or part.isAncestorOf(new)), "")
        if zone:
            self.set_hints(*hints_at(zone))

    def _tell_saved(self) -> None:
        self._own_change = self.isVisible()
        self.visit.tell_saved()

    def _tell_refused(self, why: str) -> None:
        self.say(f"Not saved: {why}", "circle-x", Role.RED)

    # The window -------------------------------------------------------------------------------------

    def _ask_office(self, changed: object = frozenset({"favourites"})) -> None:
        """What the office coded lately and marked, for the search."""
        if isinstance(changed, frozenset) and "favourites" in changed:
            self.jobs.read(
                used_by_office, self.clinic,
                then=self.visit.take_office, failed=self.say_failed, latest=(self, "office"),
            )  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        """Hear when the window closes: what was typed is kept before its file is."""
        super().showEvent(event)
        if not self._office_asked:
            self._office_asked = True
            self._ask_office()
        self.window().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown: keep what was typed."""
        self.draft.end_typing("typing")
        self.suggestions.leave()
        self.saver.now()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is about to close."""
        if event.type() == QEvent.Type.Close and watched is self.window():
            self.draft.end_typing("typing")
            self.suggestions.leave()
            self.saver.leave()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and note grow with the window until the user has moved a divider."""
        super().resizeEvent(event)
        (low, days, note), (high, most_days, most_note) = _WIDTHS
        part = min(max((self.width() / scaled(1) - low) / (high - low), 0.0), 1.0)
        if recall("splitter/coding") is None:
            left = scaled(days + (most_days - days) * part)
            self._outer.setSizes([left, self.width() - left])
        if recall("splitter/coding visit") is None:
            middle = scaled(note + (most_note - note) * part)
            self._inner.setSizes([middle, max(self._inner.width() - middle, 1)])
