from __future__ import annotations

from dataclasses import is_dataclass, replace

import pytest

from clinicbill.basics.people import PersonName
from clinicbill.claims.claim import Claim, Subscriber
from clinicbill.x12.claim_837p_findings import file_findings
from clinicbill.x12.claim_837p_loops import claim_rows
from clinicbill.x12.claim_837p_places import place_of
from tests.support.claims import a_claim
from tests.unit.cms1500.stories import STORIES
from tests.unit.x12.stories_837p import FACTS, numbers_beside_the_npi, purchased, second_review


def stands_in(claim: Claim, place: str) -> bool:
    """Whether the Claim has such a place; a list may be named as a whole."""
    at: object = claim
    for part in place.split("."):
        if isinstance(at, tuple):
            at = at[int(part)] if int(part) < len(at) else None
        elif is_dataclass(at) and hasattr(at, part):
            at = getattr(at, part)
        else:
            return at is None or isinstance(at, str)
    return True


EVERY = {**STORIES, **FACTS}


@pytest.mark.parametrize("story", EVERY)
def test_every_text_of_a_file_comes_from_a_place_of_the_claim(story: str) -> None:
    claim = EVERY[story]
    other = -1
    for loop, line, row in claim_rows(claim):
        other += (loop, row[0]) == ("2320", "SBR")
        for number, element in enumerate(row[1:], 1):
            if not isinstance(element, str) or len(element) <= 3:
                continue
            place = place_of(claim, loop, row, number, line=line, other=max(other, 0))
            assert stands_in(claim, place), (loop, row, number, place)


@pytest.mark.parametrize(
    ("relationship", "subscriber", "place"),
    [
        ("18", PersonName(), "patient.name"),
        ("18", PersonName(last="Łą陳"), "coverage.subscriber.name"),
        ("19", PersonName(last="Łą陳"), "coverage.subscriber.name"),
    ],
)
def test_the_insureds_name_is_typed_where_it_was_taken_from(
    relationship: str, subscriber: PersonName, place: str
) -> None:
    claim = a_claim()
    coverage = replace(
        claim.coverage, relationship=relationship, subscriber=Subscriber(name=subscriber, member_id="A1")
    )
    patient = replace(claim.patient, name=PersonName(last="陳", first="Ann"))
    found = [
        one
        for one in file_findings(replace(claim, coverage=coverage, patient=patient))
        if "2010BA" in one.where
    ]
    assert [one.field for one in found] == [place]


@pytest.mark.parametrize(
    ("claim", "loop", "tag", "places"),
    [
        (second_review(), "2300", "HI", {"diagnoses.0", "condition_codes"}),
        (numbers_beside_the_npi(), "2010BB", "REF", {"billing.other_id"}),
        (numbers_beside_the_npi(), "2310A", "REF", {"referring.other_id"}),
        (numbers_beside_the_npi(), "2310C", "REF", {"facility.other_id"}),
        (numbers_beside_the_npi(), "2420A", "REF", {"lines.1.rendering.other_id"}),
        (FACTS["ordered"], "2010AA", "REF", {"billing.other_id", "billing.tax_id"}),
        (FACTS["screening"], "2300", "CRC", {"lines.0.epsdt"}),
        (purchased(), "2400", "PS1", {"lines.1.purchased"}),
    ],
)
def test_facts_of_few_claims_lead_to_where_they_are_typed(
    claim: Claim, loop: str, tag: str, places: set[str]
) -> None:
    rows = [(line, row) for at, line, row in claim_rows(claim) if (at, row[0]) == (loop, tag)]
    assert {place_of(claim, loop, row, 1, line=line) for line, row in rows} == places
