"""How queries read on the screen: what an answer counts as, what came back, how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.coding.queries.query import CodingQuery, QueryOutcome, QueryStatus

if TYPE_CHECKING:
    from datetime import date

OUTCOMES: tuple[tuple[object, str], ...] = (
    (QueryOutcome.NONE, "Not judged"),
    (QueryOutcome.AGREED, "Agreed with an option"),
    (QueryOutcome.PARTLY, "Agreed in part"),
    (QueryOutcome.DISAGREED, "Something else"),
    (QueryOutcome.UNDETERMINED, "Cannot be determined"),
)


def answer_words(query: CodingQuery) -> str:
    """The answer in one line: what, by whom, when; or why there is none."""
    if query.status is QueryStatus.OPEN:
        return "Open"
    if query.status is QueryStatus.WITHDRAWN:
        return f"Withdrawn: {query.withdrawn_why}"
    said = ": ".join(part for part in (query.answer_option, " ".join(query.answer_text.split())) if part)
    when = slashed(query.answered_on) if query.answered_on else ""
    return f"{said} ({query.answered_by}, {when})"


def days_words(query: CodingQuery) -> str:
    """Days from question to answer; a dash where none came."""
    return "–" if query.days_open is None else str(query.days_open)


def age_words(asked_on: date, as_of: date) -> str:
    """How long a question waits: today, 1 day, 4 days."""
    days = (as_of - asked_on).days
    return "today" if days <= 0 else "1 day" if days == 1 else f"{days} days"
