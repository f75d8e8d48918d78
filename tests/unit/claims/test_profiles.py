from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import NotFound
from clinicbill.claims import profiles
from clinicbill.claims.content import from_json, to_json
from clinicbill.claims.profile import PayerProfile
from clinicbill.claims.profiles import (
    ProfileBook,
    built_in,
    claim_profile,
    frozen,
    notes_of,
    profile_for,
    profiles_on,
)
from clinicbill.cms1500.boxes_insured import INSURED, OTHER_INSURED, POLICY_GROUP, SIGNED_BENEFITS
from clinicbill.cms1500.layout import layout
from clinicbill.cms1500.pages import PAID_BY
from tests.support.claims import COMMERCIAL, MEDICARE, a_claim, a_coverage

ON = date(2026, 11, 23)
WANTED = {
    "group_health",
    "bcbs",
    "medicare",
    "medicare_advantage",
    "medicare_secondary",
    "medicaid",
    "tricare",
    "va",
    "feca",
    "workers_comp",
    "auto",
    "commercial",
}
ALL = profiles_on(ON)


def test_every_kind_of_payer_has_its_profile() -> None:
    keys = [profile.key for profile in ALL]
    assert set(keys) >= WANTED
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.key)
def test_every_setting_is_one_the_program_knows(profile: PayerProfile) -> None:
    events = {"onset", "accident", "initial_treatment"}
    rules = (*profile.illness_dates, *profile.manipulation_dates, *profile.other_dates)
    assert ("1", profile.coverage_mark) in layout().fields
    assert profile.insured in INSURED
    assert profile.other_insured in OTHER_INSURED
    assert profile.policy_group in POLICY_GROUP
    assert profile.benefits_signature in SIGNED_BENEFITS
    assert set(profile.amount_paid) <= PAID_BY.keys()
    assert {rule.event for rule in rules} <= events
    assert {rule.qualifier for rule in rules} <= {"", "431", "439", "454"}
    assert profile.referring_name in ("full", "first_last")
    assert profile.narrative in ("shaded", "item_19")
    assert profile.outside_lab in ("no", "blank")
    assert profile.rendering_npi in ("always", "when_different")
    assert profile.facility in ("elsewhere", "always_but_home")
    assert profile.signature in ("on_file", "name")
    assert profile.overflow in ("split", "continued")
    assert profile.claim_code in ("", "medicaid_number")
    assert set(profile.reference_numbers) <= {"authorization", "referral"}
    assert set(profile.frequencies) <= {"1", "7", "8"}
    assert 1 <= profile.pointers <= 4


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.key)
def test_every_profile_says_where_it_comes_from(profile: PayerProfile) -> None:
    assert profile.name
    assert profile.sources
    for item, note in profile.notes.items():
        assert note.text.endswith("."), item
        assert note.source, item
        assert note.read_on >= date(2026, 11, 1), item


def test_original_medicare() -> None:
    medicare = profile_for("medicare", ON)
    assert medicare.policy_group == "none"
    assert medicare.pointers == 1
    assert medicare.other_dates == ()
    assert {rule.qualifier for rule in (*medicare.illness_dates, *medicare.manipulation_dates)} == {""}
    assert [rule.event for rule in medicare.manipulation_dates] == ["initial_treatment"]
    assert medicare.frequencies == ("1",)


def test_medicare_advantage_is_no_original_medicare() -> None:
    advantage = profile_for("medicare_advantage", ON)
    assert advantage.policy_group == "group_number"
    assert advantage.coverage_mark == "other"
    assert advantage.pointers == 4


def test_a_profile_takes_the_defaults_and_those_it_extends() -> None:
    second = profile_for("medicare_secondary", ON)
    assert (second.pointers, second.insured, second.policy_group) == (1, "earlier_payer", "earlier_payer")
    assert second.notes["14"] == profile_for("medicare", ON).notes["14"]
    assert second.notes["4"] != profile_for("medicare", ON).notes["4"]
    assert "22" in profile_for("commercial", ON).notes


def test_a_later_place_takes_the_profile_for_it() -> None:
    first = a_claim(coverage=a_coverage(payer=MEDICARE))
    later = a_claim(coverage=a_coverage(payer=MEDICARE, responsibility="S"))
    assert claim_profile(first).key == "medicare"
    assert claim_profile(later).key == "medicare_secondary"
    commercial = a_claim(coverage=a_coverage(responsibility="S"))
    assert claim_profile(commercial).key == "commercial"


def test_an_unknown_profile_is_one_sentence() -> None:
    with pytest.raises(NotFound, match="under Setup, Payers"):
        profile_for("moon", ON)
    with pytest.raises(NotFound):
        claim_profile(a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, profile="moon"))))


def test_the_version_in_force_on_the_day() -> None:
    old = profile_for("commercial", ON)
    new = replace(old, from_on=date(2027, 1, 1), pointers=2)
    book = ProfileBook((old, new))
    assert book.on("commercial", date(2026, 12, 31)).pointers == 4
    assert book.on("commercial", date(2027, 1, 1)).pointers == 2
    assert book.on("commercial", date(2000, 1, 1)) == old
    assert book.all_on(date(2027, 6, 1)) == (new,)


def test_the_profiles_of_the_office_stand_behind_those_of_the_program() -> None:
    own = replace(profile_for("commercial", ON), key="own", name="Larch PPO", pointers=1)
    book = built_in().with_own([own])
    assert book.on("own", ON).pointers == 1
    assert book.all_on(ON)[-1] == own
    assert book.on("commercial", ON) == profile_for("commercial", ON)


def test_a_claim_keeps_the_profile_it_was_made_by() -> None:
    kept = frozen(replace(profile_for("commercial", ON), pointers=2))
    assert kept.notes == {}
    claim = a_claim(profile=kept)
    assert claim_profile(claim) is kept
    assert from_json(to_json(claim)) == claim
    assert notes_of(kept, ON) == profile_for("commercial", ON).notes
    assert notes_of(replace(kept, key="gone"), ON) == {}


def test_a_misspelt_setting_is_refused() -> None:
    row: dict[str, Any] = tomllib.loads(asset("rules/payer_profiles.toml").read_text(encoding="utf-8"))[
        "defaults"
    ]
    with pytest.raises(ValueError, match="zip_hypen"):
        profiles._profile({**row, "key": "x", "name": "X", "sources": ["house"], "zip_hypen": True})


def test_defaults_name_every_setting() -> None:
    data = tomllib.loads(asset("rules/payer_profiles.toml").read_text(encoding="utf-8"))
    own = {"key", "name", "sources", "to_on"}
    assert data["defaults"].keys() == {field.name for field in fields(PayerProfile)} - own
