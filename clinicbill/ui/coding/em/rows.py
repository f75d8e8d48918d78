"""EmRow: an element of the table of medical decision making with what was chosen and what the note says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.coding.notes.em_level import DATA, PROBLEMS, RISK, Chosen, Element, elements, rank_name
from clinicbill.ui.coding.queries.passage import shortened
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.widgets.columns import Column, Group
from clinicbill.ui.widgets.runs import Run, Runs, quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clinicbill.coding.notes.records import Evidence

_LONGEST = 400
# What is counted: category 1 of the data; everything else is yes or no.
_COUNTED = 1
MOST = 9
WORDS = 4  # the column that can be typed into
_GROUPS = (
    (PROBLEMS, "Problems", "the most serious one counts"),
    (DATA, "Data", "tests, sources and documents are counted, each once; a digit says how many"),
    (RISK, "Risk", "the highest one decided on this day counts"),
)
_CATEGORIES = {1: "counted", 2: "own reading", 3: "discussion"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmRow:
    """One line of the worksheet.

    Attributes:
        count: 0 where it is not chosen.
        evidence: words of the record for it; of the note where it says some.
    """

    element: Element
    count: int = 0
    evidence: str = ""

    @property
    def counted(self) -> bool:
        """Whether there can be several."""
        return self.element.category == _COUNTED and not self.element.historian

    def toggled(self) -> EmRow:
        """Chosen, or no more."""
        return replace(self, count=0 if self.count else 1)

    def with_count(self, count: int) -> EmRow:
        """So many; where nothing is counted any number is one."""
        return replace(self, count=count if self.counted else min(count, 1))


def begun_rows(chosen: Iterable[Chosen], note: Mapping[str, Evidence]) -> list[EmRow]:
    """Every element, with what was chosen before and the sentence of the note beside it."""
    kept = {one.key: one for one in chosen}
    made = []
    for element in elements():
        said = note[element.key].text if element.key in note else ""
        one = kept.get(element.key)
        made.append(
            EmRow(
                element=element, count=one.count if one else 0, evidence=one.evidence if one else _flat(said)
            )
        )
    return made


def chosen_of(rows: Iterable[EmRow]) -> tuple[Chosen, ...]:
    """What is ticked, with its words."""
    return tuple(
        Chosen(key=row.element.key, count=row.count, evidence=row.evidence) for row in rows if row.count
    )


def groups(rows: Iterable[EmRow]) -> list[Group[EmRow]]:
    """Problems, data, risk."""
    listed = list(rows)
    return [
        Group(name, why, [row for row in listed if row.element.kind == kind]) for kind, name, why in _GROUPS
    ]


def _flat(text: str) -> str:
    return shortened(text, _LONGEST)


def _tick(row: EmRow) -> Runs:
    if not row.count:
        return (Run("", icon="circle", icon_role=Role.STRONG),)
    return (Run("", icon="circle-check", icon_role=Role.GREEN),)


def _name(row: EmRow) -> Run:
    return Run(row.element.name, weight=MEDIUM) if row.count else Run(row.element.name)


def _count(row: EmRow) -> str:
    return str(row.count) if row.count and row.counted else ""


def _rank(row: EmRow) -> Runs:
    words = rank_name(row.element.rank) or _CATEGORIES.get(row.element.category, "")
    return (quiet(words),)


def _evidence(row: EmRow) -> Runs:
    if not row.evidence:
        return ()
    return (Run(f"“{row.evidence}”", Role.TEXT if row.count else Role.TEXT2),)


def em_columns() -> tuple[Column[EmRow], ...]:
    """Tick, element, how many, what it reaches, the words it rests on."""
    return (
        Column("", _tick, width=24),
        Column("Element", _name, stretch=5),
        Column("Count", _count, right=True, width=48),
        Column("Reaches", _rank, width=104),
        Column(
            "The note says", _evidence, stretch=4, edit=lambda row: row.evidence, tip="F2 types other words"
        ),
    )
