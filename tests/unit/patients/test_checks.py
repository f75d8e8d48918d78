from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.identifiers import PatientId
from clinicbill.basics.people import Address, PersonName
from clinicbill.patients.checks import (
    guarantor_findings,
    note_findings,
    patient_findings,
    same_person_findings,
)
from clinicbill.patients.patient import Guarantor, PatientNote
from tests.support.practice import RUTH, TODAY


def test_a_whole_record_has_no_edits() -> None:
    assert patient_findings(RUTH, TODAY) == []


@pytest.mark.parametrize(
    ("change", "rule", "severity", "field"),
    [
        ({"name": PersonName(first="Ruth")}, "R01", "must_fix", "name.last"),
        ({"name": PersonName(last="Alvarez")}, "R02", "warning", "name.first"),
        ({"birth_on": date(2026, 11, 24)}, "R03", "must_fix", "birth_on"),
        ({"birth_on": date(1900, 1, 1)}, "R03", "warning", "birth_on"),
        ({"sex": "X"}, "R04", "must_fix", "sex"),
        ({"sex": "U"}, "R05", "warning", "sex"),
        ({"address": Address()}, "S21", "warning", "address.street"),
        ({"phone": "5550177"}, "S25", "warning", "phone"),
        ({"phone2": "1"}, "S25", "warning", "phone2"),
        ({"signature_on_file_on": None}, "R06", "warning", "signature_on_file_on"),
    ],
)
def test_patient(change: dict[str, Any], rule: str, severity: str, field: str) -> None:
    found = patient_findings(replace(RUTH, **change), TODAY)
    assert [(finding.rule, finding.severity, finding.field) for finding in found] == [(rule, severity, field)]


def test_a_child_born_today_is_fine() -> None:
    assert patient_findings(replace(RUTH, birth_on=TODAY), TODAY) == []


def test_guarantor_and_note() -> None:
    guarantor = Guarantor(name=PersonName(last="Alvarez"), address=RUTH.address)
    assert guarantor_findings(guarantor) == []
    assert [f.rule for f in guarantor_findings(replace(guarantor, name=PersonName()))] == ["R01"]
    assert note_findings(PatientNote(text="Prefers mornings")) == []
    assert [f.rule for f in note_findings(PatientNote(text=" "))] == ["R01"]


def test_somebody_of_the_same_name_and_birth_date() -> None:
    known = replace(RUTH, id=PatientId(7), chart_number="1007")
    found = same_person_findings(RUTH, [known])
    assert [(finding.rule, finding.severity) for finding in found] == [("R07", "warning")]
    assert "1007" in found[0].fix
    assert same_person_findings(known, [known]) == []
