"""The level of an office E/M visit from the elements chosen: by medical decision making, by time, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clinicbill.basics.assets import asset

PROBLEMS, DATA, RISK = "problems", "data", "risk"
_MOST_RANK = 4
_LIMITED_TESTS, _MODERATE_TESTS = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One line that can be chosen. `rank` is 1 to 4; 0 for data, which are counted by `category`.

    `hints` are words by which a note speaks of it.
    """

    key: str
    name: str
    kind: str
    rank: int = 0
    category: int = 0
    historian: bool = False
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An element that the note supports: how many of it, and the words of the note kept as evidence."""

    key: str
    count: int = 1
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmLevel:
    """The answer.

    Attributes:
        by_mdm: the code that medical decision making reaches; empty where fewer than two elements reach any.
        by_time: the code that the minutes reach; empty where none was given or they reach none.
        code: the higher of the two; empty where there is none.
        basis: "MDM", "time", or "MDM and time" where both reach it; empty without a code.
        ranks: problems, data and risk → the rank each reaches, 0 for none.
        limited_by: the elements that keep the level from being one higher; empty at the top.
        minutes_to_next: minutes still lacking for the next code by time; 0 at the top or without minutes.
        lines: what counted, in words, each with the note's evidence.
        source: the published rule.
    """

    by_mdm: str
    by_time: str
    code: str
    basis: str
    ranks: Mapping[str, int]
    limited_by: tuple[str, ...]
    minutes_to_next: int
    lines: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    return tomllib.loads(asset("rules/em_levels.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def elements() -> tuple[Element, ...]:
    """Every line that can be chosen, in the order of the table: problems, data, risk."""
    data = _rules()
    kinds = ((PROBLEMS, "problem"), (DATA, "data"), (RISK, "risk"))
    return tuple(
        Element(kind=kind, **{**row, "hints": tuple(row.get("hints", ()))})
        for kind, table in kinds
        for row in data[table]
    )


@lru_cache(maxsize=1)
def em_codes() -> frozenset[str]:
    """The codes a level can be, new and established."""
    return frozenset(code for group in _rules()["codes"].values() for code in group.values())


def rank_name(rank: int) -> str:
    """Straightforward, low, moderate or high; empty for 0."""
    return str(_rules()["ranks"].get(str(rank), ""))


def em_level(chosen: tuple[Chosen, ...], *, new_patient: bool, minutes: int | None = None) -> EmLevel:
    """The level of a visit by both roads; the office bills the higher one it can prove.

    AMA CPT E/M guidelines 2021/2023: two of the three elements must be met or exceeded; time is the total of the
    day of the visit, met or exceeded. 99211 needs no level and is not found here.

    Args:
        chosen: the elements the note supports; unknown keys and counts below 1 are passed over.
        new_patient: 99202-99205 instead of 99212-99215.
        minutes: total minutes of the day; None where time was not written down.
    """
    known = {element.key: element for element in elements()}
    used = [(known[one.key], one) for one in chosen if one.key in known and one.count > 0]
    ranks = {PROBLEMS: _highest(used, PROBLEMS), DATA: data_rank(used), RISK: _highest(used, RISK)}
    group = "new" if new_patient else "established"
    codes: dict[str, str] = _rules()["codes"][group]
    rank = sorted(ranks.values())[1]
    by_mdm = codes.get(str(rank), "")
    by_time, lacking = _by_time(_rules()["minutes"][group], minutes)
    code = max(by_mdm, by_time)
    return EmLevel(
        by_mdm=by_mdm, by_time=by_time, code=code, basis=_basis(code, by_mdm, by_time), ranks=ranks,
        limited_by=tuple(name for name, reached in ranks.items() if reached <= rank) if rank < _MOST_RANK else (),
        minutes_to_next=lacking, lines=tuple(_line(element, one) for element, one in used),
        source=_rules()["source"],
    )  # fmt: skip


def _highest(used: list[tuple[Element, Chosen]], kind: str) -> int:
    return max((element.rank for element, _ in used if element.kind == kind), default=0)


def data_rank(used: list[tuple[Element, Chosen]]) -> int:
    """1 for none or little, 2 limited, 3 moderate, 4 extensive.

    Limited: two of category 1, or somebody else's history. Moderate: three of category 1 (which here include that
    history), or one of categories 2 and 3. Extensive: two of the three categories.
    """
    counted = sum(one.count for element, one in used if element.category == 1)
    historian = any(element.historian for element, _ in used)
    met = [
        counted >= _MODERATE_TESTS,
        any(element.category == 2 for element, _ in used),
        any(element.category == 3 for element, _ in used),
    ]
    if sum(met) >= 2:
        return 4
    if any(met):
        return 3
    return 2 if counted >= _LIMITED_TESTS or historian else 1


def _by_time(table: Mapping[str, int], minutes: int | None) -> tuple[str, int]:
    if minutes is None:
        return "", 0
    reached = [code for code, least in table.items() if minutes >= least]
    above = [least for least in table.values() if minutes < least]
    return max(reached, default=""), (min(above) - minutes if above else 0)


def _basis(code: str, by_mdm: str, by_time: str) -> str:
    if not code:
        return ""
    if by_mdm == by_time:
        return "MDM and time"
    return "MDM" if code == by_mdm else "time"


def _line(element: Element, one: Chosen) -> str:
    times = f" ({one.count} times)" if one.count > 1 else ""
    quoted = f": “{one.evidence}”" if one.evidence else ""
    return f"{element.name}{times}{quoted}"
