"""What an edit's button does: the change that mends it, or the place where it is mended by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.edits.mends import mend
from clinicbill.coding.edits.of_visit import CodingFacts
from clinicbill.coding.edits.set_aside import SET_ASIDE
from clinicbill.encounters.encounter import POINTER_LETTERS, Encounter
from clinicbill.encounters.pricing import priced
from clinicbill.patients.authorization import best_fit
from clinicbill.ui.coding.changes import put_line, remove_diagnosis

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.encounters.visit_facts import VisitFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One button of an edit.

    Attributes:
        text: the verb, such as "Point to A".
        visit: the visit after it; None where the cursor only goes to `field`.
        field: the finding's place, such as "lines.1.pointers".
    """

    text: str
    visit: Encounter | None = None
    field: str = ""


def remedy(finding: Finding, visit: Encounter, facts: VisitFacts) -> Remedy | None:
    """What F7 does about an edit; None where nothing here mends it."""
    own = _MENDS.get(finding.rule)
    mended = own(finding, visit, facts) if own is not None else _of_edit(finding, visit, facts)
    if mended is not None or finding.severity is Severity.INFO or finding.rule in _NOTHING_HERE:
        return mended
    if finding.rule in _SHEETS:
        text, field = _SHEETS[finding.rule]
        return Remedy(text=text, field=field)
    text = _place_words(finding.field)
    return Remedy(text=text, field=finding.field) if text else None


# Edits that are answered in a sheet of their own: the plan of care, the notices, the choice of a modifier, the case.
_PLAN, _NOTICE = ("Answer plan of care", "plan"), ("Record notice", "abn")
_SHEETS = {
    **dict.fromkeys(("C03", "C05", "N16"), _PLAN),
    **dict.fromkeys(("C06", "C07", "N19", "N24"), _NOTICE),
    **dict.fromkeys(("O01", "O05"), ("Choose modifier", "global")),
    "C10": ("Open patient", "coverages"),
}


def _of_edit(finding: Finding, visit: Encounter, facts: VisitFacts) -> Remedy | None:
    """What one key does about an edit over the codes; nothing about one that was set aside."""
    if not isinstance(facts, CodingFacts) or finding.why.startswith(SET_ASIDE):
        return None
    found = mend(finding, visit, facts)
    return Remedy(text=found.text, visit=found.visit) if found is not None else None


# Only the patient can be told: a visit limit.
_NOTHING_HERE = frozenset({"V07"})


def line_of(field: str) -> int | None:
    """The line a field belongs to, from 0: 1 for "lines.1.pointers"."""
    parts = field.split(".")
    return int(parts[1]) if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit() else None


def diagnosis_of(field: str) -> int | None:
    """The diagnosis a field belongs to, from 0: 3 for "diagnoses.3"."""
    parts = field.split(".")
    return int(parts[1]) if parts[0] == "diagnoses" and len(parts) > 1 and parts[1].isdigit() else None


# Fields outside diagnoses and lines, and the button that goes there.
_PLACES = {
    "service_on": "Visit details",
    "case_id": "Visit details",
    "authorization_id": "Visit details",
    "facility_id": "Visit details",
    "hold_reason": "Key a reason",
    "queries": "Record answer",
    "coverages": "Open insurance",
    "diagnoses": "Add diagnosis",
    "lines": "Add line",
}


def _place_words(field: str) -> str:
    line = line_of(field)
    if line is not None:
        return f"Go to line {line + 1}"
    if diagnosis_of(field) is not None:
        return "Choose code"
    return _PLACES.get(field, "")


def _point(finding: Finding, visit: Encounter, _facts: VisitFacts) -> Remedy | None:
    """F17: at the first diagnosis nothing points at, else at A; a pointer at nothing is dropped."""
    at = line_of(finding.field)
    if at is None or not visit.diagnoses:
        return None
    line = visit.lines[at]
    listed = tuple(dict.fromkeys(p for p in line.pointers if p <= len(visit.diagnoses)))
    if listed:
        letters = "".join(POINTER_LETTERS[p - 1] for p in listed[:4])
        fixed = replace(line, pointers=listed[:4])
        return Remedy(text=f"Point to {letters}", visit=put_line(visit, at, fixed))
    pointed = {p for other in visit.lines for p in other.pointers}
    free = next((p for p in range(1, len(visit.diagnoses) + 1) if p not in pointed), 1)
    fixed = replace(line, pointers=(free,))
    return Remedy(text=f"Point to {POINTER_LETTERS[free - 1]}", visit=put_line(visit, at, fixed))


def _remove_twin(finding: Finding, visit: Encounter, _facts: VisitFacts) -> Remedy | None:
    """F14: the second of two equal diagnoses."""
    at = diagnosis_of(finding.field)
    if at is None or visit.diagnoses[at] not in visit.diagnoses[:at]:
        return None
    return Remedy(text=f"Remove {POINTER_LETTERS[at]}", visit=remove_diagnosis(visit, at))


def _one_of_each(finding: Finding, visit: Encounter, _facts: VisitFacts) -> Remedy | None:
    """X14: a modifier that stands twice."""
    at = line_of(finding.field)
    if at is None:
        return None
    line = visit.lines[at]
    once = tuple(dict.fromkeys(line.modifiers))
    if once == line.modifiers:
        return None
    return Remedy(text="Keep one", visit=put_line(visit, at, replace(line, modifiers=once)))


def _as_many_as_days(finding: Finding, visit: Encounter, facts: VisitFacts) -> Remedy | None:
    """F20: a unit for each day of the span."""
    at = line_of(finding.field)
    if at is None:
        return None
    line = visit.lines[at]
    days = (line.to_on - line.from_on).days + 1
    fixed = priced(replace(line, units=days), facts.fees, facts.payer_id)
    return Remedy(text=f"Set {days} units", visit=put_line(visit, at, fixed))


def _take_fee(finding: Finding, visit: Encounter, facts: VisitFacts) -> Remedy | None:
    """V03: the fee of the schedule."""
    at = line_of(finding.field)
    if at is None:
        return None
    line = priced(visit.lines[at], facts.fees, facts.payer_id)
    return Remedy(text=f"Take {line.charge.plain()}", visit=put_line(visit, at, line))


def _use_authorization(_finding: Finding, visit: Encounter, facts: VisitFacts) -> Remedy | None:
    """V08: the authorization that fits."""
    if not facts.coverages:
        return None
    fitting = best_fit(
        facts.authorizations,
        coverage_id=facts.coverages[0].id,
        case_id=facts.case.id,
        codes=[line.procedure_code for line in visit.lines],
        day=visit.service_on,
    )
    if fitting is None:
        return None
    return Remedy(text=f"Use {fitting.number}", visit=replace(visit, authorization_id=fitting.id))


def _no_screening(finding: Finding, visit: Encounter, _facts: VisitFacts) -> Remedy | None:
    """V11: a grown patient has no screening of a child."""
    at = line_of(finding.field)
    if at is None:
        return None
    line = replace(visit.lines[at], epsdt="")
    return Remedy(text=f"Take {finding.value} off", visit=put_line(visit, at, line))


_MENDS: dict[str, Callable[[Finding, Encounter, VisitFacts], Remedy | None]] = {
    "F14": _remove_twin,
    "F17": _point,
    "F20": _as_many_as_days,
    "V03": _take_fee,
    "V08": _use_authorization,
    "V11": _no_screening,
    "X14": _one_of_each,
}
