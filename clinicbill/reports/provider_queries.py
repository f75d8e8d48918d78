"""Queries to providers: how many, how fast and with what answer they came back, and the charges that wait for those open."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import ClaimId, EncounterId, PatientId, QueryId
from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.words import counted
from clinicbill.coding.queries.figures import QueryFigures, query_figures
from clinicbill.coding.queries.store import list_open_queries, list_queries_between
from clinicbill.db.connect import rows as select
from clinicbill.practice.provider import ProviderKind
from clinicbill.practice.store import list_providers
from clinicbill.reports.aging import person
from clinicbill.reports.report_table import (
    TOTAL,
    BehindRow,
    Cell,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from sqlite_utils import Database

    from clinicbill.coding.queries.query import CodingQuery

WAITING = "Charges waiting"
_NOBODY = "nobody"
_LONGEST = 90
_COLUMNS = (
    ReportColumn("Provider", CellKind.TEXT),
    ReportColumn("Asked", CellKind.SHARE),
    ReportColumn("Answered", CellKind.SHARE),
    ReportColumn("Median days", CellKind.SHARE),
    ReportColumn("Agreement", CellKind.SHARE),
    ReportColumn("Undetermined", CellKind.SHARE),
    ReportColumn("Open now", CellKind.SHARE),
    ReportColumn("Oldest, days", CellKind.SHARE),
    ReportColumn(WAITING, CellKind.MONEY, opens=True),
)


def provider_queries(db: Database, days: Days) -> ReportTable:
    """One row for each provider who treats or was asked; what was withdrawn counts nowhere."""
    asked, waiting = list_queries_between(db, days.from_on, days.to_on), _waiting(db, days)
    names = {str(one.id): str(one) for one in list_providers(db, ProviderKind.RENDERING)}
    keys = {*names, *(_key(query) for query in (*asked, *waiting))}
    all_names = {str(one.id): str(one) for one in list_providers(db, with_inactive=True)}
    money = _money_by_query(db, waiting)
    made = [
        _row(
            key,
            all_names.get(key, "Nobody named"),
            query_figures([one for one in asked if _key(one) == key], days.to_on),
            query_figures([one for one in waiting if _key(one) == key], days.to_on),
            Money.total(money[one.id] for one in waiting if _key(one) == key),
        )
        for key in keys
    ]
    total = _row(
        TOTAL,
        "All",
        query_figures(asked, days.to_on),
        query_figures(waiting, days.to_on),
        Money.total(money.values()),
    )
    return ReportTable(
        id="provider_queries",
        title="Queries to providers",
        about=f"asked {slashed(days.from_on)}–{slashed(days.to_on)}; open now, whenever asked",
        columns=_COLUMNS,
        rows=tuple(sorted(made, key=lambda row: (str(row.cells[0]), row.key))),
        total=total,
        empty="No provider is set up yet.",
    )


def provider_queries_rows(db: Database, days: Days, key: str, _title: str) -> list[BehindRow]:
    """The open queries behind the charges that wait, the oldest first; a visit's charges stand with its oldest."""
    waiting = _waiting(db, days)
    money = _money_by_query(db, waiting)
    visits = _visits(db, {query.encounter_id for query in waiting})
    chosen = [query for query in waiting if key in (TOTAL, _key(query))]
    return [_behind(query, visits[query.encounter_id], money[query.id], days) for query in chosen]


def _waiting(db: Database, days: Days) -> list[CodingQuery]:
    """Open queries that were asked by the last day, the oldest first."""
    return [query for query in list_open_queries(db) if query.asked_on <= days.to_on]


def _key(query: CodingQuery) -> str:
    return str(query.provider_id) if query.provider_id is not None else _NOBODY


def _row(key: str, name: str, asked: QueryFigures, waiting: QueryFigures, money: Money) -> ReportRow:
    cells: tuple[Cell, ...] = (
        name,
        asked.asked,
        asked.answered,
        None if asked.turnaround_days is None else f"{asked.turnaround_days:g}",
        _percent(asked.agreement),
        asked.undetermined,
        waiting.open,
        waiting.oldest_days,
        money,
    )
    return ReportRow(key, cells)


def _percent(share: Fraction | None) -> str | None:
    """As 83 %, half up."""
    return (
        None
        if share is None
        else f"{(share.numerator * 200 + share.denominator) // (share.denominator * 2)} %"
    )


_VISITS = """select e.id, e.service_on, e.patient_id, p.last_name, p.first_name, p.middle_name, p.suffix,
        coalesce((select sum(s.charge_cents) from service_line s where s.encounter_id = e.id), 0) as cents,
        (select max(cl.claim_id) from claim_line cl join service_line s on s.id = cl.service_line_id
            where s.encounter_id = e.id) as claim_id
    from encounter e join patient p on p.id = e.patient_id
    where e.id in (select value from json_each(:ids))"""


def _visits(db: Database, ids: set[EncounterId]) -> dict[EncounterId, dict[str, Any]]:
    listed = "[" + ",".join(str(int(one)) for one in sorted(ids)) + "]"
    return {EncounterId(row["id"]): row for row in select(db, _VISITS, {"ids": listed})}


def _money_by_query(db: Database, waiting: list[CodingQuery]) -> dict[QueryId, Money]:
    """The charges of each query's visit, counted once for the oldest query of the visit."""
    visits = _visits(db, {query.encounter_id for query in waiting})
    by_visit: defaultdict[EncounterId, list[CodingQuery]] = defaultdict(list)
    for query in waiting:
        by_visit[query.encounter_id].append(query)
    found = {query.id: ZERO for query in waiting}
    for visit_id, queries in by_visit.items():
        found[queries[0].id] = Money(visits[visit_id]["cents"])
    return found


def _behind(query: CodingQuery, visit: dict[str, Any], amount: Money, days: Days) -> BehindRow:
    question = " ".join(query.question.split())
    claim = visit["claim_id"]
    return BehindRow(
        key=f"query {query.id}",
        on=query.asked_on,
        who=str(person(visit)),
        what=f"Open {counted((days.to_on - query.asked_on).days, 'day')}",
        detail=question if len(question) <= _LONGEST else question[: _LONGEST - 1] + "…",
        amount=amount,
        patient_id=PatientId(visit["patient_id"]),
        encounter_id=query.encounter_id,
        claim_id=ClaimId(claim) if claim is not None else None,
    )
