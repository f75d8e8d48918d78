"""PlanOfCare: how many visits a provider planned, when the patient is examined again, and whether care is active.

Whether treatment is active or maintenance decides Medicare's AT (Medicare Benefit Policy Manual, 100-02, chapter 15,
sections 240.1.2 and 240.1.3: the plan states the level of care, goals and measures). It is asked and answered,
never assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import CaseId, PlanOfCareId, ProviderId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# An id of 0: not saved yet.
_NEW = PlanOfCareId(0)
_WEEK = 7
# The longest a pattern is laid out: nothing else ends a plan without a number and without a last day.
MOST_VISITS = 60
# Office or other outpatient visits (the E/M codes a re-examination is billed with).
REEXAM_CODES = frozenset({"99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215"})
SOON_VISITS, SOON_DAYS = 1, 7


class Treatment(StrEnum):
    """What the provider answered; empty while nobody did."""

    UNANSWERED = ""
    ACTIVE = "active"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOfCare:
    """One plan of a case.

    Attributes:
        from_on, to_on: first day, and the last where one is set.
        visits_planned: how many in all; None where the plan names no number.
        visits_per_week: the pattern.
        reexam_visits, reexam_days: examined again after so many visits or days, whichever comes first.
        treatment: active or maintenance, as answered on `answered_on`.
        goals: in the provider's words.
    """

    id: PlanOfCareId = _NEW
    case_id: CaseId
    provider_id: ProviderId | None = None
    from_on: date
    to_on: date | None = None
    visits_planned: int | None = None
    visits_per_week: int | None = None
    reexam_visits: int | None = None
    reexam_days: int | None = None
    treatment: Treatment = Treatment.UNANSWERED
    answered_on: date | None = None
    goals: str = ""
    active: bool = True

    def covers(self, on: date) -> bool:
        """Whether it counts on a day."""
        return self.active and self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def is_active_on(self, on: date) -> bool:
        """Whether somebody answered, by that day, that the treatment is active."""
        answered = self.answered_on is not None and self.answered_on <= on
        return self.treatment is Treatment.ACTIVE and answered and self.covers(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareDay:
    """A visit of the case as the clock needs it: its day, and whether the patient was examined."""

    on: date
    examined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """Where a plan stands on the day of a visit.

    Attributes:
        visit: which visit of the plan this is, from 1.
        left: visits after this one; None where the plan names no number; negative beyond it.
        reexam_in: visits until the re-exam, 0 at this one; None without a number.
        reexam_on: the day by which it is due; None without one.
        overdue: whether either has passed.
    """

    plan: PlanOfCare
    on: date
    visit: int
    left: int | None
    reexam_in: int | None
    reexam_on: date | None
    overdue: bool

    @property
    def is_soon(self) -> bool:
        """Whether somebody has to think of it now: last visit, re-exam near, or treatment not answered."""
        visits = self.reexam_in is not None and self.reexam_in <= SOON_VISITS
        days = self.reexam_on is not None and (self.reexam_on - self.on).days <= SOON_DAYS
        return self.overdue or visits or days or (self.left is not None and self.left <= 0)


def plan_on(plans: Iterable[PlanOfCare], on: date) -> PlanOfCare | None:
    """The plan that counts on a day: the one begun last."""
    able = [plan for plan in plans if plan.covers(on)]
    return max(able, key=lambda plan: (plan.from_on, plan.id), default=None)


def standing(
    plan: PlanOfCare, earlier: Iterable[CareDay], on: date, *, examined: bool = False
) -> PlanStanding:
    """Where a plan stands at a visit, given the visits of its case before it.

    The clock begins with the plan and anew with each examination.
    """
    days = [day for day in earlier if plan.from_on <= day.on <= on]
    at = max((place for place, day in enumerate(days) if day.examined), default=None)
    since = days if at is None else days[at + 1 :]
    began = plan.from_on if at is None else days[at].on
    visit = len(days) + 1
    reexam_in = None if plan.reexam_visits is None else plan.reexam_visits - (len(since) + 1)
    reexam_on = None if plan.reexam_days is None else began + timedelta(days=plan.reexam_days)
    overdue = (reexam_in is not None and reexam_in < 0) or (reexam_on is not None and reexam_on < on)
    return PlanStanding(
        plan=plan,
        on=on,
        visit=visit,
        left=None if plan.visits_planned is None else plan.visits_planned - visit,
        reexam_in=None if examined else reexam_in,
        reexam_on=None if examined else reexam_on,
        overdue=overdue and not examined,
    )


def standing_words(found: PlanStanding) -> str:
    """As the context strip says it: "Visit 5 of 12 · re-exam in 3 visits or by 12/14"."""
    planned = found.plan.visits_planned
    visit = f"Visit {found.visit} of {planned}" if planned else f"Visit {found.visit} of the plan"
    return " · ".join(part for part in (visit, _reexam_words(found)) if part)


def _reexam_words(found: PlanStanding) -> str:
    by = f"{found.reexam_on:%m/%d}" if found.reexam_on is not None else ""
    if found.overdue:
        return (
            f"re-exam was due {by}"
            if by and found.reexam_on and found.reexam_on < found.on
            else "re-exam is due"
        )
    if found.reexam_in is None:
        return f"re-exam by {by}" if by else ""
    if found.reexam_in == 0:
        return "re-exam at this visit"
    visits = f"re-exam in {found.reexam_in} visit{'s' * (found.reexam_in != 1)}"
    return f"{visits} or by {by}" if by else visits


# Visits in advance -----------------------------------------------------------------------------------


def visit_days(
    plan: PlanOfCare, first: date, weekdays: Collection[int], *, count: int, taken: Collection[date] = ()
) -> list[date]:
    """The next days of a weekly pattern (0 is Monday) from a day on, at most `count`, none of `taken`.

    They end with the plan.
    """
    found: list[date] = []
    day = max(first, plan.from_on)
    last = plan.to_on or day + timedelta(days=MOST_VISITS * _WEEK)
    while weekdays and day <= last and len(found) < min(count, MOST_VISITS):
        if day.weekday() in weekdays and day not in taken:
            found.append(day)
        day += timedelta(days=1)
    return found


# What may be saved -----------------------------------------------------------------------------------


def plan_findings(plan: PlanOfCare, others: Iterable[PlanOfCare] = ()) -> list[Finding]:
    """R50: days; R51: numbers; R52: an answer without its day; R53: two plans on one day."""
    return [*_days(plan), *_numbers(plan), *_answer(plan), *_other(plan, others)]


def _days(plan: PlanOfCare) -> Iterator[Finding]:
    if plan.to_on is not None and plan.to_on < plan.from_on:
        yield _finding("R50", "The plan ends before it begins", "to_on", "Correct the days.")


def _numbers(plan: PlanOfCare) -> Iterator[Finding]:
    for name in ("visits_planned", "visits_per_week", "reexam_visits", "reexam_days"):
        value = getattr(plan, name)
        if value is not None and value < 1:
            yield _finding("R51", "Numbers are at least 1", name, "Leave it empty where there is none.")


def _answer(plan: PlanOfCare) -> Iterator[Finding]:
    if plan.treatment is not Treatment.UNANSWERED and plan.answered_on is None:
        message = "Active or maintenance is answered on a day"
        yield _finding("R52", message, "answered_on", "Key the day the provider answered.")


def _other(plan: PlanOfCare, others: Iterable[PlanOfCare]) -> Iterator[Finding]:
    end = plan.to_on or date.max
    for other in others:
        apart = other.to_on is not None and other.to_on < plan.from_on
        if other.active and plan.active and not apart and other.from_on <= end:
            message = f"The plan of {slashed(other.from_on)} counts on some of these days"
            fix = "The one begun last counts; end the other where it should not go on."
            yield _finding("R53", message, "from_on", fix, Severity.WARNING)
            return


def _finding(
    rule: str, message: str, field: str, fix: str, severity: Severity = Severity.MUST_FIX
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        where="plan of care",
        source="Medicare Benefit Policy Manual (100-02), chapter 15, sections 240.1.2 and 240.1.3",
        fix=fix,
        field=field,
    )
