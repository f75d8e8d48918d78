"""Services that stand beside each other: duplicates, bundling, and what modifiers say of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.claims.checks.rules import Problem, line_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim


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


CHECKS = (duplicates,)
