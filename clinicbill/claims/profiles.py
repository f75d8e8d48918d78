"""Payer profiles: what payers want different on the same claim, read from resources/rules/payer_profiles.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import NotFound

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRule:
    """One date that may stand in item 14 or 15: the event of the case and the qualifier printed with it."""

    event: str
    qualifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileNote:
    """Why a box is filled as it is for this payer, in our own words, with its source and the day it was read."""

    text: str
    source: str
    read_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerProfile:
    """How one kind of payer wants its claims.

    Attributes:
        from_on: first day the profile is in force; `to_on` the last, None while it is.
        coverage_mark: which box of item 1 is crossed: a sub-field of item 1.
        when_secondary: the profile that takes over where the claim's insurance is not the first payer.
        insured: whose name stands in 4, 7, 11a, 11c: subscriber, employer, earlier_payer, blank.
        insured_same_word: printed in 4, 7 and 9 where the insured is the patient, such as SAME; else the name.
        names_payer_as_plan: item 11c takes the payer's name where the insurance has no plan name.
        other_insured: items 9, 9a, 9d: other, medigap, blank.
        another_plan: whether 11d is answered.
        policy_group: item 11: group_number, none (the word NONE), earlier_payer, claim_number, blank.
        property_claim: whether 11b takes the property and casualty claim number with Y4.
        claim_code: item 10d: empty, or medicaid_number for MCD and the patient's Medicaid number.
        phones: whether items 5 and 7 carry telephone numbers.
        zip_hyphen: nine-digit ZIP codes with a hyphen.
        benefits_signature: item 13: assigned, medigap, blank.
        illness_dates: item 14, the first known event wins; `manipulation_dates` instead where a line is one of
            `manipulation_codes`; `other_dates` for item 15.
        referring_name: item 17: full, or first_last.
        narrative: where a line's narrative stands: shaded (24 with ZZ) or item_19.
        outside_lab: item 20: no, or blank.
        frequencies: claim frequencies the payer takes; 7 and 8 fill item 22.
        pointers: letters in 24E at most.
        reference_numbers: item 23, the first known wins: authorization, referral.
        rendering_taxonomy: 24I/J shaded carry ZZ and the taxonomy; `billing_taxonomy`: 33b.
        rendering_npi: 24J: always, or when_different from 33a.
        amount_paid: item 29: patient, payers, both or none.
        facility: item 32: elsewhere (only another place than 33), or always_but_home.
        signature: item 31: on_file, or name.
        overflow: more than six lines: split (each form its own total) or continued (total on the last).
        numbered_sheets: several sheets are numbered at the top.
        red_form: the payer returns plain-paper copies.
        file_amount_paid: the 837P carries AMT*F5; `file_taxonomy`: PRV segments; `file_payer_address`: 2010BB N3/N4.
        notes: why, by item.
    """

    key: str
    name: str
    from_on: date
    sources: tuple[str, ...]
    coverage_mark: str
    when_secondary: str
    insured: str
    insured_same_word: str
    names_payer_as_plan: bool
    other_insured: str
    another_plan: bool
    policy_group: str
    property_claim: bool
    claim_code: str
    phones: bool
    zip_hyphen: bool
    benefits_signature: str
    illness_dates: tuple[DateRule, ...]
    manipulation_dates: tuple[DateRule, ...]
    manipulation_codes: tuple[str, ...]
    other_dates: tuple[DateRule, ...]
    referring_name: str
    narrative: str
    outside_lab: str
    frequencies: tuple[str, ...]
    pointers: int
    reference_numbers: tuple[str, ...]
    rendering_taxonomy: bool
    billing_taxonomy: bool
    rendering_npi: str
    amount_paid: tuple[str, ...]
    facility: str
    signature: str
    overflow: str
    numbered_sheets: bool
    red_form: bool
    file_amount_paid: bool
    file_taxonomy: bool
    file_payer_address: bool
    notes: Mapping[str, ProfileNote]
    to_on: date | None = None


def profile_for(key: str, on: date) -> PayerProfile:
    """The profile in force on a day; before its first day the first one, after its last the last.

    Raises:
        NotFound: no profile has this key.
    """
    versions = [profile for profile in _all() if profile.key == key]
    if not versions:
        raise NotFound(
            f"The payer profile “{key}” is not known to this program; nothing was changed: "
            "choose another one under Setup, Payers."
        )
    in_force = [profile for profile in versions if profile.from_on <= on]
    return in_force[-1] if in_force else versions[0]


def claim_profile(claim: Claim) -> PayerProfile:
    """The profile this claim is written by: its payer's, or that one's form for a later payer.

    Raises:
        NotFound: the payer's profile is not known.
    """
    profile = profile_for(claim.coverage.payer.profile, claim.created_on)
    if claim.coverage.responsibility != "P" and profile.when_secondary:
        return profile_for(profile.when_secondary, claim.created_on)
    return profile


def profiles_on(on: date) -> tuple[PayerProfile, ...]:
    """All profiles in force on a day, in the order of the file, for a list to choose from."""
    keys = dict.fromkeys(profile.key for profile in _all())
    return tuple(profile_for(key, on) for key in keys)


@cache
def _all() -> tuple[PayerProfile, ...]:
    data = tomllib.loads(asset("rules/payer_profiles.toml").read_text(encoding="utf-8"))
    settings: dict[str, dict[str, Any]] = {"": data["defaults"]}
    made = []
    for row in data["profile"]:
        below = settings[row.get("extends", "")]
        merged = {**below, **row, "notes": below.get("notes", {}) | row.get("notes", {})}
        merged.pop("extends", None)
        settings.setdefault(row["key"], merged)
        made.append(_profile(merged))
    return tuple(sorted(made, key=lambda profile: profile.from_on))


def _profile(row: dict[str, Any]) -> PayerProfile:
    dates = {
        name: [{"event": event, "qualifier": qualifier} for event, qualifier in row[name]]
        for name in ("illness_dates", "manipulation_dates", "other_dates")
    }
    notes = {
        item: {"text": text, "source": source, "read_on": read_on}
        for item, (text, source, read_on) in row["notes"].items()
    }
    unknown = row.keys() - {field.name for field in fields(PayerProfile)}
    if unknown:
        raise ValueError(f"resources/rules/payer_profiles.toml: unknown setting {sorted(unknown)}")
    return msgspec.convert({**row, **dates, "notes": notes}, PayerProfile)
