from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.claim import OtherId
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import BILLING, FACILITY, REFERRING, RENDERING, a_claim, a_line

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


def billed(**changes: Any) -> Claim:
    return a_claim(billing=replace(BILLING, **changes))


def done_by(**changes: Any) -> Claim:
    return a_claim(lines=(a_line(rendering=replace(RENDERING, **changes)),))


def other(qualifier: str, number: str = "AB 123") -> OtherId:
    return OtherId(qualifier=qualifier, number=number)


def at(**changes: Any) -> Address:
    return replace(BILLING.address, **changes)


CASES = (
    Case("F13", billed(npi="1987654321"), billed(npi="1987654328")),
    Case("F13", done_by(npi=""), done_by()),
    Case("F13", a_claim(referring=replace(REFERRING, npi="155500001")), a_claim(referring=REFERRING)),
    Case("F13", a_claim(facility=replace(FACILITY, npi="1")), a_claim(facility=replace(FACILITY, npi=""))),
    Case("F12", a_claim(referring=replace(REFERRING, npi="")), a_claim()),
    Case("F12", a_claim(referring=replace(REFERRING, name=PersonName())), a_claim(referring=REFERRING)),
    Case("F12", a_claim(referring=replace(REFERRING, qualifier="P3")), a_claim(referring=REFERRING)),
    Case("X37", done_by(name=PersonName()), done_by()),
    Case("F25", billed(tax_id="12-3456789"), billed(tax_id="123456789")),
    Case("F25", billed(tax_id_kind="24"), billed(tax_id_kind="SY")),
    Case("X02", billed(taxonomy="111N0000X"), billed(taxonomy="")),
    Case("X02", done_by(taxonomy="111N000000X"), done_by(taxonomy="111N00000X")),
    Case("X03", billed(organization=""), billed(organization="", person=RENDERING.name)),
    Case("X03", billed(address=at(city="")), a_claim()),
    Case("F27", billed(address=at(street="P.O. Box 12")), billed(pay_to=at(street="P.O. Box 12"))),
    Case(
        "F27",
        billed(address=at(street="1 Main St", street2="Lock Box 4")),
        billed(address=at(street="Boxwood Ave")),
    ),
    Case("F27", billed(address=at(zip="97703")), a_claim()),
    Case("F28", a_claim(lines=(a_line(pos="24"),)), a_claim(lines=(a_line(pos="24"),), facility=FACILITY)),
    Case("X32", a_claim(facility=replace(FACILITY, address=at(zip="97702"))), a_claim(facility=FACILITY)),
    Case("X32", a_claim(facility=replace(FACILITY, name="")), a_claim()),
    Case(
        "X65",
        a_claim(lines=(a_line(purchased=Money(4000)),)),
        a_claim(lines=(a_line(purchased=Money(4000)),), facility=FACILITY),
    ),
    Case("X66", billed(other_id=other("1G")), billed(other_id=other("G2"))),
    Case("X66", billed(other_id=other("G2", " ")), billed(other_id=other("0B"))),
    Case("X66", done_by(other_id=other("XX")), done_by(other_id=other("1G"))),
    Case(
        "X66",
        a_claim(facility=replace(FACILITY, other_id=other("1G"))),
        a_claim(facility=replace(FACILITY, other_id=other("LU"))),
    ),
    Case(
        "X66",
        a_claim(referring=replace(REFERRING, other_id=other("LU"))),
        a_claim(referring=replace(REFERRING, other_id=other("LU"), qualifier="DQ")),
    ),
    Case("X36", done_by(signature_on_file_on=None), done_by(), {"delivery": "paper"}),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_a_short_zip_stops_the_file_and_warns_on_paper() -> None:
    claim = billed(address=at(zip="97703"))
    assert findings(claim)["F27"].severity == "must_fix"
    assert findings(claim, delivery="paper")["F27"].severity == "warning"


def test_telehealth_at_home_needs_no_facility() -> None:
    assert "F28" not in findings(a_claim(lines=(a_line(pos="10"),)))


def test_one_wrong_npi_is_told_once() -> None:
    wrong = replace(RENDERING, npi="1234567890")
    claim = a_claim(lines=(a_line(1, rendering=wrong), a_line(2, modifiers=("76",), rendering=wrong)))
    assert findings(claim)["F13"].where == "line 1, item 24J"
