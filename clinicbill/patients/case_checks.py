"""What is wrong with a case: pure rules, each with its source and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.text_checks import text_findings
from clinicbill.practice.address_checks import STATES
from clinicbill.practice.checks import required

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clinicbill.patients.coverage import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Needed:
    """A fact that cases of some kinds cannot be billed without."""

    rule: str
    kinds: tuple[CaseKind, ...]
    field: str
    what: str
    item: str
    source: str


_INJURIES = (CaseKind.WORKERS_COMP, CaseKind.AUTO)
_NEEDED = (
    _Needed(
        rule="R30",
        kinds=_INJURIES,
        field="accident_on",
        what="accident date",
        item="item 14",
        source="005010X222A1, 2300 DTP*439; NUCC 1500 manual, item 14",
    ),
    _Needed(
        rule="R31",
        kinds=(CaseKind.AUTO,),
        field="accident_state",
        what="state of the accident",
        item="item 10b",
        source="005010X222A1, CLM11-4; NUCC 1500 manual, item 10b",
    ),
    _Needed(
        rule="R32",
        kinds=_INJURIES,
        field="claim_number",
        what="insurer’s claim number",
        item="item 11b",
        source="005010X222A1, REF*Y4; NUCC 1500 manual, item 11b",
    ),
    _Needed(
        rule="R33",
        kinds=(CaseKind.WORKERS_COMP,),
        field="employer",
        what="employer",
        item="item 4",
        source="005010X222A1, 2010BA NM103; NUCC 1500 manual, item 4",
    ),
)
# The second day is not before the first.
_ORDERED = (
    (Severity.MUST_FIX, "opened_on", "closed_on", "The case is closed before it was opened"),
    (Severity.MUST_FIX, "unable_from_on", "unable_to_on", "The time off work ends before it begins"),
    (Severity.MUST_FIX, "hospital_from_on", "hospital_to_on", "The stay in hospital ends before it begins"),
    (Severity.WARNING, "accident_on", "initial_treatment_on", "The first treatment is before the accident"),
    (Severity.WARNING, "onset_on", "initial_treatment_on", "The first treatment is before the onset"),
)
_PAST = (
    ("onset_on", "onset", "item 14", "431"),
    ("accident_on", "accident date", "items 14 and 15", "439"),
    ("initial_treatment_on", "initial treatment date", "items 14 and 15", "454"),
    ("last_menstrual_on", "last menstrual period", "item 14", "484"),
    ("last_seen_on", "day last seen", "item 15", "304"),
    ("acute_manifestation_on", "acute manifestation", "item 15", "453"),
    ("last_xray_on", "last X-ray", "item 15", "455"),
    ("prescription_on", "prescription", "item 15", "471"),
    ("assumed_care_on", "day care was taken over", "item 15", "090"),
    ("relinquished_care_on", "day care was given up", "item 15", "091"),
    ("first_contact_on", "first contact", "item 15", "444"),
)


def case_findings(case: Case, as_of: date) -> list[Finding]:
    """What is wrong with a case itself; ids R01, R08 and R30–R37."""
    return list(text_findings(case, where="case")) or [
        *required(case.name, rule="R01", what="name of the case", where="case", field="name"),
        *_missing(case),
        *_state(case),
        *_disordered(case),
        *_in_the_future(case, as_of),
    ]


def payer_of_case_findings(case: Case, coverages: Sequence[Coverage]) -> list[Finding]:
    """An injury whose insurance is not keyed for this very case; rule R37."""
    if case.kind not in _INJURIES or any(coverage.case_id == case.id for coverage in coverages):
        return []
    return [
        Finding(
            rule="R37",
            severity=Severity.WARNING,
            message=f"Nobody is keyed to pay for {case.name}",
            where="case",
            why="Health insurance is not billed for a work or auto injury.",
            source="005010X222A1, CLM11; NUCC 1500 manual, item 10",
            fix="Add the insurer of the injury to this case.",
            field="coverages",
        )
    ]


def _missing(case: Case) -> Iterator[Finding]:
    for needed in _NEEDED:
        if case.kind in needed.kinds and not getattr(case, needed.field):
            yield Finding(
                rule=needed.rule,
                severity=Severity.WARNING,
                message=f"The {needed.what} is missing",
                where=f"case, {needed.item}",
                why="Claims of this case wait until it is keyed.",
                source=needed.source,
                fix=f"Key the {needed.what}.",
                field=needed.field,
            )


def _state(case: Case) -> Iterator[Finding]:
    if case.accident_state and case.accident_state not in STATES:
        yield Finding(
            rule="R34",
            severity=Severity.MUST_FIX,
            message=f"“{case.accident_state}” is not a state",
            where="case, item 10b",
            value=case.accident_state,
            source="USPS Publication 28, appendix B",
            fix="Key the two capital letters of the state.",
            field="accident_state",
        )


def _disordered(case: Case) -> Iterator[Finding]:
    for severity, first, second, message in _ORDERED:
        before, after = getattr(case, first), getattr(case, second)
        if before and after and after < before:
            yield Finding(
                rule="R35",
                severity=severity,
                message=message,
                where="case",
                value=f"{slashed(before)}, then {slashed(after)}",
                source="NUCC 1500 manual, items 14, 15, 16 and 18",
                fix="Change one of the two days.",
                field=second,
            )


def _in_the_future(case: Case, as_of: date) -> Iterator[Finding]:
    for field, what, item, qualifier in _PAST:
        day = getattr(case, field)
        if day and day > as_of:
            message = f"The {what} is in the future"
            yield _wrong_day("R36", message, item, qualifier, day, field)


def birth_findings(case: Case, birth_on: date) -> list[Finding]:
    """Days of a case before the patient was born; rule R38."""
    return [
        _wrong_day("R38", f"The {what} is before the patient’s birth", item, qualifier, day, field)
        for field, what, item, qualifier in _PAST
        if (day := getattr(case, field)) and day < birth_on
    ]


def _wrong_day(rule: str, message: str, item: str, qualifier: str, day: date, field: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where=f"case, {item}",
        value=slashed(day),
        source=f"005010X222A1, 2300 DTP*{qualifier}; NUCC 1500 manual, {item}",
        fix="Key the day again.",
        field=field,
    )
