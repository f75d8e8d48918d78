from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.identifiers import AuthorizationId, CoverageId, PayerId
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.authorization_checks import authorization_findings, use_findings
from clinicbill.patients.coverage import Coverage

CARD = Coverage(id=CoverageId(1), payer_id=PayerId(1), from_on=date(2026, 1, 1))
AUTH = Authorization(
    id=AuthorizationId(1),
    coverage_id=CoverageId(1),
    number="OPT-77120",
    visits_allowed=12,
    from_on=date(2026, 9, 1),
    to_on=date(2026, 12, 31),
    visits_used=5,
)
DAY = date(2026, 11, 23)


def test_a_whole_record_has_no_edits() -> None:
    assert authorization_findings(AUTH, [CARD]) == []
    assert use_findings(AUTH, codes=["98941"], day=DAY) == []


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"number": " "}, "R01", "number"),
        ({"kind": "XX"}, "R40", "kind"),
        ({"to_on": date(2026, 8, 31)}, "R41", "to_on"),
        ({"coverage_id": CoverageId(9)}, "R42", "coverage_id"),
        ({"procedures": ("98941", "CMT")}, "R43", "procedures"),
    ],
)
def test_record(change: dict[str, Any], rule: str, field: str) -> None:
    found = authorization_findings(replace(AUTH, **change), [CARD])
    assert [(f.rule, f.severity.value, f.field) for f in found] == [(rule, "must_fix", field)]


@pytest.mark.parametrize(
    ("change", "rule", "said"),
    [
        ({"to_on": date(2026, 11, 22)}, "R44", "09/01/2026–11/22/2026"),
        ({"from_on": date(2026, 11, 24), "to_on": None}, "R44", "11/24/2026–open"),
        ({"procedures": ("97110",)}, "R45", "98941"),
        ({"visits_used": 11}, "R46", "One visit is left of the authorization: 11 of 12 used"),
        ({"visits_used": 12}, "R46", "This is the last visit of the authorization: 12 of 12 used"),
        ({"visits_used": 13}, "R46", "No visit is left: this is visit 13 of 12"),
        ({"to_on": date(2026, 12, 7)}, "R47", "12/07/2026"),
        ({"to_on": date(2026, 11, 23)}, "R47", "11/23/2026"),
    ],
)
def test_use(change: dict[str, Any], rule: str, said: str) -> None:
    found = use_findings(replace(AUTH, **change), codes=["98941", "98941"], day=DAY)
    assert [(finding.rule, finding.severity.value) for finding in found] == [(rule, "warning")]
    assert said in found[0].message


def test_no_limits_no_words() -> None:
    free = replace(AUTH, visits_allowed=None, to_on=None, visits_used=99)
    assert use_findings(free, codes=[], day=DAY) == []
    assert use_findings(replace(AUTH, to_on=date(2026, 12, 8)), codes=[], day=DAY) == []
