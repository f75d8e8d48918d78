"""Questions an office asks again and again, from resources/rules/query_templates.toml, in clinical words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.coding.queries.query import CodingQuery, Indicator, QueryKind, QueryOption, note_digest

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.encounters.encounter import Encounter


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTemplate:
    """One question to begin with.

    Attributes:
        question: with {quote} where the marked words go.
        options: for a choice.
        axis: whether the options are all there is of one axis (right, left, both), so that the marked passage
            supports each of them alike; diagnoses are never an axis.
    """

    id: str
    title: str
    kind: QueryKind
    question: str
    options: tuple[str, ...] = ()
    axis: bool = False


@lru_cache(maxsize=1)
def query_templates() -> tuple[QueryTemplate, ...]:
    """All templates in the order in which they are offered."""
    rows = tomllib.loads(asset("rules/query_templates.toml").read_text("utf-8"))["template"]
    return tuple(
        QueryTemplate(**{**row, "kind": QueryKind(row["kind"]), "options": tuple(row.get("options", ()))})
        for row in rows
    )


def begin(template: QueryTemplate, visit: Encounter, start: int, end: int, on: date) -> CodingQuery:
    """A query about a passage of the visit's note, its words cited as the first indicator."""
    quote = visit.note[start:end]
    cited = (Indicator(text=quote, start=start, end=end),) if quote.strip() else ()
    support = tuple(range(len(cited))) if template.axis else ()
    return CodingQuery(
        encounter_id=visit.id,
        provider_id=visit.provider_id,
        kind=template.kind,
        asked_on=on,
        span_start=start,
        span_end=end,
        quote=quote,
        question=template.question.replace("{quote}", " ".join(quote.split())),
        indicators=cited,
        options=tuple(QueryOption(text=text, indicators=support) for text in template.options),
        note_sha256=note_digest(visit.note),
    )
