from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.claim import Adjustment, OtherId
from clinicbill.x12.claim_837p_parts import (
    SECONDARY_IDS,
    address,
    adjustments,
    organization,
    person,
    plain_id,
    secondary_id,
    taxonomy_of,
)


@pytest.mark.parametrize(("keyed", "plain"), [("1eg4-te5-mk73", "1EG4TE5MK73"), (" 12 3 ", "123"), ("", "")])
def test_identifiers_have_no_marks(keyed: str, plain: str) -> None:
    assert plain_id(keyed) == plain


def test_names() -> None:
    name = PersonName(last="Haddad", first="Samir", middle="K.", suffix="Jr.")
    assert person("IL", name, "MI", "X1") == ("NM1", "IL", "1", "Haddad", "Samir", "K", "", "Jr", "MI", "X1")
    assert person("QC", PersonName(last="Cher"))[-2:] == ("", "")
    assert organization("PR", "Cascade", "PI", "CM001")[2:4] == ("2", "Cascade")
    # A qualifier never stands without its number.
    assert organization("77", "Ridgeline", "XX", "")[-2:] == ("", "")


def test_an_incomplete_address_is_left_out() -> None:
    whole = Address(street="1 Elm St", street2="Apt 2", city="Bend", state="OR", zip="97701-5512")
    assert list(address(whole)) == [("N3", "1 Elm St", "Apt 2"), ("N4", "Bend", "OR", "977015512")]
    assert list(address(Address(street="1 Elm St"))) == []


ADJUSTMENT = st.builds(
    Adjustment,
    group=st.sampled_from(("CO", "PR", "OA", "PI")),
    reason=st.sampled_from(("1", "2", "45", "253")),
    amount=st.integers(-500, 500).map(Money),
)


@given(st.lists(ADJUSTMENT, max_size=30))
def test_adjustments_keep_their_sum_and_group(given_ones: list[Adjustment]) -> None:
    rows = list(adjustments(given_ones))
    found = [(row[1], row[number], row[number + 1]) for row in rows for number in range(2, len(row), 3)]
    wanted = [(one.group, one.reason, one.amount) for one in given_ones if one.amount]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
    assert all(row[0] == "CAS" and len(row) <= 2 + 18 for row in rows)


def test_a_seventh_reason_begins_another_segment() -> None:
    seven = [Adjustment(group="CO", reason=str(n), amount=Money(100)) for n in range(1, 8)]
    first, second = adjustments(seven)
    assert (len(first), second[:3]) == (20, ("CAS", "CO", "7"))


def test_a_number_stands_only_where_its_loop_takes_the_qualifier() -> None:
    place = OtherId(qualifier="LU", number=" loc 7")
    assert list(secondary_id("2310C", place)) == [("REF", "LU", "LOC 7")]
    assert list(secondary_id("2310A", place)) == []
    assert list(secondary_id("2310C", None)) == []
    # A taxonomy is no REF anywhere.
    assert not any("ZZ" in taken for taken in SECONDARY_IDS.values())


def test_the_payers_own_taxonomy() -> None:
    assert taxonomy_of("111N00000X", OtherId(qualifier="ZZ", number="111NR0400X")) == "111NR0400X"
    assert taxonomy_of("111N00000X", OtherId(qualifier="G2", number="1")) == "111N00000X"
    assert taxonomy_of("111N00000X", None) == "111N00000X"
