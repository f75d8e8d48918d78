from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.identifiers import AuthorizationId, CaseId, CoverageId
from clinicbill.patients.authorization import Authorization, best_fit, fits

DAY = date(2026, 11, 23)
AUTH = Authorization(
    id=AuthorizationId(1),
    coverage_id=CoverageId(1),
    number="OPT-77120",
    visits_allowed=12,
    from_on=date(2026, 9, 1),
    to_on=date(2026, 11, 30),
    visits_used=11,
)


def _best(*authorizations: Authorization, codes: tuple[str, ...] = ("98941",), day: date = DAY) -> int | None:
    found = best_fit(authorizations, coverage_id=CoverageId(1), case_id=CaseId(1), codes=codes, day=day)
    return found.id if found else None


@pytest.mark.parametrize(
    ("allowed", "used", "left"), [(12, 0, 12), (12, 11, 1), (12, 12, 0), (12, 14, 0), (None, 30, None)]
)
def test_visits_left(allowed: int | None, used: int, left: int | None) -> None:
    assert replace(AUTH, visits_allowed=allowed, visits_used=used).visits_left == left


@pytest.mark.parametrize(
    ("day", "fit"),
    [
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
    ],
)
def test_both_ends_count(day: date, fit: bool) -> None:
    assert fits(AUTH, coverage_id=CoverageId(1), case_id=CaseId(1), day=day) is fit
    assert _best(AUTH, day=day) == (1 if fit else None)


def test_what_does_not_fit() -> None:
    assert _best(replace(AUTH, active=False)) is None
    assert _best(replace(AUTH, coverage_id=CoverageId(2))) is None
    assert _best(replace(AUTH, case_id=CaseId(2))) is None
    assert _best(replace(AUTH, visits_used=12)) is None
    assert _best(replace(AUTH, procedures=("97110",))) is None
    assert _best() is None


def test_an_open_end_and_no_limit_fit_for_ever() -> None:
    assert _best(replace(AUTH, to_on=None, visits_allowed=None), day=date(2036, 1, 1)) == 1


def test_before_anything_is_coded_every_procedure_fits() -> None:
    assert _best(replace(AUTH, procedures=("97110",)), codes=()) == 1


def test_of_several_the_closest_wins() -> None:
    part = replace(AUTH, id=AuthorizationId(2), procedures=("98941",))
    whole = replace(AUTH, id=AuthorizationId(3), procedures=("98941", "97110"))
    assert _best(part, whole, codes=("98941", "97110")) == 3
    later = replace(AUTH, id=AuthorizationId(4), to_on=date(2026, 12, 31))
    assert _best(later, AUTH) == 1
    of_case = replace(later, id=AuthorizationId(5), case_id=CaseId(1))
    assert _best(AUTH, of_case) == 5
