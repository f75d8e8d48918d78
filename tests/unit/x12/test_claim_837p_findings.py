from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import stops
from clinicbill.basics.people import PersonName
from clinicbill.x12.claim_837p_findings import file_findings
from clinicbill.x12.claim_837p_loops import claim_segments
from tests.support.claims import BILLING, COMMERCIAL, a_claim, a_coverage, a_line
from tests.unit.cms1500.stories import STORIES

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


@pytest.mark.parametrize("story", STORIES)
def test_the_stories_can_be_sent(story: str) -> None:
    assert file_findings(STORIES[story]) == ()


@pytest.mark.parametrize(
    ("claim", "rule", "where", "field"),
    [
        (
            a_claim(billing=replace(BILLING, organization="Spine*Care")),
            "E10",
            "2010AA NM103",
            "billing.organization",
        ),
        (
            a_claim(billing=replace(BILLING, organization="Łąka 陳")),
            "E10",
            "2010AA NM103",
            "billing.organization",
        ),
        (
            a_claim(billing=replace(BILLING, organization="Spine " * 11)),
            "E11",
            "2010AA NM103",
            "billing.organization",
        ),
        (
            a_claim(coverage=a_coverage(payer=replace(COMMERCIAL, name="C" * 61))),
            "E11",
            "2010BB NM103",
            "coverage.payer.name",
        ),
        (
            a_claim(lines=(a_line(1), a_line(2, line_control_number="L~2"))),
            "E10",
            "line 2, 2400 REF02",
            "lines.1.line_control_number",
        ),
        (a_claim(lines=(a_line(narrative="x" * 81),)), "E11", "line 1, 2400 SV101-7", "lines.0.narrative"),
        (a_claim(additional_information="x" * 81), "E11", "2300 NTE02", "additional_information"),
        (a_claim(patient_control_number="C" * 21), "E11", "2300 CLM01", "patient_control_number"),
        (
            a_claim(patient=replace(a_claim().patient, chart_number="A:1")),
            "E10",
            "2300 REF02",
            "patient.chart_number",
        ),
    ],
    ids=["delimiter", "letter", "name", "payer", "line", "narrative", "note", "number", "component"],
)
def test_what_keeps_a_claim_out_of_a_file(claim: Claim, rule: str, where: str, field: str) -> None:
    found = file_findings(claim)
    assert [(one.rule, one.where, one.field) for one in found] == [(rule, where, field)]
    assert stops(found)
    assert all(one.message and one.why and one.fix and one.source for one in found)


def test_what_findings_name_the_writer_refuses() -> None:
    claim = a_claim(billing=replace(BILLING, organization="", person=PersonName(last="O~Neill")))
    assert [one.rule for one in file_findings(claim)] == ["E10"]
    with pytest.raises(CannotDo, match="NM103"):
        claim_segments(claim)
