"""Everything that can be said of a visit while it is coded: what is missing, and every edit over its codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.edits.of_visit import CodingFacts, coded_day
from clinicbill.coding.edits.rule_list import edits
from clinicbill.coding.edits.set_aside import answered
from clinicbill.encounters.missing import missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts

_SEVERITIES = list(Severity)


def all_findings(visit: Encounter, facts: VisitFacts, more: Iterable[Finding] = ()) -> list[Finding]:
    """What stops the visit from becoming a claim, then warnings, then information; each once.

    `more` are findings of others about the same visit. Facts of the visit alone (no CodingFacts) let only the visit's
    own rules speak.
    """
    every = [*missing(visit, facts), *more]
    if isinstance(facts, CodingFacts):
        day = coded_day(visit, facts)
        every = answered(
            [*every, *edits(day)],
            facts.set_aside,
            diagnoses=visit.diagnoses,
            procedures=[line.procedure_code for line in visit.lines],
            scope=day.scope,
        )
    once = {(finding.rule, finding.field, finding.message): finding for finding in every}
    return sorted(once.values(), key=lambda finding: _SEVERITIES.index(finding.severity))
