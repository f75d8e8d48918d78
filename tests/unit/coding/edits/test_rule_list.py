from __future__ import annotations

import re
from pathlib import Path

from clinicbill.coding.edits.rule_list import EDITS, edits, problems
from clinicbill.coding.edits.rules import coding_edits
from tests.support.coded_days import a_day, a_service, medicare


def test_every_rule_has_a_day_that_breaks_it_and_one_that_does_not() -> None:
    tables = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert set(re.findall(r'Case\(\s*"(\w+)"', tables)) == set(coding_edits().rules)


def test_every_function_stands_in_the_list_once() -> None:
    assert len(set(EDITS)) == len(EDITS) > 40


def test_an_honest_visit_has_no_edits() -> None:
    assert edits(medicare(a_service("98941", "AT"))) == []
    assert edits(a_day()) == []


def test_a_rule_that_holds_for_nobody_here_is_not_said() -> None:
    day = a_day(a_service("98941"))
    assert "C03" in {problem.rule for problem in problems(day)}
    assert "C03" not in {finding.rule for finding in edits(day)}
