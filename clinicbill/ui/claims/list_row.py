"""A claim in the list, on two lines: who, when and how much; in which state, and with which payer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from clinicbill.basics.dates import slashed
from clinicbill.claims.status import STATUSES, ClaimStatus
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.runs import Run, Runs, elided, paint, plain_text, small, state, strong, width

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from clinicbill.claims.worklist_store import ClaimRow

ROW_HEIGHT = 44
_GAP, _FAR = 8, 14
_MONEY = 66  # pixels of 12,345.00, so that the dates beside it stand in a column


def state_of(row: ClaimRow) -> Run:
    """A claim's state: the status' icon and words; a silent one has the clock, whatever it was."""
    look = STATUSES[row.status]
    if row.silent_days is not None:
        return state("clock", row.state, Role.AMBER)
    return state(look.icon, row.state, Role(look.role))


def first_line(row: ClaimRow, room: float) -> tuple[Runs, Runs, Run]:
    """Name; claim number and day of visit; charge. The number gives way to a long name, then the day, the name last."""
    who, charge = (strong(f"{row.patient.last}, {row.patient.first}"),), Run(row.total.plain(), gap=0)
    day = replace(small(slashed(row.first_service_on)), gap=0)
    number = Run(row.number, Role.TEXT2, MEDIUM, mono=True, step=Step.SECONDARY, gap=_FAR)
    room -= _money_room(charge) + _GAP
    for facts in ((number, day), (day,), ()):
        if width(who) + (_FAR + width(facts) if facts else 0) <= room:
            return who, facts, charge
    return elided(who, room), (), charge


def second_line(row: ClaimRow, room: float) -> tuple[Runs, Runs]:
    """State and payer; the reason of a hold is free text and gives way to the payer, every other state is whole."""
    whole, payer = replace(state_of(row), step=Step.SECONDARY), (replace(small(row.payer), gap=0),)
    shown: Runs = (whole,)
    if row.status is ClaimStatus.ON_HOLD:
        bare = replace(whole, text=STATUSES[row.status].words + ": …")
        shown = elided(shown, max(room - width(payer) - _GAP, width((bare,))))
    return shown, elided(payer, room - width(shown) - _GAP)


def _money_room(charge: Run) -> float:
    return max(width((charge,)), scaled(_MONEY))


def _draw(painter: QPainter, room: QRectF, row: ClaimRow) -> None:
    half = scaled(18)
    above = QRectF(room.left(), room.top() + scaled(4), room.width(), half)
    below = QRectF(room.left(), above.bottom(), room.width(), half)
    who, facts, charge = first_line(row, room.width())
    paint(painter, above, who)
    paint(painter, above, (charge,), right=True)
    paint(painter, above.adjusted(0, 0, -_money_room(charge) - _GAP, 0), facts, right=True)
    shown, payer = second_line(row, room.width())
    paint(painter, below, shown)
    paint(painter, below, payer, right=True)


def _spoken(row: ClaimRow) -> str:
    """Everything, uncut: for screen readers and the tip."""
    who = f"{row.patient.last}, {row.patient.first}"
    facts = (row.number, slashed(row.first_service_on), row.total.plain(), row.state, row.payer)
    return plain_text(Run(text) for text in (who, *facts))


CLAIMS: tuple[Column[ClaimRow], ...] = (Column("Claim", _spoken, stretch=1, sums=True, draw=_draw),)
