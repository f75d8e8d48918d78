from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.claims.claim import OtherId
from clinicbill.x12 import claim_837p_providers as providers
from clinicbill.x12.companion import Companion
from tests.support.claims import BILLING, FACILITY, REFERRING, RENDERING, a_claim, a_line
from tests.unit.cms1500 import stories
from tests.unit.x12 import stories_837p

if TYPE_CHECKING:
    from clinicbill.x12.claim_837p_parts import Rows

ALL = Companion()


def test_billing_provider() -> None:
    rows = list(providers.billing_provider_2010aa(a_claim(), ALL))
    assert [row[0] for row in rows] == ["NM1", "N3", "N4", "REF"]
    assert rows[0][1:4] == ("85", "2", "Cedar Spine and Wellness PLLC")
    assert rows[-1] == ("REF", "EI", "123456789")


def test_a_person_bills() -> None:
    [name, *_, reference] = providers.billing_provider_2010aa(stories.solo(), ALL)
    assert name[1:5] == ("85", "1", "Lindqvist", "Anna")
    assert reference == ("REF", "SY", "123456789")


def test_taxonomy_is_an_option() -> None:
    assert list(providers.billing_provider_specialty_2000a(a_claim(), ALL)) == [
        ("PRV", "BI", "PXC", "111N00000X")
    ]
    assert list(providers.billing_provider_specialty_2000a(a_claim(), Companion(taxonomy=False))) == []
    assert len(list(providers.rendering_provider_2310b(a_claim(), Companion(taxonomy=False)))) == 1


def test_payments_to_another_address() -> None:
    assert list(providers.pay_to_address_2010ab(stories.solo(), ALL)) == [
        ("NM1", "87", "1"),
        ("N3", "PO Box 12", ""),
        ("N4", "Bend", "OR", "977090012"),
    ]
    same = a_claim(billing=replace(BILLING, pay_to=BILLING.address))
    assert list(providers.pay_to_address_2010ab(same, ALL)) == []


def test_item_17_goes_where_its_qualifier_says() -> None:
    for qualifier in ("DN", "DQ", "DK"):
        claim = a_claim(referring=replace(REFERRING, qualifier=qualifier))
        found = {
            "DN": list(providers.referring_provider_2310a(claim, ALL)),
            "DQ": list(providers.supervising_provider_2310d(claim, ALL)),
            "DK": list(providers.ordering_provider_2420e(claim.lines[0], claim, ALL)),
        }
        assert [name for name, rows in found.items() if rows] == [qualifier]
        assert found[qualifier][0][1] == qualifier


def test_rendering_provider_only_where_not_the_billing_one() -> None:
    [name, specialty] = providers.rendering_provider_2310b(a_claim(), ALL)
    assert (name[1], name[-1]) == ("82", RENDERING.npi)
    assert specialty == ("PRV", "PE", "PXC", "111N00000X")
    assert list(providers.rendering_provider_2310b(stories.solo(), ALL)) == []


def test_a_line_names_its_provider_where_it_differs() -> None:
    claim = stories.assistant_surgeon()
    found = [list(providers.rendering_provider_2420a(line, claim, ALL)) for line in claim.lines]
    assert [bool(rows) for rows in found] == [False, True, False]
    # The billing person performed the first line, somebody else the second.
    solo = stories.solo()
    other = a_line(2, rendering=stories.ORTHOPAEDIC_SURGEON)
    mixed = replace(solo, lines=(*solo.lines, other))
    assert [bool(list(providers.rendering_provider_2420a(line, mixed, ALL))) for line in mixed.lines] == [
        False,
        True,
    ]


def test_facility_only_where_it_is_another_place() -> None:
    [name, *address] = providers.service_facility_2310c(a_claim(facility=FACILITY), ALL)
    assert (name[1:4], name[-1]) == (("77", "2", "Ridgeline Surgery Center"), "1666000025")
    assert [row[0] for row in address] == ["N3", "N4"]
    office = replace(FACILITY, address=BILLING.address)
    assert list(providers.service_facility_2310c(a_claim(facility=office), ALL)) == []
    assert list(providers.service_facility_2310c(a_claim(), ALL)) == []


def references(rows: Rows) -> list[tuple[object, ...]]:
    return [row[1:] for row in rows if row[0] == "REF"]


def test_numbers_beside_the_npi_stand_with_whom_they_name() -> None:
    claim = stories_837p.numbers_beside_the_npi()
    assert references(providers.billing_provider_2010aa(claim, ALL)) == [("EI", "123456789")]
    assert references(providers.referring_provider_2310a(claim, ALL)) == [("0B", "MD19870")]
    assert references(providers.rendering_provider_2310b(claim, ALL)) == [("G2", "P-1001")]
    assert references(providers.service_facility_2310c(claim, ALL)) == [("LU", "LOC7")]
    first, second = claim.lines
    assert references(providers.rendering_provider_2420a(first, claim, ALL)) == []
    assert references(providers.rendering_provider_2420a(second, claim, ALL)) == [("1G", "U22331")]
    ordered, supervised = stories_837p.ordered(), stories_837p.supervised()
    assert references(providers.ordering_provider_2420e(ordered.lines[0], ordered, ALL)) == [("1G", "U10001")]
    assert references(providers.supervising_provider_2310d(supervised, ALL)) == [("LU", "S-3")]


def test_a_licence_of_who_bills_stands_with_the_name() -> None:
    rows = providers.billing_provider_2010aa(stories_837p.ordered(), ALL)
    assert references(rows) == [("EI", "123456789"), ("0B", "GL-77")]


def test_the_taxonomy_the_payer_has_goes_before_ours() -> None:
    claim = stories_837p.supervised()
    assert list(providers.billing_provider_specialty_2000a(claim, ALL)) == [
        ("PRV", "BI", "PXC", "261QR0400X")
    ]
    [_, specialty] = providers.rendering_provider_2310b(claim, ALL)
    assert specialty == ("PRV", "PE", "PXC", "111NR0400X")


def test_the_licence_only_for_who_wants_it_and_never_twice() -> None:
    claim = stories_837p.licensed()
    wanted = Companion(license_number=True)
    assert references(providers.rendering_provider_2310b(claim, ALL)) == []
    assert references(providers.rendering_provider_2310b(claim, wanted)) == [("0B", "DC-4471")]
    numbered = replace(claim.lines[0].rendering, other_id=OtherId(qualifier="0B", number="9"))
    twice = replace(claim, lines=(replace(claim.lines[0], rendering=numbered),))
    assert references(providers.rendering_provider_2310b(twice, wanted)) == [("0B", "9")]
