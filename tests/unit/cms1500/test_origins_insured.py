from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.people import PersonName
from clinicbill.claims.claim import Claim, OtherPayer
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.origins_insured import other_index
from clinicbill.cms1500.provenance import origin
from tests.support.claims import a_claim, a_coverage, a_subscriber, secondary, workers_comp
from tests.unit.cms1500 import stories

if TYPE_CHECKING:
    from clinicbill.cms1500.origin import Origin


def came(claim: Claim, item: str) -> Origin:
    return origin(claim, claim_profile(claim), item)


def with_other(**changes: Any) -> Claim:
    """A claim behind the husband's group plan."""
    husband = a_subscriber(member_id="H77", name=PersonName(last="Alvarez", first="Jon"))
    other = a_coverage(coverage_id=90, relationship="01", subscriber=husband, **changes)
    return a_claim(others=(OtherPayer(coverage=other),))


def test_the_other_insurance_down_to_the_field() -> None:
    claim = with_other(group_number="G-1", plan_name="Gold")
    found = [came(claim, item) for item in ("9", "9a", "9d")]
    assert [(one.path.removeprefix("others.0.coverage."), one.field) for one in found] == [
        ("subscriber.name", "Subscriber"),
        ("group_number", "Group number"),
        ("plan_name", "Plan"),
    ]
    assert {one.record for one in found} == {"Other insurance"}


@pytest.mark.parametrize("item", ["4", "7", "9", "11a"])
def test_who_is_the_insured_himself_is_found_with_the_patient(item: str) -> None:
    assert came(secondary(), item).record == "Patient"


def test_the_employer_is_found_with_the_case() -> None:
    assert (came(workers_comp(), "4").record, came(workers_comp(), "7").record) == ("Case", "Insurance")


def test_the_claims_form_is_chosen_at_the_payer_or_the_insurance() -> None:
    """The claim keeps only which one it is, not where it was chosen."""
    for item in ("1", "20"):
        found = came(a_claim(), item)
        assert (found.record, found.field) == ("Payer or insurance", "Claims form")


def test_another_organization_than_the_cases_employer_is_found_at_the_insurance() -> None:
    claim = workers_comp()
    claim = replace(claim, case=replace(claim.case, employer="Somebody Else"))
    found = came(claim, "4")
    assert (found.record, found.path) == ("Insurance", "coverage.subscriber.organization")


def test_which_of_the_other_insurances() -> None:
    claim = stories.medigap()
    first = OtherPayer(coverage=a_coverage(coverage_id=91))
    found = came(replace(claim, others=(first, *claim.others)), "9a")
    assert (found.path, found.file_at) == ("others.1.coverage.subscriber.member_id", 1)
    assert other_index(claim, claim.others[0].coverage) == 0
