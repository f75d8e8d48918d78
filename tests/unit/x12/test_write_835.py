from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from clinicbill.basics.money import ZERO
from clinicbill.remits.remittance import ClaimPayment, Remittance
from clinicbill.x12.envelope import REMITTANCE_835, Interchange
from clinicbill.x12.remit_835 import read_835
from clinicbill.x12.segments import Delimiters
from clinicbill.x12.write_835 import write_835
from tests.unit.x12.remittance_strategies import remittances
from tests.unit.x12.samples_835 import passes_pyx12, sample

BASE = Interchange(
    kind=REMITTANCE_835,
    sender_id="CLEARHOUSE",
    receiver_id="CEDARSPINE",
    control_number=1,
    made_at=datetime(2026, 11, 20, 6, 15),  # noqa: DTZ001  # local time
)


def interchange(**changes: Any) -> Interchange:
    return replace(BASE, **changes)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(remittances())
def test_what_is_written_reads_back_the_same(remittance: Remittance) -> None:
    assert read_835(write_835([remittance], interchange())) == [remittance]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=10)
@given(remittances())
def test_other_delimiters_change_nothing(remittance: Remittance) -> None:
    marks = Delimiters(element="|", component=">", repetition="!", terminator="#")
    assert read_835(write_835([remittance], interchange(delimiters=marks, line_end=""))) == [remittance]


@pytest.mark.parametrize(
    "name",
    [
        "medicare_day_4a.835",
        "bcbs_day_4a.835",
        "reversal_and_correction.835",
        "two_payments.835",
        "forwarding_balance.835",
        "no_service_lines.835",
    ],
)
def test_pyx12_accepts_what_is_written(name: str) -> None:
    payments = read_835(sample(name))
    text = write_835(payments, interchange())
    assert passes_pyx12(text)
    again = read_835(text)
    assert [replace(one, interchange_number="", group_number="") for one in again] == [
        replace(one, interchange_number="", group_number="") for one in payments
    ]


def test_payments_without_a_number_are_numbered_by_place() -> None:
    payment = Remittance(payer_name="A", trace_number="1", paid=ZERO)
    assert [one.transaction_number for one in read_835(write_835([payment, payment], interchange()))] == [
        "0001",
        "0002",
    ]


def test_more_remarks_than_moa_holds_are_refused() -> None:
    claim = ClaimPayment(
        patient_control_number="1042",
        status="1",
        charge=ZERO,
        paid=ZERO,
        remarks=("M1", "M2", "M3", "M4", "M5", "M6"),
    )
    with pytest.raises(ValueError, match="claim 1042 has more than five remark codes"):
        write_835([Remittance(payer_name="A", trace_number="1", paid=ZERO, claims=(claim,))], interchange())
