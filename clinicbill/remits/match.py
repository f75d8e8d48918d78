"""Which of our claims and lines a payment speaks about, each match with its reason.

A line is found by our own line number (REF*6R), else by procedure, modifiers, date and charge within its claim; a
claim by those line numbers or by its claim number (CLP01), which payers cut, turn to capitals or leave out. A number
alone is not enough: the patient's name or a line must agree, for other offices number their claims too.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from clinicbill.remits.billed import BilledClaim, as_crossed_over
from clinicbill.remits.line_match import (
    LineMatch,
    Reason,
    alike_in_charge,
    codes,
    line_id,
    match_lines,
    numbered_line,
    same_charge,
    same_day,
    service_day,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.remits.remittance import ClaimPayment

_NOT_IN_NUMBERS = re.compile(r"[^A-Z0-9]")
# A cut claim number must keep so much that chance does not find another.
SHORTEST_CUT = 6
_RESPONSIBILITY = {"1": "P", "19": "P", "2": "S", "20": "S", "3": "T", "21": "T"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMatch:
    """One claim payment and our claim.

    Attributes:
        claim: None where no claim of ours is meant.
        lines: one for each service of the payment, in its order; None where a service finds no line.
        candidates: claims that could be meant where none is certain.
    """

    claim: BilledClaim | None = None
    reason: Reason | None = None
    lines: tuple[LineMatch | None, ...] = ()
    candidates: tuple[BilledClaim, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the claim and every service have found theirs."""
        return self.claim is not None and None not in self.lines


def cleaned(text: str) -> str:
    """A number or name without what payers change in it: blanks, hyphens, accents, small letters."""
    if text.isalnum() and text.isascii() and text.isupper():
        return text
    return _NOT_IN_NUMBERS.sub("", unicodedata.normalize("NFKD", text).upper())


class Matcher:
    """Finds claims among those that were billed; made once for a remittance."""

    def __init__(self, claims: Iterable[BilledClaim]) -> None:
        """Remember the claims by number and by line."""
        self._by_number = {claim.number: claim for claim in claims}
        self._numbers = sorted(self._by_number)
        self._by_line: defaultdict[ServiceLineId, list[BilledClaim]] = defaultdict(list)
        self._by_service: defaultdict[tuple[str, date], dict[str, BilledClaim]] = defaultdict(dict)
        for claim in self._by_number.values():
            for line in claim.lines:
                self._by_line[line.service_line_id].append(claim)
                self._by_service[line.procedure_code, line.from_on][claim.number] = claim

    def match(self, payment: ClaimPayment) -> ClaimMatch:
        """The claim a payment speaks about, and its lines."""
        for reason, find in self._ways():
            found = [claim for claim in find(payment) if _agrees(claim, payment, reason)]
            best = _best(found, payment)
            if best is not None:
                best = _as_its_payer_has_it(best, payment)
                return ClaimMatch(claim=best, reason=reason, lines=match_lines(best, payment))
        return ClaimMatch(
            lines=(None,) * len(payment.services), candidates=tuple(self._same_number_or_line(payment))
        )

    def _ways(self) -> tuple[tuple[Reason, Callable[[ClaimPayment], list[BilledClaim]]], ...]:
        return (
            (Reason.CLAIM_NUMBER, self._numbered),
            (Reason.LINE_NUMBER, self._with_lines),
            (Reason.CUT_NUMBER, self._cut),
            (Reason.SIMILAR, self._similar),
        )

    def _numbered(self, payment: ClaimPayment) -> list[BilledClaim]:
        claim = self._by_number.get(cleaned(payment.patient_control_number))
        return [claim] if claim else []

    def _with_lines(self, payment: ClaimPayment) -> list[BilledClaim]:
        """Claims on which every line stands that the payment names by our numbers."""
        named = [found for s in payment.services if (found := line_id(s.line_control_number)) is not None]
        if not named:
            return []
        first, *rest = (self._by_line.get(number, []) for number in named)
        return [claim for claim in first if all(claim in others for others in rest)]

    def _cut(self, payment: ClaimPayment) -> list[BilledClaim]:
        part = cleaned(payment.patient_control_number)
        if len(part) < SHORTEST_CUT:
            return []
        found = [self._by_number[number] for number in self._numbers_from(part)]
        shorter = (part[:length] for length in range(SHORTEST_CUT, len(part)))
        return found + [self._by_number[number] for number in shorter if number in self._by_number]

    def _numbers_from(self, part: str) -> Iterable[str]:
        for number in islice(self._numbers, bisect_left(self._numbers, part), None):
            if not number.startswith(part):
                return
            yield number

    def _similar(self, payment: ClaimPayment) -> list[BilledClaim]:
        """Claims whose lines look like every service; a service without its date proves nothing."""
        found: dict[str, BilledClaim] = {}
        for service in payment.services:
            day = service_day(service, payment)
            if day is None:
                return []
            for code in codes(service):
                found |= self._by_service.get((code, day), {})
        return [claim for claim in found.values() if _all_alike(claim, payment)]

    def _same_number_or_line(self, payment: ClaimPayment) -> list[BilledClaim]:
        found = {claim.claim_id: claim for _, find in self._ways() for claim in find(payment)}
        return list(found.values())


def _all_alike(claim: BilledClaim, payment: ClaimPayment) -> bool:
    """Whether every service has a line of the same procedure, date and charge."""
    return all(
        match is not None and match.reason in (Reason.ALL, Reason.NO_MODIFIERS, Reason.LINE_NUMBER)
        for match in match_lines(claim, payment)
    )


def _agrees(claim: BilledClaim, payment: ClaimPayment, reason: Reason) -> bool:
    """Whether a second sign points to the claim that the first one found."""
    same_patient = _same_patient(claim, payment)
    if reason in (Reason.SIMILAR, Reason.CUT_NUMBER):
        return same_patient is True
    if reason is Reason.LINE_NUMBER:
        return same_patient is not False and _numbered_lines_agree(claim, payment)
    return same_patient is True or _a_line_agrees(claim, payment)


def _numbered_lines_agree(claim: BilledClaim, payment: ClaimPayment) -> bool:
    """Whether each line our number names is of that day, and of that charge or procedure."""
    pairs = ((numbered_line(claim, service), service) for service in payment.services)
    return all(
        line is None
        or (
            same_day(line, service_day(service, payment))
            and (same_charge(line, service) or line.procedure_code in codes(service))
        )
        for line, service in pairs
    )


def _a_line_agrees(claim: BilledClaim, payment: ClaimPayment) -> bool:
    """Whether some service has a line of its procedure, day and charge."""
    pairs = zip(match_lines(claim, payment), payment.services, strict=True)
    return any(
        match is not None
        and service_day(service, payment) is not None
        and alike_in_charge(match.line, service, service_day(service, payment))
        for match, service in pairs
    )


def _same_patient(claim: BilledClaim, payment: ClaimPayment) -> bool | None:
    """By member id or last name; None where the payment names nobody. Payers cut long names and drop accents."""
    identifiers = {party.identifier for party in (payment.patient, payment.subscriber) if party} - {""}
    if claim.member_id and cleaned(claim.member_id) in {cleaned(number) for number in identifiers}:
        return True
    theirs, ours = cleaned(payment.patient.name.last), cleaned(claim.patient.last)
    if not theirs:
        return None
    return ours.startswith(theirs) or theirs.startswith(ours)


def _best(claims: Sequence[BilledClaim], payment: ClaimPayment) -> BilledClaim | None:
    """The one claim meant, never a guess.

    Of several claims with the same lines it is the one billed in the payer's rank, and of those to one payer (a
    claim and the one that replaced it) the latest.
    """
    rank = _RESPONSIBILITY.get(payment.status)
    ranked = [claim for claim in claims if claim.responsibility == rank] or list(claims)
    one_meaning = len({(claim.payer_id, frozenset(_line_ids(claim))) for claim in ranked}) == 1
    return max(ranked, key=lambda claim: claim.claim_id) if one_meaning else None


def _as_its_payer_has_it(claim: BilledClaim, payment: ClaimPayment) -> BilledClaim:
    """A payment as secondary on a claim we sent to the primary: the primary has sent it on."""
    second = _RESPONSIBILITY.get(payment.status) == "S" and claim.responsibility == "P"
    return as_crossed_over(claim) if second else claim


def _line_ids(claim: BilledClaim) -> Iterable[ServiceLineId]:
    return (line.service_line_id for line in claim.lines)
