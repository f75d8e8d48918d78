"""Stories that only paper tells: whole claims of invented people, one for each rule of a box."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.claim import Claim, OtherId
from tests.support.claims import (
    BILLING,
    FACILITY,
    REFERRING,
    RENDERING,
    a_case,
    a_claim,
    a_coverage,
    a_line,
    a_patient,
    a_subscriber,
    auto_accident,
    dependent_child,
    thirteen_diagnoses,
    workers_comp,
)
from tests.unit.cms1500.stories import STORIES, a_payer


def comp_california(**changes: Any) -> Claim:
    """California workers' compensation: the carrier's number in 11b."""
    payer = a_payer("workers_comp_ca", "WC", "Golden Ridge Casualty", "GRC01")
    return workers_comp(
        **({"coverage": replace(workers_comp().coverage, payer=payer), "referring": REFERRING} | changes)
    )


def comp_california_review() -> Claim:
    """The same bill for a second review: BGW3 in 10d, 7 and the administrator's number in 22."""
    payer = a_payer("workers_comp_ca_review", "WC", "Golden Ridge Casualty", "GRC01")
    return comp_california(
        coverage=replace(workers_comp().coverage, payer=payer),
        frequency="7",
        original_reference="EOR-2026-00417",
        condition_codes=("W3",),
        additional_information="Underpaid by the fee schedule of the day of service",
    )


def auto_florida() -> Claim:
    """A Florida insurer wants the licence with the signature."""
    return auto_accident(
        coverage=a_coverage(
            payer=a_payer("auto_fl", "AM", "Juniper Auto of Florida", "JUNFL"), group_number="", plan_name=""
        ),
        case=replace(auto_accident().case, accident_state="FL", first_contact_on=date(2026, 11, 19)),
        lines=tuple(
            replace(line, rendering=replace(line.rendering, license_number="CH 12345"))
            for line in auto_accident().lines
        ),
    )


def purchased() -> Claim:
    """An X-ray another provider took: YES and what was paid in 20, who took it in 32."""
    lines = (
        a_line(1, procedure_code="99203", charge=Money(16500), pointers=(1,)),
        a_line(2, procedure_code="72100", modifiers=("TC",), charge=Money(9000), purchased=Money(6250)),
    )
    return a_claim(lines=lines, facility=FACILITY, referring=replace(REFERRING, qualifier="DK"))


def screening() -> Claim:
    """A child's screening that leads to a referral, and family planning on another line."""
    child = dependent_child()
    payer = a_payer("medicaid", "MC", "Oregon Health Plan", "ORDHS")
    return replace(
        child,
        coverage=a_coverage(
            payer=payer, subscriber=replace(a_subscriber(), name=child.patient.name), group_number=""
        ),
        diagnoses=("Z00.121", "Z30.09"),
        lines=(
            a_line(1, procedure_code="99393", modifiers=("EP",), epsdt="S2", pointers=(1,)),
            a_line(2, procedure_code="99401", family_planning=True, pointers=(2,)),
        ),
    )


def other_ids() -> Claim:
    """Numbers that are no NPI in 17a, 24I and 24J shaded, 32b and 33b."""
    rendering = replace(RENDERING, other_id=OtherId(qualifier="G2", number="PX 0077-1"))
    return a_claim(
        billing=replace(BILLING, other_id=OtherId(qualifier="G2", number="GRP-44120")),
        referring=replace(REFERRING, other_id=OtherId(qualifier="0B", number="MD 55120")),
        facility=replace(FACILITY, other_id=OtherId(qualifier="LU", number="SITE 9")),
        lines=(a_line(1, rendering=rendering), a_line(2, procedure_code="97110", pointers=(2,))),
    )


def pregnancy() -> Claim:
    """Last menstrual period with 484 in 14, the last visit with 304 in 15."""
    case = a_case(
        onset_on=None,
        initial_treatment_on=None,
        last_menstrual_on=date(2026, 6, 1),
        last_seen_on=date(2026, 11, 9),
    )
    return a_claim(case=case, patient=a_patient(birth_on=date(1996, 3, 14)), diagnoses=("O26.892", "M54.59"))


def long_names() -> Claim:
    """A name that fits without its initial, a long street, a referring provider without the degree."""
    referring = replace(REFERRING, name=PersonName(last="Chukwuemeka-Adeyemi", first="Ifeoluwa", middle="T"))
    name = PersonName(last="Castellanos-Villanueva", first="Maria", middle="J")
    return a_claim(
        patient=a_patient(
            name=name,
            address=Address(street="41800 Southwest Meadowlark Drive", city="Bend", state="OR", zip="97701"),
        ),
        coverage=a_coverage(subscriber=a_subscriber(name=name)),
        referring=replace(referring, name=replace(referring.name, first="Ife")),
    )


# What only paper tells apart; the file has stories of its own for the same facts.
PAPER_STORIES: dict[str, Claim] = {
    "thirteen_diagnoses": thirteen_diagnoses(),
    "comp_california": comp_california(),
    "comp_california_review": comp_california_review(),
    "auto_florida": auto_florida(),
    "purchased": purchased(),
    "screening": screening(),
    "other_ids": other_ids(),
    "pregnancy": pregnancy(),
    "long_names": long_names(),
}
EVERY = STORIES | PAPER_STORIES
