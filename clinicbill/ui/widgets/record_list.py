"""RecordList: narrow lists of two-line rows, such as the visits of a day or the remittances of a month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic

from PySide6.QtCore import QRectF

from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.widgets.columns import Column, Row
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, Runs, Value, elided, paint, plain_text, runs_of, width

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

_GAP = 8


@dataclass(frozen=True, slots=True)
class Lines:
    """What one row says: who and how much above, what and in which state below."""

    title: str
    right: Value = None
    below: Value = None
    state: Run | None = None


class RecordList(RecordTable[Row], Generic[Row]):
    """A `RecordTable` of one column without a head; chosen, opened, fill and select are the same."""

    def __init__(
        self,
        name: str,
        lines: Callable[[Row], Lines],
        *,
        identity: Callable[[Row], Hashable] = id,
        parent: QWidget | None = None,
    ) -> None:
        def draw(painter: QPainter, room: QRectF, row: Row) -> None:
            _paint(painter, room, lines(row))

        def spoken(row: Row) -> str:
            said = lines(row)
            state = (said.state,) if said.state else ()
            return plain_text((Run(said.title), *_runs(said.right), *_runs(said.below), *state))

        column = Column("", spoken, stretch=1, draw=draw)
        super().__init__(name, (column,), identity=identity, row_height=44, parent=parent)
        self.head.hide()


def _runs(value: Value, like: Run | None = None) -> Runs:
    return runs_of(value, like or Run())


def _paint(painter: QPainter, room: QRectF, said: Lines) -> None:
    half = scaled(18)
    above = QRectF(room.left(), room.top() + scaled(4), room.width(), half)
    below = QRectF(room.left(), above.bottom(), room.width(), half)
    _paint_line(painter, above, (Run(said.title, weight=MEDIUM),), _runs(said.right))
    state = (replace(said.state, step=Step.SECONDARY),) if said.state else ()
    _paint_line(painter, below, _runs(said.below, Run(role=Role.TEXT2, step=Step.SECONDARY)), state)


def _paint_line(painter: QPainter, place: QRectF, left: Runs, right: Runs) -> None:
    """The right end stays whole; the left one gives way."""
    taken = width(right)
    paint(painter, place, right, right=True)
    paint(painter, place, elided(left, place.width() - (taken + _GAP if taken else 0)))
