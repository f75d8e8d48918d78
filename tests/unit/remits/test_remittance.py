from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from clinicbill.basics.errors import UnreadableFile
from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.people import PersonName
from clinicbill.remits.remittance import (
    Adjustment,
    ClaimPayment,
    Party,
    ProcedureCode,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
    from_json,
    to_json,
)
from tests.unit.x12.remittance_strategies import remittances

LINE = ServicePayment(
    procedure=ProcedureCode(code="98940", modifiers=("AT",)),
    submitted=ProcedureCode(code="98941", modifiers=("AT",)),
    charge=Money(6500),
    paid=Money(2266),
    units_paid=Decimal("1.5"),
    adjustments=(Adjustment(group="CO", reason="45", amount=Money(-1)),),
    allowed=ZERO,
)
CLAIM = ClaimPayment(
    patient_control_number="EKB1012",
    status="1",
    charge=Money(6500),
    paid=Money(2266),
    patient=Party(name=PersonName(last="EKBERG", first="NILS")),
    services=(LINE,),
)
REMITTANCE = Remittance(
    payer_name="NORTHERN",
    trace_number="8812345",
    paid=Money(3044),
    paid_on=date(2026, 11, 20),
    claims=(CLAIM, CLAIM),
    complete=False,
)


def test_what_is_kept_reads_back_the_same() -> None:
    assert from_json(to_json(REMITTANCE)) == REMITTANCE


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(remittances())
def test_any_remittance_reads_back_the_same(remittance: Remittance) -> None:
    assert from_json(to_json(remittance)) == remittance


def test_the_stored_form_is_plain_and_without_empty_fields() -> None:
    stored = json.loads(to_json(REMITTANCE))
    assert stored["version"] == 1
    kept = stored["remittance"]
    assert (kept["paid"], kept["paid_on"], kept["complete"]) == ({"cents": 3044}, "2026-11-20", False)
    assert "payee_name" not in kept
    line = kept["claims"][0]["services"][0]
    assert (line["allowed"], line["units_paid"]) == ({"cents": 0}, "1.5")
    assert "subscriber" not in kept["claims"][0]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"version":1}', '{"version":1,"remittance":{"paid":3}}', "\x00"]
)
def test_what_is_no_stored_remittance_gives_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read; nothing was changed"):
        from_json(text)


def test_a_newer_version_gives_a_sentence() -> None:
    with pytest.raises(UnreadableFile, match="newer clinicbill"):
        from_json(to_json(REMITTANCE).replace('"version":1', '"version":2'))


def test_counts_and_names() -> None:
    assert REMITTANCE.services == 2
    assert str(LINE.billed) == "98941-AT"
    assert replace(LINE, submitted=None).billed == LINE.procedure
    assert str(CLAIM.patient) == "NILS EKBERG"
    assert str(Party(organization="EVERGREEN")) == "EVERGREEN"


@pytest.mark.parametrize(
    ("status", "reversal", "forwarded"), [("1", False, False), ("22", True, False), ("19", False, True)]
)
def test_what_a_status_means(status: str, *, reversal: bool, forwarded: bool) -> None:
    claim = replace(CLAIM, status=status)
    assert (claim.is_reversal, claim.is_forwarded) == (reversal, forwarded)


def test_a_rendering_provider_has_an_npi_only_where_the_number_is_one() -> None:
    assert CLAIM.rendering_npi == ""
    assert replace(CLAIM, rendering=Party(identifier_kind="BS", identifier="A1")).rendering_npi == ""
    assert (
        replace(CLAIM, rendering=Party(identifier_kind="XX", identifier="1234567893")).rendering_npi
        == "1234567893"
    )


def test_provider_adjustments_have_names() -> None:
    assert ProviderAdjustment(reason="WO", amount=ZERO).name == "overpayment taken back"
    assert ProviderAdjustment(reason="ZZ", amount=ZERO).name == "ZZ"
