from __future__ import annotations

from datetime import date

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.coding.edits.rules import Problem, Rule, RulePack, Scope, coding_edits, line_item, listed

DAY = date(2026, 11, 23)


def scope(**fields: object) -> Scope:
    return Scope(**({"filing_code": "MB", "day": DAY} | fields))  # type: ignore[arg-type]


def a_rule(**fields: object) -> Rule:
    usual = {
        "id": "N99", "topic": "t", "title": "t", "severity": Severity.WARNING, "evidence": "published", "why": "w.",
        "source": "s", "fix": "f.",
    }  # fmt: skip
    return Rule(**(usual | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "asked", "holds"),
    [
        ({}, {}, True),
        ({"filing_codes": ("CI",)}, {}, False),
        ({"unless_filing_codes": ("MB",)}, {}, False),
        ({"macs": ("JF",)}, {"mac": "JF"}, True),
        ({"macs": ("JF",)}, {}, False),
        ({"case_kinds": ("auto",)}, {"case_kind": "health"}, False),
        ({"delivery": "paper"}, {"delivery": "electronic"}, False),
        ({"from_on": DAY}, {}, True),
        ({"to_on": date(2026, 11, 22)}, {}, False),
    ],
)
def test_a_row_holds_for_its_scope(fields: dict[str, object], asked: dict[str, object], holds: bool) -> None:
    assert a_rule(**fields).holds_for(scope(**asked)) is holds


def test_what_may_be_set_aside() -> None:
    assert a_rule().may_be_set_aside
    assert not a_rule(severity=Severity.MUST_FIX).may_be_set_aside
    assert a_rule(severity=Severity.MUST_FIX, overridable=True).may_be_set_aside
    assert not a_rule(severity=Severity.INFO).may_be_set_aside


def test_the_first_row_that_holds_counts() -> None:
    row = coding_edits().row("C04", scope(mac="JM"))
    assert row is not None
    assert row.severity is Severity.MUST_FIX
    assert coding_edits().row("C04", scope(filing_code="CI")) is None
    assert coding_edits().finding(Problem(rule="C04", message="m"), scope(filing_code="CI")) is None


def test_a_problem_brings_its_own_fix_and_source() -> None:
    told = coding_edits().finding(Problem(rule="C13", message="m", fix="Do.", source="here"), scope())
    assert told is not None
    assert (told.fix, told.source) == ("Do.", "here")
    assert told.why


def test_lists_and_figures_are_data() -> None:
    assert "98941" in listed("spinal_manipulation")
    assert coding_edits().figure("therapy_threshold_cents") == 248_000
    assert not coding_edits().has_list("nothing")
    assert coding_edits().read_on >= date(2026, 11, 1)
    with pytest.raises(KeyError):
        listed("nothing")


def test_a_pack_that_is_not_there_is_our_fault() -> None:
    with pytest.raises(FileNotFoundError):
        RulePack("rules/nothing.toml").rules  # noqa: B018


def test_a_line_is_counted_from_one() -> None:
    assert line_item(1, "24E") == "line 2, item 24E"


def test_every_rule_of_the_pack_stands_under_one_topic_in_a_row() -> None:
    topics = [rows[0].topic for rows in coding_edits().rules.values()]
    assert len(set(topics)) == sum(a != b for a, b in zip(topics, ["", *topics], strict=False))
