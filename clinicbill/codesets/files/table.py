"""What one kind of list is kept as: a table of plain columns, the columns that name an entry, those that say it."""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.codesets.register import System

Value = str | int | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One kind of list.

    Attributes:
        name: of the table in the release's file.
        columns: each with its type, such as "code text"; days are text like 2026-10-01, or integers like 20261001
            where there are millions.
        key: the columns that name an entry; a second row for the same key replaces the first one.
        codes: the columns with the procedures, places or reasons that the office would name; where there are two, an
            entry touches the office only if it uses both.
        text: the columns that say what the entry means: where they differ between releases it was revised.
        entry: the columns that name the same entry in another release; by default the key.
        days: the columns with its first and last day, where rows carry them.
        only: a condition in SQL, of our own words, for the entries that count as such.
    """

    system: System
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    codes: tuple[str, ...]
    text: tuple[str, ...]
    entry: tuple[str, ...] = ()
    days: tuple[str, str] | None = None
    only: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.split()[0] for column in self.columns)
