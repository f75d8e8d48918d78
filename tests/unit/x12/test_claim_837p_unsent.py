from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.basics.money import Money
from clinicbill.claims.claim import OtherId
from clinicbill.claims.profiles import profile_for
from clinicbill.x12.claim_837p_findings import file_findings
from clinicbill.x12.claim_837p_unsent import unsent_findings
from clinicbill.x12.companion import Companion
from tests.support.claims import (
    BILLING,
    FACILITY,
    REFERRING,
    RENDERING,
    SERVICE_ON,
    a_case,
    a_claim,
    a_line,
    workers_comp,
)
from tests.unit.x12.stories_837p import FACTS

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim

LU, ZZ = OtherId(qualifier="LU", number="L1"), OtherId(qualifier="ZZ", number="111N00000X")
G2, UPIN = OtherId(qualifier="G2", number="G1"), OtherId(qualifier="1G", number="U1")


@pytest.mark.parametrize("story", FACTS)
def test_what_the_stories_say_has_its_place(story: str) -> None:
    assert file_findings(FACTS[story]) == ()


@pytest.mark.parametrize(
    ("claim", "field"),
    [
        (a_claim(referring=replace(REFERRING, other_id=LU)), "referring.other_id"),
        (a_claim(referring=replace(REFERRING, other_id=ZZ)), "referring.other_id"),
        (a_claim(referring=replace(REFERRING, qualifier="DK", other_id=LU)), "referring.other_id"),
        (a_claim(facility=replace(FACILITY, other_id=ZZ)), "facility.other_id"),
        (a_claim(facility=replace(FACILITY, other_id=UPIN)), "facility.other_id"),
        (
            a_claim(
                lines=(
                    a_line(1),
                    a_line(2, rendering=replace(RENDERING, npi="1", other_id=replace(LU, qualifier="X5"))),
                )
            ),
            "lines.1.rendering.other_id",
        ),
        (a_claim(case=a_case(first_contact_on=date(2026, 11, 2))), "case"),
    ],
)
def test_what_the_file_has_no_place_for_is_told_and_the_rest_is_sent(claim: Claim, field: str) -> None:
    [found] = unsent_findings(claim, Companion())
    assert (found.rule, found.severity, found.field) == ("E12", Severity.WARNING, field)
    assert found.why
    assert found.fix
    assert found.source


def test_a_number_of_somebody_in_no_loop_is_not_missed() -> None:
    office = replace(FACILITY, address=BILLING.address, other_id=ZZ)
    alone = replace(RENDERING, npi=BILLING.npi, other_id=replace(LU, qualifier="X5"))
    claim = a_claim(facility=office, lines=(a_line(rendering=alone),))
    assert list(unsent_findings(claim, Companion())) == []


def test_a_taxonomy_needs_the_segments_that_carry_it() -> None:
    claim = a_claim(billing=replace(BILLING, other_id=ZZ))
    assert list(unsent_findings(claim, Companion())) == []
    [found] = unsent_findings(claim, Companion(taxonomy=False))
    assert found.field == "billing.other_id"


@pytest.mark.parametrize("place", [None, replace(FACILITY, npi=""), replace(FACILITY, npi="", other_id=LU)])
def test_a_purchased_service_names_who_was_paid(place: object) -> None:
    claim = a_claim(facility=place, lines=(a_line(1), a_line(2, purchased=Money(4150))))
    [found] = unsent_findings(claim, Companion())
    assert (found.severity, found.field, found.value) == (Severity.MUST_FIX, "lines.1.purchased", "$41.50")
    assert found.where == "line 2, 2400 PS101"


def test_a_payer_that_takes_no_other_number_leaves_nothing_to_tell() -> None:
    profile = replace(profile_for("commercial", SERVICE_ON), other_ids=False)
    claim = a_claim(referring=replace(REFERRING, other_id=LU), profile=profile)
    assert file_findings(claim) == ()
    assert [found.rule for found in file_findings(replace(claim, profile=None))] == ["E12"]


def test_first_contact_of_an_injury_is_sent() -> None:
    claim = workers_comp()
    claim = replace(claim, case=replace(claim.case, first_contact_on=date(2026, 10, 9)))
    assert list(unsent_findings(claim, Companion())) == []
