"""DeskLine: below the service lines: regions counted, timed minutes with both rules, what changed since last time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.coding.cmt_regions import (
    code_for,
    count_regions,
    is_manipulation,
    region_findings,
    region_names,
    region_table,
    spinal,
)
from clinicbill.coding.timed_units import RULE_WORDS, TimedRule, timed_days
from clinicbill.coding.visit_changes import visit_changes
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.labels import RunsLabel
from clinicbill.ui.widgets.runs import Run, Runs, plain_text, small, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.cmt_regions import RegionCount
    from clinicbill.coding.timed_units import TimedDay
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.coding.desk_facts import DeskFacts

ROW = 24
_EDGE = 16
_APART = 18
_MOST_CHANGES = 6


def counter_runs(visit: Encounter, desk: DeskFacts, *, names: bool = True) -> Runs:
    """The regions with their count and code, and the timed minutes with the units of both rules.

    `names` says the regions in words too.
    """
    regions = tuple(_regions(visit, names=names))
    timed = tuple(_timed(visit, desk))
    if regions and timed:
        regions = (*regions[:-1], replace(regions[-1], gap=_APART))
    return (*regions, *timed)


def _regions(visit: Encounter, *, names: bool) -> Iterator[Run]:
    if not any(is_manipulation(line.procedure_code) for line in visit.lines):
        return
    count = count_regions(visit.diagnoses, visit.lines, visit.note)
    yield small("Regions")
    if count.counted:
        yield Run(" ".join(count.counted), weight=MEDIUM, mono=True, step=Step.SECONDARY)
        origin = "keyed" if count.keyed else "from the diagnoses"
        yield small(f"{origin}: {region_names(count.counted)}" if names else origin)
    else:
        yield small("none keyed, no diagnosis names one")
    yield from _verdict(visit, count)
    yield from _beside(count)


def _verdict(visit: Encounter, count: RegionCount) -> Iterator[Run]:
    """How many they are and which code that is, against the code on the line."""
    services = region_table().services
    if not any(line.procedure_code in services for line in visit.lines):
        return
    number = len(spinal(count.counted))
    fitting = code_for(number)
    wrong = any(finding.rule == "C14" for finding in region_findings(count, visit.lines))
    icon, role = ("warning", Role.AMBER) if wrong else ("circle-check", Role.GREEN)
    words = f"{number} → {fitting}" if fitting else f"{number}"
    yield Run(words, role, MEDIUM, icon=icon, step=Step.SECONDARY, gap=10)


def _beside(count: RegionCount) -> Iterator[Run]:
    """What diagnoses and note name otherwise than what is counted."""
    if count.keyed and count.diagnosed != count.keyed:
        yield small(f"diagnoses {' '.join(count.diagnosed) or 'none'}")
    more = tuple(one for one in count.noted if one not in count.counted)
    if more:
        yield small(f"note also {' '.join(more)}", Role.AMBER)


def _timed(visit: Encounter, desk: DeskFacts) -> Iterator[Run]:
    for day in timed_days(visit.lines, desk.timed.__contains__):
        yield Run("Timed", Role.TEXT2, step=Step.SECONDARY)
        yield Run(f"{day.minutes} min", weight=MEDIUM, step=Step.SECONDARY)
        yield from _units(day, desk.timed_rule)


def _units(day: TimedDay, rule: TimedRule) -> Iterator[Run]:
    other = next(one for one in TimedRule if one is not rule)
    yield small(f"{_count(day.units(rule))}, {RULE_WORDS[rule]}", Role.TEXT)
    if day.differs:
        yield small(f"{RULE_WORDS[other]}: {_count(day.units(other))}", Role.TEXT2)


def _count(units: int) -> str:
    return f"{units} unit{'s' * (units != 1)}"


def change_runs(visit: Encounter, last: Encounter | None) -> Runs:
    """What differs from the last visit; nothing while no procedure of it stands here."""
    if last is None or {one.procedure_code for one in visit.lines}.isdisjoint(
        one.procedure_code for one in last.lines
    ):
        return ()
    found = visit_changes(last, visit)
    head = small(f"Since {last.service_on:%m/%d}")
    if not found:
        return (head, Run("same codes", Role.GREEN, icon="circle-check", step=Step.SECONDARY))
    words = [change.words for change in found[:_MOST_CHANGES]]
    if len(found) > _MOST_CHANGES:
        words.append(f"{len(found) - _MOST_CHANGES} more")
    return (head, Run(", ".join(words), Role.AMBER, icon="warning", step=Step.SECONDARY))


class DeskLine(QWidget):
    """Up to two rows; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RunsLabel(), RunsLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 2, 16, 3)
        column.setSpacing(0)
        for row in self._rows:
            row.setFixedHeight(scaled(ROW))
            column.addWidget(row)
        self.hide()
        theme().changed.connect(self.update)

    def show_visit(self, visit: Encounter, desk: DeskFacts, last: Encounter | None) -> None:
        """Show what is counted now."""
        found = counter_runs(visit, desk), change_runs(visit, last)
        short = counter_runs(visit, desk, names=False)
        shown = found if width(found[0]) <= self.width() - 2 * _EDGE else (short, found[1])
        for row, runs, full in zip(self._rows, shown, found, strict=True):
            row.set_runs(runs)
            row.setToolTip(plain_text(full))
            row.setVisible(bool(runs))
        self.setVisible(any(found))

    @property
    def wanted(self) -> int:
        """Pixels it takes now."""
        shown = sum(not row.isHidden() for row in self._rows)
        return shown * scaled(ROW) + 5 if shown else 0

    @property
    def words(self) -> str:
        """Everything it says."""
        return "  ".join(row.accessibleName() for row in self._rows if not row.isHidden())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The hairline below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour(Role.LINE))
        painter.end()
