"""Who typed each value of a claim last, and when, as the history of the records tells it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clinicbill.basics.dates import parse_moment
from clinicbill.claims.typed import Rows, Typed, typed_in
from clinicbill.db.connect import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.store import ClaimRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTyped:
    """The last writing of a value.

    Attributes:
        at: UTC moment.
        made: it stands as it was when the record was made.
        since: the first change after the claim was sent, which the claim does not show; None where there is none.
        since_user: who made that.
    """

    at: datetime
    user: str
    made: bool
    since: datetime | None = None
    since_user: str = ""


@dataclass(frozen=True, slots=True)
class _Change:
    at: datetime
    user: str
    field: str


def last_typed(
    db: Database,
    claim: Claim,
    known: Rows,
    paths: Iterable[str],
    *,
    sent_at: datetime | None = None,
) -> dict[str, LastTyped]:
    """For each dotted place of the Claim that somebody typed, the last writing.

    `known` are its records as `rows_behind` finds them; `sent_at` is when the claim went out; what was changed later is not in it and is told apart.
    """
    places = {path: typed_in(claim, known, path) for path in paths if path}
    history = _histories(db, {(place.table, place.row_id) for found in places.values() for place in found})
    told = ((path, _last(found, history, sent_at)) for path, found in places.items())
    return {path: last for path, last in told if last is not None}


def _last(
    places: Sequence[Typed], history: dict[tuple[str, int], list[_Change]], sent_at: datetime | None
) -> LastTyped | None:
    """The newest change of any of the columns; the making of the record counts as the first one."""
    found = [
        change
        for place in places
        for change in history.get((place.table, place.row_id), ())
        if not change.field or not place.columns or change.field in place.columns
    ]
    found.sort(key=lambda change: change.at)
    before = [change for change in found if sent_at is None or change.at <= sent_at] or found[:1]
    if not before:
        return None
    later = next((change for change in found if sent_at is not None and change.at > sent_at), None)
    if later is before[-1]:
        later = None
    return LastTyped(
        at=before[-1].at,
        user=before[-1].user,
        made=not before[-1].field,
        since=later.at if later else None,
        since_user=later.user if later else "",
    )


def _histories(db: Database, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], list[_Change]]:
    found = rows(
        db,
        "select c.at, c.table_name, c.row_id, c.field, u.name as user_name from json_each(?) j "
        "join change c on c.table_name = j.value ->> 0 and c.row_id = j.value ->> 1 "
        "join user u on u.id = c.user_id order by c.id",
        [json.dumps(sorted(wanted))],
    )
    history: dict[tuple[str, int], list[_Change]] = {}
    for row in found:
        change = _Change(parse_moment(row["at"]), row["user_name"], row["field"])
        history.setdefault((row["table_name"], row["row_id"]), []).append(change)
    return history


def rows_behind(db: Database, record: ClaimRecord, visits: Sequence[EncounterId]) -> Rows:
    """The records a claim is made of that it does not name itself."""
    wanted = json.dumps(list(visits))
    found = rows(
        db,
        "select id, provider_id, facility_id, referring_id from encounter "
        "where id in (select value from json_each(?))",
        [wanted],
    )
    by_id = {row["id"]: row for row in found}
    first = by_id.get(visits[0]) if visits else None
    numbers = rows(
        db,
        "select e.id as visit, n.id from encounter e join provider_number n on n.provider_id = e.provider_id "
        "where n.active and n.payer_id = :payer and e.id in (select value from json_each(:visits))",
        {"payer": record.payer_id, "visits": wanted},
    )
    codes = rows(
        db,
        "select id from encounter_diagnosis where encounter_id in (select value from json_each(?))",
        [wanted],
    )
    own = rows(db, "select id from coverage where patient_id = ? and profile <> ''", [record.patient_id])
    return Rows(
        authorization_id=record.authorization_id,
        facility_id=first["facility_id"] if first else None,
        referring_id=first["referring_id"] if first else None,
        providers={row["id"]: row["provider_id"] for row in found},
        numbers={row["visit"]: row["id"] for row in numbers},
        diagnoses=tuple(row["id"] for row in codes),
        own_profiles=frozenset(row["id"] for row in own),
    )
