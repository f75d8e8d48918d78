from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.checks import Case, assert_case, findings
from tests.support.claims import (
    COMMERCIAL,
    SERVICE_ON,
    a_case,
    a_claim,
    a_coverage,
    a_line,
    a_patient,
    medicare_chiropractic,
)

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ClaimCoverage


def on(day: date, **changes: Any) -> Claim:
    return a_claim(lines=(a_line(from_on=day, to_on=day),), **changes)


def limited(days: int) -> ClaimCoverage:
    return a_coverage(payer=replace(COMMERCIAL, filing_limit_days=days))


LATER = date(2026, 11, 24)
EARLIER_EVENTS = (
    "last_menstrual_on",
    "last_seen_on",
    "acute_manifestation_on",
    "last_xray_on",
    "prescription_on",
    "first_contact_on",
)
CASES = (
    Case("F19", a_claim(lines=(a_line(to_on=date(2026, 11, 22)),)), a_claim()),
    Case("F19", on(date(2026, 11, 25)), on(date(2026, 11, 24))),
    Case(
        "F19",
        a_claim(patient=a_patient(birth_on=date(2026, 11, 24))),
        a_claim(patient=a_patient(birth_on=SERVICE_ON)),
    ),
    Case("C11", a_claim(case=a_case(onset_on=date(2026, 11, 24))), a_claim(case=a_case(onset_on=SERVICE_ON))),
    Case("C11", a_claim(case=a_case(initial_treatment_on=date(2027, 1, 1))), a_claim()),
    Case(
        "X16", a_claim(case=a_case(unable_to_on=SERVICE_ON)), a_claim(case=a_case(unable_from_on=SERVICE_ON))
    ),
    Case(
        "X16",
        a_claim(case=a_case(hospital_from_on=date(2026, 11, 5), hospital_to_on=date(2026, 11, 4))),
        a_claim(case=a_case(hospital_from_on=date(2026, 11, 4), hospital_to_on=date(2026, 11, 4))),
    ),
    Case(
        "X26",
        a_claim(lines=(a_line(pos="21"),)),
        a_claim(lines=(a_line(pos="21"),), case=a_case(hospital_from_on=date(2026, 11, 4))),
    ),
    Case(
        "M08",
        medicare_chiropractic(),
        medicare_chiropractic(),
        {"as_of": date(2027, 11, 24)},
        {"as_of": date(2027, 11, 23)},
    ),
    Case(
        "M09",
        a_claim(coverage=limited(90)),
        a_claim(coverage=limited(90)),
        {"as_of": date(2027, 2, 22)},
        {"as_of": date(2027, 2, 21)},
    ),
    Case(
        "H09",
        a_claim(coverage=limited(90)),
        a_claim(coverage=limited(90)),
        {"as_of": date(2027, 2, 7)},
        {"as_of": date(2027, 2, 6)},
    ),
    *(
        Case("C11", a_claim(case=a_case(**{field: LATER})), a_claim(case=a_case(**{field: SERVICE_ON})))
        for field in EARLIER_EVENTS
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_the_limit_is_for_originals() -> None:
    corrected = a_claim(coverage=limited(90), frequency="7", original_reference="22")
    assert "M09" not in findings(corrected, as_of=date(2027, 3, 1))


def test_one_day_left_is_one_day() -> None:
    found = findings(a_claim(coverage=limited(90)), as_of=date(2027, 2, 20))["H09"]
    assert found.message.endswith("02/21/2027: 1 day left.")


def test_no_limit_known_is_no_limit() -> None:
    coverage = a_coverage(payer=replace(COMMERCIAL, filing_limit_days=None))
    assert not {"M09", "H09"} & findings(a_claim(coverage=coverage), as_of=date(2030, 1, 1)).keys()


def test_care_may_be_taken_over_and_given_up_after_the_service() -> None:
    claim = a_claim(case=a_case(assumed_care_on=LATER, relinquished_care_on=LATER))
    assert "C11" not in findings(claim)
