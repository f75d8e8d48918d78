"""The profile as a value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import msgspec
import pytest

from clinicbill.claims.profile import PayerProfile
from clinicbill.claims.profiles import built_in, profile_for


def test_a_profile_never_changes() -> None:
    profile = profile_for("medicare", date(2026, 11, 23))
    with pytest.raises(FrozenInstanceError):
        profile.pointers = 4  # type: ignore[misc]


def test_every_profile_survives_its_way_through_json() -> None:
    for profile in built_in().versions:
        assert msgspec.json.decode(msgspec.json.encode(profile), type=PayerProfile) == profile
