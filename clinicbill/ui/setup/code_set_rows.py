"""CodeSetRow: a release loaded, shipped or due, as Setup lists it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.codesets.due import MISSING, NEVER, DueList, due_lists
from clinicbill.codesets.register import LoadedRelease, System, damage, list_releases, release_on
from clinicbill.codesets.release import ReleaseDue, ReleaseUsed, newer_release_due, release_for
from clinicbill.codesets.sources import sources
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.widgets.columns import Column, Group
from clinicbill.ui.widgets.runs import NOT_YET, Run, Runs, quiet, state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.ui.clinic import Clinic

_ICD = frozenset({System.ICD10CM, System.ICD10CM_ORDER})
# What each list holds, in the words of the office.
_HOLDS = {
    System.ICD10CM: "diagnoses",
    System.ICD10CM_ORDER: "diagnoses, codes and titles alone",
    System.ICD10CM_INDEX: "words that lead to diagnoses",
    System.HCPCS: "supplies, drugs, services",
    System.CPT: "procedures, under your licence",
    System.NCCI_PTP: "pairs not paid together",
    System.MUE: "most units a day",
    System.ADD_ON: "codes that need another",
    System.MPFS: "Medicare fees, global days",
    System.GPCI: "fees by place",
    System.POS: "places of service",
    System.TAXONOMY: "specialties of providers",
    System.X12: "reasons of payers, under your licence",
}
USED, EARLIER, UNDONE, GONE, DAMAGED, IN_FORCE, BEHIND, NONE = (
    "used",
    "earlier",
    "undone",
    "gone",
    "damaged",
    "loaded",
    MISSING,
    NEVER,
)
_STATES = {
    USED: ("circle-check", "Used for visits of today", Role.GREEN),
    EARLIER: ("circle", "For visits of other days", Role.TEXT2),
    UNDONE: ("ban", "Out of use", Role.TEXT2),
    GONE: ("circle-x", "Its file is gone: load it again", Role.RED),
    DAMAGED: ("circle-x", "Its file is damaged: load it again", Role.RED),
    IN_FORCE: ("circle-check", "In force and loaded", Role.GREEN),
    BEHIND: ("warning", "A newer one is in force", Role.AMBER),
    NONE: ("dashed-circle", "Never loaded", Role.TEXT2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSetRow:
    """One release, or one line of the calendar.

    Attributes:
        system: the list as it is published; `holds` what is in it, in our words.
        release: its edition; of the calendar the newest one here, empty for none.
        number: of the register; 0 for what is shipped and for the calendar.
        calendar: whether it says what is due rather than what is here.
    """

    system: str
    release: str
    from_on: date
    to_on: date | None
    state: str
    holds: str = ""
    number: int = 0
    calendar: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSets:
    """What is here, what the calendar says, and whether newer diagnoses are in force.

    Attributes:
        damage: what happened to a list of loaded releases that was damaged; empty where it is sound.
    """

    here: tuple[CodeSetRow, ...]
    calendar: tuple[CodeSetRow, ...]
    due: ReleaseDue | None
    damage: str = ""

    def groups(self) -> list[Group[CodeSetRow]]:
        """As the list shows them."""
        return [
            Group("On this computer", "a visit is checked against the release of its day", self.here),
            Group("Calendar", "what is in force by its publisher, and until when", self.calendar),
        ]


def read_code_sets(_db: Database, clinic: Clinic, day: date) -> CodeSets:
    """The releases on this computer and the calendar; the first time the library may have to be built."""
    library = clinic.library()
    used = release_for(library, day)
    here = sorted(
        (*_loaded(day, used), *_shipped(used)), key=lambda row: (row.system, -row.from_on.toordinal())
    )
    return CodeSets(
        here=tuple(here),
        calendar=tuple(_due_row(one) for one in due_lists(day)),
        due=newer_release_due(library, day),
        damage=damage(),
    )


def _loaded(day: date, used: ReleaseUsed) -> Iterator[CodeSetRow]:
    for one in list_releases(active_only=False):
        yield CodeSetRow(
            system=" ".join(filter(None, (one.system.value, one.part))), holds=_HOLDS[one.system], release=one.name,
            from_on=one.from_on, to_on=one.to_on, state=_state_of(one, day, used), number=one.id,
        )  # fmt: skip


def _state_of(one: LoadedRelease, day: date, used: ReleaseUsed) -> str:
    if not one.present:
        return GONE
    if not one.active:
        return UNDONE
    if not one.whole:
        return DAMAGED
    if one.system in _ICD:
        return USED if one.name == used.release else EARLIER
    answering = release_on(one.system, day, part=one.part)
    return USED if answering is not None and answering.id == one.id else EARLIER


def _shipped(used: ReleaseUsed) -> Iterator[CodeSetRow]:
    """The diagnoses that come with the program; our own starter lists have no edition."""
    loaded = {one.name for one in list_releases() if one.system in _ICD}
    for source in sources().values():
        if source.package:
            answers = source.release == used.release and source.release not in loaded
            yield CodeSetRow(
                system=System.ICD10CM.value, holds="diagnoses, with the program", release=source.release,
                from_on=source.released_on, to_on=None, state=USED if answers else EARLIER,
            )  # fmt: skip


def _due_row(one: DueList) -> CodeSetRow:
    return CodeSetRow(
        system=one.system.value, holds=_HOLDS[one.system], release=one.newest, from_on=one.in_force_on,
        to_on=one.next_on - timedelta(days=1), state=one.state, calendar=True,
    )  # fmt: skip


def _name(row: CodeSetRow) -> Runs:
    return (Run(row.system, weight=MEDIUM, gap=10), quiet(row.holds))


def _state(row: CodeSetRow) -> Run:
    return state(*_STATES[row.state])


def code_set_columns() -> tuple[Column[CodeSetRow], ...]:
    """List, edition, days, state."""
    return (
        Column("Code set", _name, stretch=1, width=280),
        Column("Edition", lambda row: row.release or NOT_YET, width=70),
        Column("From", lambda row: row.from_on, right=True),
        Column("To", lambda row: row.to_on or NOT_YET, right=True),
        Column("State", _state, width=210),
    )


def name_of(row: CodeSetRow) -> tuple[bool, str, str, int]:
    """What tells rows apart."""
    return row.calendar, row.system, row.release, row.number
