"""What paper a claim needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.cms1500.paper import red_form_findings, remittance_findings
from tests.support.claims import a_claim, medicare_chiropractic
from tests.unit.cms1500.stories import STORIES


def test_a_payer_whose_machines_read_the_form_needs_the_red_one() -> None:
    (found,) = red_form_findings(medicare_chiropractic())
    assert (found.rule, found.severity) == ("P20", Severity.MUST_FIX)
    assert found.message.endswith("takes only the red form; a plain-paper claim comes back")
    assert red_form_findings(a_claim()) == ()


def test_a_primary_claim_needs_no_remittance() -> None:
    assert remittance_findings(a_claim(), 0) == ()


@pytest.mark.parametrize(("found", "count"), [(0, 1), (1, 0)])
def test_a_claim_to_the_next_payer_asks_for_the_earlier_ones(found: int, count: int) -> None:
    claim = next(claim for claim in STORIES.values() if claim.coverage.responsibility == "S")
    findings = remittance_findings(claim, found)
    assert len(findings) == count
    for finding in findings:
        assert (finding.rule, finding.severity) == ("P21", Severity.WARNING)
        assert claim.others[0].coverage.payer.name in finding.message


def test_without_a_named_payer_it_still_asks() -> None:
    coverage = replace(a_claim().coverage, responsibility="S")
    (finding,) = remittance_findings(a_claim(coverage=coverage, others=()), 0)
    assert "the earlier payer" in finding.message


def test_two_earlier_payers_need_two_remittances() -> None:
    claim = next(claim for claim in STORIES.values() if claim.others)
    other = replace(claim.others[0], adjudicated=True)
    coverage = replace(claim.coverage, responsibility="T")
    both = replace(claim, coverage=coverage, others=(other, other))
    assert len(remittance_findings(both, 1)) == 1
    assert remittance_findings(both, 2) == ()
