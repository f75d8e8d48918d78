"""Keep a payer profile of the office's own: checked against all others, written with its history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.claims.office_profile import key_for
from clinicbill.claims.profile_store import list_profiles, save_profile, users_of
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.profile_findings import profile_findings

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.office_profile import OfficeProfile
    from clinicbill.workflows.outcome import Outcome


def keep_profile(db: Database, stamp: Stamp, profile: OfficeProfile) -> Outcome:
    """Save a profile of the office, new or changed. Claims that were sent keep the one they were made by.

    A new one takes its key from its name; a name that stands already makes another version of the same profile.

    Raises:
        NotAllowed: setup is a biller's or the owner's.
    """
    require(stamp, Act.CHANGE_SETUP)
    kept = profile if profile.key else replace(profile, key=key_for(profile.name))
    others = list_profiles(db)
    return keep_record(
        db,
        [*profile_findings(kept, others), *_still_used(db, kept, others)],
        lambda: save_profile(db, kept, stamp),
        changed="setup",
        message=f"Saved {kept.name}",
    )


def _still_used(db: Database, profile: OfficeProfile, others: list[OfficeProfile]) -> list[Finding]:
    """A profile that nobody may use any more, but somebody does; rule S41."""
    rest = [other for other in others if other.id != profile.id]
    if profile.active or any(other.key == profile.key for other in rest):
        return []
    users = users_of(db, profile.key)
    users += [f"the profile {other.name}" for other in rest if other.extends == profile.key]
    if not users:
        return []
    return [
        Finding(
            rule="S41",
            severity=Severity.MUST_FIX,
            message=f"Still used by {', '.join(users)}",
            where="payer profile",
            value=profile.name,
            source="house rule: a payer always has a profile",
            fix="Give them another one first.",
            field="active",
        )
    ]
