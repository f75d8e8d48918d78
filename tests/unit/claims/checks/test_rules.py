from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.claims.checks import CHECKS, check_claim
from clinicbill.claims.checks.context import CheckContext
from clinicbill.claims.checks.listing import as_markdown
from clinicbill.claims.checks.rules import line_item, listed, read_on, rules
from tests.support import claims
from tests.support.claims import AS_OF, a_claim, a_line, medicare_chiropractic

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[3]


def test_every_rule_is_documented_word_for_word() -> None:
    text = (ROOT / "docs" / "checks.md").read_text("utf-8")
    assert text == as_markdown(), (
        "docs/checks.md differs from the rules: run python -m clinicbill.claims.checks.listing > docs/checks.md"
    )
    for rule_id, rows in rules().items():
        assert f"| {rule_id} | {rows[0].title} |" in text
        assert rows[0].source in text


def test_every_rule_has_a_claim_that_breaks_it_and_one_that_does_not() -> None:
    edits = ROOT / "tests" / "unit" / "coding" / "edits"
    tables = "".join(
        path.read_text("utf-8") for folder in (FOLDER, edits) for path in folder.glob("test_*.py")
    )
    tested = set(re.findall(r'Case\(\s*"(\w+)"', tables))
    assert tested == set(rules())


def test_every_function_stands_in_the_list_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS) > 50


def test_what_is_trade_knowledge_never_stops_a_claim() -> None:
    for rows in rules().values():
        for rule in rows:
            assert rule.evidence in ("published", "house", "trade")
            assert not (rule.evidence == "trade" and rule.severity is Severity.MUST_FIX), rule.id


def test_every_rule_says_why_where_and_what_to_do() -> None:
    for rows in rules().values():
        for rule in rows:
            assert rule.why.endswith(".")
            assert rule.fix.endswith(".")
            assert rule.source
            assert rule.title


def test_sources_carry_the_day_they_were_read() -> None:
    assert read_on() >= date(2026, 11, 1)


def test_lists_are_read_from_the_file() -> None:
    assert "MB" in listed("filing_codes")
    with pytest.raises(KeyError):
        listed("nothing")


def test_a_line_is_counted_from_one_on_the_screen() -> None:
    assert line_item(1, "24E") == "line 2, item 24E"


def test_what_stops_comes_first() -> None:
    claim = medicare_chiropractic(lines=(a_line(pointers=(2,)),), authorization_number="A-1")
    severities = [found.severity for found in check_claim(claim, CheckContext(as_of=AS_OF))]
    assert severities == sorted(severities, key=[Severity.MUST_FIX, Severity.WARNING, Severity.INFO].index)
    assert {Severity.MUST_FIX, Severity.WARNING, Severity.INFO} == set(severities)


@pytest.mark.parametrize("delivery", ["electronic", "paper"])
@pytest.mark.parametrize(
    "builder",
    [
        claims.a_claim,
        claims.medicare_chiropractic,
        claims.dependent_child,
        claims.workers_comp,
        claims.auto_accident,
        claims.secondary,
        claims.six_lines,
        claims.twelve_diagnoses,
        claims.with_ndc,
    ],
)
def test_the_builders_make_claims_that_nothing_stops(builder: type, delivery: str) -> None:
    found = check_claim(builder(), CheckContext(as_of=AS_OF, delivery=delivery))
    assert [told for told in found if told.severity is Severity.MUST_FIX] == []


def test_a_claim_without_lines_is_told_and_breaks_nothing() -> None:
    found = check_claim(a_claim(lines=()), CheckContext(as_of=AS_OF))
    assert "X13" in {told.rule for told in found}
