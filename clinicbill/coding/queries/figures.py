"""How long queries take and what comes of them: turnaround and agreement."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from clinicbill.coding.queries.query import QueryOutcome, QueryStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinicbill.coding.queries.query import CodingQuery

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryFigures:
    """Counts over a set of queries.

    Attributes:
        asked: all that were not withdrawn.
        oldest_days: days the oldest open one has waited; None where none is open.
        turnaround_days: median days from question to answer; None where none is answered.
        agreement: share of the answers that could be judged which agreed, one that agreed in part counting half;
            None where none could be judged.
        undetermined: answers that nobody could determine; they count neither way.
    """

    asked: int
    open: int
    answered: int
    oldest_days: int | None
    turnaround_days: float | None
    agreement: Fraction | None
    undetermined: int


def query_figures(queries: Iterable[CodingQuery], as_of: date) -> QueryFigures:
    """Turnaround and agreement of some queries as of a day."""
    asked = [query for query in queries if query.status is not QueryStatus.WITHDRAWN]
    waiting = [query for query in asked if query.status is QueryStatus.OPEN]
    days = [query.days_open for query in asked if query.days_open is not None]
    outcomes = [query.outcome for query in asked]
    agreed, partly = outcomes.count(QueryOutcome.AGREED), outcomes.count(QueryOutcome.PARTLY)
    judged = agreed + partly + outcomes.count(QueryOutcome.DISAGREED)
    return QueryFigures(
        asked=len(asked),
        open=len(waiting),
        answered=len(asked) - len(waiting),
        oldest_days=max(((as_of - query.asked_on).days for query in waiting), default=None),
        turnaround_days=median(days) if days else None,
        agreement=(agreed + partly * _HALF) / judged if judged else None,
        undetermined=outcomes.count(QueryOutcome.UNDETERMINED),
    )
