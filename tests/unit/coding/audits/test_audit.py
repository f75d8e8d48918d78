from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import AuditId, EncounterId
from clinicbill.coding.audits.audit import (
    Accuracy,
    AuditItem,
    Standing,
    Subject,
    Verdict,
    accuracy,
    by_subject,
    coded_values,
    wilson,
)
from clinicbill.encounters.store import get_encounter
from tests.support.practice import a_line, a_practice, a_visit, open_memory_practice

TARGET = Fraction(95, 100)


def item(verdict: Verdict, subject: Subject = Subject.DIAGNOSIS, coded: str = "M54.50") -> AuditItem:
    return AuditItem(
        audit_id=AuditId(1),
        encounter_id=EncounterId(1),
        subject=subject,
        position=1,
        coded="" if verdict is Verdict.MISSING else coded,
        verdict=verdict,
    )


def test_accuracy_is_right_by_all_that_are_scored() -> None:
    found = accuracy([item(verdict) for verdict in (*[Verdict.RIGHT] * 6, *list(Verdict))])
    assert (found.right, found.scored) == (7, 10)
    assert found.share == Fraction(7, 10)


def test_the_interval_of_ten_right_charts_is_wide() -> None:
    low, high = wilson(10, 10)
    assert (round(low, 4), high) == (0.7225, 1.0)  # Wilson 1927; as any textbook table has it
    assert [round(end, 4) for end in wilson(81, 263)] == [0.2553, 0.3662]  # Newcombe 1998, table I


def test_a_target_is_met_only_where_the_whole_interval_says_so() -> None:
    def standing(right: int, wrong: int) -> Standing:
        return Accuracy(right=right, wrong=wrong, missing=0, extra=0).standing(TARGET)

    assert standing(10, 0) is Standing.OPEN
    assert standing(200, 0) is Standing.MET
    assert standing(5, 5) is Standing.BELOW
    assert standing(0, 0) is Standing.OPEN
    assert accuracy([]).interval is None


@given(st.integers(1, 3000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_in_its_interval(drawn: tuple[int, int]) -> None:
    right, of = drawn
    low, high = wilson(right, of)
    assert 0 <= low <= right / of <= high <= 1


@given(st.lists(st.tuples(st.sampled_from(list(Verdict)), st.sampled_from(list(Subject)))))
def test_subjects_add_up(rows: list[tuple[Verdict, Subject]]) -> None:
    items = [item(*row) for row in rows]
    parts = by_subject(items)
    assert set(parts) == set(Subject)
    assert sum(accuracy(found).scored for found in parts.values()) == accuracy(items).scored
    assert sum(accuracy(found).right for found in parts.values()) == accuracy(items).right


@pytest.mark.parametrize(("verdict", "waits"), [(Verdict.NONE, True), (Verdict.RIGHT, False)])
def test_a_code_without_a_verdict_waits(verdict: Verdict, waits: bool) -> None:
    assert item(verdict).open is waits
    assert not item(Verdict.NONE, coded="").open


def test_every_code_of_a_visit_is_judged() -> None:
    db = open_memory_practice()
    a_practice(db)
    lines = (a_line("98941", "AT 59"), a_line("97110", units=2))
    visit = get_encounter(db, a_visit(db, diagnoses=("M54.50",), lines=lines))
    assert coded_values(visit) == [
        (Subject.DIAGNOSIS, "M54.50"),
        (Subject.PROCEDURE, "98941"),
        (Subject.PROCEDURE, "97110 × 2"),
        (Subject.MODIFIER, "98941 AT"),
        (Subject.MODIFIER, "98941 59"),
    ]
