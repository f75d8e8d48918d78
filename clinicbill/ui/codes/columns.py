"""The list of the codes page as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.search import HEADER_NOTE
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.hits import marked
from clinicbill.ui.widgets.runs import Run, Runs, elided, paint, small, width

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from clinicbill.ui.codes.lookup import CodeRow


def code_columns(typed: Callable[[], str]) -> tuple[Column[CodeRow], ...]:
    """Code, title with the typed letters marked, and what makes it a header."""

    def title(row: CodeRow) -> Runs:
        if row.note:
            return (Run(row.note, Role.AMBER, icon="warning", gap=0),)
        words = marked(row.title, typed(), Run(role=Role.TEXT2 if row.header else Role.TEXT))
        return (*words, Run("", gap=6), small(row.found_by)) if row.found_by else words

    def spoken(row: CodeRow) -> Runs:
        return (*title(row), *_state(row))

    def draw(painter: QPainter, room: QRectF, row: CodeRow) -> None:
        state = (*_state(row), *star(row))
        paint(painter, room, state, right=True)
        taken = width(state) + 8 if state else 0.0
        paint(painter, room, elided(title(row), room.width() - taken))

    def star(row: CodeRow) -> Runs:
        return (Run(icon="star", role=Role.ACCENT, step=Step.SECONDARY, gap=0),) if row.favourite else ()

    def code(row: CodeRow) -> Run:
        return Run(row.code, Role.TEXT2 if row.header else Role.TEXT, MEDIUM, mono=True)

    return (
        Column("Code", code, width=92),
        Column("Title", spoken, stretch=1, draw=draw),
    )


def _state(row: CodeRow) -> Runs:
    if row.used:
        return (small(row.used),)
    if not row.header:
        return ()
    return (Run(HEADER_NOTE, Role.AMBER, icon="warning", step=Step.SECONDARY, gap=0),)
