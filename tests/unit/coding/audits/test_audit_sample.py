from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import EncounterId
from clinicbill.coding.audits.audit import SampleKind
from clinicbill.coding.audits.audit_sample import (
    TESTS,
    AuditVisit,
    audit_target,
    audit_weights,
    draw_sample,
    usual_units,
)

DAY = date(2026, 11, 23)
OLD = {"98941": date(2020, 1, 1), "99205": date(2020, 1, 1), "97110": date(2020, 1, 1)}


def visit(number: int, **facts: Any) -> AuditVisit:
    defaults: dict[str, Any] = {"units": (("98941", 1),), "first_used_on": OLD}
    return AuditVisit(encounter_id=EncounterId(number), coded_on=DAY, **(defaults | facts))


RISKS = {
    "High-level E/M": {"units": (("99205", 1),)},
    "Modifier 25": {"modifiers": frozenset({"25"})},
    "Modifier 59": {"modifiers": frozenset({"XS"})},
    "An edit was set aside": {"overrides": 1},
    "A code was denied before": {"denied": frozenset({"98941"})},
    "New code in this office": {"first_used_on": {"98941": date(2026, 10, 1)}},
    "Unusual units": {"units": (("98941", 3),)},
    "Same codes as the visit before": {"copied": True},
}


def test_every_weight_has_its_case_test_and_reason() -> None:
    assert {one.words for one in audit_weights()} == set(RISKS)
    assert all(one.test in TESTS and one.reason and one.source and one.weight > 0 for one in audit_weights())
    assert 0 < audit_target() < 1


@pytest.mark.parametrize(("words", "facts"), RISKS.items())
def test_a_risk_is_named_and_a_plain_visit_has_none(words: str, facts: dict[str, Any]) -> None:
    visits = [visit(1), visit(2), visit(3, **facts)]
    drawn = draw_sample(visits, SampleKind.RISK, 3, seed=1)
    assert [one.reasons for one in drawn] == [(), (), (words,)]
    assert all(one.reasons == () for one in draw_sample(visits, SampleKind.RANDOM, 3, seed=1))


def test_what_carries_risk_is_drawn_more_often() -> None:
    visits = [visit(number, overrides=int(number == 7)) for number in range(1, 21)]

    def times(kind: SampleKind) -> int:
        return sum(
            any(one.encounter_id == 7 for one in draw_sample(visits, kind, 2, seed)) for seed in range(300)
        )

    assert times(SampleKind.RANDOM) < 60 < times(SampleKind.RISK)


def test_usual_units_are_the_median() -> None:
    visits = [visit(n, units=(("97110", units),)) for n, units in enumerate((1, 2, 2, 8), 1)]
    assert usual_units(visits) == {"97110": 2}


@given(
    st.sets(st.integers(1, 500), max_size=30),
    st.sampled_from(list(SampleKind)),
    st.integers(0, 40),
    st.integers(0, 10**9),
    st.randoms(use_true_random=False),
)
def test_a_sample_is_drawn_again_alike(
    numbers: set[int], kind: SampleKind, size: int, seed: int, chance: Any
) -> None:
    visits = [visit(number, copied=number % 2 == 0) for number in sorted(numbers)]
    mixed = list(visits)
    chance.shuffle(mixed)
    drawn = draw_sample(visits, kind, size, seed)
    assert drawn == draw_sample(mixed, kind, size, seed)
    ids = [one.encounter_id for one in drawn]
    assert len(ids) == len(set(ids)) == min(size, len(visits))
    assert ids == sorted(ids)
    assert set(ids) <= numbers
