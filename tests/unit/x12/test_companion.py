from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.basics.money import Money
from clinicbill.claims.profiles import profile_for
from clinicbill.x12.claim_837p_loops import claim_rows
from clinicbill.x12.companion import Companion, as_told, companion_for
from tests.support.claims import a_claim, medicare_chiropractic
from tests.unit.x12.stories_837p import numbers_beside_the_npi

ON = date(2026, 11, 23)


def test_the_options_come_from_the_profile() -> None:
    assert companion_for(profile_for("commercial", ON)) == Companion()
    assert companion_for(profile_for("medicare", ON)).amount_paid
    bare = replace(profile_for("commercial", ON), file_taxonomy=False, file_payer_address=False)
    assert companion_for(bare) == Companion(taxonomy=False, payer_address=False)


def test_the_licence_follows_the_signature() -> None:
    auto = profile_for("auto", ON)
    assert not companion_for(replace(auto, signature="name")).license_number
    assert companion_for(replace(auto, signature="name_and_license")).license_number


def test_a_payer_that_takes_no_other_number_reads_none() -> None:
    claim = numbers_beside_the_npi()
    assert as_told(claim, Companion()) is claim
    profile = replace(profile_for("commercial", ON), other_ids=False)
    assert not companion_for(profile).other_ids
    references = {row[1] for _, _, row in claim_rows(replace(claim, profile=profile)) if row[0] == "REF"}
    assert references == {"EI", "EA", "6R"}
    bare = as_told(a_claim(), companion_for(profile))
    assert bare == a_claim()


def test_a_copay_is_told_only_to_who_wants_to_know() -> None:
    copay = Money(2000)
    commercial, medicare = a_claim(amount_paid=copay), medicare_chiropractic(amount_paid=copay)
    rows = [[row for _, _, row in claim_rows(claim) if row[0] == "AMT"] for claim in (commercial, medicare)]
    assert rows == [[], [("AMT", "F5", copay)]]
