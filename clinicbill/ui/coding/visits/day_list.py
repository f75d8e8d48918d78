"""DayList: the visits down the left side: those of one day, those on hold, or all that wait to be coded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from clinicbill.basics.errors import ClinicBillError
from clinicbill.basics.findings import Severity
from clinicbill.basics.money import Money
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.coding.queries.store import list_open_queries
from clinicbill.encounters import store
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.facts_store import load_facts
from clinicbill.encounters.missing import missing
from clinicbill.encounters.store import VisitRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.codesets.look_up import CodeLookUp
    from clinicbill.ui.clinic import Clinic

# Begun visits whose edits are counted for the list; a day never has so many.
_MOST_COUNTED = 60


class Shown(Enum):
    """Which visits the list shows."""

    DAY = "day"
    TO_CODE = "to_code"
    ON_HOLD = "on_hold"
    QUERY = "query"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A visit in the list.

    Attributes:
        to_fix: edits that stop a visit whose coding was begun.
        asked: whether the provider has a question about it to answer.
    """

    visit: VisitRow
    to_fix: int = 0
    asked: bool = False

    @property
    def id(self) -> EncounterId:
        """The visit's."""
        return self.visit.id

    @property
    def is_coded(self) -> bool:
        """Nothing is left to do here."""
        return self.visit.status is VisitStatus.CODED


@dataclass(frozen=True, slots=True, kw_only=True)
class DayList:
    """The rows with the day they are of."""

    shown: Shown
    day: date
    rows: tuple[DayRow, ...] = ()

    @property
    def coded(self) -> int:
        """How many are done."""
        return sum(row.is_coded for row in self.rows)

    @property
    def left(self) -> int:
        """How many wait to be coded; those on hold wait for something else."""
        return sum(row.visit.status is VisitStatus.TO_CODE and not row.asked for row in self.rows)

    @property
    def entered(self) -> Money:
        """What all lines charge together."""
        return Money.total(row.visit.total for row in self.rows)

    def place(self, encounter_id: EncounterId) -> int | None:
        """Where a visit stands, from 0."""
        return next((at for at, row in enumerate(self.rows) if row.id == encounter_id), None)

    def next_to_code(self, encounter_id: EncounterId | None) -> DayRow | None:
        """The next visit to code below this one, then from the top; never this one, none that waits for an answer."""
        at = self.place(encounter_id) if encounter_id is not None else None
        order = self.rows if at is None else (*self.rows[at + 1 :], *self.rows[:at])
        waiting = [row for row in order if row.visit.status is VisitStatus.TO_CODE]
        return next((row for row in waiting if not row.asked), None)

    def with_row(self, row: DayRow) -> DayList:
        """The list with one row as it stands on the screen."""
        return replace(self, rows=tuple(row if old.id == row.id else old for old in self.rows))


def read_day(db: Database, clinic: Clinic, shown: Shown, day: date) -> DayList:
    """Read the rows; what is missing is counted for visits whose coding was begun."""
    if shown is Shown.DAY:
        rows = store.visits_on(db, day)
    elif shown is Shown.ON_HOLD:
        rows = store.visits_with_status(db, VisitStatus.ON_HOLD)
    elif shown is Shown.QUERY:
        rows = _asked_rows(db)
    else:
        rows = store.visits_with_status(db, VisitStatus.TO_CODE)
    return DayList(shown=shown, day=day, rows=tuple(_rows(db, clinic, rows)))


def asked_visits(db: Database) -> set[EncounterId]:
    """The visits a provider has a question about to answer."""
    return {query.encounter_id for query in list_open_queries(db)}


def _asked_rows(db: Database) -> list[VisitRow]:
    asked = asked_visits(db)
    days = sorted({visit.service_on for visit in store.get_encounters(db, asked)})
    return [row for day in days for row in store.visits_on(db, day) if row.id in asked]


def _rows(db: Database, clinic: Clinic, rows: list[VisitRow]) -> Iterator[DayRow]:
    begun = {row.id for row in rows if row.status is VisitStatus.TO_CODE and row.line_count}
    codes = _codes(clinic) if begun else None
    asked = asked_visits(db)
    counted = 0
    for row in rows:
        if row.id in begun and counted < _MOST_COUNTED:
            counted += 1
            yield DayRow(visit=row, to_fix=_to_fix(db, clinic, row.id, codes), asked=row.id in asked)
        else:
            yield DayRow(visit=row, asked=row.id in asked)


def _codes(clinic: Clinic) -> CodeLookUp | None:
    try:
        return LibraryCodes(clinic.library())
    except ClinicBillError:
        return None


def _to_fix(db: Database, clinic: Clinic, encounter_id: EncounterId, codes: CodeLookUp | None) -> int:
    visit = store.get_encounter(db, encounter_id)
    facts = load_facts(db, visit, as_of=clinic.as_of, codes=codes)
    return sum(finding.severity is Severity.MUST_FIX for finding in missing(visit, facts))


def first_day_to_show(db: Database, as_of: date) -> date:
    """Today, or where nobody came today the newest day that has visits to code."""
    if store.visits_on(db, as_of, limit=1):
        return as_of
    waiting = store.visits_with_status(db, VisitStatus.TO_CODE)
    days = [row.service_on for row in waiting if row.service_on <= as_of]
    return max(days, default=as_of)
