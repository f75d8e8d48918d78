"""Abn: a notice that Medicare may not pay (form CMS-R-131): what was told, which option was chosen, when it was signed.

Source: CMS, Medicare Claims Processing Manual (100-04), chapter 30, section 50: the current edition, unaltered; good
for an extended course of treatment of up to one year; a refusal to sign is noted on the form.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NewType

import msgspec

from clinicbill.basics.assets import asset
from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import CaseId, PatientId
from clinicbill.basics.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AbnId = NewType("AbnId", int)
_NEW = AbnId(0)
_SOURCE = "CMS, Medicare Claims Processing Manual (100-04), chapter 30, section 50"
# Bill Medicare; do not bill Medicare; do not want it.
BILL, DO_NOT_BILL, DECLINED = 1, 2, 3
OPTION_WORDS = {
    BILL: "1  wants it, Medicare is billed",
    DO_NOT_BILL: "2  wants it, Medicare is not billed",
    DECLINED: "3  does not want it",
}


class Edition(msgspec.Struct, frozen=True):
    """One edition of the form, by the expiry printed on it, and the day from which no earlier one counts."""

    expires: str
    from_on: date
    source: str


class _Editions(msgspec.Struct):
    abn_edition: list[Edition]


@cache
def editions() -> tuple[Edition, ...]:
    """The editions known, the oldest first (resources/rules/coding_edits.toml)."""
    text = asset("rules/coding_edits.toml").read_text("utf-8")
    found = msgspec.convert(tomllib.loads(text), _Editions).abn_edition
    return tuple(sorted(found, key=lambda edition: edition.from_on))


def edition_on(day: date) -> Edition | None:
    """The edition that had to be used on a day; None before the first one known."""
    return next((edition for edition in reversed(editions()) if edition.from_on <= day), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Abn:
    """One notice.

    Attributes:
        edition: the expiry printed on the form, such as 03/31/2029.
        services: blank D, in words for the patient.
        procedure_codes: what it covers; empty for whatever `services` says.
        reason: blank E, why Medicare may not pay; estimated: blank F.
        signed_on: None while the patient has not signed.
        option: 1 to 3 of blank G; None while nothing was chosen.
        refused: the patient would not sign, which a witness noted.
        to_on: the last day it is good for; None for one year after it was given.
        document_id: the signed form, where it was kept.
    """

    id: AbnId = _NEW
    patient_id: PatientId
    case_id: CaseId | None = None
    edition: str = ""
    services: str
    procedure_codes: tuple[str, ...] = ()
    reason: str = ""
    estimated: Money | None = None
    given_on: date
    signed_on: date | None = None
    option: int | None = None
    refused: bool = False
    to_on: date | None = None
    document_id: int | None = None
    active: bool = True

    @property
    def last_on(self) -> date:
        """The last day it is good for."""
        return self.to_on or _year_after(self.given_on)

    @property
    def answered_on(self) -> date | None:
        """When it was signed, or given and refused; None while neither."""
        return self.signed_on or (self.given_on if self.refused else None)

    def covers(self, code: str, on: date) -> bool:
        """Whether it was answered by the day of service, for this procedure, and is still good."""
        answered = self.answered_on
        named = not self.procedure_codes or code in self.procedure_codes
        return self.active and named and answered is not None and answered <= on <= self.last_on

    @property
    def current_edition(self) -> bool:
        """Whether it was given on the edition of its day."""
        needed = edition_on(self.given_on)
        return needed is None or needed.expires == self.edition


def _year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def abn_for(abns: Iterable[Abn], code: str, on: date) -> Abn | None:
    """The notice that counts for a service: the one answered last."""
    able = [abn for abn in abns if abn.covers(code, on)]
    return max(able, key=lambda abn: (abn.answered_on or abn.given_on, abn.id), default=None)


def abn_findings(abn: Abn) -> list[Finding]:
    """R60: services; R61: reason or estimate; R62: days; R63: edition; R64: signed without an option, or refused too."""
    return [*_words(abn), *_days(abn), *_edition(abn), *_answer(abn)]


def _words(abn: Abn) -> Iterator[Finding]:
    if not abn.services.strip():
        yield _finding(
            "R60", "The notice names no service", "services", "Key what Medicare may not pay (blank D)."
        )
    if not abn.reason.strip():
        yield _finding(
            "R61", "The notice gives no reason", "reason", "Key why Medicare may not pay (blank E)."
        )
    if abn.estimated is None:
        fix = "Key what it is going to cost the patient (blank F)."
        yield _finding("R61", "The notice has no estimate", "estimated", fix)


def _days(abn: Abn) -> Iterator[Finding]:
    if abn.signed_on is not None and abn.signed_on < abn.given_on:
        yield _finding("R62", "It was signed before it was given", "signed_on", "Correct the days.")
    if abn.to_on is not None and not abn.given_on <= abn.to_on <= _year_after(abn.given_on):
        fix = "A notice holds for up to one year; correct the last day."
        yield _finding("R62", "The last day is not within a year", "to_on", fix)


def _edition(abn: Abn) -> Iterator[Finding]:
    needed = edition_on(abn.given_on)
    if needed is not None and needed.expires != abn.edition:
        yield Finding(
            rule="R63",
            severity=Severity.WARNING,
            message=f"The form of {slashed(abn.given_on)} is the one that says {needed.expires}",
            where="edition",
            value=abn.edition,
            why="A notice on an outdated form may not count, and the office keeps the charge.",
            source=needed.source,
            fix="Give the notice again on the current form.",
            field="edition",
        )


def _answer(abn: Abn) -> Iterator[Finding]:
    if abn.signed_on is not None and abn.option is None:
        yield _finding(
            "R64", "It is signed, but no option is chosen", "option", "Key the option the patient chose."
        )
    if abn.refused and abn.signed_on is not None:
        yield _finding("R64", "It is signed and refused", "refused", "Keep one of the two.")


def _finding(rule: str, message: str, field: str, fix: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where="notice",
        source=_SOURCE,
        fix=fix,
        field=field,
    )
