"""Columns that many tables have, as SQL text; values never stand in it."""

from __future__ import annotations

# Every row names who wrote it last and when; the history triggers copy both.
KEPT = "user_id integer not null references user(id), changed_at text not null"
# Facts that are never changed name who wrote them, and when.
WRITTEN = "at text not null, user_id integer not null references user(id)"
ADDRESS = "street text not null default '', street2 text not null default '', city text not null default '', state text not null default '', zip text not null default ''"


def date_column(column: str, *, null: bool = True) -> str:
    """A column of ISO dates; the check refuses 2026-02-30."""
    rule = f"({column} is null or {column} is date({column}))" if null else f"({column} is date({column}))"
    return f"{column} text {'' if null else 'not null '}check {rule}"
