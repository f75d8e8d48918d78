"""The lists of the A/R page as data: the aging with its bars, the rows behind a cell, and the keys of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from clinicbill.basics.money import ZERO, Money
from clinicbill.reports.aging import BUCKET_WORDS
from clinicbill.reports.shares import share_words
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM
from clinicbill.ui.widgets.bars import age_swatch, paint_stack
from clinicbill.ui.widgets.columns import Column, Totals
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.runs import Run, Runs, Value, bold, paint, runs_of, small, state, strong

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.reports.aging import AgingReport
    from clinicbill.reports.open_rows import OpenRow
    from clinicbill.ui.receivables.lines import AgingLine

    IsCurrent = Callable[[AgingLine, str], bool]

BARS, LAST_WORD = "By age", "Last word"
# A party of which at least half is over 90 days needs somebody.
_ALARM = 2


def ring(painter: QPainter, room: QRectF) -> None:
    """The 2 px accent border of the cell the cursor is in."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(Role.ACCENT), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(room.adjusted(-6, 3, 6, -4), 4, 4)


def aging_columns(
    whose: str, is_current: IsCurrent, widest: Callable[[], int]
) -> tuple[Column[AgingLine], ...]:
    """Name, five buckets, total, share over 90 days, and a bar that takes the room that is left."""

    def bars(painter: QPainter, room: QRectF, line: AgingLine) -> None:
        if line.is_total:
            paint(painter, room, (small(f"widest = {Money(widest()).plain()}"),))
        else:
            paint_stack(painter, room, [max(amount, ZERO).cents for amount in line.amounts], widest())

    money = tuple(_cell(words, _amount(at), is_current, swatch=at) for at, words in enumerate(BUCKET_WORDS))
    return (
        Column(whose, _name, sort="Name", width=120),
        *money,
        _cell("Total", lambda line: line.total, is_current),
        _cell("Over 90", _old, is_current),
        Column(BARS, _spoken, stretch=1, width=120, draw=bars, tip="One scale for the whole column"),
    )


def _amount(at: int) -> Callable[[AgingLine], Value]:
    return lambda line: line.amounts[at]


def _name(line: AgingLine) -> Value:
    return bold(line.name) if line.is_total else strong(line.name)


def _old(line: AgingLine) -> Value:
    words = share_words(line.over_90, line.total)
    if line.is_total:
        return bold(words)
    if line.total > ZERO and line.over_90 * _ALARM >= line.total:
        return state("warning", words, Role.AMBER)
    return words if line.over_90 else Run(words, Role.TEXT3)


def _spoken(line: AgingLine) -> str:
    return ", ".join(
        f"{words}: {amount.plain()}" for words, amount in zip(BUCKET_WORDS, line.amounts, strict=True)
    )


def _cell(
    title: str, value: Callable[[AgingLine], Value], is_current: IsCurrent, swatch: int | None = None
) -> Column[AgingLine]:
    def shown(line: AgingLine) -> Runs:
        return runs_of(value(line), Run(weight=BOLD) if line.is_total else Run())

    def draw(painter: QPainter, room: QRectF, line: AgingLine) -> None:
        paint(painter, room, shown(line), right=True)
        if is_current(line, title):
            ring(painter, room)

    return Column(
        title,
        shown,
        right=True,
        sort=title,
        draw=draw,
        swatch=age_swatch(swatch) if swatch is not None else None,
    )


def share_row(report: AgingReport, whose: str) -> Totals:
    """What part of the total stands in each bucket, with the bar of the whole."""
    cells: dict[str, Value] = {whose: "Share"}
    cells |= {w: share_words(a, report.total) for w, a in zip(BUCKET_WORDS, report.amounts, strict=True)}
    cells["Total"] = share_words(report.total, report.total)
    parts = [max(amount, ZERO).cents for amount in report.amounts]

    def draw(painter: QPainter, room: QRectF) -> None:
        paint_stack(painter, room, parts, sum(parts))

    return Totals(cells, bold=False, draw={BARS: draw})


ROWS: tuple[Column[OpenRow], ...] = (
    Column("Patient", lambda row: row.patient.sorted(), weight=MEDIUM, width=110),
    Column("Payer", lambda row: row.payer),
    Column("Visit", lambda row: row.visit_on, right=True),
    Column("Claim no.", lambda row: row.claim_number, mono=True),
    Column(LAST_WORD, lambda row: row.last_word, stretch=1, width=100, role=Role.TEXT2),
    Column("Next step", lambda row: state(row.step.icon, row.step.words, Role(row.step.role))),
    Column("Age", lambda row: row.age, right=True),
    Column("Open", lambda row: row.amount, right=True, sums=True),
)
PAYER_AT = 1

# The keys of either half of the page.
ABOVE_HINTS = (
    Hint(("↑", "↓", "←", "→"), "Cell"),
    Hint(("Enter",), "Its rows"),
    Hint(("F8",), "Sort"),
    Hint(("Ctrl+S",), "CSV of what you see"),
)
BELOW_HINTS = (
    Hint(("↑", "↓"), "Row"),
    Hint(("Enter",), "Open claim or patient"),
    Hint(("F6",), "Open patient"),
    Hint(("Ctrl+S",), "CSV of these rows"),
    Hint(("Esc",), "Back to the table"),
)
