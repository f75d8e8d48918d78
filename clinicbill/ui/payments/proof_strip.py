"""ProofStrip: one equation in key figures: what the claims pay, what the payer takes or adds, what came, the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import METHOD_WORDS
from clinicbill.remits.plan_findings import ENVELOPE
from clinicbill.remits.remittance import PROVIDER_ADJUSTMENT_NAMES
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import NORMAL, Step, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.key_figure import KeyFigure
from clinicbill.ui.widgets.labels import Label, RunsLabel
from clinicbill.ui.widgets.runs import Run

if TYPE_CHECKING:
    from clinicbill.remits.balance import Proof
    from clinicbill.ui.payments.reads import OpenRemittance

_MOST_REASONS, _MOST_NOTES = 3, 3
_TOP = Qt.AlignmentFlag.AlignTop
_PLUS, _MINUS, _EQUALS = "+", "\u2212", "="


class ProofStrip(QWidget):
    """Shows the proof of one remittance; at the right what stops it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(78))
        self._words: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, scaled(10), 16, scaled(6))
        self._row.setSpacing(scaled(14))
        theme().changed.connect(self.update)

    def show_proof(self, opened: OpenRemittance) -> None:
        """Show another proof."""
        self._clear()
        proof = opened.preview.proof
        self._figure("Claims paid", proof.claims_paid, _claims(proof.claims))
        for label, amount, note in reasons(proof):
            self._operator(_MINUS if amount > ZERO else _PLUS)
            self._figure(label, abs(amount), note)
        self._operator(_MINUS)
        method = METHOD_WORDS.get(opened.row.method) or "Check/EFT"
        self._figure(f"{method} {opened.row.trace_number}", proof.paid, "BPR02")
        self._operator(_EQUALS)
        self._difference(proof)
        self._notes(opened)
        self.setAccessibleName(" ".join(self._words))

    @property
    def text(self) -> str:
        """The equation and its notes in words."""
        return " ".join(self._words)

    def _clear(self) -> None:
        self._words = []
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _figure(self, label: str, amount: Money, note: str) -> None:
        figure = KeyFigure(label, amount.plain(), note)
        self._words += [label, amount.plain(), note]
        self._row.addWidget(figure, 0, _TOP)

    def _operator(self, sign: str) -> None:
        self._words.append(sign)
        label = Label(sign, step=Step.NAME, weight=NORMAL, role=Role.TEXT2)
        self._row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)

    def _difference(self, proof: Proof) -> None:
        off = -proof.payment_difference
        figure = KeyFigure("Difference")
        wrong = bool(off or proof.unread)
        role, icon = (Role.RED, "circle-x") if wrong else (Role.GREEN, "circle-check")
        words = f"Out of balance by {abs(off)}" if off else "Balanced"
        if proof.unread:
            words = "Cannot be proved"
        figure.set_figure(off.plain(), "", role)
        self._words += ["Difference", off.plain(), words]
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(figure)
        column.addWidget(RunsLabel((Run(words, role, icon=icon, step=Step.SECONDARY),)))
        self._row.addWidget(holder, 0, _TOP)

    def _notes(self, opened: OpenRemittance) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addStretch(1)
        for run in notes(opened)[:_MOST_NOTES]:
            self._words.append(run.text)
            column.addWidget(RunsLabel((run,), right=True))
        column.addStretch(1)
        self._row.addWidget(holder, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The strip's own ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(Role.SUB))
        painter.end()


def reasons(proof: Proof) -> list[tuple[str, Money, str]]:
    """Provider-level money by reason: its name, what it takes from the payment, its code; the rest together."""
    named = [
        (PROVIDER_ADJUSTMENT_NAMES.get(reason, "payer adjustment").capitalize(), amount, f"PLB {reason}")
        for reason, amount in proof.provider_adjustments
    ]
    if len(named) <= _MOST_REASONS:
        return named
    rest = named[_MOST_REASONS - 1 :]
    codes = "PLB " + ", ".join(note.removeprefix("PLB ") for _, _, note in rest)
    return [*named[: _MOST_REASONS - 1], ("Other", Money.total(amount for _, amount, _ in rest), codes)]


def notes(opened: OpenRemittance) -> list[Run]:
    """What stops it, or that nothing does; the lines are told apart from the total."""
    preview, proof = opened.preview, opened.preview.proof
    found: list[Run] = []
    lines = len(proof.line_differences)
    claims = len({one.claim for one in (*proof.claim_differences, *proof.charge_differences)})
    if lines:
        by = f" by {abs(proof.line_differences[0].amount).plain()}" if lines == 1 else ""
        found.append(_amber(f"{lines} of {proof.lines} lines out of balance{by}"))
    if claims and not lines:
        found.append(_amber(f"{claims} of {proof.claims} claims out of balance"))
    unmatched = len(preview.remittance.claims) - preview.plan.matched
    if unmatched and not opened.is_posted:
        found.append(_amber(f"{unmatched} of {proof.claims} claims not matched"))
    if not proof.complete:
        found.append(_amber("The file breaks off before the end of this payment"))
    shown = _OF_POSTED_FILE if opened.is_posted else _OF_FILE
    found += [_note(finding) for finding in preview.plan.findings if finding.rule in shown]
    if not found and proof.balanced:
        found.append(
            Run(
                "All claims and lines add up",
                Role.TEXT2,
                icon="circle-check",
                icon_role=Role.GREEN,
                step=Step.SECONDARY,
                gap=0,
            )
        )
    return found


# Findings about the payment as a whole: unreadable amounts, a test file, odd counts.
_OF_FILE = frozenset({"L02", "L12", "L13", "L25", ENVELOPE})
# What stays true of the file once it is posted, and worth looking after.
_OF_POSTED_FILE = frozenset({ENVELOPE})


def _note(finding: Finding) -> Run:
    if finding.severity is Severity.INFO:
        return Run(finding.message, Role.TEXT2, icon="info", icon_role=Role.BLUE, step=Step.SECONDARY, gap=0)
    return _amber(finding.message)


def _amber(words: str) -> Run:
    return Run(words, Role.AMBER, icon="warning", step=Step.SECONDARY, gap=0)


def _claims(count: int) -> str:
    return f"{count} claim{'' if count == 1 else 's'}"
