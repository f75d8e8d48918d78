"""Columns and groups: a list described as data, so that no page has an if-ladder over columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import BOLD, MEDIUM, NORMAL
from clinicbill.ui.widgets.runs import Run, Runs, Value, runs_of

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a `RecordTable`.

    Attributes:
        title: head, sentence case; empty for an icon column.
        value: what stands in the cell: text, Money, a date, a number, a Run or several; None is blank.
        right: right-aligned (money, dates, counts); the head follows.
        mono: a code.
        weight: MEDIUM for who, NORMAL else.
        role: colour role of plain values.
        width: least width in pixels; the content can widen it, never cut money, codes, dates or states.
        stretch: share of the room left over; such a column holds free text and is the only one to elide.
        sums: whether a group's sum stands in this column.
        key: the key of this row's next step, drawn at the right on the selected row only.
        sort: name the page sorts by in SQL; empty if the column cannot be sorted by.
        swatch: colour shown in the head, where a chart in the rows uses it.
        draw: paints the cell itself (bars); `value` still gives the words for screen readers.
        edit: text to begin typing with; None if the column cannot be typed into.
        tip: explains the head.
    """

    title: str
    value: Callable[[Row], Value]
    right: bool = False
    mono: bool = False
    weight: QFont.Weight = NORMAL
    role: Role = Role.TEXT
    width: int = 0
    stretch: int = 0
    sums: bool = False
    key: Callable[[Row], str] | None = None
    sort: str = ""
    swatch: Callable[[], QColor] | None = None
    draw: Callable[[QPainter, QRectF, Row], None] | None = None
    edit: Callable[[Row], str] | None = None
    tip: str = ""
    like: Run = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the run plain values are shown in."""
        weight = MEDIUM if self.mono and self.weight == NORMAL else self.weight
        object.__setattr__(self, "like", Run(role=self.role, weight=weight, mono=self.mono))

    def runs(self, row: Row) -> Runs:
        """The cell of a row as it is painted."""
        return runs_of(self.value(row), self.like)


@dataclass(frozen=True, slots=True)
class Group(Generic[Row]):
    """Rows that stand together: a bold name, why they do, their sum in the money column."""

    name: str
    why: str
    rows: Sequence[Row]
    sum: Value = None


@dataclass(frozen=True, slots=True)
class Totals:
    """A row below the records; `cells` go by the titles of the columns.

    `bold` is the total itself; a share or scale row below it is quiet.
    """

    cells: dict[str, Value]
    bold: bool = True
    draw: dict[str, Callable[[QPainter, QRectF], None]] = field(default_factory=dict)

    def runs(self, title: str) -> Runs:
        """The cell under one head."""
        like = Run(weight=BOLD) if self.bold else Run(role=Role.TEXT2)
        return runs_of(self.cells.get(title), like)


Entry = Any  # a record, a Group (its head) or Totals
