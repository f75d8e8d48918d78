from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.layout import box_areas
from clinicbill.cms1500.provenance import Origin, box_row, origin
from tests.support.claims import FACILITY, a_claim, auto_accident, medicare_chiropractic, workers_comp
from tests.unit.cms1500 import stories

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


def came(claim: Claim, item: str, line: int = 0) -> Origin:
    return origin(claim, claim_profile(claim), item, line)


@pytest.mark.parametrize("item", sorted({area.item for area in box_areas()}))
def test_every_box_has_its_row(item: str) -> None:
    row = box_row(item)
    assert row.title
    assert row.rule.endswith(".")
    assert row.source
    assert bool(row.record) == bool(row.path) == bool(row.field)


@pytest.mark.parametrize("story", stories.STORIES)
def test_every_path_leads_somewhere(story: str) -> None:
    claim = stories.STORIES[story]
    for area in box_areas():
        if area.line > len(claim.lines):
            continue
        found = came(claim, area.item, area.line)
        value: object = claim
        for part in found.path.split(".") if found.path else ():
            value = value[int(part)] if isinstance(value, tuple) else getattr(value, part, "missing")
            if value is None or value == ():
                break
        assert value != "missing", (area.item, found.path)


@pytest.mark.parametrize(
    ("claim", "item", "path", "value"),
    [
        (medicare_chiropractic(), "14", "case.initial_treatment_on", "11/02/2026"),
        (a_claim(), "14", "case.onset_on", "10/20/2026"),
        (a_claim(), "15", "case.initial_treatment_on", "11/02/2026"),
        (medicare_chiropractic(), "15", "", ""),
        (workers_comp(), "14", "case.accident_on", "10/07/2026"),
        (workers_comp(), "4", "coverage.subscriber.organization", "Baxter Roofing"),
        (stories.medicare_secondary(), "4", "others.0.coverage.subscriber.name", "Alvarez, Ruth M"),
        (stories.medicare_secondary(), "11", "others.0.coverage.group_number", "LG-4471"),
        (stories.federal_employee(), "11", "case.claim_number", "WC77120"),
        (medicare_chiropractic(), "11", "coverage.payer.profile", "medicare"),
        (medicare_chiropractic(), "4", "", ""),
        (stories.medigap(), "9a", "others.0.coverage", "Tamarack Supplemental"),
        (a_claim(), "9", "", ""),
        (stories.tricare(), "23", "referral_number", "R 77-12"),
        (a_claim(), "23", "", ""),
        (medicare_chiropractic(), "32a", "billing.npi", "1987654328"),
        (a_claim(facility=FACILITY), "32", "facility", "Ridgeline Surgery Center"),
        (a_claim(), "32", "", ""),
        (a_claim(), "28", "total", "65.00"),
        (a_claim(), "5", "patient.address", "418 Alder Ct, Bend OR 97701-5512"),
        (a_claim(), "27", "coverage.accepts_assignment", "Yes"),
    ],
)
def test_where_a_value_comes_from(claim: Claim, item: str, path: str, value: str) -> None:
    found = came(claim, item)
    assert (found.path, found.value) == (path, value)
    assert bool(found.record) == bool(path)


def test_lines_are_counted_from_0_in_paths() -> None:
    found = came(auto_accident(), "24F", 3)
    assert (found.path, found.value) == ("lines.2.charge", "75.00")


def test_employer_of_the_case() -> None:
    claim = workers_comp()
    subscriber = replace(claim.coverage.subscriber, organization="")
    claim = replace(claim, coverage=replace(claim.coverage, subscriber=subscriber))
    assert came(claim, "4").path == "case.employer"


def test_an_unknown_box() -> None:
    with pytest.raises(KeyError):
        box_row("99")
