"""Services that stand beside each other: duplicates, bundling, and what modifiers say of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.claims.checks.rules import Problem, line_item, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim, ServiceLine

_CHIROPRACTOR = "111N"
_ACTIVE, _WAIVER = "AT", "GA"
_LIABILITY = frozenset({"AT", "GA", "GZ"})
_EXCLUDED = "GY"
_SEPARATE_VISIT = "25"


def duplicates(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F30: the same service on the same day, on this claim or on another that lives."""
    own: set[tuple[date, str, frozenset[str]]] = set()
    billed = defaultdict(list)
    for other in context.billed:
        billed[(other.from_on, other.procedure_code, frozenset(other.modifiers))].append(other)
    ids = {line.service_line_id for line in claim.lines}
    for n, line in enumerate(claim.lines):
        key = (line.from_on, line.procedure_code, frozenset(line.modifiers))
        elsewhere = [
            other
            for other in billed[key]
            if other.service_line_id not in ids or other.coverage_id == claim.coverage.coverage_id
        ]
        if key in own or elsewhere:
            on = "on this claim" if key in own else f"on claim {elsewhere[0].claim_number}"
            yield Problem(
                rule="F30",
                message=f"{line.procedure_code} of {slashed(line.from_on)} stands {on} already.",
                where=line_item(n, "24D"),
                value=" ".join((line.procedure_code, *line.modifiers)),
                field=f"lines.{n}",
            )
        own.add(key)


def active_treatment(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C03: spinal manipulation for Medicare says AT, GA or GZ."""
    for n, line in _manipulations(claim):
        if not _LIABILITY & set(line.modifiers):
            yield Problem(
                rule="C03",
                message="The spinal manipulation has none of AT, GA and GZ.",
                where=line_item(n, "24D"),
                value=" ".join((line.procedure_code, *line.modifiers)),
                field=f"lines.{n}.modifiers",
            )


def active_and_waiver(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C04: AT and GA on one line."""
    for n, line in _manipulations(claim):
        if {_ACTIVE, _WAIVER} <= set(line.modifiers):
            yield Problem(
                rule="C04",
                message="AT and GA stand on the same line.",
                where=line_item(n, "24D"),
                value=" ".join(line.modifiers),
                field=f"lines.{n}.modifiers",
            )


def excluded_service(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C08: what else a chiropractor does goes to Medicare with GY."""
    for n, line in enumerate(claim.lines):
        covered = line.procedure_code in listed("spinal_manipulation") or _EXCLUDED in line.modifiers
        if line.rendering.taxonomy.startswith(_CHIROPRACTOR) and not covered:
            yield Problem(
                rule="C08",
                message=f"Medicare does not cover {line.procedure_code} from a chiropractor.",
                where=line_item(n, "24D"),
                value=" ".join((line.procedure_code, *line.modifiers)),
                field=f"lines.{n}.modifiers",
            )


def one_manipulation(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C13: one spinal manipulation a day."""
    seen: dict[date, str] = {}
    for n, line in _manipulations(claim):
        if seen.setdefault(line.from_on, line.procedure_code) != line.procedure_code:
            yield Problem(
                rule="C13",
                message=f"{seen[line.from_on]} is on the same day.",
                where=line_item(n, "24D"),
                value=line.procedure_code,
                field=f"lines.{n}.procedure_code",
            )


def bundled_therapy(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C16: therapy that NCCI bundles into the manipulation of the day."""
    days = {line.from_on for _, line in _manipulations(claim)}
    for n, line in enumerate(claim.lines):
        bundled = line.procedure_code in listed("bundled_with_manipulation") and line.from_on in days
        if bundled and not listed("separate_service_modifiers") & set(line.modifiers):
            yield Problem(
                rule="C16",
                message=f"{line.procedure_code} stands beside a spinal manipulation without 59 or XS.",
                where=line_item(n, "24D"),
                value=" ".join((line.procedure_code, *line.modifiers)),
                field=f"lines.{n}.modifiers",
            )


def visit_beside_manipulation(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """C18: an office visit of the same day says 25."""
    days = {line.from_on for _, line in _manipulations(claim)}
    for n, line in enumerate(claim.lines):
        visit = line.procedure_code in listed("office_visits") and line.from_on in days
        if visit and _SEPARATE_VISIT not in line.modifiers:
            yield Problem(
                rule="C18",
                message=f"{line.procedure_code} stands beside a spinal manipulation without 25.",
                where=line_item(n, "24D"),
                value=" ".join((line.procedure_code, *line.modifiers)),
                field=f"lines.{n}.modifiers",
            )


def _manipulations(claim: Claim) -> Iterator[tuple[int, ServiceLine]]:
    codes = listed("spinal_manipulation")
    return ((n, line) for n, line in enumerate(claim.lines) if line.procedure_code in codes)


CHECKS = (
    duplicates,
    active_treatment,
    active_and_waiver,
    excluded_service,
    one_manipulation,
    bundled_therapy,
    visit_beside_manipulation,
)
