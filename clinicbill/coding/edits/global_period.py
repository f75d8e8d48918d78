"""Global periods of surgery (0, 10 or 90 days): which ones a day lies in, and which modifier tells a service apart.

Source: CMS, Medicare Claims Processing Manual (100-04), chapter 12, section 40; days by the fee schedule (MPFS).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.coding.edits.rules import listed
from clinicbill.coding.edits.sides import BOTH, LEFT, RIGHT, SIDE_WORDS, side_of_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine, EarlierService

MINOR, MAJOR = ("000", "010"), "090"
_DAYS = {"010": 10, "090": 90}
# An assistant's line starts no period; 55 and 56 are a part of somebody else's.
_NOT_SURGEON = ("80", "81", "82", "AS", "56")
_STAFF = ("363A", "363L", "364S")
_KEEPS_OLD = "78"
_OPERATING_ROOMS = frozenset({"19", "21", "22", "24"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalPeriod:
    """The time in which a surgery includes what belongs to it.

    Attributes:
        from_on: the day before a surgery of 90 days, else its own day.
        to_on: the last day.
        days_left: from the day asked for to the last one; 0 on the last.
        side: RT, LT, 50 for both, or nothing.
        diagnoses: what the surgery was for.
    """

    surgery: str
    surgery_on: date
    length: str
    from_on: date
    to_on: date
    days_left: int
    side: str
    diagnoses: tuple[str, ...]

    @property
    def words(self) -> str:
        """27447-RT of 10/13, 49 days left, until 01/11/2027."""
        side = f"-{self.side}" if self.side else ""
        left = f"{self.days_left} day{'s' * (self.days_left != 1)} left"
        return f"{self.surgery}{side} of {self.surgery_on:%m/%d}: {left}, until {self.to_on:%m/%d/%Y}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A modifier for a service within a global period.

    Attributes:
        fits: whether what was coded speaks for it.
        why: what speaks for or against it, in one sentence.
    """

    modifier: str
    fits: bool
    why: str


def global_days(day: CodedDay, code: str, on: date) -> str:
    """000, 010 or 090 by the loaded fee schedule; 000 for the few minor procedures known without it; else nothing."""
    facts = day.around.reference.fee_facts(code, on)
    if facts is not None:
        return facts.global_days
    return MINOR[0] if code in listed("minor_procedures") else ""


def periods(day: CodedDay, on: date) -> list[GlobalPeriod]:
    """The global periods of earlier surgeries of this office that a day lies in, the longest left first."""
    found = [
        period
        for service in day.around.earlier
        if service.on < on and (period := _period(day, service, on)) is not None
    ]
    return sorted(found, key=lambda period: (-period.days_left, period.surgery))


def _period(day: CodedDay, service: EarlierService, on: date) -> GlobalPeriod | None:
    length = global_days(day, service.procedure, service.on)
    other_part = not set(_NOT_SURGEON).isdisjoint(service.modifiers)
    if length not in _DAYS or other_part or _KEEPS_OLD in service.modifiers:
        return None
    last = service.on + timedelta(days=_DAYS[length])
    if on > last or not _same_specialty(day, service):
        return None
    return GlobalPeriod(
        surgery=service.procedure,
        surgery_on=service.on,
        length=length,
        from_on=service.on - timedelta(days=int(length == MAJOR)),
        to_on=last,
        days_left=(last - on).days,
        side=_side(day, service.modifiers, service.diagnoses),
        diagnoses=service.diagnoses,
    )


def _same_specialty(day: CodedDay, service: EarlierService) -> bool:
    """Whether a group's physicians count as one: the same specialty, or staff who work for it."""
    own = next((line.taxonomy for line in day.lines if line.taxonomy), "")
    staff = own.startswith(_STAFF) or service.taxonomy.startswith(_STAFF)
    return staff or not own or not service.taxonomy or own[:4] == service.taxonomy[:4]


def _side(day: CodedDay, modifiers: tuple[str, ...], diagnoses: tuple[str, ...]) -> str:
    named = next((one for one in (BOTH, RIGHT, LEFT) if one in modifiers), "")
    told = {side for code in diagnoses if (side := side_of_title(day.answer(code).title))}
    return named or (told.pop() if len(told) == 1 else "")


def is_related(period: GlobalPeriod, line: CodedLine) -> bool:
    """Whether a line points at what the surgery was for: the same category of ICD-10-CM, aftercare among it."""
    before = {code[:3] for code in period.diagnoses}
    return any(code[:3] in before or code[:3] in ("Z47", "Z48") for code in line.diagnoses)


def choices(day: CodedDay, index: int, period: GlobalPeriod | None = None) -> tuple[Choice, ...]:
    """The modifiers that can tell a line apart, what fits what was coded first, each with its reason.

    `period` is the one the line lies in; without one the line is judged against the day's own procedures.
    """
    line = day.lines[index]
    if period is None:
        period = next(iter(periods(day, line.on)), None)
    visit = line.procedure in listed("office_visits")
    found = list(_for_visit(day, line, period) if visit else _for_procedure(day, line, period))
    return tuple(sorted(found, key=lambda choice: not choice.fits))


def _for_visit(day: CodedDay, line: CodedLine, period: GlobalPeriod | None) -> Iterator[Choice]:
    today = {global_days(day, other.procedure, other.on) for other in day.lines if other.on == line.on}
    major, minor = MAJOR in today, not today.isdisjoint(MINOR)
    if period is not None:
        related = is_related(period, line)
        why = (
            f"The visit points at what {period.surgery} was for, so it belongs to the surgery"
            if related
            else f"The visit is for something else than {period.surgery}"
        )
        yield Choice(modifier="24", fits=not related, why=why)
        why = "Only for who took the care after surgery over from another practice, on the surgery’s own code"
        yield Choice(modifier="55", fits=False, why=why)
    why = (
        "A procedure of 0 or 10 days is on the same day" if minor else "No minor procedure is on the same day"
    )
    yield Choice(modifier="25", fits=minor and not major, why=why)
    why = (
        "A surgery of 90 days is on the same day"
        if major
        else "No surgery of 90 days is on this day or the next"
    )
    yield Choice(modifier="57", fits=major, why=why)


def _for_procedure(day: CodedDay, line: CodedLine, period: GlobalPeriod | None) -> Iterator[Choice]:
    if period is None:
        why = "Only where another practice does the care after surgery"
        yield Choice(modifier="54", fits=False, why=why)
        return
    side = _side(day, line.modifiers, line.diagnoses)
    apart = bool(side and period.side) and side != period.side and BOTH not in (side, period.side)
    related = is_related(period, line) and not apart
    room = line.pos in _OPERATING_ROOMS
    if apart:
        why = f"The {SIDE_WORDS[side]} side; {period.surgery} was on the {SIDE_WORDS[period.side]} side"
    else:
        why = (
            "It points at what the surgery was for"
            if related
            else "It is for something else than the surgery"
        )
    yield Choice(modifier="79", fits=not related, why=why)
    why = "Planned or more extensive, or therapy after a diagnostic procedure; the plan is in the note"
    yield Choice(modifier="58", fits=related and not room, why=why)
    why = (
        "For a complication, in the operating room"
        if room
        else f"For a complication; it needs an operating room, POS {line.pos} is none"
    )
    yield Choice(modifier="78", fits=related and room, why=why)
    yield Choice(modifier="54", fits=False, why="Only where another practice does the care after surgery")
    yield Choice(
        modifier="55", fits=False, why="Only for the care after somebody else’s surgery, on its own code"
    )
