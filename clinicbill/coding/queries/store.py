"""What the practice file knows of queries: asked, listed, answered, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import EncounterId, ProviderId, QueryId
from clinicbill.coding.queries.query import (
    CodingQuery,
    Indicator,
    QueryKind,
    QueryOption,
    QueryOutcome,
    QueryStatus,
)
from clinicbill.db.connect import one, rows
from clinicbill.db.rows import insert, update

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp

_INDICATORS = msgspec.json.Decoder(tuple[Indicator, ...])
_OPTIONS = msgspec.json.Decoder(tuple[QueryOption, ...])


def add_query(db: Database, query: CodingQuery, stamp: Stamp) -> QueryId:
    """Write a new query; what is asked can never be changed afterwards."""
    row = {
        "encounter_id": query.encounter_id,
        "provider_id": query.provider_id,
        "kind": query.kind.value,
        "asked_on": query.asked_on.isoformat(),
        "span_start": query.span_start,
        "span_end": query.span_end,
        "quote": query.quote,
        "question": query.question,
        "indicators": msgspec.json.encode(query.indicators).decode(),
        "options": msgspec.json.encode(query.options).decode(),
        "note_sha256": query.note_sha256,
        **stamp.columns(),
    }
    return QueryId(insert(db, "coding_query", row))


def save_answer(db: Database, query: CodingQuery, stamp: Stamp) -> None:
    """Write the answer, or that the query was withdrawn; the database takes it once."""
    row = {
        "status": query.status.value,
        "answered_on": query.answered_on.isoformat() if query.answered_on else None,
        "answered_by": query.answered_by,
        "answer_option": query.answer_option,
        "answer_text": query.answer_text,
        "outcome": query.outcome.value,
        "withdrawn_why": query.withdrawn_why,
        **stamp.columns(),
    }
    update(db, "coding_query", query.id, row)


def get_query(db: Database, query_id: QueryId) -> CodingQuery:
    """One query.

    Raises:
        NotFound: there is none of this id.
    """
    row = one(db, "select * from coding_query where id = ?", [query_id])
    if row is None:
        raise NotFound("This query does not exist; nothing was changed: look at the list again.")
    return _record(row)


def list_queries_of(db: Database, encounter_id: EncounterId) -> list[CodingQuery]:
    """The queries of a visit, the newest first."""
    sql = "select * from coding_query where encounter_id = ? order by id desc"
    return [_record(row) for row in rows(db, sql, [encounter_id])]


def list_open_queries(db: Database) -> list[CodingQuery]:
    """Every query without an answer, the oldest first."""
    return [
        _record(row)
        for row in rows(db, "select * from coding_query where status = 'open' order by asked_on, id")
    ]


def list_queries_between(db: Database, first: date, last: date) -> list[CodingQuery]:
    """The queries asked on these days, both included, the oldest first."""
    sql = "select * from coding_query where asked_on between ? and ? order by asked_on, id"
    return [_record(row) for row in rows(db, sql, [first.isoformat(), last.isoformat()])]


def oldest_open(db: Database, encounter_id: EncounterId) -> CodingQuery | None:
    """The query a visit waits for longest; None where it waits for none."""
    sql = (
        "select * from coding_query where encounter_id = ? and status = 'open' order by asked_on, id limit 1"
    )
    row = one(db, sql, [encounter_id])
    return _record(row) if row else None


def _record(row: dict[str, Any]) -> CodingQuery:
    return CodingQuery(
        id=QueryId(row["id"]),
        encounter_id=EncounterId(row["encounter_id"]),
        provider_id=ProviderId(row["provider_id"]) if row["provider_id"] is not None else None,
        kind=QueryKind(row["kind"]),
        asked_on=date.fromisoformat(row["asked_on"]),
        span_start=row["span_start"],
        span_end=row["span_end"],
        quote=row["quote"],
        question=row["question"],
        indicators=_INDICATORS.decode(row["indicators"]),
        options=_OPTIONS.decode(row["options"]),
        note_sha256=row["note_sha256"],
        status=QueryStatus(row["status"]),
        answered_on=date.fromisoformat(row["answered_on"]) if row["answered_on"] else None,
        answered_by=row["answered_by"],
        answer_option=row["answer_option"],
        answer_text=row["answer_text"],
        outcome=QueryOutcome(row["outcome"]),
        withdrawn_why=row["withdrawn_why"],
    )
