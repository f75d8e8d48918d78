from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.origin import Origin
from clinicbill.cms1500.provenance import origin
from tests.support.claims import a_claim, medicare_chiropractic, secondary

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


def came(claim: Claim, item: str) -> Origin:
    return origin(claim, claim_profile(claim), item)


def test_who_paid_item_29() -> None:
    one = came(secondary(), "29")
    assert (one.record, one.field) == ("Remittance", "Paid by Medicare Part B")
    patient = came(medicare_chiropractic(amount_paid=Money(2000)), "29")
    assert (patient.record, patient.field) == ("Claim", "Amount paid")
    claim = secondary(amount_paid=Money(1500))
    both = origin(claim, replace(claim_profile(claim), amount_paid=("patient", "payers")), "29")
    assert (both.record, both.value) == ("Claim, remittance", "Patient 15.00, Medicare Part B 32.30")
    again = replace(claim, others=claim.others * 2)
    assert came(again, "29").value == "Medicare Part B 32.30, Medicare Part B 32.30"


def test_nothing_paid_comes_from_nowhere() -> None:
    assert came(a_claim(), "29") == Origin()
