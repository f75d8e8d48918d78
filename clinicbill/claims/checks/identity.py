"""Who the patient and the insured are: items 1a to 7 and 26, loops 2010BA and 2010CA."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import CLAIM_NUMBER
from clinicbill.claims.checks.rules import Problem, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.basics.people import Address, PersonName
    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim

_FORM_PUNCTUATION = re.compile(r"[.,#]")
_SEXES = frozenset({"F", "M", "U"})
_SEXES_ON_FORM = frozenset({"F", "M"})


def claim_number(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X01: 1 to 14 of A–Z and 0–9."""
    number = claim.patient_control_number
    if not CLAIM_NUMBER.fullmatch(number):
        yield Problem(
            rule="X01",
            message="The claim number is not 1 to 14 capital letters and digits.",
            where="item 26, CLM01",
            value=number,
            field="patient_control_number",
        )


def member_id(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F02: the insured's number with the payer."""
    if not claim.coverage.subscriber.member_id.strip():
        yield Problem(
            rule="F02",
            message="The insured’s ID is missing.",
            where="item 1a",
            field="coverage.subscriber.member_id",
        )


def patient(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F03: name and sex are there, and the birth is not after the service.

    Signs without a letter are no name: the form leaves them out, and nothing would stand there.
    """
    who = claim.patient
    if not all(any(letter.isalpha() for letter in part) for part in (who.name.last, who.name.first)):
        yield Problem(
            rule="F03",
            message="The patient’s last or first name is missing.",
            where="item 2",
            value=str(who.name),
            field="patient.name",
        )
    if who.sex not in _SEXES:
        yield Problem(
            rule="F03",
            message="The patient’s sex is missing.",
            where="item 3",
            value=who.sex,
            field="patient.sex",
        )
    if claim.lines and who.birth_on > claim.first_service_on:
        yield Problem(
            rule="F03",
            message="The patient is born after the date of service.",
            where="item 3",
            value=slashed(who.birth_on),
            field="patient.birth_on",
        )


def sex_on_form(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X22: item 3 has two boxes."""
    if claim.patient.sex in _SEXES - _SEXES_ON_FORM:
        yield Problem(
            rule="X22",
            message="The form has no box for this sex; item 3 stays unmarked.",
            where="item 3",
            value=claim.patient.sex,
            field="patient.sex",
        )


def patient_address(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X21: street, city, state, ZIP."""
    missing = missing_parts(claim.patient.address)
    if missing:
        yield Problem(
            rule="X21",
            message=f"The patient’s address has no {missing}.",
            where="item 5",
            value=" ".join(claim.patient.address.lines()),
            field="patient.address",
        )


def insured_employer(claim: Claim) -> str:
    """The employer that item 4 names: the insured one, or for an injury at work the case's where nobody is named.

    Empty where item 4 names a person.
    """
    insured = claim.coverage.subscriber
    nobody = claim.case.kind == "workers_comp" and not insured.name.last.strip()
    steps_in = nobody and not claim.patient_is_subscriber
    return insured.organization.strip() or (claim.case.employer.strip() if steps_in else "")


def insured_name(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F06: item 4 where somebody else is the insured."""
    insured = claim.coverage.subscriber
    named = insured_employer(claim) or (insured.name.last.strip() and insured.name.first.strip())
    if not claim.patient_is_subscriber and not named:
        yield Problem(
            rule="F06",
            message="The insured’s name is missing.",
            where="item 4",
            value=str(insured.name),
            field="coverage.subscriber.name",
        )


def insured_address(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X39: item 7 where somebody else is the insured."""
    address = claim.coverage.subscriber.address
    if not claim.patient_is_subscriber and (missing := missing_parts(address)):
        yield Problem(
            rule="X39",
            message=f"The insured’s address has no {missing}.",
            where="item 7",
            value=" ".join(address.lines()),
            field="coverage.subscriber.address",
        )


def insured_is_the_patient(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X04: another relationship than Self, yet the same name and birth date."""
    insured, who = claim.coverage.subscriber, claim.patient
    if claim.patient_is_subscriber or insured.birth_on != who.birth_on:
        return
    if _spelled(insured.name) == _spelled(who.name):
        yield Problem(
            rule="X04",
            message="The insured has the patient’s name and birth date, but the relationship is not Self.",
            where="item 6, SBR02",
            value=claim.coverage.relationship,
            field="coverage.relationship",
        )


def insured_details(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X05: the insured's loop speaks for the patient where both are one."""
    insured = claim.coverage.subscriber
    if not claim.patient_is_subscriber:
        return
    wanted = {
        "birth date": insured.birth_on,
        "sex": insured.sex in _SEXES,
        "address": not missing_parts(insured.address),
        "name": insured.name.last,
    }
    for name, present in wanted.items():
        if not present:
            yield Problem(
                rule="X05",
                message=f"The insured is the patient, and the {name} is missing or incomplete.",
                where="items 2 to 5, 2010BA",
                field="patient",
            )


def states(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X18: only states that exist, wherever an address has one."""
    for where, field, address in addresses(claim):
        if address.state and address.state not in listed("states"):
            yield Problem(
                rule="X18",
                message="This is not the abbreviation of a US state.",
                where=where,
                value=address.state,
                field=f"{field}.state",
            )


def letters(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X20: what will be folded to plain letters."""
    for where, field, text in texts(claim):
        if not text.isascii():
            yield Problem(
                rule="X20",
                message="Accents and special letters go out as plain letters.",
                where=where,
                value=text,
                field=field,
            )


def punctuation(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F05: what the form leaves out of addresses."""
    for where, field, address in addresses(claim):
        for text in (address.street, address.street2, address.city):
            if _FORM_PUNCTUATION.search(text):
                yield Problem(
                    rule="F05",
                    message="Punctuation is left out of the address.",
                    where=where,
                    value=text,
                    field=field,
                )


def missing_parts(address: Address) -> str:
    """Which parts of an address are missing, as words; empty if none."""
    parts = {"street": address.street, "city": address.city, "state": address.state, "ZIP": address.zip}
    return ", ".join(name for name, text in parts.items() if not text.strip())


def addresses(claim: Claim) -> Iterator[tuple[str, str, Address]]:
    """(place, field, address) of every address of the claim."""
    yield "item 5", "patient.address", claim.patient.address
    if not claim.patient_is_subscriber:
        yield "item 7", "coverage.subscriber.address", claim.coverage.subscriber.address
    if claim.facility:
        yield "item 32", "facility.address", claim.facility.address
    yield "item 33", "billing.address", claim.billing.address
    if claim.billing.pay_to:
        yield "pay-to address, 2010AB", "billing.pay_to", claim.billing.pay_to


def texts(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """(place, field, text) of every free text that goes into the file and that is not empty."""
    insured = claim.coverage.subscriber
    # The patient's own name is told once, at item 2.
    insured_name = "" if claim.patient_is_subscriber else insured.organization or str(insured.name)
    named = (
        ("item 1a", "coverage.subscriber.member_id", insured.member_id),
        ("item 2", "patient.name", str(claim.patient.name)),
        ("item 4", "coverage.subscriber.name", insured_name),
        ("item 11", "coverage.group_number", claim.coverage.group_number),
        ("item 11c", "coverage.plan_name", claim.coverage.plan_name),
        ("item 11b", "case.claim_number", claim.case.claim_number),
        ("item 19", "additional_information", claim.additional_information),
        ("item 33", "billing.organization", claim.billing.organization or str(claim.billing.person)),
        ("item 32", "facility.name", claim.facility.name if claim.facility else ""),
        ("item 17", "referring.name", str(claim.referring.name) if claim.referring else ""),
    )
    lines = (
        (f"line {n + 1}, narrative", f"lines.{n}.narrative", line.narrative)
        for n, line in enumerate(claim.lines)
    )
    places = (
        (where, field, text)
        for where, field, address in addresses(claim)
        for text in (address.street, address.street2, address.city)
    )
    for where, field, text in (*named, *lines, *places):
        if text:
            yield where, field, text


def _spelled(name: PersonName) -> tuple[str, str]:
    return name.last.strip().casefold(), name.first.strip().casefold()


CHECKS = (
    claim_number,
    member_id,
    patient,
    sex_on_form,
    patient_address,
    insured_name,
    insured_address,
    insured_is_the_patient,
    insured_details,
    states,
    letters,
    punctuation,
)
