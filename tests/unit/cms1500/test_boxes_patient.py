from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.people import Address
from clinicbill.claims.claim import Claim, OtherPayer
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500 import boxes_patient as boxes
from tests.support.claims import (
    COMMERCIAL,
    a_case,
    a_claim,
    a_coverage,
    a_patient,
    a_subscriber,
    auto_accident,
    medicare_chiropractic,
    workers_comp,
)

CLAIM = a_claim()
PROFILE = claim_profile(CLAIM)


def test_carrier_leaves_the_third_line_blank() -> None:
    parts = boxes.box_carrier(CLAIM, PROFILE)
    assert parts == {
        "name": "CASCADE MUTUAL",
        "addr1": "PO BOX 4410",
        "addr2": "",
        "city_state_zip": "PORTLAND OR 972084410",
    }


def test_carrier_with_two_address_lines() -> None:
    payer = replace(
        COMMERCIAL, address=Address(street="Claims Dept.", street2="PO Box 9", city="Salem", state="OR")
    )
    parts = boxes.box_carrier(a_claim(coverage=a_coverage(payer=payer)), PROFILE)
    assert (parts["addr1"], parts["addr2"]) == ("CLAIMS DEPT", "PO BOX 9")


def test_id_without_marks() -> None:
    claim = a_claim(coverage=a_coverage(subscriber=a_subscriber(member_id="1EG4-TE5-MK73")))
    assert boxes.box_1a(claim, PROFILE) == {"insured_id": "1EG4TE5MK73"}


def test_patient() -> None:
    assert boxes.box_2(CLAIM, PROFILE) == {"patient_name": "ALVAREZ, RUTH, M"}
    assert boxes.box_3(CLAIM, PROFILE) == {
        "dob_mm": "03",
        "dob_dd": "14",
        "dob_yyyy": "1951",
        "sex_f": "X",
    }


def test_telephone_only_where_the_payer_takes_one() -> None:
    assert "phone" not in boxes.box_5(CLAIM, PROFILE)
    medicare = medicare_chiropractic()
    parts = boxes.box_5(medicare, claim_profile(medicare))
    assert (parts["phone_area"], parts["phone"]) == ("541", "5550176")


@pytest.mark.parametrize(
    ("claim", "marks"),
    [
        (a_claim(), ("employment_no", "auto_no", "other_acc_no")),
        (workers_comp(), ("employment_yes", "auto_no", "other_acc_no")),
        (auto_accident(), ("employment_no", "auto_yes", "other_acc_no")),
        (a_claim(case=a_case(other_accident=True)), ("employment_no", "auto_no", "other_acc_yes")),
    ],
    ids=["illness", "employment", "auto", "other"],
)
def test_what_the_condition_comes_from(claim: Claim, marks: tuple[str, str, str]) -> None:
    profile = claim_profile(claim)
    for box, mark in zip((boxes.box_10a, boxes.box_10b, boxes.box_10c), marks, strict=True):
        assert box(claim, profile)[mark] == "X"


def test_state_only_of_an_auto_accident() -> None:
    assert boxes.box_10b(auto_accident(), PROFILE)["auto_state"] == "OR"
    assert "auto_state" not in boxes.box_10b(workers_comp(case=a_case(accident_state="OR")), PROFILE)


def test_medicaid_number_for_medicare() -> None:
    medicaid = a_coverage(
        payer=replace(COMMERCIAL, claim_filing_code="MC"), subscriber=a_subscriber(member_id="OR-778 12")
    )
    claim = medicare_chiropractic(others=(OtherPayer(coverage=medicaid),))
    assert boxes.box_10d(claim, claim_profile(claim)) == {"claim_codes": "MCD OR77812"}
    assert boxes.box_10d(medicare_chiropractic(), claim_profile(claim)) == {}
    assert boxes.box_10d(CLAIM, PROFILE) == {"claim_codes": ""}


def test_signature_on_file() -> None:
    assert boxes.box_12(CLAIM, PROFILE) == {"signature": "SIGNATURE ON FILE"}
    assert boxes.box_12(a_claim(patient=a_patient(signature_on_file_on=None)), PROFILE) == {}


def test_condition_codes_three_blanks_apart_with_the_payers_letters() -> None:
    claim = replace(CLAIM, condition_codes=("W2", "W3"))
    plain, california = (replace(claim_profile(claim), condition_prefix=prefix) for prefix in ("", "BG"))
    assert boxes.box_10d(claim, plain) == {"claim_codes": "W2   W3"}
    assert boxes.box_10d(claim, california) == {"claim_codes": "BGW2   BGW3"}
