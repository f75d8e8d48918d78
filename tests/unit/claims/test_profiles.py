from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import NotFound
from clinicbill.claims.claim import ClaimCase
from clinicbill.claims.content import from_json, to_json
from clinicbill.claims.profile import PayerProfile
from clinicbill.claims.profiles import (
    ProfileBook,
    built_in,
    claim_profile,
    frozen,
    notes_of,
    profile_for,
    profile_from,
    profiles_on,
)
from clinicbill.cms1500.boxes_insured import INSURED, OTHER_INSURED, POLICY_GROUP, SIGNED_BENEFITS
from clinicbill.cms1500.layout import layout
from clinicbill.cms1500.pages import PAID_BY
from clinicbill.practice.address_checks import STATES
from tests.support.claims import (
    COMMERCIAL,
    MEDICARE,
    a_case,
    a_claim,
    a_coverage,
    auto_accident,
    workers_comp,
)

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim

ON = date(2026, 11, 23)
WANTED = {
    "group_health",
    "bcbs",
    "medicare",
    "medicare_advantage",
    "medicare_secondary",
    "medigap",
    "medicaid",
    "tricare",
    "champva",
    "va",
    "feca",
    "workers_comp",
    "workers_comp_ca",
    "workers_comp_ca_review",
    "auto",
    "auto_fl",
    "auto_nj",
    "auto_ny",
    "commercial",
}
ALL = profiles_on(ON)


def test_every_kind_of_payer_has_its_profile() -> None:
    keys = [profile.key for profile in ALL]
    assert set(keys) >= WANTED
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.key)
def test_every_setting_is_one_the_program_knows(profile: PayerProfile) -> None:
    """What else a setting may be is compared with its choices in test_profile_settings."""
    rules = (*profile.illness_dates, *profile.manipulation_dates, *profile.other_dates)
    assert ("1", profile.coverage_mark) in layout().fields
    assert profile.insured in INSURED
    assert profile.other_insured in OTHER_INSURED
    assert profile.policy_group in POLICY_GROUP
    assert profile.benefits_signature in SIGNED_BENEFITS
    assert set(profile.amount_paid) <= PAID_BY.keys()
    assert {f"{rule.event}_on" for rule in rules} <= {field.name for field in fields(ClaimCase)}
    assert {rule.qualifier for rule in profile.illness_dates} <= {"", "431", "484"}
    named = {profile.when_secondary, *profile.states.values(), *profile.conditions.values()}
    assert named - {""} <= {other.key for other in ALL}
    assert set(profile.states) <= STATES


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.key)
def test_who_refuses_a_correction_says_why_and_what_to_do_instead(profile: PayerProfile) -> None:
    refuses = "7" not in profile.frequencies
    assert bool(profile.correction_refused) == bool(profile.correction_instead) == refuses
    for sentence in (
        profile.correction_refused,
        profile.correction_instead,
        profile.own_form,
        profile.goes_with,
    ):
        assert not sentence or sentence.endswith(".")


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


@pytest.mark.parametrize(
    ("claim", "state", "key"),
    [
        (auto_accident(), "OR", "auto"),
        (auto_accident(), "FL", "auto_fl"),
        (auto_accident(), "NY", "auto_ny"),
        (auto_accident(), "NJ", "auto_nj"),
        (workers_comp(), "", "workers_comp"),
        (workers_comp(), "CA", "workers_comp_ca"),
        (workers_comp(), "TX", "workers_comp_tx"),
        (a_claim(), "FL", "commercial"),
    ],
)
def test_the_state_of_the_accident_chooses(claim: Claim, state: str, key: str) -> None:
    there = replace(claim, case=replace(claim.case, accident_state=state))
    assert claim_profile(there).key == key


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.key)
def test_items_9_to_9d_are_filled_only_where_11d_asks_for_them(profile: PayerProfile) -> None:
    """NUCC item 11d; Medicare names a Medigap policy without it (CPM 26 item 9)."""
    assert profile.another_plan or profile.other_insured in ("blank", "medigap")


def test_blue_cross_begins_item_15_with_the_first_treatment() -> None:
    bcbs = profile_for("bcbs", ON)
    first = bcbs.other_dates[0]
    assert (first.event, first.qualifier) == ("initial_treatment", "454")
    assert bcbs.illness_date_required
    assert "accident" not in [rule.event for rule in bcbs.other_dates]


def test_without_a_case_no_state_is_known() -> None:
    coverage = auto_accident().coverage
    assert built_in().of(coverage, ON).key == "auto"
    assert built_in().of(coverage, ON, a_case(accident_state="FL")).key == "auto_fl"


def test_a_request_for_second_review_has_a_profile() -> None:
    claim = workers_comp()
    there = replace(claim, case=replace(claim.case, accident_state="CA"), condition_codes=("W3",))
    review = claim_profile(there)
    assert review.key == "workers_comp_ca_review"
    assert (review.condition_prefix, "7" in review.frequencies) == ("BG", True)
    assert claim_profile(replace(claim, condition_codes=("W3",))).key == "workers_comp"


def test_florida_wants_the_licence_number_beside_the_signature() -> None:
    assert profile_for("auto_fl", ON).signature == "name_and_license"


def test_texas_wants_the_claim_number_in_item_11() -> None:
    assert profile_for("workers_comp_tx", ON).policy_group == "claim_number"
    assert profile_for("workers_comp", ON).policy_group == "blank"


def test_who_takes_over_is_never_handed_down() -> None:
    assert profile_for("auto_fl", ON).states == {}
    assert profile_for("workers_comp_ca_review", ON).conditions == {}


def test_tricare_counts_only_what_other_insurances_paid() -> None:
    assert profile_for("tricare", ON).amount_paid == ("payers",)


def test_a_profile_that_ended_is_no_choice_any_more() -> None:
    old = replace(profile_for("commercial", ON), to_on=date(2026, 6, 30))
    book = ProfileBook((old,))
    assert book.all_on(date(2026, 6, 30)) == (old,)
    assert book.all_on(date(2026, 7, 1)) == ()
    assert book.on("commercial", date(2026, 7, 1)) == old


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


def test_a_claim_keeps_the_notes_of_a_profile_only_the_office_has() -> None:
    own = replace(profile_for("auto", ON), key="own_auto")
    kept = frozen(own)
    assert (kept.states, kept.conditions) == ({}, {})
    assert notes_of(kept, ON) == own.notes


def test_a_misspelt_setting_is_refused() -> None:
    row: dict[str, Any] = tomllib.loads(asset("rules/payer_profiles.toml").read_text(encoding="utf-8"))[
        "defaults"
    ]
    with pytest.raises(ValueError, match="zip_hypen"):
        profile_from({**row, "key": "x", "name": "X", "sources": ["house"], "zip_hypen": True})


def test_defaults_name_every_setting() -> None:
    data = tomllib.loads(asset("rules/payer_profiles.toml").read_text(encoding="utf-8"))
    own = {"key", "name", "sources", "to_on"}
    assert data["defaults"].keys() == {field.name for field in fields(PayerProfile)} - own
