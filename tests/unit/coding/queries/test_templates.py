from __future__ import annotations

import pytest

from clinicbill.coding.queries.lint import lint
from clinicbill.coding.queries.query import QueryKind
from clinicbill.coding.queries.templates import QueryTemplate, query_templates
from tests.unit.coding.queries.questions import NOTE, a_query


def test_every_kind_has_a_template_and_ids_are_unique() -> None:
    found = query_templates()
    assert {one.kind for one in found} == set(QueryKind)
    assert len({one.id for one in found}) == len(found)


@pytest.mark.parametrize(
    "template", [one for one in query_templates() if one.axis or one.kind is QueryKind.OPEN]
)
def test_what_a_template_asks_can_be_asked_as_it_stands(template: QueryTemplate) -> None:
    assert lint(a_query(template.id), NOTE) == []


def test_the_passage_is_cited_with_its_place() -> None:
    asked = a_query("side")
    (cited,) = asked.indicators
    assert NOTE[cited.start : cited.end] == cited.text == asked.quote == "Knee pain"
    assert "“Knee pain”" in asked.question
    assert all(option.indicators == (0,) for option in asked.options)


def test_diagnoses_are_never_supported_by_the_passage_alone() -> None:
    assert [one.id for one in query_templates() if one.kind is QueryKind.CHOICE and not one.axis] == [
        "options"
    ]
