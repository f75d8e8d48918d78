"""Which letters of a hit are marked: those a search matched, the beginnings of words."""

from __future__ import annotations

import pytest

from clinicbill.ui.widgets.hits import marked, matched_spans
from clinicbill.ui.widgets.runs import Run


@pytest.mark.parametrize(
    ("words", "typed", "parts"),
    [
        ("Low back pain, follow-up", "low", ["Low"]),
        ("Follow-up of a fracture", "low", []),
        ("Follow-up, low back", "low", ["low"]),
        ("Nadia Haddad", "had nad", ["Nad", "Had"]),
        ("Hallström, Dolores", "hallstrom, dol", ["Hallström", "Dol"]),
        ("O'Dell, Marge", "dell", ["Dell"]),
        ("Bell, Bella", "bell bella", ["Bell", "Bella"]),
        ("Low back", "zzz , .", []),
        ("İzmir Straße", "str", ["Str"]),
    ],
)
def test_only_beginnings_of_words_are_marked(words: str, typed: str, parts: list[str]) -> None:
    assert [words[left:right] for left, right in matched_spans(words, typed)] == parts


def test_marking_changes_no_letter() -> None:
    runs = marked("Follow-up of low back pain", "low", Run())
    assert "".join(run.text for run in runs) == "Follow-up of low back pain"
    assert [run.text for run in runs if run.weight != Run().weight] == ["low"]
