"""Runs: a line of text in several fonts and colours with icons, measured and painted without widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.ui import icons
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM, NORMAL, Step, metrics, scaled, shared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPainter

NOT_YET = "–"
_LOUD = frozenset({Role.AMBER, Role.RED})


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line: words in one font and colour, or an icon.

    Attributes:
        text: the words; empty for an icon alone.
        role: the colour's role.
        weight: 400, 500 or 600.
        mono: whether it is a code.
        icon: name of an icon before the words, in the colour `icon_role` or `role`.
        icon_role: the icon's own colour.
        gap: pixels after this run.
        step: type size.
    """

    text: str = ""
    role: Role = Role.TEXT
    weight: QFont.Weight = NORMAL
    mono: bool = False
    icon: str = ""
    icon_role: Role | None = None
    gap: int = 6
    step: Step = Step.BODY


Runs = tuple[Run, ...]
Value = str | int | Money | date | Run | Runs | None


def state(icon: str, word: str, role: Role) -> Run:
    """A state as tables show it: amber and red colour the word too, the others only the icon."""
    return Run(word, role if role in _LOUD else Role.TEXT, icon=icon, icon_role=role, gap=0)


def code(text: str, role: Role = Role.TEXT) -> Run:
    """A code inside a sentence."""
    return Run(text, role, MEDIUM, mono=True)


def strong(text: str) -> Run:
    """Who, or what matters most in a line."""
    return Run(text, weight=MEDIUM)


def bold(text: str) -> Run:
    """A total or a heading."""
    return Run(text, weight=BOLD)


def quiet(text: str) -> Run:
    """Secondary words beside the main ones."""
    return Run(text, Role.TEXT2)


def small(text: str, role: Role = Role.TEXT2) -> Run:
    """Reasons and hints, one pixel smaller."""
    return Run(text, role, step=Step.SECONDARY)


def runs_of(value: Value, like: Run) -> Runs:
    """What a cell shows for a value; money and dates are written here and nowhere else.

    Zero money is paler; None is blank because it does not apply.
    """
    match value:
        case None:
            return ()
        case Run():
            return (value,)
        case tuple():
            return value
        case Money():
            return (replace(like, text=value.plain(), role=like.role if value else Role.TEXT3),)
        case date():
            return (replace(like, text=slashed(value)),)
        case int():
            return (replace(like, text=f"{value:,}".replace("-", "\u2212")),)
        case str():
            return (replace(like, text=value),)


def plain_text(runs: Iterable[Run]) -> str:
    """The words alone: for screen readers, tool tips and the clipboard."""
    return " ".join(run.text for run in runs if run.text)


def _icon_size(run: Run) -> int:
    return scaled(16 if run.step.value >= 0 else 14)


def _icon_gap(run: Run) -> int:
    return scaled(6 if run.text else 0)


def run_width(run: Run) -> float:
    """Pixels one run takes, its gap not counted."""
    wide = metrics(run.step, run.weight, mono=run.mono).horizontalAdvance(run.text) if run.text else 0.0
    return wide + (_icon_size(run) + _icon_gap(run) if run.icon else 0)


def width(runs: Runs) -> float:
    """Pixels the line takes."""
    if not runs:
        return 0.0
    return sum(run_width(run) + run.gap for run in runs) - runs[-1].gap


def elided(runs: Runs, room: float) -> Runs:
    """The line cut with an ellipsis to fit; the runs before the cut stay whole."""
    if width(runs) <= room:
        return runs
    kept: list[Run] = []
    for run in runs:
        wide = run_width(run)
        if wide > room:
            left = room - (wide - metrics(run.step, run.weight, mono=run.mono).horizontalAdvance(run.text))
            cut = metrics(run.step, run.weight, mono=run.mono).elidedText(
                run.text, Qt.TextElideMode.ElideRight, max(left, 0.0)
            )
            if cut:
                kept.append(replace(run, text=cut))
            break
        kept.append(run)
        room -= wide + run.gap
    return tuple(kept)


def paint(painter: QPainter, place: QRectF, runs: Runs, *, right: bool = False) -> None:
    """Paint the line into `place`, centred vertically, left or right aligned."""
    left = place.right() - width(runs) if right else place.left()
    middle = place.center().y()
    lead = metrics(Step.BODY, NORMAL)
    for run in runs:
        left = _paint_run(painter, QPointF(left, middle), run, lead.capHeight()) + run.gap


def _paint_run(painter: QPainter, at: QPointF, run: Run, cap_height: float) -> float:
    left = at.x()
    if run.icon:
        size = _icon_size(run)
        icons.draw(
            painter, run.icon, run.icon_role or run.role, QPointF(left, round(at.y() - size / 2)), size
        )
        left += size + _icon_gap(run)
    if run.text:
        painter.setFont(shared(run.step, run.weight, mono=run.mono))
        painter.setPen(colour(run.role))
        painter.drawText(QPointF(left, round(at.y() + cap_height / 2)), run.text)
        left += metrics(run.step, run.weight, mono=run.mono).horizontalAdvance(run.text)
    return left
