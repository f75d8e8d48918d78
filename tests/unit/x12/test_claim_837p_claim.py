from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.x12 import claim_837p_claim as claims
from clinicbill.x12.companion import Companion
from tests.support.claims import (
    SERVICE_ON,
    a_case,
    a_claim,
    a_coverage,
    a_line,
    a_patient,
    auto_accident,
    medicare_chiropractic,
    workers_comp,
)
from tests.unit.cms1500 import stories
from tests.unit.x12 import stories_837p

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim
    from clinicbill.x12.writer import Element

ALL = Companion(amount_paid=True)


def dates(claim: Claim) -> dict[str, tuple[str, Element]]:
    return {str(row[1]): (str(row[2]), row[3]) for row in claims.claim_dates(claim)}


def test_medicare_chiropractic_sends_the_first_treatment() -> None:
    rows = list(claims.claim_2300(medicare_chiropractic(), ALL))
    assert ("DTP", "454", "D8", date(2026, 11, 2)) in rows


def test_the_order_of_the_guide() -> None:
    claim = stories.assistant_surgeon()
    tags = list(dict.fromkeys(row[0] for row in claims.claim_2300(claim, ALL)))
    assert tags == ["CLM", "DTP", "REF", "NTE", "HI"]
    paid = claims.claim_2300(a_claim(amount_paid=Money(100)), ALL)
    assert list(dict.fromkeys(row[0] for row in paid)) == ["CLM", "DTP", "AMT", "REF", "HI"]


def test_an_onset_on_the_day_of_service_is_not_told() -> None:
    assert "431" not in dates(a_claim(case=a_case(onset_on=SERVICE_ON)))
    assert dates(a_claim())["431"] == ("D8", date(2026, 10, 20))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 10, 8), date(2026, 10, 14), {"314": ("RD8", "20261008-20261014")}),
        (date(2026, 10, 8), None, {"360": ("D8", date(2026, 10, 8))}),
        (None, date(2026, 10, 14), {"361": ("D8", date(2026, 10, 14))}),
        (None, None, {}),
    ],
)
def test_unable_to_work(start: date | None, end: date | None, expected: dict[str, object]) -> None:
    found = dates(a_claim(case=a_case(unable_from_on=start, unable_to_on=end)))
    assert {name: found[name] for name in found if name in ("314", "360", "361")} == expected


def test_an_accident_date_only_with_an_accident() -> None:
    day = date(2026, 10, 19)
    assert "439" not in dates(a_claim(case=a_case(accident_on=day)))
    assert dates(a_claim(case=a_case(accident_on=day, other_accident=True)))["439"] == ("D8", day)
    assert "439" in dates(workers_comp())


def test_dates_that_few_claims_have_stand_in_the_order_of_the_guide() -> None:
    order = ["431", "454", "304", "453", "484", "455", "471", "090", "091"]
    assert list(dates(stories_837p.dated())) == order
    assert dates(stories_837p.dated())["471"] == ("D8", date(2026, 11, 4))


def test_first_contact_belongs_to_injuries() -> None:
    day = date(2026, 11, 2)
    assert "444" not in dates(a_claim(case=a_case(first_contact_on=day)))
    assert dates(auto_accident(case=a_case(kind="auto", first_contact_on=day)))["444"] == ("D8", day)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ((), []),
        (("", ""), []),
        (("NU", "NU"), [("CRC", "ZZ", "N", "NU")]),
        (("NU", "AV"), [("CRC", "ZZ", "Y", "AV")]),
        (("ST", "", "S2", "ST", "AV"), [("CRC", "ZZ", "Y", "ST", "S2", "AV")]),
    ],
)
def test_what_came_of_a_screening(results: tuple[str, ...], expected: list[object]) -> None:
    lines = tuple(a_line(number, epsdt=result) for number, result in enumerate(results, 1))
    assert list(claims.screening_referral(a_claim(lines=lines))) == expected


def test_twelve_condition_codes_in_a_segment_behind_the_diagnoses() -> None:
    rows = list(claims.claim_2300(stories_837p.second_review(), ALL))
    first, *conditions = [row for row in rows if row[0] == "HI"]
    assert first[1] == ("ABK", "S335XXA")
    assert [len(row) - 1 for row in conditions] == [12, 2]
    assert conditions[0][1] == ("BG", "W3")


def test_hospital_stay() -> None:
    found = dates(stories.assistant_surgeon())
    assert (found["435"][1], found["096"][1]) == (date(2026, 11, 23), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("claim", "causes"),
    [
        (a_claim(), ()),
        (workers_comp(), ("EM", "", "", "")),
        (auto_accident(), ("AA", "", "", "OR")),
        (a_claim(case=a_case(other_accident=True)), ("OA", "", "", "")),
        (
            auto_accident(case=a_case(kind="auto", accident_state="WA", other_accident=True)),
            ("AA", "OA", "", "WA"),
        ),
    ],
)
def test_related_causes(claim: Claim, causes: tuple[str, ...]) -> None:
    assert claims.claim_information(claim)[11] == causes


def test_signatures_and_assignment() -> None:
    assert claims.claim_information(a_claim())[6:10] == ("Y", "A", "Y", "Y")
    claim = a_claim(
        patient=a_patient(signature_on_file_on=None),
        coverage=a_coverage(accepts_assignment=False, benefits_assigned=False),
    )
    assert claims.claim_information(claim)[6:10] == ("Y", "C", "N", "I")


def test_references() -> None:
    claim = a_claim(frequency="7", original_reference="X1", referral_number="R1", authorization_number="A1")
    assert list(claims.claim_references(claim)) == [
        ("REF", "9F", "R1"),
        ("REF", "G1", "A1"),
        ("REF", "F8", "X1"),
        ("REF", "EA", "A1007"),
    ]
    # An original claim never names a payer's number.
    assert [row[1] for row in claims.claim_references(a_claim(original_reference="X1"))] == ["EA"]


def test_diagnoses() -> None:
    assert claims.diagnoses(medicare_chiropractic())[:3] == ("HI", ("ABK", "M9903"), ("ABF", "M5459"))
