"""What is missing on a visit right now: every rule over the visit and what is known around it.

Rules that the checks of a claim know too carry their number (F14, F17 …), so that the screen shows them once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.missing_diagnoses import DIAGNOSIS_RULES
from clinicbill.encounters.missing_lines import LINE_RULES
from clinicbill.patients.authorization import best_fit
from clinicbill.patients.authorization_checks import use_findings
from clinicbill.patients.case import CaseKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts

_SEVERITIES = list(Severity)


def missing(visit: Encounter, facts: VisitFacts) -> list[Finding]:
    """What stops the visit from becoming a claim, then warnings, then information; each once."""
    found = [finding for rule in RULES for finding in rule(visit, facts)]
    return sorted(found, key=lambda finding: _SEVERITIES.index(finding.severity))


def day_of_service(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V04: a visit in the future, or before its case."""
    if visit.service_on > facts.as_of:
        yield _about("V04", Severity.MUST_FIX, "The visit is in the future", "service_on", "Correct its day.")
    elif facts.case.closed_on is not None and visit.service_on > facts.case.closed_on:
        message = f"The case was closed on {slashed(facts.case.closed_on)}"
        fix = "Choose another case, or open this one again."
        yield _about("V04", Severity.WARNING, message, "case_id", fix)


def insurance(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V05: nobody to bill on the day of service."""
    if facts.case.kind is not CaseKind.CASH and not facts.coverages:
        message = f"No insurance covers {slashed(visit.service_on)}"
        fix = "Key the insurance of that day, or choose a cash case; else the patient is charged."
        yield _about("V05", Severity.WARNING, message, "coverages", fix)


def hold_reason(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V06: a visit on hold says why."""
    return hold(visit)


def hold(visit: Encounter) -> Iterator[Finding]:
    """V06, which needs to know nothing around the visit."""
    if visit.status is VisitStatus.ON_HOLD and not visit.hold_reason.strip():
        message = "The visit is on hold without a reason"
        yield _about("V06", Severity.MUST_FIX, message, "hold_reason", "Key what it waits for.")


def visit_limit(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V07: the last visit of the plan year, or one too many."""
    limit = facts.coverages[0].visit_limit if facts.coverages else None
    if limit is None or facts.visits_this_year < limit:
        return
    if facts.visits_this_year == limit:
        message = f"This is visit {limit} of {limit} in {visit.service_on.year}"
        fix = "Tell the patient that the next one is not covered."
    else:
        message = f"This is visit {facts.visits_this_year}; the plan pays {limit} in {visit.service_on.year}"
        fix = "Tell the patient what it costs before treating."
    yield _about("V07", Severity.WARNING, message, "service_on", fix)


def authorization(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """R44–R47 on the authorization the visit uses; V08 where one would fit and none is chosen."""
    codes = [line.procedure_code for line in visit.lines]
    if facts.authorization is not None:
        yield from use_findings(facts.authorization, codes=codes, day=visit.service_on)
    elif facts.coverages:
        fitting = best_fit(
            facts.authorizations,
            coverage_id=facts.coverages[0].id,
            case_id=facts.case.id,
            codes=codes,
            day=visit.service_on,
        )
        if fitting:
            message = f"Authorization {fitting.number} fits this visit and is not chosen"
            yield _about("V08", Severity.WARNING, message, "authorization_id", f"Use {fitting.number}.")


def waiting_query(visit: Encounter, facts: VisitFacts) -> Iterator[Finding]:
    """V14: the provider was asked about this visit and has not answered; what he says may change its codes."""
    if facts.asked_on is not None:
        message = f"A query to the provider is open since {slashed(facts.asked_on)}"
        fix = "Record the answer, or withdraw the query with a reason."
        yield _about("V14", Severity.MUST_FIX, message, "queries", fix)


def _about(rule: str, severity: Severity, message: str, field: str, fix: str) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        where="visit",
        source="house rule",
        fix=fix,
        field=field,
    )


# What can be said before anything is coded.
VISIT_RULES = (day_of_service, insurance, authorization, visit_limit, hold_reason, waiting_query)
RULES = (*DIAGNOSIS_RULES, *LINE_RULES, *VISIT_RULES)
