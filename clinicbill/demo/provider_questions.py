"""Questions a demo office asked its providers: some answered, one withdrawn, two that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import EncounterId, QueryId
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_of_lines, claims_with_status, encounter_ids_of
from clinicbill.coding.queries.query import OTHER, UNDETERMINED, QueryKind, QueryOutcome
from clinicbill.coding.queries.store import get_query
from clinicbill.coding.queries.templates import begin, query_templates
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounter, visits_on, visits_with_status
from clinicbill.practice.store import get_provider
from clinicbill.workflows.answer_query import answer_query, withdraw_query
from clinicbill.workflows.ask_provider import ask_provider

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.claims.store import ClaimRecord
    from clinicbill.coding.queries.query import CodingQuery
    from clinicbill.demo.clock import Clock
    from clinicbill.encounters.encounter import Encounter

# Template, days until the answer, the option chosen (its place, or one of the two that are always there), what was
# written, and what an answer to an open question counts as.
_ANSWERED = (
    ("care", 1, 0, "", QueryOutcome.NONE),
    ("acuity", 3, UNDETERMINED, "", QueryOutcome.NONE),
    ("meaning", 2, "", "As in the assessment; nothing to add.", QueryOutcome.PARTLY),
    ("phase", 6, OTHER, "Follow-up only, no treatment phase changed.", QueryOutcome.NONE),
)
_WITHDRAWN = ("acuity", "The note of the visit before says it.")
_WAITING = ("cause", "care")
_SINCE, _STEP = 12, 4  # days before the last day: the newest past question, and between two of them
_HERE = frozenset({ClaimStatus.DRAFT, ClaimStatus.READY})  # asking would put such a claim on hold
_BACK = 14


def ask_questions(db: Database, clock: Clock, as_of: date) -> None:
    """On the last day, looking back; no visit and no claim changes by it."""
    past = _past_visits(db, as_of)
    for template, days, option, text, outcome in _ANSWERED:
        found = _ask_next(db, clock, past, template)
        if found is not None:
            _answer(db, clock, found, as_of, days, option, text, outcome)
    found = _ask_next(db, clock, past, _WITHDRAWN[0])
    if found is not None:
        query_id, visit = found
        stamp = clock.stamp(visit.service_on + timedelta(days=1), 18)
        withdraw_query(db, stamp, query_id, reason=_WITHDRAWN[1])
    waiting = _waiting_visits(db, as_of)
    for template in _WAITING:
        _ask_next(db, clock, waiting, template)


def _past_visits(db: Database, as_of: date) -> Iterator[Encounter]:
    """One visit each few days, whose claim is out of the office."""
    for back in range(_SINCE, _SINCE + _STEP * _BACK, _STEP):
        for row in visits_on(db, as_of - timedelta(days=back), limit=_BACK):
            visit = get_encounter(db, row.id)
            claims = claims_of_lines(db, [line.id for line in visit.lines])
            if claims and not any(claim.status in _HERE for claim in claims):
                yield visit
                break


def _waiting_visits(db: Database, as_of: date) -> Iterator[Encounter]:
    """Visits that wait already: of a claim on hold for a question, then of a visit on hold."""
    held = [claim for claim in claims_with_status(db, ClaimStatus.ON_HOLD) if claim.first_service_on < as_of]
    asked = [claim for claim in held if "question" in claim.hold_reason][-1:]
    ids = [*_visits_of(db, asked), *(row.id for row in visits_with_status(db, VisitStatus.ON_HOLD))]
    ids += _visits_of(db, reversed(held))
    return (get_encounter(db, one) for one in dict.fromkeys(ids))


def _visits_of(db: Database, claims: Iterable[ClaimRecord]) -> list[EncounterId]:
    return [EncounterId(one) for claim in claims for one in encounter_ids_of(db, claim.id)[:1]]


def _ask_next(
    db: Database, clock: Clock, visits: Iterator[Encounter], template: str
) -> tuple[QueryId, Encounter] | None:
    """Ask about the assessment of the next visit whose note has one."""
    for visit in visits:
        query = _about_assessment(visit, template)
        if query is None:
            continue
        outcome = ask_provider(db, clock.stamp(visit.service_on, 21), query)
        if outcome.done and outcome.row_id is not None:
            return QueryId(outcome.row_id), visit
    return None


def _about_assessment(visit: Encounter, template: str) -> CodingQuery | None:
    start = visit.note.find("A: ") + 3
    end = visit.note.find("\n", start)
    if start < 3 or end <= start:
        return None
    chosen = next(one for one in query_templates() if one.id == template)
    quoted = visit.note[start:end].rstrip(".")
    return begin(chosen, visit, start, start + len(quoted), visit.service_on)


def _answer(
    db: Database,
    clock: Clock,
    found: tuple[QueryId, Encounter],
    as_of: date,
    days: int,
    option: int | str,
    text: str,
    outcome: QueryOutcome,
) -> None:
    query_id, visit = found
    day = min(visit.service_on + timedelta(days=days), as_of)
    answer_query(
        db,
        clock.stamp(day, 18),
        query_id,
        answered_on=day,
        answered_by=str(get_provider(db, visit.provider_id)),
        option=option if isinstance(option, str) else _option(db, query_id, option),
        text=text,
        outcome=outcome,
    )


def _option(db: Database, query_id: QueryId, at: int) -> str:
    query = get_query(db, query_id)
    return query.choices[at] if query.kind is not QueryKind.OPEN else ""
