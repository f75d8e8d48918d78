"""The global period on the coding page: a banner with the days left, and the choice of the modifier that fits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.coding.edits.global_period import Choice, GlobalPeriod, choices, periods
from clinicbill.coding.edits.of_visit import CodingFacts, coded_day
from clinicbill.practice.procedure_checks import MOST_MODIFIERS
from clinicbill.ui.coding.changes import put_line, repriced
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts
    from clinicbill.ui.coding.page import CodingPage

# One of them stands on a line; another choice takes its place.
_CHOSEN_HERE = ("24", "25", "54", "55", "57", "58", "78", "79")


def running(visit: Encounter, facts: VisitFacts) -> list[GlobalPeriod]:
    """The global periods the visit lies in, the longest left first."""
    if not isinstance(facts, CodingFacts):
        return []
    return periods(coded_day(visit, facts), visit.service_on)


def banner_words(found: Sequence[GlobalPeriod]) -> tuple[str, str]:
    """What the banner says: the period that runs longest, and the others."""
    more = "; ".join(period.words for period in found[1:])
    also = f"Also {more}. " if more else ""
    return f"Global period of {found[0].words}", f"{also}Ctrl+Shift+G chooses a modifier for the line."


class ChoiceList(QWidget):
    """The modifiers as buttons, what fits first, each with its reason."""

    chosen = Signal(str)

    def __init__(self, found: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[KeyButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        for choice in found:
            words = f"{choice.modifier}  fits" if choice.fits else choice.modifier
            button = KeyButton(words, kind=Kind.PRIMARY if choice.fits else Kind.PLAIN)
            button.setAccessibleDescription(choice.why)
            button.clicked.connect(lambda _on=False, one=choice.modifier: self.chosen.emit(one))
            self.buttons.append(button)
            column.addWidget(button)
            column.addWidget(secondary(choice.why, wrap=True))


class GlobalActs:
    """Chooses among 24, 25, 54, 55, 57, 58, 78 and 79 for the line under the cursor."""

    def __init__(self, page: CodingPage) -> None:
        self._page = page
        self._sheet: Sheet | None = None

    def ask(self) -> None:
        """Show the choices for the line under the cursor, else for the first."""
        page = self._page
        draft = page.draft
        if not draft.is_open or page.visit.locked or not draft.visit.lines:
            page.tell("Choose a service line first (F4)")
            return
        row = page.desk.grid.current_row()
        self.ask_for(0 if row is None or row >= len(draft.visit.lines) else row)

    def ask_for(self, at: int) -> None:
        """Show the choices for a line."""
        page, draft = self._page, self._page.draft
        if not isinstance(draft.facts, CodingFacts):
            return
        listed = ChoiceList(choices(coded_day(draft.visit, draft.facts), at))
        listed.chosen.connect(partial(self._choose, at))
        title = f"Modifier for {draft.visit.lines[at].procedure_code}"
        self._sheet = Sheet(page, title, listed, verb="Close", finish=lambda: "")
        self._sheet.open_sheet()
        if listed.buttons:
            listed.buttons[0].setFocus()

    def _choose(self, at: int, modifier: str) -> None:
        page = self._page
        line = page.draft.visit.lines[at]
        kept = tuple(one for one in line.modifiers if one not in _CHOSEN_HERE)
        if len(kept) >= MOST_MODIFIERS:
            page.tell(f"The line has {MOST_MODIFIERS} modifiers already")
            return
        after = repriced(line, replace(line, modifiers=(modifier, *kept)), page.draft.facts)
        page.draft.change(f"modifier {modifier}", put_line(page.draft.visit, at, after))
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)
