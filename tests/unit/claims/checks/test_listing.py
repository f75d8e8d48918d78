from __future__ import annotations

from clinicbill.claims.checks.listing import SEVERITY_WORDS, as_markdown
from clinicbill.claims.checks.rules import rules
from clinicbill.cms1500 import fit
from clinicbill.x12 import claim_837p_findings


def test_rules_stand_under_their_topics_with_scope_and_source() -> None:
    text = as_markdown()
    for rows in rules().values():
        for rule in rows:
            assert f"\n## {rule.topic}\n" in text
            assert SEVERITY_WORDS[rule.severity] in text
    assert "claim filing code MB, paper" in text
    assert "from 11/01/2015" in text
    assert "cases: workers comp, auto" in text


def test_rules_of_form_and_file_are_listed_too() -> None:
    text = as_markdown()
    for rule in (
        fit.TOO_LONG,
        fit.UNKNOWN_LETTER,
        fit.SHORTENED,
        fit.NO_ROOM,
        fit.NEGATIVE,
        claim_837p_findings.UNWRITABLE,
        claim_837p_findings.TOO_LONG,
    ):
        assert f"| {rule} |" in text


def test_tables_are_whole() -> None:
    for line in as_markdown().splitlines():
        if line.startswith("|"):
            assert line.endswith("|")
