"""The lists of the patients page as data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from clinicbill.basics.dates import slashed
from clinicbill.basics.people import phone_shown
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.hits import marked
from clinicbill.ui.widgets.runs import (
    Run,
    Runs,
    Value,
    elided,
    paint,
    plain_text,
    runs_of,
    small,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from clinicbill.patients.search_store import PatientRow


_GAP = 8


def patient_column(typed: Callable[[], str]) -> Column[PatientRow]:
    """Two lines for each patient: who and how much is open; birth date, phone and chart number below."""

    def draw(painter: QPainter, room: QRectF, row: PatientRow) -> None:
        half = scaled(18)
        above = QRectF(room.left(), room.top() + scaled(4), room.width(), half)
        below = QRectF(room.left(), above.bottom(), room.width(), half)
        _line(painter, above, _who(row, typed()), runs_of(row.balance, Run()) if row.balance else ())
        _line(painter, below, _about(row), _chart(row))

    def spoken(row: PatientRow) -> Value:
        return plain_text((*_who(row, ""), *_about(row), *_chart(row)))

    return Column("", spoken, stretch=1, draw=draw)


def _line(painter: QPainter, place: QRectF, left: Runs, right: Runs) -> None:
    taken = width(right)
    paint(painter, place, right, right=True)
    paint(painter, place, elided(left, place.width() - (taken + _GAP if taken else 0)))


def _who(row: PatientRow, typed: str) -> Runs:
    like = Run(role=Role.TEXT if row.active else Role.TEXT3, weight=MEDIUM)
    return marked(row.name.sorted(), typed, like, Role.ACCENT)


def _about(row: PatientRow) -> Runs:
    parts = (slashed(row.birth_on), phone_shown(row.phone), "" if row.active else "inactive")
    return (small("   ".join(part for part in parts if part)),)


def _chart(row: PatientRow) -> Runs:
    alert = (Run(icon="warning", role=Role.AMBER, step=Step.SECONDARY, gap=4),) if row.alert else ()
    return (*alert, replace(small(row.chart_number), gap=0))
