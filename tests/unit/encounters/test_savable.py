from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.identifiers import CaseId, PatientId, ProviderId
from clinicbill.basics.money import Money
from clinicbill.encounters.encounter import Encounter
from clinicbill.encounters.savable import unsavable
from tests.support.practice import TODAY, a_line

VISIT = Encounter(
    patient_id=PatientId(1),
    case_id=CaseId(1),
    provider_id=ProviderId(1),
    service_on=TODAY,
    diagnoses=("M99.03",),
    lines=(a_line(),),
)


def test_an_unfinished_visit_can_be_kept() -> None:
    empty = replace(VISIT, diagnoses=(), lines=())
    vague = replace(VISIT, diagnoses=("low back",), lines=(a_line("", pointers=()),))
    full = replace(VISIT, lines=(a_line(purchased=Money(0), epsdt="NU", family_planning=True),))
    for visit in (VISIT, empty, vague, full):
        assert unsavable(visit) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"to_on": date(2026, 11, 22)}, "lines.0.to_on"),
        ({"units": 0}, "lines.0.units"),
        ({"charge": Money(-1)}, "lines.0.charge"),
        ({"minutes": -1}, "lines.0.minutes"),
        ({"purchased": Money(-1)}, "lines.0.purchased"),
        ({"epsdt": "XX"}, "lines.0.epsdt"),
        ({"pointers": (13,)}, "lines.0.pointers"),
        ({"pointers": (0,)}, "lines.0.pointers"),
    ],
)
def test_lines(change: dict[str, Any], field: str) -> None:
    found = unsavable(replace(VISIT, lines=(replace(VISIT.lines[0], **change),)))
    assert [(f.rule, f.severity.value, f.field) for f in found] == [("V10", "must_fix", field)]


@pytest.mark.parametrize(
    ("diagnoses", "field"),
    [
        (("M99.03", "M99.03"), "diagnoses.1"),
        (("M99.03", " "), "diagnoses.1"),
        (tuple(f"M54.{n}" for n in range(13)), "diagnoses"),
    ],
)
def test_diagnoses(diagnoses: tuple[str, ...], field: str) -> None:
    assert [f.field for f in unsavable(replace(VISIT, diagnoses=diagnoses))] == [field]


def test_too_many_lines() -> None:
    assert [f.field for f in unsavable(replace(VISIT, lines=(a_line(),) * 51))] == ["lines"]
