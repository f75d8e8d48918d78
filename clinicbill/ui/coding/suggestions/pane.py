"""SuggestionPane: below the note, what it suggests, numbered as its passages are, with a key for each decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.coding.notes.records import Alternative, Withheld
from clinicbill.ui.coding.suggestions.offers import Fate, Offer
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM, Step, scaled, shared
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.key_cap import KeyCap, cap_width, paint_cap
from clinicbill.ui.widgets.labels import Label, RunsLabel, line, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, Runs, elided, paint, plain_text, small, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

_ROW, _LEAST_ROWS, _BADGE, _GAP = 44, 4, 20, 8
# Of the column's height; the note has the rest.
_SHARE = 0.38
_STATES = {
    Fate.ON_VISIT: ("check", "On the visit", Role.TEXT2),
    Fate.ACCEPTED: ("check", "Accepted", Role.GREEN),
    Fate.CHANGED: ("check", "Changed", Role.GREEN),
    Fate.REJECTED: ("ban", "Rejected", Role.TEXT2),
}
_KEYS = (("A", "Accept"), ("C", "Change"), ("X", "Reject"))


@dataclass(frozen=True, slots=True)
class Instead:
    """Another code for the offer above it; its digit takes it."""

    digit: int
    offer: Offer
    code: Alternative


Entry = Offer | Instead | Withheld


def _name(entry: Entry) -> object:
    if isinstance(entry, Offer):
        return entry.procedure, entry.code
    if isinstance(entry, Instead):
        return entry.offer.code, entry.code.code
    return entry.start, entry.text


def _above(entry: Entry) -> Runs:
    if isinstance(entry, Withheld):
        return (Run(f"“{' '.join(entry.text.split())}”", Role.TEXT2),)
    if isinstance(entry, Instead):
        return (Run(entry.code.code, weight=MEDIUM, mono=True, gap=8), Run(entry.code.title))
    return (Run(entry.code, weight=MEDIUM, mono=True, gap=8), Run(entry.title, weight=MEDIUM))


def _below(entry: Entry) -> Runs:
    if isinstance(entry, Withheld):
        return (small(entry.reason),)
    if isinstance(entry, Instead):
        return (small(f"instead of {entry.offer.code}"),)
    if entry.missing and entry.fate is Fate.OPEN:
        return (Run(entry.missing, Role.AMBER, icon="warning", step=Step.SECONDARY),)
    if entry.fate is Fate.CHANGED:
        return (small(f"taken: {entry.chosen}"),)
    return (small(f"{_taught_words(entry.taught)}{entry.why}"),)


def _taught_words(times: int) -> str:
    """What the office taught stands first: it is the reason that can be taken back (F)."""
    if not times:
        return ""
    return f"taken here {'once' if times == 1 else f'{times} times'} before, F forgets; "


def _state(entry: Entry) -> Runs:
    if isinstance(entry, Withheld):
        return (Run("Withheld", Role.AMBER, icon="pause-circle", step=Step.SECONDARY, gap=0),)
    if isinstance(entry, Instead) or entry.fate is Fate.OPEN:
        return ()
    icon, words, role = _STATES[entry.fate]
    return (Run(words, Role.TEXT2, icon=icon, icon_role=role, step=Step.SECONDARY, gap=0),)


class SuggestionList(RecordTable[Entry]):
    """Arrows choose; A, C, X decide; F forgets what was taught; digits take another code while they are shown; W shows what is withheld."""

    decided = Signal(str, object)  # "accept", "change", "reject"; the entry
    taken = Signal(object)  # Instead
    withheld_asked = Signal()

    def __init__(self) -> None:
        column: Column[Entry] = Column("", self._spoken, stretch=1, draw=self._draw)
        super().__init__("Suggestions", (column,), identity=_name, row_height=_ROW)
        self.head.hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _spoken(self, entry: Entry) -> str:
        return plain_text((*_above(entry), *_below(entry), *_state(entry)))

    def _draw(self, painter: QPainter, room: QRectF, entry: Entry) -> None:
        half = scaled(18)
        wide = scaled(_BADGE)
        self._badge(painter, QRectF(room.left(), room.top() + scaled(6), wide, wide), entry)
        left = room.left() + wide + scaled(_GAP)
        above = QRectF(left, room.top() + scaled(4), room.right() - left, half)
        right = _state(entry)
        taken = width(right)
        if not right and isinstance(entry, Offer) and entry is self.current() and self.hasFocus():
            taken = _paint_keys(painter, above)
        paint(painter, above, right, right=True)
        paint(painter, above, elided(_above(entry), above.width() - (taken + _GAP if taken else 0)))
        below = QRectF(left, above.bottom(), above.width(), half)
        paint(painter, below, elided(_below(entry), below.width()))

    def _badge(self, painter: QPainter, place: QRectF, entry: Entry) -> None:
        if isinstance(entry, Withheld):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        offered = isinstance(entry, Offer)
        painter.setBrush(colour(Role.EVIDENCE) if offered else colour(Role.HOVER))
        painter.drawRoundedRect(place, 4, 4)
        painter.setFont(shared(Step.SECONDARY, BOLD))
        painter.setPen(colour(Role.TEXT))
        number = entry.number if isinstance(entry, Offer) else entry.digit
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each decision."""
        entry, letter = self.current(), event.text().upper()
        if letter == "W":
            self.withheld_asked.emit()
        elif entry is None or event.modifiers() not in _BARE:
            super().keyPressEvent(event)
        elif letter in "1234" and letter and (other := self._instead(int(letter))) is not None:
            self.taken.emit(other)
        elif isinstance(entry, Instead) and (letter == "A" or event.key() in _ENTER):
            self.taken.emit(entry)
        elif letter == "A" or event.key() in _ENTER:
            self.decided.emit("accept", entry)
        elif letter == "C":
            self.decided.emit("change", entry)
        elif letter == "F":
            self.decided.emit("forget", entry)
        elif letter == "X" or event.key() == Qt.Key.Key_Delete:
            self.decided.emit("reject", entry)
        else:
            super().keyPressEvent(event)

    def _instead(self, digit: int) -> Instead | None:
        return next((one for one in self.records() if isinstance(one, Instead) and one.digit == digit), None)


_BARE = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _paint_keys(painter: QPainter, place: QRectF) -> float:
    """The keys of the selected row, with their words where there is room; returns their width."""
    words: list[tuple[str, Runs]] = [(key, (small(word),)) for key, word in _KEYS]
    wide = sum(cap_width(key) + scaled(15) + width(run) for key, run in words)
    if wide > place.width() / 2:
        words = [(key, ()) for key, _word in _KEYS]
        wide = sum(cap_width(key) + scaled(4) for key, _run in words)
    left = place.right() - wide
    for key, run in words:
        left += paint_cap(painter, left, place.center().y(), key) + scaled(5 if run else 4)
        if run:
            paint(painter, QRectF(left, place.top(), place.right() - left, place.height()), run)
            left += width(run) + scaled(10)
    return wide


class SuggestionPane(QWidget):
    """As high as its rows, while the note keeps the larger part; without a note it takes no room."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setAccessibleName("Suggestions")
        self.list = SuggestionList()
        self._about = RunsLabel(right=True)
        self._words = Label("", step=Step.SECONDARY, role=Role.TEXT2, wrap=True)
        self._words.setContentsMargins(16, 2, 16, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addWidget(line(section("Suggestions"), None, self._about, 6, KeyCap(key)))
        column.addWidget(self.list)
        column.addWidget(self._words)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say that the note is being read, that nothing is found, or why it cannot be read."""
        self.list.fill(())
        self.list.hide()
        self._about.set_runs(())
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setVisible(bool(words))

    def show_rows(self, rows: Sequence[Entry], held: int, *, shown: bool) -> None:
        """Show the offers; `held` passages are withheld, `shown` or not."""
        folded = f"W: {held} withheld" if not shown else f"{held} withheld"
        self._about.set_runs((small(folded if held else "from this note"),))
        self.list.fill(rows)
        self.list.setVisible(bool(rows))
        self._share()
        self._words.setText("" if rows else "Nothing in this note stands for a code by itself.")
        self._words.setVisible(not rows)
        self.setVisible(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        column = self.parentWidget()
        room = column.height() * _SHARE if column is not None else 0
        most = max(int(room / scaled(_ROW)), _LEAST_ROWS)
        self.list.setFixedHeight(scaled(_ROW) * min(len(self.list.records()), most))
