from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from clinicbill.coding.queries.figures import query_figures
from clinicbill.coding.queries.query import CodingQuery, QueryOutcome, QueryStatus
from tests.unit.coding.queries.questions import DAY, a_query


def answered(days: int, outcome: QueryOutcome) -> CodingQuery:
    return replace(
        a_query(), status=QueryStatus.ANSWERED, answered_on=DAY + timedelta(days=days), outcome=outcome
    )


def test_turnaround_and_agreement() -> None:
    queries = [
        answered(1, QueryOutcome.AGREED),
        answered(2, QueryOutcome.AGREED),
        answered(3, QueryOutcome.PARTLY),
        answered(9, QueryOutcome.DISAGREED),
        answered(4, QueryOutcome.UNDETERMINED),
        a_query(),
        replace(a_query(), status=QueryStatus.WITHDRAWN),
    ]
    figures = query_figures(queries, DAY + timedelta(days=12))
    assert (figures.asked, figures.open, figures.answered) == (6, 1, 5)
    assert figures.turnaround_days == 3
    assert figures.agreement == Fraction(5, 8)  # two and a half of four that could be judged
    assert (figures.undetermined, figures.oldest_days) == (1, 12)


def test_of_nothing_nothing_is_said() -> None:
    figures = query_figures([], DAY)
    assert (figures.asked, figures.turnaround_days, figures.agreement, figures.oldest_days) == (
        0,
        None,
        None,
        None,
    )
