"""Which visits an audit draws: each as likely as any other, or the likelier the more there is to look at."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.basics.identifiers import EncounterId
from clinicbill.coding.audits.audit import SampleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One reason to look at a visit, with what it adds to the visit's weight of 1.

    Attributes:
        test: what is looked at; a key of TESTS.
        codes: of procedures or modifiers; `days`, `times`: the limit of the tests that have one.
    """

    id: str
    test: str
    weight: int
    words: str
    reason: str
    source: str
    codes: frozenset[str] = frozenset()
    days: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVisit:
    """What the weights look at of one coded visit.

    Attributes:
        coded_on: the local day it was finished.
        units: (procedure, units) of each line.
        first_used_on: the day each procedure was first coded in this office.
        denied: procedures that a payer denied in the year before.
        overrides: edits set aside on it; `copied`: its codes are those of the visit before in the same case.
    """

    encounter_id: EncounterId
    coded_on: date
    units: tuple[tuple[str, int], ...] = ()
    modifiers: frozenset[str] = frozenset()
    first_used_on: Mapping[str, date]
    denied: frozenset[str] = frozenset()
    overrides: int = 0
    copied: bool = False

    @property
    def procedures(self) -> frozenset[str]:
        """The codes of its lines."""
        return frozenset(code for code, _ in self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A visit in the sample and why it was likely."""

    encounter_id: EncounterId
    reasons: tuple[str, ...]


@lru_cache(maxsize=1)
def audit_weights() -> tuple[Weight, ...]:
    """The weights of resources/rules/audit_weights.toml."""
    rows = tomllib.loads(asset("rules/audit_weights.toml").read_text("utf-8"))["weight"]
    return tuple(Weight(**{**row, "codes": frozenset(row.get("codes", ()))}) for row in rows)


@lru_cache(maxsize=1)
def audit_target() -> Fraction:
    """The share that should be right."""
    rows = tomllib.loads(asset("rules/audit_weights.toml").read_text("utf-8"))
    return Fraction(rows["target"]["percent"], 100)


_Usual = dict[str, float]


def _procedure(weight: Weight, visit: AuditVisit, _usual: _Usual) -> bool:
    return bool(weight.codes & visit.procedures)


def _modifier(weight: Weight, visit: AuditVisit, _usual: _Usual) -> bool:
    return bool(weight.codes & visit.modifiers)


def _override(_weight: Weight, visit: AuditVisit, _usual: _Usual) -> bool:
    return visit.overrides > 0


def _denied(_weight: Weight, visit: AuditVisit, _usual: _Usual) -> bool:
    return bool(visit.denied & visit.procedures)


def _new_code(weight: Weight, visit: AuditVisit, _usual: _Usual) -> bool:
    since = visit.coded_on - timedelta(days=weight.days)
    return any(visit.first_used_on[code] >= since for code in visit.procedures if code in visit.first_used_on)


def _units(weight: Weight, visit: AuditVisit, usual: _Usual) -> bool:
    return any(units > weight.times * usual[code] for code, units in visit.units)


def _copied(_weight: Weight, visit: AuditVisit, _usual: _Usual) -> bool:
    return visit.copied


TESTS: dict[str, Callable[[Weight, AuditVisit, _Usual], bool]] = {
    "procedure": _procedure,
    "modifier": _modifier,
    "override": _override,
    "denied": _denied,
    "new_code": _new_code,
    "units": _units,
    "copied": _copied,
}


def usual_units(visits: Iterable[AuditVisit]) -> dict[str, float]:
    """The median units of each procedure."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for visit in visits:
        for code, units in visit.units:
            found[code].append(units)
    return {code: median(units) for code, units in found.items()}


def draw_sample(
    visits: Sequence[AuditVisit],
    kind: SampleKind,
    size: int,
    seed: int,
    weights: Sequence[Weight] | None = None,
) -> list[Drawn]:
    """At most `size` visits, the same for the same visits, kind, size and seed, in the order of their ids.

    Weighted without putting back: each visit gets the key u^(1/weight) with u even between 0 and 1, the largest keys
    are drawn (P. S. Efraimidis and P. G. Spirakis, Information Processing Letters 97, 2006, 181–185).
    """
    rules = audit_weights() if weights is None else weights
    usual = usual_units(visits)
    chance = Random(seed)  # noqa: S311  # a sample, no secret
    keyed = []
    for visit in sorted(visits, key=lambda one: one.encounter_id):
        apply = (
            [rule for rule in rules if TESTS[rule.test](rule, visit, usual)]
            if kind is SampleKind.RISK
            else []
        )
        weight = 1 + sum(rule.weight for rule in apply)
        drawn = Drawn(encounter_id=visit.encounter_id, reasons=tuple(rule.words for rule in apply))
        keyed.append((chance.random() ** (1 / weight), visit.encounter_id, drawn))
    keyed.sort(key=lambda one: (-one[0], one[1]))
    return sorted((drawn for _, _, drawn in keyed[: max(size, 0)]), key=lambda one: one.encounter_id)
