from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.basics.money import Money
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import a_claim, a_line, medicare_chiropractic, six_lines, with_ndc

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


PAPER = {"delivery": "paper"}
PLACES = {"places": frozenset({"11", "12", "21"})}


def one(**changes: Any) -> Claim:
    return a_claim(lines=(a_line(**changes),))


def drug(**changes: Any) -> Claim:
    values: dict[str, Any] = {
        "procedure_code": "J3301",
        "ndc": "00003029305",
        "ndc_unit": "ML",
        "ndc_quantity": "1",
    }
    return a_claim(lines=(a_line(**(values | changes)),))


def for_medicare(**changes: Any) -> Claim:
    return medicare_chiropractic(lines=drug(**changes).lines)


def screened(referral: str) -> Claim:
    return one(epsdt=referral)


def bought(count: int) -> Claim:
    return a_claim(lines=tuple(a_line(n, purchased=Money(4000)) for n in range(1, count + 1)))


CASES = (
    Case("X13", a_claim(lines=()), a_claim()),
    Case("X13", six_lines(51), six_lines(50)),
    Case("X23", one(line_control_number=""), one(line_control_number="9" * 30)),
    Case("X23", a_claim(lines=(a_line(1), a_line(2, line_control_number="L101"))), six_lines(2)),
    Case("X15", one(procedure_code="9894"), one(procedure_code="0055T")),
    Case("X15", one(procedure_code="98941 "), one(procedure_code="G0283")),
    Case("X14", one(modifiers=("AT", "GA", "59", "XS", "GP")), one(modifiers=("AT", "GA", "59", "XS"))),
    Case("X14", one(modifiers=("A",)), one(modifiers=("AT",))),
    Case("X14", one(modifiers=("AT", "AT")), one()),
    Case("F17", one(pointers=()), one(pointers=(1,))),
    Case("F17", one(pointers=(1, 3)), one(pointers=(1, 2))),
    Case("F17", one(pointers=(1, 2, 1)), one()),
    Case("F17", one(pointers=(1, 2, 1, 2, 1)), one()),
    Case("F21", one(pos="1"), one(pos="12")),
    Case("F21", one(pos="98"), one(pos="11"), PLACES),
    Case("F23", one(units=0), one(units=999)),
    Case("F23", one(units=1000), one()),
    Case(
        "F20",
        one(from_on=date(2026, 11, 20), units=3),
        one(from_on=date(2026, 11, 20), units=4),
    ),
    Case("F31", one(procedure_code="97799"), one(procedure_code="97799", narrative="Dry needling")),
    Case("F32", drug(ndc="0003029305"), drug()),
    Case("F32", drug(ndc_unit="MG"), with_ndc()),
    Case("F32", drug(ndc_quantity="0"), drug(ndc_quantity="0.5")),
    Case("F32", drug(ndc_quantity="1,5"), drug(ndc_quantity="12.125")),
    Case("H33", for_medicare(ndc_quantity="1234.567"), for_medicare(ndc_quantity="123.45"), PAPER),
    Case("H33", drug(ndc_quantity="12345.678"), drug(ndc_quantity="12.125"), PAPER),
    Case("X62", screened("XX"), screened("AV")),
    Case("X62", screened("Y"), screened("")),
    Case("X63", bought(2), bought(1), PAPER),
    Case("H32", drug(ndc="", ndc_unit="", ndc_quantity=""), drug()),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_the_place_names_line_and_item() -> None:
    claim = a_claim(lines=(a_line(1), a_line(2, procedure_code="97110", pointers=())))
    found = findings(claim)["F17"]
    assert (found.where, found.field) == ("line 2, item 24E", "lines.1.pointers")


def test_medicare_takes_a_drug_without_ndc() -> None:
    claim = medicare_chiropractic(lines=(a_line(procedure_code="J3301"),))
    assert "H32" not in findings(claim)


def test_words_in_item_19_serve_an_unlisted_code_too() -> None:
    claim = a_claim(lines=(a_line(procedure_code="97799"),), additional_information="Dry needling")
    assert "F31" not in findings(claim)


def test_a_quantity_longer_than_its_room_stops_where_the_room_is_published() -> None:
    long = for_medicare(ndc_quantity="1234.567")
    assert findings(long, **PAPER)["H33"].severity is Severity.MUST_FIX
    assert "H33" not in findings(long)
    assert findings(drug(ndc_quantity="12345.678"), **PAPER)["H33"].severity is Severity.WARNING
