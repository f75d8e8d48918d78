"""Today: what waits on somebody, grouped by the rule that put it there, with its next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import now
from clinicbill.reports.evidence import Evidence, Ground, Part
from clinicbill.reports.week import WeekDay, week
from clinicbill.reports.work_evidence import work_evidence
from clinicbill.reports.work_item import WorkItem, items_total, lost_soon
from clinicbill.reports.worklist import worklist
from clinicbill.ui.actions import action
from clinicbill.ui.colours import Role
from clinicbill.ui.page import Page
from clinicbill.ui.today.columns import today_columns
from clinicbill.ui.today.detail import Detail
from clinicbill.ui.today.listing import ORDER_WORDS, Cut, Order, TodayRow, grouped
from clinicbill.ui.today.reads import WAITS, Work, cut_of, cut_of_day, read_work
from clinicbill.ui.today.steps import Steps
from clinicbill.ui.today.top import Top
from clinicbill.ui.widgets.badge import Badge
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.columns import Totals
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import line, secondary, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic

_PAUSE = 40  # milliseconds the cursor rests on a row before its evidence is read


class TodayPage(Page):
    """Figures and the week above, the list below, the detail of the selected row beside it."""

    id, title = "today", "Today"
    shows = frozenset({"patients", "visits", "claims", "ledger", "remittances", "setup"})
    hints = (
        Hint(("↑", "↓"), "Move"),
        Hint(("Enter",), "Open"),
        Hint(("Ctrl+Enter",), "Do the next step"),
        Hint(("F2",), "Show everything"),
        Hint(("F4",), "Order"),
    )

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.work = Work()
        self.order = Order.LOST_FIRST
        self._unfolded: set[str] = set()
        self._cut = ""
        self._cut_day: date | None = None
        self._week_of = clinic.as_of
        self._shown: TodayRow | None = None
        self.steps = Steps(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._read_evidence)
        self.table: RecordTable[TodayRow] = RecordTable(
            "What waits on you", today_columns(lambda: self.clinic.as_of), identity=lambda row: row.key
        )
        self._bind_all()
        self._lay_out()
        self._connect()

    # Layout and keys ------------------------------------------------------------------------------

    def _bind_all(self) -> None:
        self.bind("today.next", self.do_next)
        self.bind("today.import", self.steps.import_files)
        self.bind("today.all", self.show_all)
        self.bind("today.patient", self._open_patient)
        self.bind("today.order", self._turn_order)

    def _lay_out(self) -> None:
        self.ordering = Choice("Order", [(one, f"Order: {words}") for one, words in ORDER_WORDS.items()])
        self.header.add(self.ordering, self.button("today.import"))
        self.top = Top()
        self._step_button = self.button("today.next", kind=Kind.PRIMARY, icon=False)
        self._patient_button = self.button("today.patient", "Patient", icon=False)
        self.detail = Detail((self._step_button, self._patient_button), self.clinic.as_of)
        self.cut_line = self._lay_out_cut()
        self.list_states = States(self.table)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cut_line)
        column.addWidget(self.list_states, 1)
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.top)
        inside.addWidget(Hairline())
        inside.addWidget(Splitter("today", [left, self.detail], [819, 350], grows=0), 1)
        self.states = States(whole)
        self.body.addWidget(self.states, 1)

    def _lay_out_cut(self) -> QWidget:
        self._cut_name, self._cut_about = section(""), secondary("")
        made = line(self._cut_name, self._cut_about, None, self.button("today.all"), height=40)
        made.hide()
        return made

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.ordering.edited.connect(self._take_order)
        self.top.strip.opened.connect(self.show_day)
        self.top.strip.week_asked.connect(self._ask_week)
        self.top.figure_opened.connect(self.show_figure)
        self.detail.payer_opened.connect(lambda payer_id: self.go("receivables", payer_id))

    def first_focus(self) -> QWidget:
        """The list."""
        return self.table

    @classmethod
    def count(cls, db: Database, as_of: date) -> Badge:  # type: ignore[override]
        """How many things wait; amber where a filing limit ends soon."""
        items = worklist(db, as_of)
        return Badge(len(items), Role.AMBER if lost_soon(items) else Role.TEXT2)

    # Reading --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again."""
        self.header.say(f"{self.clinic.as_of:%A, %B} {self.clinic.as_of.day}, {self.clinic.as_of.year}")
        self.jobs.read(
            read_work,
            self.clinic.as_of,
            self._week_of,
            then=self._take,
            failed=self._fail,
            latest=("today", id(self)),
        )

    def _take(self, work: Work) -> None:
        self.work = work
        self.states.show_rows()
        self.top.show_work(work, self.clinic.as_of)
        self._fill()
        self.set_fact(f"Updated {now().astimezone():%H:%M}")

    def _fail(self, error: ClinicBillError) -> None:
        self.states.retry(str(error), self.refresh)

    # The list -------------------------------------------------------------------------------------

    def _current_cut(self) -> Cut | None:
        """The part of the list that is asked for, worked out anew from what was read."""
        if self._cut_day is not None:
            return cut_of_day(self.work, self._cut_day)
        return cut_of(self.work, self._cut) if self._cut else None

    def _fill(self) -> None:
        cut = self._current_cut()
        self.cut_line.setVisible(cut is not None)
        self.top.strip.set_chosen(self._cut_day)
        shown = self.work.items if cut is None else cut.items
        self.table.fill(
            grouped(shown, self.order, self._unfolded, fold=cut is None),
            [Totals({"Who": "Total", "Money": items_total(shown)})] if cut is not None and shown else [],
        )
        if cut is not None:
            self._cut_name.setText(cut.name)
            rows = f"{len(shown)} row{'' if len(shown) == 1 else 's'}"
            self._cut_about.setText(f"{rows}, {items_total(shown).plain()}")
        self._say_empty(cut)
        self._follow()

    def _say_empty(self, cut: Cut | None) -> None:
        if self.table.records():
            self.list_states.show_rows()
        elif cut is not None:
            button = KeyButton("Show everything", action("today.all").key)
            button.clicked.connect(self.show_all)
            self.list_states.show_empty(cut.empty or "Nothing waits.", "", button)
        else:
            button = KeyButton("Import files", action("today.import").key, icon="download")
            button.clicked.connect(self.steps.import_files)
            self.list_states.show_empty(
                "Nothing waits on you.",
                "What is late, refused, unposted or uncoded will stand here, most urgent first.",
                button,
            )

    def show_figure(self, name: str) -> None:
        """Show exactly the rows a figure is the sum of."""
        self._cut, self._cut_day = name, None
        self._fill()
        self.table.select_first()
        self.table.setFocus()

    def show_day(self, day: date) -> None:
        """Show what is due on a day."""
        self._cut, self._cut_day = "", day
        self._fill()
        self.table.select_first()

    def show_all(self) -> None:
        """The whole list again."""
        self._cut, self._cut_day = "", None
        self._fill()
        self.table.setFocus()

    def show_waiting(self) -> None:
        """Exactly what the badge counts."""
        self.show_figure(WAITS)

    def back(self) -> bool:
        """From a part of the list to the whole."""
        if not self._cut and self._cut_day is None:
            return False
        self.show_all()
        return True

    def _take_order(self) -> None:
        self.order = Order(str(self.ordering.value()))
        self._fill()

    def _turn_order(self) -> None:
        """The next of the orders."""
        orders = list(Order)
        self.ordering.set_value(orders[(orders.index(self.order) + 1) % len(orders)])
        self._take_order()
        self.say(f"Order: {ORDER_WORDS[self.order]}", "info", Role.BLUE)

    def _ask_week(self, day: date) -> None:
        self._week_of = day
        self.jobs.read(week, day, then=self._take_week, failed=self.say_failed, latest=("week", id(self)))

    def _take_week(self, days: tuple[WeekDay, ...]) -> None:
        self.work = Work(items=self.work.items, days=days)
        self.top.show_week(self.work, days, self.clinic.as_of)

    # The selected row -----------------------------------------------------------------------------

    def _choose(self, _row: TodayRow | None) -> None:
        self._follow()

    def _follow(self) -> None:
        row = self.table.current()
        same = row is not None and self._shown is not None and self._shown.key == row.key
        self._shown = row
        if row is None:
            self.detail.clear()
        elif row.item is None:
            self._show_fold(row)
        else:
            self._show(row.item, changed=not same)

    def _show(self, item: WorkItem, *, changed: bool) -> None:
        if changed:
            self.detail.show_title(item.who, "" if item.money is None else str(item.money))
        self.allow("today.next", why_not=self.steps.why_not(item), text=item.step.words)
        self._step_button.show()
        self._patient_button.setVisible(item.patient_id is not None)
        self._pause.start()

    def _read_evidence(self) -> None:
        if self._shown is not None and self._shown.item is not None:
            self.jobs.read(
                work_evidence,
                self._shown.item,
                self.clinic.as_of,
                then=self._take_evidence,
                failed=self.say_failed,
                latest=("evidence", id(self)),
            )

    def _take_evidence(self, evidence: Evidence) -> None:
        if self._shown is not None and self._shown.item is not None:
            self.detail.show_evidence(evidence)

    def _show_fold(self, row: TodayRow) -> None:
        self._pause.stop()
        self.allow("today.next")
        self._step_button.hide()
        self._patient_button.hide()
        parts = tuple(Part(words=item.who, detail=item.payer, amount=item.money) for item in row.rest)
        words = "Enter folds them away again." if row.unfolded else "Enter shows them in the list."
        ground = Ground(icon="list", role="text2", title=f"{row.group.title}: {row.group.why}", text=words)
        self.detail.show_title(f"{len(row.rest)} more", str(items_total(row.rest)))
        self.detail.show_evidence(Evidence(grounds=(ground,), parts_title=row.group.title, parts=parts))

    # What is done ---------------------------------------------------------------------------------

    def _open(self, row: TodayRow) -> None:
        """Enter: open what the row is about; a fold unfolds."""
        if row.item is not None:
            self.steps.open(row.item)
        else:
            self._unfolded ^= {row.group.key}
            self._fill()

    def do_next(self) -> None:
        """Do what the selected row asks for."""
        row = self.table.current()
        if row is None:
            return
        if row.item is None:
            self._open(row)
        else:
            self.steps.do(row.item)

    def _open_patient(self) -> None:
        row = self.table.current()
        if row is not None and row.item is not None and row.item.patient_id is not None:
            self.go("patients", row.item.patient_id)
