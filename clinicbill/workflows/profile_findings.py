"""What is wrong with a payer profile of the office's own, before it can spoil a claim; ids S01 and S33 to S40."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.claims.office_profile import OWN_PREFIX, goes_in_circles, overlapping
from clinicbill.claims.profile_settings import find_setting, is_allowed, text_from
from clinicbill.claims.profiles import built_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.claims.office_profile import OfficeProfile

_HOUSE = "house rule: a profile of the office says only what differs from the one it is based on"


def profile_findings(profile: OfficeProfile, others: Sequence[OfficeProfile]) -> list[Finding]:
    """Everything wrong with a profile, given all others of the office."""
    in_use = [other for other in others if other.active and other.id != profile.id]
    return [
        *_named(profile),
        *_based(profile, in_use),
        *_dated(profile, in_use),
        *_set(profile),
        *_sourced(profile),
    ]


def _named(profile: OfficeProfile) -> Iterator[Finding]:
    if not profile.name.strip():
        yield _finding(
            "S01", "The name of the profile is missing", "Name it after the payer or plan.", "name"
        )
    taken = {version.name.casefold() for version in built_in().versions}
    if profile.name.strip().casefold() in taken or profile.key == OWN_PREFIX:
        yield _finding(
            "S33",
            "The program has a profile of that name",
            "Choose a name of your own.",
            "name",
            profile.name,
        )


def _based(profile: OfficeProfile, others: Sequence[OfficeProfile]) -> Iterator[Finding]:
    known = {version.key for version in built_in().versions} | {other.key for other in others}
    if goes_in_circles(profile, others):
        yield _finding(
            "S35", "The profile is based on itself", "Choose another base.", "extends", profile.extends
        )
    elif profile.extends not in known:
        yield _finding(
            "S34",
            "The profile it is based on is not known",
            "Choose one of the list.",
            "extends",
            profile.extends,
        )


def _dated(profile: OfficeProfile, others: Sequence[OfficeProfile]) -> Iterator[Finding]:
    if profile.to_on is not None and profile.to_on < profile.from_on:
        yield _finding(
            "S36", "It ends before it begins", "Correct the days.", "to_on", slashed(profile.to_on)
        )
    other = overlapping(profile, others) if profile.active else None
    if other is not None:
        until = f" to {slashed(other.to_on)}" if other.to_on else ""
        yield _finding(
            "S37",
            f"“{other.name}” is in force from {slashed(other.from_on)}{until} already",
            "End that one on the day before, or choose another name.",
            "from_on",
            slashed(profile.from_on),
        )


def _set(profile: OfficeProfile) -> Iterator[Finding]:
    for name, value in profile.settings.items():
        setting = find_setting(name)
        if setting is None:
            yield _finding(
                "S38", f"There is no setting “{name}”", "Take it out.", f"settings.{name}", str(value)
            )
        elif not is_allowed(setting, value):
            yield _finding(
                "S39",
                f"“{text_from(name, value)}” is no value of “{setting.label}”",
                "Choose one of the list.",
                f"settings.{name}",
                str(value),
                setting.source,
            )


def _sourced(profile: OfficeProfile) -> Iterator[Finding]:
    if not profile.source.strip():
        yield _finding(
            "S40",
            "Nobody can tell later where this comes from",
            "Key the letter, manual page or call it comes from.",
            "source",
            severity=Severity.WARNING,
        )


def _finding(
    rule: str,
    message: str,
    fix: str,
    field: str,
    value: str = "",
    source: str = _HOUSE,
    *,
    severity: Severity = Severity.MUST_FIX,
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        where="payer profile",
        value=value,
        source=source,
        fix=fix,
        field=field,
    )
