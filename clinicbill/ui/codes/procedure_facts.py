"""What the loaded releases say of a procedure, and which edits speak of a modifier, in rows for the codes page.

Sources: CMS NCCI procedure-to-procedure and MUE tables, add-on code edits, and the indicators of the physician fee
schedule (RVUPUF record layout), all as the office has loaded them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.words import counted
from clinicbill.coding.edits.rules import coding_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from clinicbill.codesets.bundling import BundledPair
    from clinicbill.codesets.fees import FeeFacts
    from clinicbill.coding.edits.reference import Reference
    from clinicbill.coding.edits.rules import Rule

Fact = tuple[str, str]

NOTHING = (
    "Edits",
    "no pair, limit or fee schedule of it is loaded (Setup, Code sets)",
)
_LIMITS = {
    "1": "on a line",
    "2": "a day, without exception",
    "3": "a day, more with documentation",
}
_PAIRS = {"0": "no modifier separates them", "1": "a modifier may separate them"}
_GLOBAL = {
    "000": "the day itself",
    "010": "10 days",
    "090": "90 days and the day before",
    "XXX": "does not apply",
    "YYY": "set by the contractor",
    "ZZZ": "as the procedure it is added to",
    "MMM": "maternity care",
}
_BILATERAL = {
    "0": "not paid for a second side",
    "1": "50 is paid at 150 %",
    "2": "means both sides already",
    "3": "each side is paid in full",
}
_ASSISTANT = {
    "0": "paid with documentation",
    "1": "not paid",
    "2": "paid",
}
_MOST_PAIRS = 12


def procedure_facts(code: str, own: Iterable[str], on: date, reference: Reference) -> tuple[Fact, ...]:
    """Units, days, sides, assistants, pairs with the office's `own` procedures; one row if nothing is known."""
    found = (
        *_units(code, on, reference),
        *_schedule(reference.fee_facts(code, on)),
        *_add_on(code, on, reference),
        *_pairs(code, own, on, reference),
    )
    return found or (NOTHING,)


def modifier_facts(modifier: str) -> tuple[Fact, ...]:
    """The edits of the coding desk that speak of a modifier: their title, what they look for, their source."""
    word = re.compile(rf"\b{re.escape(modifier)}\b")
    rules = (rows[0] for rows in coding_edits().rules.values())
    return tuple((rule.title, f"{rule.why} {rule.source}") for rule in rules if _speaks(rule, word))


def _speaks(rule: Rule, word: re.Pattern[str]) -> bool:
    return any(word.search(text) for text in (rule.title, rule.why, rule.fix))


def _units(code: str, on: date, reference: Reference) -> Iterator[Fact]:
    limit = reference.unit_limit(code, on)
    if limit is not None:
        words = f"{counted(limit.value, 'unit')} {_LIMITS.get(limit.indicator, '')}".strip()
        yield "At most", f"{words} (MUE {limit.release})"


def _schedule(facts: FeeFacts | None) -> Iterator[Fact]:
    if facts is None:
        return
    yield (
        "Global period",
        f"{_GLOBAL.get(facts.global_days, facts.global_days)} (fee schedule {facts.release})",
    )
    if facts.bilateral in _BILATERAL:
        yield "Both sides", _BILATERAL[facts.bilateral]
    if facts.assistant in _ASSISTANT:
        yield "Assistant", _ASSISTANT[facts.assistant]
    office = facts.work + facts.pe_non_facility + facts.mp
    if office:
        yield "Relative value", f"{office} in the office, of it work {facts.work}"


def _add_on(code: str, on: date, reference: Reference) -> Iterator[Fact]:
    found = reference.primaries_of(code, on)
    if found is not None and found.primaries:
        yield "Only beside", ", ".join(sorted(found.primaries)[:_MOST_PAIRS])


def _pairs(code: str, own: Iterable[str], on: date, reference: Reference) -> Iterator[Fact]:
    """Pairs with the procedures of the office, those that nothing separates first."""
    found: list[BundledPair] = []
    for other in dict.fromkeys(own):
        if other != code:
            found += reference.pairs(frozenset((code, other)), on)
    for pair in sorted(found, key=lambda pair: (pair.indicator, pair.column1, pair.column2))[:_MOST_PAIRS]:
        what = f"includes {pair.column2}" if pair.column1 == code else f"is part of {pair.column1}"
        yield "NCCI", f"{what}; {_PAIRS.get(pair.indicator, '')} (indicator {pair.indicator}, {pair.release})"
