from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.claims.office_profile import OfficeProfile
from clinicbill.workflows.profile_findings import profile_findings

OWN = OfficeProfile(
    id=1,
    key="own_larch",
    name="Larch PPO",
    extends="commercial",
    from_on=date(2026, 1, 1),
    settings={"pointers": 1},
    source="Provider manual",
)
OTHER = replace(OWN, id=2, key="own_other", name="Other", extends="own_larch")


def test_a_good_profile() -> None:
    assert profile_findings(OWN, [OWN, OTHER]) == []
    assert profile_findings(OTHER, [OWN, OTHER]) == []


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"name": " "}, "S01", "name"),
        ({"name": "commercial"}, "S33", "name"),
        ({"name": "---", "key": "own_"}, "S33", "name"),
        ({"extends": "moon"}, "S34", "extends"),
        ({"extends": "own_gone"}, "S34", "extends"),
        ({"extends": "own_larch"}, "S35", "extends"),
        ({"extends": "own_other"}, "S35", "extends"),
        ({"to_on": date(2025, 12, 31)}, "S36", "to_on"),
        ({"settings": {"colour": "red"}}, "S38", "settings.colour"),
        ({"settings": {"states": {}}}, "S38", "settings.states"),
        ({"settings": {"pointers": 9}}, "S39", "settings.pointers"),
    ],
)
def test_what_is_wrong(changes: dict[str, Any], rule: str, field: str) -> None:
    gone = replace(OTHER, id=3, key="own_gone", extends="commercial", active=False)
    found = [
        told for told in profile_findings(replace(OWN, **changes), [OWN, OTHER, gone]) if told.rule == rule
    ]
    assert [(told.field, told.severity) for told in found] == [(field, Severity.MUST_FIX)]
    assert found[0].message
    assert found[0].fix
    assert found[0].source


def test_two_versions_on_one_day() -> None:
    second = replace(OWN, id=0, from_on=date(2026, 6, 1))
    [told] = profile_findings(second, [OWN])
    assert (told.rule, told.field) == ("S37", "from_on")
    assert told.message == "“Larch PPO” is in force from 01/01/2026 already"
    ended = replace(OWN, to_on=date(2026, 5, 31))
    assert profile_findings(second, [ended]) == []
    assert profile_findings(replace(second, from_on=date(2026, 5, 31)), [ended])[0].message.endswith(
        "to 05/31/2026 already"
    )
    assert profile_findings(replace(second, active=False), [OWN]) == []


def test_without_a_source_it_is_kept_but_told() -> None:
    [told] = profile_findings(replace(OWN, source=""), [])
    assert (told.rule, told.severity) == ("S40", Severity.WARNING)
