from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.people import PersonName
from clinicbill.claims.claim import Claim, Subscriber
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500 import boxes_insured as boxes
from tests.support.claims import (
    RUTHS_HOME,
    a_claim,
    a_coverage,
    a_subscriber,
    auto_accident,
    dependent_child,
    medicare_chiropractic,
    secondary,
    workers_comp,
)
from tests.unit.cms1500 import stories


def filled(claim: Claim, *items: str) -> dict[str, dict[str, str]]:
    profile = claim_profile(claim)
    return {item: getattr(boxes, f"box_{item}")(claim, profile) for item in items}


def test_insured_is_the_parent() -> None:
    parts = filled(dependent_child(), "4", "6", "7", "11a")
    assert parts["4"] == {"insured_name": "HADDAD JR, SAMIR"}
    assert parts["6"] == {"child": "X"}
    assert parts["7"]["street"] == "9 LARKSPUR LOOP"
    assert parts["11a"]["dob_yyyy"] == "1984"
    assert parts["11a"]["sex_m"] == "X"


def test_a_subscriber_without_a_name_of_its_own_is_the_patient() -> None:
    claim = a_claim(coverage=a_coverage(subscriber=Subscriber(member_id="CMX1")))
    parts = filled(claim, "4", "7", "11a")
    assert parts["4"] == {"insured_name": "ALVAREZ, RUTH, M"}
    assert parts["7"]["street"] == "418 ALDER CT"
    assert parts["11a"]["dob_yyyy"] == "1951"


def test_the_employer_is_the_insured_in_workers_compensation() -> None:
    parts = filled(workers_comp(), "4", "6", "7", "11", "11a", "11b", "11d")
    assert parts["4"] == {"insured_name": "BAXTER ROOFING"}
    assert parts["6"] == {"other": "X"}
    assert parts["7"]["city"] == "REDMOND"
    assert parts["11"] == {"policy_group_feca": ""}
    assert parts["11a"] == {}
    assert parts["11b"] == {"qualifier": "Y4", "other_claim_id": "WC77120"}
    assert parts["11d"] == {}


def test_the_employer_of_the_case_where_the_insurance_names_none() -> None:
    nobody = Subscriber(member_id="900112233")
    claim = workers_comp()
    claim = replace(claim, coverage=replace(claim.coverage, subscriber=nobody))
    assert filled(claim, "4")["4"] == {"insured_name": "BAXTER ROOFING"}


def test_nothing_is_insured_before_medicare() -> None:
    parts = filled(medicare_chiropractic(), "4", "6", "7", "9", "11", "11a", "11c", "11d", "13")
    assert parts.pop("11") == {"policy_group_feca": "NONE"}
    assert not any(parts.values())


def test_medicare_second_names_who_pays_first() -> None:
    parts = filled(stories.medicare_secondary(), "4", "6", "7", "11", "11a", "11c")
    assert parts == {
        "4": {"insured_name": "SAME"},
        "6": {"self": "X"},
        "7": {"street": "SAME"},
        "11": {"policy_group_feca": "LG4471"},
        "11a": {},
        "11c": {"plan_name": "LARCH GROUP HEALTH"},
    }


def test_medicare_second_behind_the_husbands_plan() -> None:
    claim = stories.medicare_secondary()
    husband = a_subscriber(name=PersonName(last="Alvarez", first="Jon"), sex="M", address=RUTHS_HOME)
    first = claim.others[0]
    claim = replace(
        claim,
        others=(replace(first, coverage=replace(first.coverage, relationship="01", subscriber=husband)),),
    )
    parts = filled(claim, "4", "6", "7", "11a")
    assert parts["4"] == {"insured_name": "ALVAREZ, JON"}
    assert parts["6"] == {"spouse": "X"}
    assert parts["7"] == {"street": "SAME"}
    assert parts["11a"]["sex_m"] == "X"


def test_medigap_behind_medicare() -> None:
    parts = filled(stories.medigap(), "9", "9a", "9d", "11", "13")
    assert parts == {
        "9": {"other_insured_name": "SAME"},
        "9a": {"other_policy": "MEDIGAP 55120934"},
        "9d": {"other_plan_name": "74126"},
        "11": {"policy_group_feca": "NONE"},
        "13": {"signature": "SIGNATURE ON FILE"},
    }


def test_other_insurance_asks_for_9_9a_9d() -> None:
    parts = filled(secondary(), "9", "9a", "9d", "11d")
    assert parts == {
        "9": {"other_insured_name": "ALVAREZ, RUTH, M"},
        "9a": {"other_policy": "1EG4TE5MK73"},
        "9d": {"other_plan_name": "MEDICARE PART B"},
        "11d": {"yes": "X"},
    }
    assert filled(a_claim(), "9", "11d") == {"9": {}, "11d": {"no": "X"}}


def test_group_number_and_plan() -> None:
    assert filled(a_claim(), "11", "11c") == {
        "11": {"policy_group_feca": "88100"},
        "11c": {"plan_name": "CASCADE CHOICE"},
    }
    assert filled(stories.medicare_advantage(), "11") == {"11": {"policy_group_feca": "H9001"}}


@pytest.mark.parametrize("claim", [workers_comp(), auto_accident(), stories.federal_employee()])
def test_nobody_asks_for_the_other_insurance_where_11d_is_blank(claim: Claim) -> None:
    behind = replace(claim, others=secondary().others)
    assert not any(filled(behind, "9", "9a", "9d", "11d").values())


def test_federal_employees_have_their_number_in_11() -> None:
    assert filled(stories.federal_employee(), "11", "11b") == {
        "11": {"policy_group_feca": "WC77120"},
        "11b": {},
    }


def test_claim_number_of_a_car_accident() -> None:
    assert filled(auto_accident(), "11b") == {"11b": {"qualifier": "Y4", "other_claim_id": "55A8123K"}}


def test_no_signature_no_payment_to_the_provider() -> None:
    assert filled(a_claim(coverage=a_coverage(benefits_signed_on=None)), "13") == {"13": {}}
    assert filled(a_claim(coverage=a_coverage(benefits_assigned=False)), "13") == {"13": {}}
