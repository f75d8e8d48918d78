"""Diagnoses against the patient and each other: external cause, 7th characters, aftercare, age and sex."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import age_on, slashed
from clinicbill.coding.edits.coded_day import at_diagnosis
from clinicbill.coding.edits.rules import coding_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.edits.coded_day import CodedDay
    from clinicbill.coding.edits.rules import Problem

# Chapter 19 without poisoning and complications, whose aftercare has rules of its own.
_INJURY = re.compile(r"S[0-9A-Z]{2}\.[0-9A-Z]{4}|T(?:0[7-9]|1[0-4]|2\d|3[0-4])\.[0-9A-Z]{4}")
_AFTERCARE = re.compile(r"Z4[78]\..*|Z51\.89")
_ACTIVE, _LATER = "ABC", "DEFGHJKMNPQRS"
_BORN = re.compile(r"P(?:[0-8]\d|9[0-6]).*")
_PREGNANT = re.compile(r"O(?:[0-9]\d|9A).*")
_OF_MEN = re.compile(r"N(?:4\d|5[0-3]).*")
_OF_WOMEN = re.compile(r"N(?:[7-8]\d|9[0-8]).*")


def external_cause_first(day: CodedDay) -> Iterator[Problem]:
    """F16: V00–Y99 never leads."""
    if day.diagnoses and day.diagnoses[0][:1] in "VWXY":
        message = "The first diagnosis says how it happened, not what was treated"
        yield at_diagnosis("F16", 0, day.diagnoses[0], message)


def _injuries(day: CodedDay) -> list[tuple[int, str]]:
    return [(at, code) for at, code in enumerate(day.diagnoses) if _INJURY.fullmatch(code)]


def aftercare_beside_injury(day: CodedDay) -> Iterator[Problem]:
    """N08: aftercare of an injury is the injury's own code with D or later, not a Z code."""
    injuries = _injuries(day)
    for at, code in enumerate(day.diagnoses):
        if injuries and _AFTERCARE.fullmatch(code):
            injury = injuries[0][1]
            message = f"{code} stands beside the injury {injury}, whose 7th character says aftercare"
            yield at_diagnosis("N08", at, code, message)


def one_encounter(day: CodedDay) -> Iterator[Problem]:
    """N09: the same injury once in active treatment and once healing."""
    seen: dict[str, str] = {}
    for at, code in _injuries(day):
        earlier = seen.setdefault(code[:-1], code)
        if earlier != code:
            yield at_diagnosis("N09", at, code, f"{earlier} and {code} are the same injury")


def back_to_active(day: CodedDay) -> Iterator[Problem]:
    """N10: active treatment of an injury that was coded as healing before."""
    for at, code in _injuries(day):
        if code[-1] not in _ACTIVE:
            continue
        before = [
            service.on
            for service in day.around.earlier
            for other in service.diagnoses
            if service.on < day.first_on and other[:-1] == code[:-1] and other[-1:] in _LATER
        ]
        if before:
            message = f"{code} says active treatment, but {slashed(max(before))} said a later stage"
            yield at_diagnosis("N10", at, code, message)


def age(day: CodedDay) -> Iterator[Problem]:
    """N11: conditions of the newborn; N12: pregnancy."""
    years = age_on(day.birth_on, day.first_on)
    figure = coding_edits().figure
    for at, code in enumerate(day.diagnoses):
        if _BORN.fullmatch(code) and years >= figure("newborn_years"):
            yield at_diagnosis("N11", at, code, f"{code} is a condition of newborns; the patient is {years}")
        if _PREGNANT.fullmatch(code):
            youngest, oldest = figure("maternity_from_years"), figure("maternity_to_years")
            if not youngest <= years <= oldest:
                yield at_diagnosis("N12", at, code, f"{code} is of pregnancy; the patient is {years}")


def sex(day: CodedDay) -> Iterator[Problem]:
    """N13: conditions of one sex."""
    for at, code in enumerate(day.diagnoses):
        men = _OF_MEN.fullmatch(code) and day.sex == "F"
        women = (_OF_WOMEN.fullmatch(code) or _PREGNANT.fullmatch(code)) and day.sex == "M"
        if men or women:
            words = "men" if men else "women"
            message = f"{code} is a condition of {words}; the record says {'female' if men else 'male'}"
            yield at_diagnosis("N13", at, code, message)


RULES = (external_cause_first, aftercare_beside_injury, one_encounter, back_to_active, age, sex)
