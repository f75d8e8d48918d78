from __future__ import annotations

from dataclasses import replace
from types import NoneType
from typing import get_args, get_origin, get_type_hints

import pytest

from clinicbill.basics.money import Money
from clinicbill.claims.claim import Claim
from clinicbill.claims.profile import DateRule
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.boxes_condition import EVENTS
from clinicbill.cms1500.layout import box_areas
from clinicbill.cms1500.origin import Origin, box_row
from clinicbill.cms1500.provenance import origin
from tests.support.claims import (
    FACILITY,
    SERVICE_ON,
    a_case,
    a_claim,
    auto_accident,
    dependent_child,
    medicare_chiropractic,
    secondary,
    workers_comp,
)
from tests.unit.cms1500 import paper_stories, stories


def came(claim: Claim, item: str, line: int = 0) -> Origin:
    return origin(claim, claim_profile(claim), item, line)


@pytest.mark.parametrize("item", sorted({area.item for area in box_areas()}))
def test_every_box_has_its_row(item: str) -> None:
    row = box_row(item)
    assert row.title
    assert row.rule.endswith(".")
    assert row.source
    assert bool(row.record) == bool(row.path) == bool(row.field)


@pytest.mark.parametrize("story", paper_stories.EVERY)
def test_every_path_leads_somewhere(story: str) -> None:
    claim = paper_stories.EVERY[story]
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
        (workers_comp(), "4", "case.employer", "Baxter Roofing"),
        (stories.medicare_secondary(), "4", "patient.name", "Alvarez, Ruth M"),
        (stories.medicare_secondary(), "7", "patient.address", "418 Alder Ct, Bend OR 97701-5512"),
        (dependent_child(), "4", "coverage.subscriber.name", "Haddad Jr, Samir"),
        (a_claim(), "11a", "patient.birth_on", "03/14/1951"),
        (stories.medicare_secondary(), "11", "others.0.coverage.group_number", "LG-4471"),
        (stories.federal_employee(), "11", "case.claim_number", "WC77120"),
        (medicare_chiropractic(), "11", "coverage.payer.profile", "medicare"),
        (medicare_chiropractic(), "4", "", ""),
        (stories.medigap(), "9", "patient.name", "Alvarez, Ruth M"),
        (stories.medigap(), "9a", "others.0.coverage.subscriber.member_id", "5512-0934"),
        (stories.medigap(), "9d", "others.0.coverage.payer.payer_number", "74126"),
        (secondary(), "9", "patient.name", "Alvarez, Ruth M"),
        (secondary(), "9a", "others.0.coverage.subscriber.member_id", "1EG4TE5MK73"),
        (secondary(), "9d", "others.0.coverage.payer.name", "Medicare Part B"),
        (secondary(), "29", "others.0.paid", "32.30"),
        (medicare_chiropractic(amount_paid=Money(2000)), "29", "amount_paid", "20.00"),
        (a_claim(amount_paid=Money(2000)), "29", "", ""),
        (a_claim(), "9", "", ""),
        (stories.tricare(), "23", "referral_number", "R 77-12"),
        (a_claim(), "23", "", ""),
        (medicare_chiropractic(), "32a", "billing.npi", "1987654328"),
        (a_claim(facility=FACILITY), "32", "facility", "Ridgeline Surgery Center"),
        (a_claim(), "32", "", ""),
        (a_claim(), "28", "total", "65.00"),
        (a_claim(), "5", "patient.address", "418 Alder Ct, Bend OR 97701-5512"),
        (a_claim(), "27", "coverage.accepts_assignment", "Yes"),
        (paper_stories.comp_california_review(), "10d", "condition_codes", "W3"),
        (a_claim(), "10d", "", ""),
        (paper_stories.other_ids(), "17a", "referring.other_id", "0B MD 55120"),
        (a_claim(), "17a", "", ""),
        (paper_stories.purchased(), "20", "lines.1.purchased", "62.50"),
        (a_claim(), "20", "coverage.payer.profile", "commercial"),
        (paper_stories.other_ids(), "32b", "facility.other_id", "LU SITE 9"),
        (paper_stories.other_ids(), "33b", "billing.other_id", "G2 GRP-44120"),
        (stories.medicaid(), "33b", "billing.taxonomy", "111N00000X"),
        (paper_stories.pregnancy(), "14", "case.last_menstrual_on", "06/01/2026"),
        (paper_stories.pregnancy(), "15", "case.last_seen_on", "11/09/2026"),
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


def test_the_number_beside_the_npi() -> None:
    assert came(paper_stories.other_ids(), "24I", 1).path == "lines.0.rendering.other_id"
    assert came(stories.medicaid(), "24I", 1).path == "lines.0.rendering.taxonomy"
    assert came(a_claim(), "24I", 1) == Origin()


def _reached(kind: object, path: str) -> object:
    """The type a dotted path leads to, by the fields the records declare."""
    for part in path.split(".") if path else ():
        plain = [one for one in get_args(kind) if one not in (NoneType, Ellipsis)]
        if part.isdigit() or part == "{line}":
            assert get_origin(kind) is tuple, path
            kind = plain[0]
            continue
        kind = plain[0] if plain else kind
        assert isinstance(kind, type), path
        declared = get_type_hints(kind).get(part)
        kind = declared or get_type_hints(getattr(kind, part).fget)["return"]
    return kind


@pytest.mark.parametrize("item", sorted({area.item for area in box_areas()}))
def test_every_path_of_the_table_is_a_field_of_the_claim(item: str) -> None:
    path = box_row(item).path
    for place in ("coverage", "others.0.coverage"):
        for facility in ("facility", "billing"):
            for event in EVENTS.values():
                named = {"coverage": place, "facility": facility, "event": event, "line": "0"}
                _reached(Claim, path.format(**named))


@pytest.mark.parametrize("field", sorted(EVENTS.values()))
def test_every_event_has_its_name_and_qualifier(field: str) -> None:
    claim = a_claim(case=a_case(**{"onset_on": None, "initial_treatment_on": None, field: SERVICE_ON}))
    event = next(name for name, known in EVENTS.items() if known == field)
    profile = replace(claim_profile(claim), illness_dates=(DateRule(event=event, qualifier=""),))
    found = origin(claim, profile, "14")
    assert found.path == f"case.{field}"
    assert found.field
    assert len(found.file_qualifier) == 3
