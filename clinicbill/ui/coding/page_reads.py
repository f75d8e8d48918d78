"""What the coding page reads for its left side and its grid, in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.codesets.hcpcs import hcpcs
from clinicbill.encounters import store
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.pricing import fee_on
from clinicbill.practice.procedure import Procedure
from clinicbill.practice.store import list_procedures
from clinicbill.ui.coding.lines.procedures import ProcedureList, procedure_list
from clinicbill.ui.coding.visits.day_list import DayList, Shown, asked_visits, first_day_to_show, read_day

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.encounters.visit_facts import VisitFacts
    from clinicbill.ui.clinic import Clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class PageList:
    """The rows at the left, how many wait on all days (`asked`: for an answer), and what can be billed."""

    days: DayList
    counts: Mapping[VisitStatus, int]
    procedures: tuple[Procedure, ...] = ()
    asked: int = 0


def read_list(db: Database, clinic: Clinic, shown: Shown, day: date | None) -> PageList:
    """Read it; without a day the one that has something to do."""
    chosen = day or first_day_to_show(db, clinic.as_of)
    return PageList(
        days=read_day(db, clinic, shown, chosen),
        counts=store.count_visits(db),
        procedures=tuple(list_procedures(db)),
        asked=len(asked_visits(db)),
    )


def count_waiting(db: Database) -> int:
    """How many visits are to be coded, for the side bar."""
    return store.count_visits(db)[VisitStatus.TO_CODE]


def day_of_visit(db: Database, encounter_id: EncounterId) -> date:
    """The day on which a visit stands in the list; NotFound where there is no such visit."""
    return store.get_encounter(db, encounter_id).service_on


def priced_list(procedures: tuple[Procedure, ...], facts: VisitFacts, on: date) -> ProcedureList:
    """The procedure list with the fees that count for a visit."""
    fees: dict[str, str] = {}
    for procedure in procedures:
        fee = fee_on(
            facts.fees.get(procedure.code, ()), payer_id=facts.payer_id, modifiers=procedure.modifiers, on=on
        )
        if fee is not None:
            fees[procedure.code] = fee.charge.plain()
    others = {code: row for code, row in hcpcs().items() if on in row.in_force}
    return procedure_list(procedures, others, fees)
