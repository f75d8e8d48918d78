from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.money import Money
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.procedure_checks import procedure_findings

CMT = Procedure(code="98941", name="CMT, 3–4 regions", modifiers=("AT",))
FEE = Fee(from_on=date(2026, 1, 1), charge=Money(6500))


def _rules(procedure: Procedure, *fees: Fee) -> list[str]:
    return [finding.rule for finding in procedure_findings(procedure, fees)]


@pytest.mark.parametrize("code", ["98941", "G0283", "J3301", "0232T"])
def test_codes(code: str) -> None:
    assert _rules(replace(CMT, code=code), FEE) == []


@pytest.mark.parametrize("code", ["", "9894", "989411", "98941AT", "98941-AT", "AB123"])
def test_what_is_no_code(code: str) -> None:
    assert _rules(replace(CMT, code=code), FEE) == ["S11"]


def test_name_and_modifiers() -> None:
    assert _rules(replace(CMT, name=""), FEE) == ["S01"]
    assert _rules(replace(CMT, modifiers=("A",)), FEE) == ["S12"]
    assert _rules(replace(CMT, modifiers=("AT", "GP", "59", "XS", "GA")), FEE) == ["S12"]


def test_no_fee_is_a_warning() -> None:
    findings = procedure_findings(CMT, [])
    assert [(finding.rule, finding.severity.value) for finding in findings] == [("S13", "warning")]


def test_two_fees_from_the_same_day() -> None:
    assert _rules(CMT, FEE, replace(FEE, charge=Money(1))) == ["S14"]
    assert _rules(CMT, FEE, replace(FEE, modifier="AT"), replace(FEE, payer_id=PayerId(1))) == []
    assert _rules(CMT, FEE, replace(FEE, from_on=date(2026, 7, 1))) == []
