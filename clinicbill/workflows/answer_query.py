"""Record what the provider answered, or withdraw a query; what was asked stays as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.queries import store
from clinicbill.coding.queries.query import OTHER, QueryKind, QueryOutcome, QueryStatus, outcome_of
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import QueryId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.queries.query import CodingQuery
    from clinicbill.workflows.outcome import Outcome

_HOUSE = "house rule: an answer says who gave it, when, and what it is"


def answer_query(
    db: Database,
    stamp: Stamp,
    query_id: QueryId,
    *,
    answered_on: date,
    answered_by: str,
    option: str = "",
    text: str = "",
    outcome: QueryOutcome = QueryOutcome.NONE,
) -> Outcome:
    """Keep the answer. `outcome` is what it counts as; by default what the chosen option says by itself.

    Raises:
        CannotDo: the query is answered or withdrawn already.
    """
    require(stamp, Act.CODE_VISIT)
    asked = _open(db, query_id)
    answered = replace(
        asked,
        status=QueryStatus.ANSWERED,
        answered_on=answered_on,
        answered_by=answered_by.strip(),
        answer_option=option,
        answer_text=text.strip(),
        outcome=outcome or outcome_of(asked, option),
    )
    return _keep(db, stamp, answered, list(_wrong(answered, stamp.on)), "Recorded the provider’s answer")


def withdraw_query(db: Database, stamp: Stamp, query_id: QueryId, *, reason: str) -> Outcome:
    """Take a query back, with the reason; it stays in the file.

    Raises:
        CannotDo: the query is answered or withdrawn already.
    """
    require(stamp, Act.CODE_VISIT)
    withdrawn = replace(
        _open(db, query_id), status=QueryStatus.WITHDRAWN, withdrawn_why=" ".join(reason.split())
    )
    found = [] if withdrawn.withdrawn_why else [_must("Q14", "Say why the query is withdrawn", "reason")]
    return _keep(db, stamp, withdrawn, found, "Withdrew the query")


def _open(db: Database, query_id: QueryId) -> CodingQuery:
    query = store.get_query(db, query_id)
    if query.status is not QueryStatus.OPEN:
        done = "answered" if query.status is QueryStatus.ANSWERED else "withdrawn"
        raise CannotDo(f"This query is {done} already; nothing was changed: ask a new one if more is open.")
    return query


def _wrong(query: CodingQuery, today: date) -> Iterator[Finding]:
    """Q10–Q13: what an answer lacks."""
    day = query.answered_on
    if day is None or not query.asked_on <= day <= today:
        span = f"{slashed(query.asked_on)} to {slashed(today)}"
        yield _must("Q10", f"The day of the answer lies outside {span}", "answered_on")
    if not query.answered_by:
        yield _must("Q11", "Say who answered", "answered_by")
    if query.kind is not QueryKind.OPEN and query.answer_option not in query.choices:
        yield _must("Q12", "Choose the option that was marked", "option")
    if not query.answer_text and (query.kind is QueryKind.OPEN or query.answer_option == OTHER):
        yield _must("Q13", "Key what the provider wrote", "text")


def _must(rule: str, message: str, field: str) -> Finding:
    return Finding(
        rule=rule, severity=Severity.MUST_FIX, message=message, where="query", source=_HOUSE, field=field
    )


def _keep(db: Database, stamp: Stamp, query: CodingQuery, findings: list[Finding], message: str) -> Outcome:
    return keep_record(
        db, findings, lambda: store.save_answer(db, query, stamp), changed="visits", message=message
    )
