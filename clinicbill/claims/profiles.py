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

    from clinicbill.claims.claim import Claim, ClaimCase, ClaimCoverage
    from clinicbill.claims.profile import ProfileNote


# Which other profile takes over is said by each profile for itself, never handed down.
_TABLES: dict[str, dict[str, str]] = {"states": {}, "conditions": {}}


@dataclass(frozen=True, slots=True)
class ProfileBook:
    """Every version of every profile, the oldest version of each first."""

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
        found = (self.on(key, on) for key in keys)
        return tuple(profile for profile in found if profile.to_on is None or on <= profile.to_on)

    def of(
        self,
        coverage: ClaimCoverage,
        on: date,
        case: ClaimCase | None = None,
        conditions: Iterable[str] = (),
    ) -> PayerProfile:
        """The profile of an insurance: its payer's, that one's form for a later payer, for a state, for a request.

        Each of them is named by the profile itself (`when_secondary`, `states`, `conditions`). The state is the one
        where the accident of the case happened (item 10b), for workers' compensation too.

        Raises:
            NotFound: the payer's profile is not known, or one that it names.
        """
        profile = self.on(coverage.payer.profile, on)
        if coverage.responsibility != "P" and profile.when_secondary:
            profile = self.on(profile.when_secondary, on)
        if case is not None and case.accident_state in profile.states:
            profile = self.on(profile.states[case.accident_state], on)
        asked = next((profile.conditions[code] for code in conditions if code in profile.conditions), "")
        return self.on(asked, on) if asked else profile

    def with_own(self, own: Iterable[PayerProfile]) -> ProfileBook:
        """With the office's own profiles behind those of the program; see `office_profile.resolved`."""
        return ProfileBook((*self.versions, *sorted(own, key=lambda profile: profile.from_on)))


def claim_profile(claim: Claim) -> PayerProfile:
    """The profile this claim was made by; a claim that carries none takes the program's own for its payer.

    Raises:
        NotFound: the payer's profile is not known.
    """
    found = claim.profile
    return found or built_in().of(claim.coverage, claim.created_on, claim.case, claim.condition_codes)


def frozen(profile: PayerProfile) -> PayerProfile:
    """The profile as it is kept with a claim: without what decides nothing on it.

    These are the tables that led to it, and the notes of the program's own profiles, which can be looked up again.
    """
    known = any(version.key == profile.key for version in built_in().versions)
    return replace(profile, notes={} if known else profile.notes, states={}, conditions={})


def notes_of(profile: PayerProfile, on: date) -> Mapping[str, ProfileNote]:
    """Why boxes are filled as they are: the notes the profile carries, or, where it was frozen, the program's."""
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
        merged = {**below, **_TABLES, **row, "notes": below.get("notes", {}) | row.get("notes", {})}
        merged.pop("extends", None)
        settings.setdefault(row["key"], merged)
        made.append(profile_from(merged))
    order = {row["key"]: place for place, row in enumerate(reversed(data["profile"]))}
    return ProfileBook(tuple(sorted(made, key=lambda profile: (-order[profile.key], profile.from_on))))


def profile_from(row: Mapping[str, Any]) -> PayerProfile:
    """A profile from its settings as TOML and JSON hold them: date rules are pairs, notes are text, source, day.

    Raises:
        ValueError: a setting is not known, or its value is of another kind.
    """
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
