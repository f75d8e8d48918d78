from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicbill.codesets import store
from clinicbill.codesets.axes import AxisKind, Completion, completion
from clinicbill.codesets.icd10 import is_billable
from tests.support.made_up_codes import APRIL as DAY

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary


def labels(found: Completion) -> list[str]:
    assert found.axis is not None
    return [choice.label for choice in found.axis.choices]


def kind(found: Completion) -> AxisKind:
    assert found.axis is not None
    return found.axis.kind


def reached(found: Completion) -> set[str]:
    """Every code that some row of answers leads to; each answer must narrow."""
    axis = found.axis
    if axis is None:
        return {found.code}
    assert len(axis.choices) >= 2
    assert len({choice.label for choice in axis.choices}) == len(axis.choices)
    assert all(0 < choice.left < len(found.left) for choice in axis.choices)
    return set().union(*(reached(found.choose(place)) for place in range(len(axis.choices))))


def test_a_side_is_asked_alone(library: CodeLibrary) -> None:
    found = completion(library, "M25.56", DAY)
    assert (kind(found), labels(found)) == (AxisKind.SIDE, ["right", "left", "side not specified"])
    assert found.choose(1).code == "M25.562"
    assert found.title == "Pain in knee"


def test_one_question_after_the_other(library: CodeLibrary) -> None:
    found = completion(library, "S93.4", DAY)
    assert kind(found) == AxisKind.TYPE
    assert "deltoid ligament" in labels(found)
    side = found.choose(labels(found).index("deltoid ligament"))
    assert kind(side) == AxisKind.SIDE
    encounter = side.choose(0)
    assert kind(encounter) == AxisKind.ENCOUNTER
    assert labels(encounter)[0] == "A: initial encounter"
    done = encounter.choose(1)
    assert (done.code, done.axis, done.said) == (
        "S93.421D", None, ("deltoid ligament", "right", "D: subsequent encounter"),
    )  # fmt: skip


def test_what_a_code_says_already_is_not_asked_again(library: CodeLibrary) -> None:
    ankle = completion(library, "S93.401A", DAY)
    assert kind(ankle) == AxisKind.TYPE
    assert {leaf.code[-1] for leaf in ankle.left} == {"A"}
    assert all("right" in leaf.title for leaf in ankle.left)
    assert labels(completion(library, "M25.569", DAY)) == ["right", "left", "side not specified"]
    assert {leaf.code for leaf in completion(library, "M54.50", DAY).left} == {"M54.50", "M54.51", "M54.59"}


def test_regions_and_other_characters(library: CodeLibrary) -> None:
    assert kind(completion(library, "M54.1", DAY)) == AxisKind.REGION
    assert kind(completion(library, "M1A.00", DAY)) == AxisKind.SEVENTH
    knee = completion(library, "M17", DAY)
    assert labels(knee)[0] == "Primary osteoarthritis of knee"
    assert labels(knee.choose(0)) == ["both sides", "side not specified", "right", "left"]


def test_a_complete_code_asks_nothing(library: CodeLibrary) -> None:
    found = completion(library, "m5416", DAY)
    assert (found.code, found.axis) == ("M54.16", None)


def test_no_code_at_all(library: CodeLibrary) -> None:
    found = completion(library, "ZZZ", DAY)
    assert (found.code, found.title, found.axis, found.left) == ("", "", None, ())


def test_an_answer_that_is_not_there(library: CodeLibrary) -> None:
    with pytest.raises(IndexError):
        completion(library, "M25.56", DAY).choose(3)


@pytest.fixture(scope="module")
def headers(library: CodeLibrary) -> list[str]:
    sql = "select code from icd10 where not billable and length(flat) between 3 and 5"
    return library.read(lambda db: [str(row[0]) for row in db.conn.execute(sql).fetchall()])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_billable_code_is_reached_and_nothing_else(
    library: CodeLibrary, headers: list[str], data: st.DataObject
) -> None:
    header = data.draw(st.sampled_from(headers))
    below = library.read(store.list_billable_from, "4/2026", header.replace(".", ""))
    assert reached(completion(library, header, DAY)) == {row["code"] for row in below}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_row_of_answers_ends_at_a_billable_code(
    library: CodeLibrary, headers: list[str], data: st.DataObject
) -> None:
    found = completion(library, data.draw(st.sampled_from(headers)), DAY)
    while (axis := found.axis) is not None:
        found = found.choose(data.draw(st.integers(0, len(axis.choices) - 1)))
    assert is_billable(library, found.code, DAY)
