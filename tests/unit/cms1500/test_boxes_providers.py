from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.profiles import claim_profile, profile_for
from clinicbill.cms1500 import boxes_providers as boxes
from clinicbill.cms1500.pages import sheets
from tests.support.claims import (
    BILLING,
    FACILITY,
    RENDERING,
    SERVICE_ON,
    a_claim,
    a_coverage,
    a_line,
    medicare_chiropractic,
    secondary,
)
from tests.unit.cms1500 import paper_stories, stories

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


def filled(claim: Claim, item: str) -> dict[str, str]:
    made: dict[str, str] = getattr(boxes, f"box_{item}")(claim, claim_profile(claim))
    return made


def test_tax_id() -> None:
    assert filled(a_claim(), "25") == {"tax_id": "123456789", "ein": "X"}
    assert filled(stories.solo(), "25") == {"tax_id": "123456789", "ssn": "X"}


def test_account_and_assignment() -> None:
    assert filled(a_claim(), "26") == {"patient_account": "C000417R"}
    assert filled(a_claim(), "27") == {"yes": "X"}
    assert filled(a_claim(coverage=a_coverage(accepts_assignment=False)), "27") == {"no": "X"}


def test_totals() -> None:
    claim = secondary()
    [sheet] = sheets(claim, claim_profile(claim))
    assert boxes.box_28(sheet) == {"dollars": "65", "cents": "00"}
    assert boxes.box_29(sheet) == {"dollars": "32", "cents": "30"}
    [first] = sheets(a_claim(), claim_profile(a_claim()))
    assert boxes.box_29(first) == {}


def test_signature() -> None:
    assert filled(a_claim(), "31") == {"license": "", "signature": "SIGNATURE ON FILE", "date": "11 23 26"}
    assert filled(medicare_chiropractic(), "31")["signature"] == "A LINDQVIST DC"
    unsigned = a_line(rendering=replace(RENDERING, signature_on_file_on=None))
    assert filled(a_claim(lines=(unsigned,)), "31") == {}
    assert filled(a_claim(lines=()), "31") == {}


def test_license_above_the_signature_where_the_payer_wants_it() -> None:
    assert filled(paper_stories.auto_florida(), "31") == {
        "license": "CH12345",
        "signature": "A LINDQVIST DC",
        "date": "11 23 26",
    }


def test_a_purchased_service_was_never_done_in_the_office() -> None:
    bought = medicare_chiropractic(lines=(a_line(purchased=Money(4000)),))
    assert filled(bought, "32") == {}
    assert filled(replace(bought, facility=FACILITY), "32a") == {"npi": FACILITY.npi}


def test_other_ids_where_the_payer_takes_them() -> None:
    claim = paper_stories.other_ids()
    assert filled(claim, "32b") == {"other_id": "LUSITE9"}
    assert filled(claim, "33b") == {"other_id": "G2GRP44120"}
    medicare = replace(claim, coverage=medicare_chiropractic().coverage)
    assert (filled(medicare, "32b"), filled(medicare, "33b")) == ({}, {})
    medicaid = replace(claim, coverage=stories.medicaid().coverage)
    assert filled(medicaid, "33b") == {"other_id": "ZZ111N00000X"}


def test_the_office_needs_no_facility_but_for_medicare() -> None:
    assert filled(a_claim(), "32") == {}
    assert filled(medicare_chiropractic(), "32")["street"] == "1200 NW WALL ST SUITE 3"
    assert filled(medicare_chiropractic(), "32a") == {"npi": BILLING.npi}
    at_home = medicare_chiropractic(lines=(a_line(pos="12"),))
    assert filled(at_home, "32") == {}


def test_another_place_is_named() -> None:
    claim = a_claim(facility=FACILITY)
    assert filled(claim, "32") == {
        "name": "RIDGELINE SURGERY CENTER",
        "street": "77 MILL VIEW WAY",
        "city_state_zip": "BEND OR 977024410",
    }
    assert filled(claim, "32a") == {"npi": "1666000025"}
    assert filled(claim, "32b") == {}


def test_the_office_as_a_facility_is_not_named_twice() -> None:
    office = replace(FACILITY, address=BILLING.address)
    assert filled(a_claim(facility=office), "32") == {}
    assert filled(medicare_chiropractic(facility=office), "32")["name"] == "RIDGELINE SURGERY CENTER"


def test_billing_provider() -> None:
    assert filled(a_claim(), "33") == {
        "name": "CEDAR SPINE AND WELLNESS PLLC",
        "street": "1200 NW WALL ST SUITE 3",
        "city_state_zip": "BEND OR 977032214",
        "phone_area": "541",
        "phone": "5550134",
    }
    assert filled(a_claim(), "33a") == {"npi": "1987654328"}
    assert filled(a_claim(), "33b") == {}
    assert filled(stories.medicaid(), "33b") == {"other_id": "ZZ111N00000X"}
    assert filled(stories.solo(), "33")["name"] == "ANNA LINDQVIST"


@pytest.mark.parametrize("hyphen", [True, False])
def test_zip_codes_as_the_payer_wants_them(hyphen: bool) -> None:
    profile = replace(profile_for("commercial", SERVICE_ON), zip_hyphen=hyphen)
    line = boxes.box_33(a_claim(), profile)["city_state_zip"]
    assert line == ("BEND OR 97703-2214" if hyphen else "BEND OR 977032214")
