"""PlanForm: a plan of care as it is typed: visits, re-exam, active or maintenance, and visits to enter in advance."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import PlanOfCareId
from clinicbill.coding.plans.plan_of_care import MOST_VISITS, PlanOfCare, Treatment, visit_days
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.workflows.keep_plan_of_care import enter_visits, keep_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.workflows.outcome import Outcome

_DAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_TREATMENTS = (
    (Treatment.UNANSWERED, "Not answered yet"),
    (Treatment.ACTIVE, "Active treatment"),
    (Treatment.MAINTENANCE, "Maintenance"),
)


def _number_check(value: object) -> str:
    text = str(value).strip()
    return "" if not text or (text.isascii() and text.isdigit() and int(text) > 0) else "A whole number"


def _days_check(value: object) -> str:
    wrong = [part for part in str(value).lower().split() if part[:2] not in _DAYS]
    return f"“{wrong[0]}” is no day: Mo Tu We Th Fr" if wrong else ""


FIELDS = (
    Field("From", "from_on", Input.DATE, required=True),
    Field("To", "to_on", Input.DATE, beside=True),
    Field("Visits", "visits_planned", width=60, check=_number_check),
    Field("a week", "visits_per_week", width=60, check=_number_check, beside=True),
    Field("Re-exam after", "reexam_visits", width=60, check=_number_check, placeholder="visits"),
    Field("or days", "reexam_days", width=60, check=_number_check, beside=True),
    Field("Goals", "goals", placeholder="As the provider wrote them"),
    Field(
        "Treatment",
        "treatment",
        Input.CHOICE,
        choices=_TREATMENTS,
        width=190,
        section="Asked of the provider, never assumed",
        help="Medicare: AT only with active treatment",
    ),
    Field("Answered", "answered_on", Input.DATE, beside=True),
    Field(
        "Weekdays",
        "weekdays",
        width=150,
        check=_days_check,
        section="Visits to enter in advance, to be coded on their day",
        placeholder="Mo We Fr",
    ),
    Field("Visits", "count", width=60, check=_number_check, beside=True),
)


def plan_values(plan: PlanOfCare) -> dict[str, object]:
    """What the form begins with."""
    return {
        "from_on": plan.from_on,
        "to_on": plan.to_on,
        **{name: _text(getattr(plan, name)) for name in _NUMBERS},
        "goals": plan.goals,
        "treatment": plan.treatment,
        "answered_on": plan.answered_on,
        "weekdays": "",
        "count": "",
    }


_NUMBERS = ("visits_planned", "visits_per_week", "reexam_visits", "reexam_days")


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _number(text: object) -> int | None:
    return int(str(text)) if str(text or "").strip() else None


def typed_plan(plan: PlanOfCare, values: Mapping[str, Any]) -> PlanOfCare:
    """The plan with what was typed."""
    return PlanOfCare(
        id=plan.id,
        case_id=plan.case_id,
        provider_id=plan.provider_id,
        from_on=values["from_on"],
        to_on=values["to_on"],
        visits_planned=_number(values["visits_planned"]),
        visits_per_week=_number(values["visits_per_week"]),
        reexam_visits=_number(values["reexam_visits"]),
        reexam_days=_number(values["reexam_days"]),
        treatment=Treatment(values["treatment"]),
        answered_on=values["answered_on"],
        goals=str(values["goals"]).strip(),
    )


def typed_days(plan: PlanOfCare, values: Mapping[str, Any], after: date) -> list[date]:
    """The days of visits to enter: the weekdays named, from the day after this visit on."""
    weekdays = {_DAYS[part[:2]] for part in str(values["weekdays"]).lower().split()}
    count = _number(values["count"]) or plan.visits_planned or MOST_VISITS
    return visit_days(plan, after + timedelta(days=1), weekdays, count=count)


def begun_plan(visit: Encounter) -> PlanOfCare:
    """A plan that begins with a visit; everything else is asked."""
    return PlanOfCare(
        id=PlanOfCareId(0), case_id=visit.case_id, provider_id=visit.provider_id, from_on=visit.service_on
    )


def save_plan_sheet(
    db: Database, stamp: Stamp, values: Mapping[str, Any], plan: PlanOfCare, like: EncounterId, after: date
) -> Outcome:
    """Keep the plan, then enter the visits asked for; nothing is entered where the plan cannot be kept."""
    typed = typed_plan(plan, values)
    kept = keep_plan(db, stamp, typed)
    days = typed_days(typed, values, after) if kept.done else []
    return enter_visits(db, stamp, like, days) if days else kept
