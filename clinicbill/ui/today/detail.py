"""The detail of one item of Today: why it stands there, what proves it, what it is made of, and whom it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.basics.people import phone_shown
from clinicbill.practice.payer import Delivery
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import BOLD, MEDIUM, Step, scaled
from clinicbill.ui.today.scroll_panel import ScrollPanel
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import (
    IconLabel,
    Label,
    RunsLabel,
    heading,
    name,
    pairs,
    secondary,
)
from clinicbill.ui.widgets.runs import Run, Runs, code, small

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.reports.evidence import Evidence, Ground, Part, Proof
    from clinicbill.reports.payer_facts import PayerFacts

_MOST_PARTS = 14


class Detail(QWidget):
    """Who and how much with the buttons above; below, scrolling, everything that is known of it."""

    payer_opened = Signal(int)

    def __init__(self, buttons: Sequence[QWidget], as_of: date) -> None:
        super().__init__()
        self._as_of = as_of
        self.setMinimumWidth(scaled(280))
        self._who, self._about = name(""), RunsLabel()
        self._who.setWordWrap(True)
        self._money = Label("", step=Step.NAME, weight=BOLD)
        self._buttons = list(buttons)
        self._scroll = ScrollPanel("Why it stands here")
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._who, 1)
        title.addWidget(self._money, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setContentsMargins(0, scaled(4), 0, 0)
        row.setSpacing(8)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        above = QVBoxLayout()
        above.setContentsMargins(16, scaled(13), 16, scaled(8))
        above.setSpacing(scaled(4))
        above.addLayout(title)
        above.addWidget(self._about)
        above.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._scroll, 1)

    def clear(self) -> None:
        """Show nothing."""
        self.show_title("", "")
        self._scroll.setWidget(QWidget())
        for button in self._buttons:
            button.hide()

    def show_title(self, who: str, money: str) -> None:
        """Who and how much; what else is known comes when it is read."""
        self._who.setText(who)
        self._money.setText(money)
        self._about.set_runs(())
        self.setAccessibleName(f"{who} {money}".strip())

    def show_evidence(self, evidence: Evidence) -> None:
        """Everything that is known of it."""
        self._about.set_runs((small("  ·  ".join(evidence.about)),))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, scaled(4), 14, scaled(14))
        column.setSpacing(scaled(6))
        self._add_evidence(column, evidence)
        column.addStretch(1)
        self._scroll.setWidget(inside)

    def _add_evidence(self, column: QVBoxLayout, evidence: Evidence) -> None:
        if evidence.grounds:
            column.addLayout(_block("Why it stands here", [_ground(one) for one in evidence.grounds], gap=5))
        if evidence.proofs:
            this_year = all(one.on.year == self._as_of.year for one in evidence.proofs)
            day = "%m/%d" if this_year else "%m/%d/%y"
            column.addLayout(_block("What you can prove", [_proof(one, day) for one in evidence.proofs]))
        if evidence.parts:
            self.add_parts(column, evidence)
        if evidence.payer is not None:
            self._add_payer(column, evidence.payer)

    def add_parts(self, column: QVBoxLayout, evidence: Evidence) -> None:
        """What the amount is made of; another detail may show it its own way."""
        parts = [_part(one) for one in evidence.parts[:_MOST_PARTS]]
        if len(evidence.parts) > _MOST_PARTS:
            parts.append(secondary(f"and {len(evidence.parts) - _MOST_PARTS} more"))
        column.addLayout(_block(evidence.parts_title, parts))

    def show_buttons(self) -> None:
        """Offer what can be done, after there was nothing."""
        for button in self._buttons:
            button.show()

    def _add_payer(self, column: QVBoxLayout, facts: PayerFacts) -> None:
        column.addWidget(Hairline())
        column.addSpacing(scaled(4))
        column.addWidget(heading(facts.payer.name))
        column.addWidget(pairs(*_payer_lines(facts), label_width=84))
        button = KeyButton("Show its A/R", icon="hourglass", kind=Kind.LINK)
        button.clicked.connect(lambda: self.payer_opened.emit(int(facts.payer.id)))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def _block(title: str, rows: Sequence[QWidget], gap: int = 0) -> QVBoxLayout:
    """A small heading and what stands under it, close together."""
    column = QVBoxLayout()
    column.setSpacing(scaled(gap))
    column.addWidget(heading(title))
    column.addSpacing(scaled(5 - gap))
    for row in rows:
        column.addWidget(row)
    column.addSpacing(scaled(6))
    return column


def _payer_lines(facts: PayerFacts) -> list[tuple[str, str]]:
    payer = facts.payer
    lines = [("Phone", phone_shown(payer.phone) if payer.phone else "not kept under Setup")]
    how = (
        "on paper"
        if payer.delivery is Delivery.PAPER
        else f"electronic, {payer.payer_number or 'no payer id'}"
    )
    lines.append(("Claims go", how))
    if facts.answer_days is not None:
        lines.append(("Answers in", f"{facts.answer_days} days, median of your last {facts.answers}"))
    if facts.limit_words:
        lines.append(("Filing limit", facts.limit_words))
    lines.append(
        ("Owes now", f"{facts.open_amount}" + (f", {facts.silent} claims silent" if facts.silent else ""))
    )
    return lines


def _ground(ground: Ground) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(scaled(1))
    grid.setColumnStretch(1, 1)
    grid.addWidget(IconLabel(ground.icon, Role(ground.role), drop=1), 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(Label(ground.title, weight=MEDIUM, wrap=True), 0, 1)
    if ground.text:
        grid.addWidget(secondary(ground.text, wrap=True), 1, 1)
    return holder


def _proof(proof: Proof, day: str) -> QWidget:
    runs: Runs = (
        Run(proof.on.strftime(day), Role.TEXT2, step=Step.SECONDARY, gap=10),
        Run(proof.text, icon=proof.icon, icon_role=Role(proof.role), step=Step.SECONDARY),
    )
    return RunsLabel(runs)


def _part(part: Part) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    runs: list[Run] = [code(part.code)] if part.code else []
    runs += [code(modifier, Role.TEXT2) for modifier in part.modifiers]
    runs.append(Run(part.words, Role.TEXT2 if part.code else Role.TEXT, step=Step.SECONDARY))
    if part.detail:
        runs.append(small(part.detail))
    row.addWidget(RunsLabel(tuple(runs)), 1)
    amount = part.amount.plain() if part.amount is not None else "–"
    row.addWidget(Label(amount, step=Step.SECONDARY))
    return holder
