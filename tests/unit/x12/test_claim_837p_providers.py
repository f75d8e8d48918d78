from __future__ import annotations

from dataclasses import replace

from clinicbill.x12 import claim_837p_providers as providers
from clinicbill.x12.companion import Companion
from tests.support.claims import BILLING, FACILITY, REFERRING, RENDERING, a_claim, a_line
from tests.unit.cms1500 import stories

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
