from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.identifiers import CaseId, PayerId
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.case_checks import birth_findings, case_findings, payer_of_case_findings
from clinicbill.patients.coverage import Coverage
from tests.support.practice import TODAY

HEALTH = Case(id=CaseId(1), name="Low back 2026", opened_on=date(2026, 1, 5))
AUTO = replace(
    HEALTH,
    kind=CaseKind.AUTO,
    accident_on=date(2026, 11, 18),
    accident_state="OR",
    claim_number="55-A812-3K",
)
WORK = replace(
    HEALTH,
    kind=CaseKind.WORKERS_COMP,
    accident_on=date(2026, 10, 7),
    claim_number="WC-771",
    employer="Baxter Roofing",
)

OTHER_DATES = (
    "last_menstrual_on",
    "last_seen_on",
    "acute_manifestation_on",
    "last_xray_on",
    "prescription_on",
    "assumed_care_on",
    "relinquished_care_on",
    "first_contact_on",
)


def _found(case: Case) -> list[tuple[str, str, str]]:
    return [(f.rule, f.severity.value, f.field) for f in case_findings(case, TODAY)]


@pytest.mark.parametrize("case", [HEALTH, AUTO, WORK, replace(HEALTH, kind=CaseKind.CASH)])
def test_whole_cases_have_no_edits(case: Case) -> None:
    assert _found(case) == []


@pytest.mark.parametrize(
    ("case", "change", "expected"),
    [
        (HEALTH, {"name": ""}, ("R01", "must_fix", "name")),
        (AUTO, {"accident_on": None}, ("R30", "warning", "accident_on")),
        (AUTO, {"accident_state": ""}, ("R31", "warning", "accident_state")),
        (AUTO, {"claim_number": ""}, ("R32", "warning", "claim_number")),
        (WORK, {"accident_on": None}, ("R30", "warning", "accident_on")),
        (WORK, {"claim_number": ""}, ("R32", "warning", "claim_number")),
        (WORK, {"employer": ""}, ("R33", "warning", "employer")),
        (AUTO, {"accident_state": "Oregon"}, ("R34", "must_fix", "accident_state")),
        (HEALTH, {"closed_on": date(2026, 1, 4)}, ("R35", "must_fix", "closed_on")),
        (
            HEALTH,
            {"unable_from_on": date(2026, 2, 2), "unable_to_on": date(2026, 2, 1)},
            ("R35", "must_fix", "unable_to_on"),
        ),
        (
            HEALTH,
            {"hospital_from_on": date(2026, 2, 2), "hospital_to_on": date(2026, 2, 1)},
            ("R35", "must_fix", "hospital_to_on"),
        ),
        (AUTO, {"initial_treatment_on": date(2026, 11, 17)}, ("R35", "warning", "initial_treatment_on")),
        (HEALTH, {"onset_on": date(2026, 11, 24)}, ("R36", "must_fix", "onset_on")),
        (HEALTH, {"initial_treatment_on": date(2027, 1, 1)}, ("R36", "must_fix", "initial_treatment_on")),
        *((HEALTH, {field: date(2026, 11, 24)}, ("R36", "must_fix", field)) for field in OTHER_DATES),
    ],
)
def test_case(case: Case, change: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert _found(replace(case, **change)) == [expected]


def test_days_that_meet_are_in_order() -> None:
    day = date(2026, 11, 18)
    assert _found(replace(AUTO, initial_treatment_on=day, unable_from_on=day, unable_to_on=day)) == []


def test_an_injury_wants_an_insurer_of_its_own() -> None:
    health = Coverage(payer_id=PayerId(1), from_on=date(2026, 1, 1))
    assert [finding.rule for finding in payer_of_case_findings(WORK, [health])] == ["R37"]
    assert payer_of_case_findings(WORK, [replace(health, case_id=WORK.id)]) == []
    assert payer_of_case_findings(HEALTH, []) == []


@pytest.mark.parametrize("field", [*OTHER_DATES, "onset_on", "accident_on", "initial_treatment_on"])
def test_no_day_of_a_case_is_before_birth(field: str) -> None:
    day = date(2010, 5, 9)
    change: dict[str, Any] = {field: day}
    case = replace(HEALTH, **change)
    [found] = birth_findings(case, date(2010, 5, 10))
    assert (found.rule, found.severity.value, found.field, found.value) == (
        "R38",
        "must_fix",
        field,
        "05/09/2010",
    )
    assert birth_findings(case, day) == []
