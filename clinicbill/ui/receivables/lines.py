"""The lines of the aging table: parties, then all patients and unapplied credits, then the total of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.reports.aging import BUCKET_WORDS, AgingKind, AgingReport, AgingRow

if TYPE_CHECKING:
    from collections.abc import Callable

TOTAL_KEY = ("total", 0)
_PARTIES = frozenset({AgingKind.PAYER, AgingKind.PATIENT})


@dataclass(frozen=True, slots=True)
class AgingLine:
    """One line; `party` is None for the total."""

    party: AgingRow | None
    name: str
    amounts: tuple[Money, ...]
    total: Money
    over_90: Money

    @property
    def key(self) -> tuple[str, int]:
        """What names it across readings."""
        return TOTAL_KEY if self.party is None else (str(self.party.kind), self.party.name_id or 0)

    @property
    def is_total(self) -> bool:
        """Whether it is the sum of the others."""
        return self.party is None


def lines_of(
    report: AgingReport, sort: str = "", *, descending: bool = False, total: str = "Total"
) -> list[AgingLine]:
    """The lines in the report's order, or by a column; what is no single party stays at the end, the total last."""
    lines = [AgingLine(row, row.name, row.amounts, row.total, row.over_90) for row in report.rows]
    if sort in SORTS:
        parties = [line for line in lines if line.party is not None and line.party.kind in _PARTIES]
        rest = [line for line in lines if line.party is None or line.party.kind not in _PARTIES]
        lines = sorted(parties, key=SORTS[sort], reverse=descending) + rest
    if not lines:
        return []
    return [*lines, AgingLine(None, total, report.amounts, report.total, report.over_90)]


def _bucket(at: int) -> Callable[[AgingLine], tuple[int, str]]:
    return lambda line: (line.amounts[at].cents, line.name.casefold())


# Head of a column → what it is sorted by.
SORTS: dict[str, Callable[[AgingLine], tuple[int, str]]] = {
    "Name": lambda line: (0, line.name.casefold()),
    **{words: _bucket(at) for at, words in enumerate(BUCKET_WORDS)},
    "Total": lambda line: (line.total.cents, line.name.casefold()),
    "Over 90": lambda line: (line.over_90.cents * 10_000 // max(line.total.cents, 1), line.name.casefold()),
}
# Head of a column → the buckets behind its cells; every other cell stands for its whole line.
BUCKETS_OF: dict[str, tuple[int, ...]] = {words: (at,) for at, words in enumerate(BUCKET_WORDS)} | {
    "Over 90": (3, 4)
}
CELL_WORDS = {words: f"{words.lower()} days" for words in BUCKET_WORDS} | {"Over 90": "over 90 days"}
