"""RemittancePanel: one remittance: its proof, its lines and what becomes of each, and what is posted for one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Severity
from clinicbill.ledger.accounts import METHOD_WORDS
from clinicbill.remits.store import RemittanceStatus
from clinicbill.ui.claims.columns import moment
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.payments.columns import (
    ENTRIES,
    LINES,
    WIDE_ONLY,
    EntryRow,
    adjustments,
    entry_rows,
    line_totals,
)
from clinicbill.ui.payments.laid_open import LineRow, claims_matched
from clinicbill.ui.payments.proof_strip import ProofStrip
from clinicbill.ui.widgets.banner import Banner
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.labels import Label, RunsLabel, line, name, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, code, quiet, small
from clinicbill.ui.widgets.state import States
from clinicbill.ui.widgets.tall_table import TallTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clinicbill.basics.identifiers import PatientId
    from clinicbill.ui.payments.reads import OpenRemittance
    from clinicbill.ui.widgets.key_cap import KeyButton

_LEAST_LINES, _LEAST_ENTRIES = 118, 130


class RemittancePanel(QWidget):
    """Tells which line is looked at; the page reads and acts."""

    line_changed = Signal()

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.opened: OpenRemittance | None = None
        self.lines: TallTable[LineRow] = TallTable(
            "Claims and lines",
            LINES,
            wraps="Adjustments",
            pieces=adjustments,
            gap=10,
            identity=lambda row: row.number,
            tint=_tint,
        )
        self.entries: RecordTable[EntryRow] = RecordTable("Entries of the line", ENTRIES)
        self.strip = ProofStrip()
        self.banner = Banner()
        self._name, self._about = name(""), RunsLabel()
        self._matched, self._policy = RunsLabel(), RunsLabel(right=True)
        self._posting, self._of = section(""), RunsLabel()
        self._agreed = RunsLabel(right=True)
        self._nothing = Label("", role=Role.TEXT2, wrap=True)
        self._steps: Mapping[str, KeyButton] = {}
        self._edge = Hairline()
        self._lay_out()
        self.lines.chosen.connect(self._show_line)
        self.lines.fitted.connect(self._fit)
        self.lines.verticalScrollBar().rangeChanged.connect(self._show_edge)
        self._show_edge(0, 0)

    def _lay_out(self) -> None:
        self._name_line = line(self._name, self._about, None, height=40)
        self._whole = QWidget()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._name_line)
        column.addWidget(self.strip)
        column.addWidget(line(section("Claims"), self._matched, None, self._policy, height=34))
        column.addWidget(self.lines, 300)
        column.addWidget(self._edge)
        column.addWidget(self.banner)
        column.addWidget(line(self._posting, self._of, None, self._agreed, height=34))
        column.addWidget(self.entries, 200)
        self._nothing.setContentsMargins(16, 2, 16, 12)
        column.addWidget(self._nothing)
        column.addStretch(1)
        self.states = States(self._whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states)

    def add_steps(self, steps: Mapping[str, KeyButton]) -> None:
        """The buttons that may stand beside the name, by action."""
        self._steps = steps
        row = self._name_line.layout()
        for button in steps.values():
            button.hide()
            if row is not None:
                row.addWidget(button)

    # What it shows ---------------------------------------------------------------------------------

    def show_remittance(self, opened: OpenRemittance) -> None:
        """Lay a remittance open; the line the cursor was on stays chosen while it is the same one."""
        other = self.opened is None or self.opened.row.id != opened.row.id
        self.opened = opened
        self._name.setText(opened.row.payer_name)
        self._about.set_runs(self._facts(opened))
        self._show_steps(opened)
        self.strip.show_proof(opened)
        found, of = claims_matched(opened.rows)
        words = f"{of} of {of}" if opened.is_posted else f"{found} of {of}"
        self._matched.set_runs((small(f"matched {words}"),))
        self._policy.set_runs((small(f"Adjustment policy of {slashed(opened.policy_on)}"),))
        self.lines.fill(opened.rows, [line_totals(opened.sums)])
        if other:
            self._choose_first(opened)
        self.states.show_rows()
        self._show_line(self.lines.current())

    def show_nothing(self, what: str, why: str, button: KeyButton | None = None) -> None:
        """No remittance is selected."""
        self.opened = None
        self.states.show_empty(what, why, button)

    def _choose_first(self, opened: OpenRemittance) -> None:
        """The first line that needs somebody, else the first."""
        odd = next((row for row in opened.rows if row.findings), None)
        if odd is None or not self.lines.select(odd.number):
            self.lines.select_first()
        QTimer.singleShot(0, self._bring_into_view)

    def _bring_into_view(self) -> None:
        """From the top, as far as the chosen line needs; the list has its height only now."""
        self.lines.scrollToTop()
        self.lines.scrollTo(self.lines.currentIndex())

    def _facts(self, opened: OpenRemittance) -> tuple[Run, ...]:
        row = opened.row
        method = METHOD_WORDS.get(row.method) or "Check/EFT"
        parts = [quiet(method), code(row.trace_number, Role.TEXT2)]
        if row.paid_on:
            parts += [quiet("·"), quiet(f"paid {slashed(row.paid_on)}")]
        if opened.received_at is not None:
            day = moment(opened.received_at, self._zone).split()[0]
            parts += [quiet("·"), quiet(f"835 imported {day}")]
        if row.status in (RemittanceStatus.REVERSED, RemittanceStatus.SET_ASIDE):
            words = "Reversed" if row.status is RemittanceStatus.REVERSED else "Set aside"
            parts += [quiet("·"), Run(f"{words}: {row.status_reason}", Role.BLUE)]
        return tuple(parts)

    def _show_steps(self, opened: OpenRemittance) -> None:
        shown = {
            RemittanceStatus.POSTED: ("payments.reverse",),
            RemittanceStatus.WAITING: ("payments.aside",),
            RemittanceStatus.REVERSED: ("payments.aside",),
            RemittanceStatus.SET_ASIDE: ("payments.aside",),
        }[opened.row.status]
        for action, button in self._steps.items():
            button.setVisible(action in shown)

    def patient_id(self) -> PatientId | None:
        """Whose line the cursor is on; None where no claim of ours was found."""
        row = self.lines.current()
        if self.opened is None or row is None or row.said.claim_place is None:
            return None
        claim = self.opened.preview.situation.matches[row.said.claim_place].claim
        return claim.patient_id if claim is not None else None

    # The line under the cursor ------------------------------------------------------------------------

    def _show_line(self, row: LineRow | None) -> None:
        opened = self.opened
        if opened is None:
            return
        if row is None:
            self.entries.fill([])
            self.banner.silence()
            return
        self._tell(row)
        rows, totals = entry_rows(opened, row)
        self.entries.fill(rows, totals)
        self.entries.selectionModel().clear()
        self.entries.setVisible(bool(rows))
        self._nothing.setText("" if rows else _why_nothing(opened, row))
        self._nothing.setVisible(not rows)
        self._posting.setText(_heading(opened))
        who = f"{row.said.patient} {row.said.procedure}".strip()
        count = f", {len(row.moves)} of {opened.sums.moves} entries" if row.moves else ""
        self._of.set_runs((small(f"{who}{count}"),))
        self._agreed.set_runs((_agreement(opened),))
        self._fit()
        self.line_changed.emit()

    def _tell(self, row: LineRow) -> None:
        """The banner speaks of the line under the cursor, and of the payment where no line is at fault."""
        finding = next((one for one in row.findings if one.severity is not Severity.INFO), None)
        if (
            finding is None
            and not any(one.findings for one in self.lines.records())
            and self.opened is not None
        ):
            wrong = [one for one in self.opened.preview.plan.findings if one.severity is Severity.MUST_FIX]
            finding = next(iter(wrong), None) if not self.opened.is_posted else None
        if finding is None:
            self.banner.silence()
            return
        self.banner.tell(finding.message, " ".join(part for part in (finding.why, finding.fix) if part))

    def _show_edge(self, _least: int, most: int) -> None:
        """A line below the rows where they are cut; else the last row has its own."""
        self._edge.setVisible(most > 0)

    def _fit(self) -> None:
        """Both lists are as high as their rows, and share what there is when that is too little."""
        for at, column in enumerate(LINES):
            self.lines.setColumnHidden(at, self.lines.width() < scaled(WIDE_ONLY.get(column.title, 0)))
        tall = self.lines.height_of_rows
        self.lines.setMinimumHeight(min(tall, scaled(_LEAST_LINES)))
        self.lines.setMaximumHeight(tall)
        rows = self.entries.model_of().rowCount()
        high = scaled(26) + scaled(27) * rows + 2
        self.entries.setMinimumHeight(min(high, scaled(_LEAST_ENTRIES)))
        self.entries.setMaximumHeight(high)


def _tint(row: LineRow) -> Role | None:
    return Role.AMBER_TINT if row.said.out_by else None


def _heading(opened: OpenRemittance) -> str:
    if opened.is_posted:
        return "Posted"
    return "Will be posted" if opened.preview.may_post else f"Will be posted once {_lacks(opened)}"


def _lacks(opened: OpenRemittance) -> str:
    """What posting waits for."""
    return "everything is matched" if opened.preview.proof.postable else "it proves"


def _why_nothing(opened: OpenRemittance, row: LineRow) -> str:
    if opened.is_posted:
        return "Nothing was posted for this line."
    return f"{row.what.words}: nothing will be posted for this line."


def _agreement(opened: OpenRemittance) -> Run:
    """Whether all cash that is posted equals what came."""
    count, paid = opened.sums.moves, opened.row.paid.plain()
    method = METHOD_WORDS.get(opened.row.method) or "Check/EFT"
    if opened.is_posted or opened.preview.may_post:
        words = f"{count} entries: cash {opened.sums.paid.plain()} = {method} {paid}"
        return Run(words, Role.GREEN, icon="circle-check", step=Step.SECONDARY, gap=0)
    return Run(
        f"Nothing is posted before {_lacks(opened)}",
        Role.TEXT2,
        icon="info",
        icon_role=Role.BLUE,
        step=Step.SECONDARY,
        gap=0,
    )
