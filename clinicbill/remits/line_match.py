"""Which of a claim's lines each service of a payment speaks about: our line number first, then likeness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.remits.billed import BilledClaim, BilledLine

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.remits.remittance import ClaimPayment, ServicePayment

_LINE_NUMBER = re.compile(r"L(\d{1,15})")


class Reason(StrEnum):
    """Why a payment is taken to speak about a claim or line; the words stand on the screen."""

    LINE_NUMBER = "our line number"
    CLAIM_NUMBER = "our claim number"
    CUT_NUMBER = "our claim number, cut short"
    SIMILAR = "same patient, procedure, date and charge"
    ALL = "procedure, modifiers, date and charge"
    NO_MODIFIERS = "procedure, date and charge; modifiers differ"
    NO_CHARGE = "procedure and date; charge differs"
    SPLIT = "part of a line the payer has split"
    ONLY_CHARGE = "the only line of this date and charge; procedure differs"
    ONLY_LINE = "the only line left on the claim; procedure and charge differ"


# Found although the procedure or the charge is another.
LOOSE = frozenset({Reason.NO_CHARGE, Reason.ONLY_CHARGE, Reason.ONLY_LINE})


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMatch:
    """One service of the payment and our line."""

    line: BilledLine
    reason: Reason


def line_id(control_number: str) -> ServiceLineId | None:
    """Our service line behind a line control number (REF*6R) as we write it: L and its number."""
    match = _LINE_NUMBER.fullmatch(control_number.strip().upper())
    return ServiceLineId(int(match[1])) if match else None


def match_lines(claim: BilledClaim, payment: ClaimPayment) -> tuple[LineMatch | None, ...]:
    """Our line for each service: our number first, then ever looser likeness; each line once unless numbered.

    A payer that splits a line gives its number twice; without numbers a second service finds the next line.
    """
    found: dict[int, LineMatch] = {}
    free = {line.service_line_id: line for line in claim.lines}
    for place, service in enumerate(payment.services):
        numbered = numbered_line(claim, service)
        if numbered is not None:
            found[place] = LineMatch(line=numbered, reason=Reason.LINE_NUMBER)
            free.pop(numbered.service_line_id, None)
    for reason, alike in _LIKENESS:
        for place, service in enumerate(payment.services):
            if place in found:
                continue
            fitting = [line for line in free.values() if alike(line, service, service_day(service, payment))]
            if not fitting or (reason is Reason.ONLY_CHARGE and len(fitting) > 1):
                continue
            found[place] = LineMatch(line=fitting[0], reason=reason)
            del free[fitting[0].service_line_id]
    _add_split(found, payment)
    _add_only_line(found, free, payment)
    return tuple(found.get(place) for place in range(len(payment.services)))


def _add_split(found: dict[int, LineMatch], payment: ClaimPayment) -> None:
    """A payer may split a line: services of its procedure and day that together do not exceed its charge."""
    for place, service in enumerate(payment.services):
        if place in found:
            continue
        for line in {match.line.service_line_id: match.line for match in found.values()}.values():
            parts = [payment.services[at].charge for at, match in found.items() if match.line == line]
            whole = abs(Money.total(parts) + service.charge)
            if _alike(line, service, service_day(service, payment)) and whole <= line.charge:
                found[place] = LineMatch(line=line, reason=Reason.SPLIT)
                break


def _add_only_line(
    found: dict[int, LineMatch], free: dict[ServiceLineId, BilledLine], payment: ClaimPayment
) -> None:
    """One service left and one line left of its day: payers change procedure and charge when they correct."""
    left = [place for place in range(len(payment.services)) if place not in found]
    if len(left) == 1 and len(free) == 1:
        line = next(iter(free.values()))
        if same_day(line, service_day(payment.services[left[0]], payment)):
            found[left[0]] = LineMatch(line=line, reason=Reason.ONLY_LINE)


def numbered_line(claim: BilledClaim, service: ServicePayment) -> BilledLine | None:
    """The line of the claim that our own number in REF*6R names."""
    wanted = line_id(service.line_control_number)
    return next((line for line in claim.lines if line.service_line_id == wanted), None)


def service_day(service: ServicePayment, payment: ClaimPayment) -> date | None:
    """The day of a service; some payers give it for the claim only."""
    return service.from_on or payment.from_on


def codes(service: ServicePayment) -> tuple[str, ...]:
    """What we sent stands in SVC06 where the payer changed it, else in SVC01."""
    return (service.billed.code, service.procedure.code)


def same_day(line: BilledLine, day: date | None) -> bool:
    """Whether the day is the line's, or unknown."""
    return day is None or line.from_on == day


def same_charge(line: BilledLine, service: ServicePayment) -> bool:
    """Whether the payer had the line's charge; a reversal has it with the opposite sign."""
    return abs(service.charge) == line.charge


def _alike(line: BilledLine, service: ServicePayment, day: date | None) -> bool:
    return line.procedure_code in codes(service) and same_day(line, day)


def alike_in_charge(line: BilledLine, service: ServicePayment, day: date | None) -> bool:
    """Whether procedure, day and charge are the line's."""
    return _alike(line, service, day) and same_charge(line, service)


def _alike_in_all(line: BilledLine, service: ServicePayment, day: date | None) -> bool:
    return alike_in_charge(line, service, day) and line.modifiers == service.billed.modifiers


def _same_day_and_charge(line: BilledLine, service: ServicePayment, day: date | None) -> bool:
    return day is not None and line.from_on == day and same_charge(line, service)


_LIKENESS = (
    (Reason.ALL, _alike_in_all),
    (Reason.NO_MODIFIERS, alike_in_charge),
    (Reason.NO_CHARGE, _alike),
    (Reason.ONLY_CHARGE, _same_day_and_charge),
)
