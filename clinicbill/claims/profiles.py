"""Payer profiles: what payers want different on the same claim, and the one place where a claim's profile is found.

The profiles of the program stand in resources/rules/payer_profiles.toml; an office adds its own, which extend one of
those (`office_profile`). A claim is frozen with the profile it was made by, so a later change never alters it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from clinicbill.basics.assets import asset
from clinicbill.basics.errors import NotFound
from clinicbill.claims.profile import PayerProfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from clinicbill.claims.claim import Claim, ClaimCoverage
    from clinicbill.claims.profile import ProfileNote


@dataclass(frozen=True, slots=True)
class ProfileBook:
    """Every version of every profile, the oldest first."""

    versions: tuple[PayerProfile, ...]

    def on(self, key: str, on: date) -> PayerProfile:
        """The profile in force on a day; before its first day the first one, after its last the last.

        Raises:
            NotFound: no profile has this key.
        """
        versions = [profile for profile in self.versions if profile.key == key]
        if not versions:
            raise NotFound(
                f"The payer profile “{key}” is not known to this program; nothing was changed: "
                "choose another one under Setup, Payers."
            )
        in_force = [profile for profile in versions if profile.from_on <= on]
        return in_force[-1] if in_force else versions[0]

    def all_on(self, on: date) -> tuple[PayerProfile, ...]:
        """All profiles in force on a day, in the order they came in, for a list to choose from."""
        keys = dict.fromkeys(profile.key for profile in self.versions)
        return tuple(self.on(key, on) for key in keys)

    def of(self, coverage: ClaimCoverage, on: date) -> PayerProfile:
        """The profile of an insurance: its payer's, or that one's form for a later payer.

        Raises:
            NotFound: the payer's profile is not known.
        """
        profile = self.on(coverage.payer.profile, on)
        if coverage.responsibility != "P" and profile.when_secondary:
            return self.on(profile.when_secondary, on)
        return profile

    def with_own(self, own: Iterable[PayerProfile]) -> ProfileBook:
        """With the office's own profiles behind those of the program."""
        return ProfileBook((*self.versions, *sorted(own, key=lambda profile: profile.from_on)))


def claim_profile(claim: Claim) -> PayerProfile:
    """The profile this claim was made by; a claim that carries none takes the program's own for its payer.

    Raises:
        NotFound: the payer's profile is not known.
    """
    return claim.profile or built_in().of(claim.coverage, claim.created_on)


def frozen(profile: PayerProfile) -> PayerProfile:
    """The profile as it is kept with a claim: without the notes, which explain and decide nothing."""
    return replace(profile, notes={})


def notes_of(profile: PayerProfile, on: date) -> Mapping[str, ProfileNote]:
    """Why boxes are filled as they are: the profile's own notes, or, where it was frozen, the program's."""
    if profile.notes:
        return profile.notes
    try:
        return built_in().on(profile.key, on).notes
    except NotFound:
        return {}


def profile_for(key: str, on: date) -> PayerProfile:
    """One of the program's own profiles; see `ProfileBook.on`."""
    return built_in().on(key, on)


def profiles_on(on: date) -> tuple[PayerProfile, ...]:
    """The program's own profiles; see `ProfileBook.all_on`."""
    return built_in().all_on(on)


@cache
def built_in() -> ProfileBook:
    """The program's own profiles, read once."""
    data = tomllib.loads(asset("rules/payer_profiles.toml").read_text(encoding="utf-8"))
    settings: dict[str, dict[str, Any]] = {"": data["defaults"]}
    made = []
    for row in data["profile"]:
        below = settings[row.get("extends", "")]
        merged = {**below, **row, "notes": below.get("notes", {}) | row.get("notes", {})}
        merged.pop("extends", None)
        settings.setdefault(row["key"], merged)
        made.append(_profile(merged))
    return ProfileBook(tuple(sorted(made, key=lambda profile: profile.from_on)))


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
