from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Severity, stops
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.draw import draw_claims
from clinicbill.cms1500.fit import box_findings
from tests.support.claims import (
    BILLING,
    a_claim,
    a_line,
    a_patient,
    medicare_chiropractic,
    six_lines,
    thirteen_diagnoses,
)
from tests.unit.cms1500.paper_stories import EVERY

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim

LONG = PersonName(last="Featherstonehaugh-Cholmondeley", first="Ann")


def told(claim: Claim) -> list[tuple[str, str, str]]:
    return [(one.rule, one.where, one.field) for one in box_findings(claim, claim_profile(claim))]


@pytest.mark.parametrize("story", EVERY)
def test_the_stories_fit(story: str) -> None:
    assert not stops(box_findings(EVERY[story], claim_profile(EVERY[story])))


@pytest.mark.parametrize(
    ("claim", "rule", "where", "field"),
    [
        (a_claim(patient=a_patient(name=LONG)), "P10", "item 2", "patient.name"),
        (
            a_claim(patient=a_patient(name=PersonName(last="Alvarez", first="Ann 😀"))),
            "P11",
            "item 2",
            "patient.name",
        ),
        (
            a_claim(lines=(a_line(1), a_line(2, modifiers=("A1", "B2", "C3", "D4", "E5")))),
            "P13",
            "line 2, item 24D",
            "lines.1.procedure_code",
        ),
        (a_claim(lines=(a_line(charge=Money(-100)),)), "P14", "line 1, item 24F", "lines.0.charge"),
        (a_claim(lines=(a_line(charge=Money(123456789)),)), "P10", "line 1, item 24F", "lines.0.charge"),
        (a_claim(additional_information="word " * 20), "P10", "item 19", "additional_information"),
        (
            a_claim(billing=replace(BILLING, address=Address(street="1 " + "Longstreet" * 4, city="Bend"))),
            "P10",
            "item 33",
            "billing",
        ),
    ],
    ids=["name", "emoji", "modifier", "negative", "charge", "item 19", "street"],
)
def test_what_does_not_fit(claim: Claim, rule: str, where: str, field: str) -> None:
    assert (rule, where, field) in told(claim)
    found = box_findings(claim, claim_profile(claim))
    assert stops(found)
    assert all(one.message and one.why and one.source and one.fix for one in found)


@pytest.mark.parametrize("rule", ["P10", "P11", "P13"])
def test_drawing_refuses_what_the_findings_name(rule: str) -> None:
    claims = {
        "P10": a_claim(patient=a_patient(name=LONG)),
        "P11": a_claim(patient=a_patient(name=PersonName(last="Alvarez", first="רות"))),
        "P13": a_claim(lines=(a_line(modifiers=("A1", "B2", "C3", "D4", "E5")),)),
    }
    assert rule in [found for found, _, _ in told(claims[rule])]
    with pytest.raises(CannotDo):
        draw_claims([claims[rule]], background=False)


def test_short_words_are_told_but_stop_nothing() -> None:
    claim = medicare_chiropractic()
    [finding] = box_findings(claim, claim_profile(claim))
    assert (finding.rule, finding.severity) == ("P12", Severity.INFO)
    assert finding.value == "CEDAR SPINE AND WELLNESS PLLC"


def test_a_fault_in_the_header_is_told_once_for_all_sheets() -> None:
    claim = six_lines(8, patient=a_patient(name=LONG))
    assert [rule for rule, _, _ in told(claim)] == ["P10"]


def test_lines_of_the_second_sheet_keep_their_number() -> None:
    claim = six_lines(8)
    lines = (*claim.lines[:7], replace(claim.lines[7], charge=Money(123456789)))
    claim = replace(claim, lines=lines)
    assert ("P10", "line 8, item 24F", "lines.7.charge") in told(claim)


def test_a_long_name_stands_shorter_and_is_told() -> None:
    claim = EVERY["long_names"]
    found = {one.where: one for one in box_findings(claim, claim_profile(claim))}
    assert {one.rule for one in found.values()} == {"P12"}
    assert "“CASTELLANOS-VILLANUEVA,MARIA”" in found["item 2"].message
    assert "middle initial" in found["item 2"].source
    assert "USPS" in found["item 5"].source


def test_a_name_too_long_in_every_form_offers_the_file() -> None:
    claim = a_claim(patient=a_patient(name=LONG))
    [finding] = box_findings(claim, claim_profile(claim))
    assert finding.fix.startswith("Send this claim electronically")


def test_thirteen_diagnoses_fit_on_two_forms() -> None:
    claim = thirteen_diagnoses()
    assert box_findings(claim, claim_profile(claim)) == ()


def test_a_diagnosis_for_which_no_form_has_room_is_told() -> None:
    lines = (*thirteen_diagnoses().lines[:3], a_line(4, pointers=(1,)))
    claim = thirteen_diagnoses(lines=lines)
    [finding] = box_findings(claim, claim_profile(claim))
    assert (finding.rule, finding.severity, finding.value) == ("P15", Severity.WARNING, "M25.50")


def test_lines_of_a_form_parted_by_diagnoses_keep_their_number() -> None:
    claim = thirteen_diagnoses()
    claim = replace(claim, lines=(*claim.lines[:3], replace(claim.lines[3], charge=Money(-1))))
    assert ("P14", "line 4, item 24F", "lines.3.charge") in told(claim)


@pytest.mark.parametrize("make", [a_claim, medicare_chiropractic])
def test_an_ndc_quantity_stops_where_the_shaded_half_ends_for_every_payer(make: Any) -> None:
    """The half holds 61 characters: N4 and the number 13, three blanks, the unit two, 43 for the quantity."""

    def rules(digits: int) -> set[str]:
        drug = a_line(ndc="00003029305", ndc_unit="ML", ndc_quantity="1" * digits)
        claim = make(lines=(drug,))
        return {
            one.rule for one in box_findings(claim, claim_profile(claim)) if one.severity is Severity.MUST_FIX
        }

    assert rules(43) == set()
    assert rules(44) == {"P10"}
