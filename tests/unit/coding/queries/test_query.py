from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicbill.coding.queries.query import (
    OTHER,
    UNDETERMINED,
    QueryKind,
    QueryOutcome,
    note_digest,
    outcome_of,
)
from tests.unit.coding.queries.questions import DAY, NOTE, a_query


def test_other_and_unable_to_determine_are_always_there() -> None:
    assert a_query("side").choices == ("Right", "Left", "Both sides", OTHER, UNDETERMINED)
    assert a_query("relation").choices == ("Yes", "No", OTHER, UNDETERMINED)
    assert a_query("meaning").choices == ()


@pytest.mark.parametrize(
    ("template", "option", "outcome"),
    [
        ("side", "Left", QueryOutcome.AGREED),
        ("side", OTHER, QueryOutcome.DISAGREED),
        ("side", UNDETERMINED, QueryOutcome.UNDETERMINED),
        ("side", "Upside down", QueryOutcome.NONE),
        ("relation", "Yes", QueryOutcome.AGREED),
        ("relation", "No", QueryOutcome.DISAGREED),
        ("meaning", "", QueryOutcome.NONE),
    ],
)
def test_what_an_answer_counts_as_by_itself(template: str, option: str, outcome: QueryOutcome) -> None:
    assert outcome_of(a_query(template), option) is outcome


def test_days_are_counted_from_question_to_answer() -> None:
    asked = a_query()
    assert asked.days_open is None
    assert replace(asked, answered_on=DAY + timedelta(days=3)).days_open == 3


def test_a_changed_note_shows() -> None:
    asked = a_query()
    assert asked.note_sha256 == note_digest(NOTE)
    assert asked.note_sha256 != note_digest(NOTE + " ")
    assert len(note_digest("half a letter: \ud83d")) == 64


def test_kinds_are_three() -> None:
    assert [kind.value for kind in QueryKind] == ["open", "choice", "yes_no"]
