from __future__ import annotations

from datetime import date

from clinicbill.basics.identifiers import PayerId, ProcedureId
from clinicbill.basics.money import Money
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.rows import columns_of, record_of


def test_they_lie_in_their_rows_and_come_back() -> None:
    procedure = Procedure(code="97140", name="Manual therapy", modifiers=("GP", "59"), timed=True)
    assert columns_of(procedure)["modifiers"] == "GP 59"
    assert record_of(Procedure, columns_of(procedure)) == procedure
    fee = Fee(procedure_id=ProcedureId(1), payer_id=PayerId(2), from_on=date(2026, 1, 1), charge=Money(4800))
    assert columns_of(fee)["charge_cents"] == 4800
    assert record_of(Fee, columns_of(fee)) == fee
