"""A claim on its two lines: what a person on the phone asks for is never cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.worklist_store import ClaimFilter, find_claims
from clinicbill.ui.claims.list_row import first_line, second_line
from clinicbill.ui.widgets.runs import plain_text
from tests.support.practice import STAMP, TODAY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from sqlite_utils import Database

    from clinicbill.claims.worklist_store import ClaimRow
    from tests.support.claims_desk import Claims

ROOM = 378  # of a list 420 wide beside its scroll bar


def row_of(db: Database) -> ClaimRow:
    (row,) = find_claims(db, ClaimFilter(as_of=TODAY))
    return row


def test_name_number_day_and_charge_stand_in_the_first_line(at: Claims, db: Database) -> None:
    claim = at.claim("Montgomery-Smith")
    who, facts, charge = first_line(row_of(db), ROOM)
    assert plain_text(who) == "Montgomery-Smith, Karla"
    assert plain_text(facts).split() == [f"{claim.first_service_on:%m/%d/%Y}"]
    assert charge.text == "65.00"
    assert claim.patient_control_number in plain_text(first_line(row_of(db), ROOM + 80)[1])


def test_the_name_is_the_last_to_give_way(at: Claims, db: Database) -> None:
    at.claim("Wolfeschlegelsteinhausenbergerdorff")
    row = row_of(db)
    who, facts, _ = first_line(row, ROOM)
    assert facts == ()
    assert plain_text(who) == f"{row.patient.last}, {row.patient.first}"
    assert plain_text(first_line(row, 200)[0]).endswith("…")


def test_every_state_and_a_long_payer_stand_in_the_second_line(
    at: Claims, db: Database, qapp: QApplication
) -> None:
    assert qapp
    at.claim()
    row: Any = replace(row_of(db), payer="Timberline Work Insurance")
    for status in ClaimStatus:
        shown, payer = second_line(replace(row, status=status), ROOM)
        assert "…" not in plain_text(shown) + plain_text(payer)


def test_the_reason_of_a_hold_gives_way_to_the_payer(at: Claims, db: Database) -> None:
    claim = at.claim()
    change_status(db, STAMP, claim.id, ClaimStatus.ON_HOLD, text="a question to the provider " * 4)
    shown, payer = second_line(row_of(db), ROOM)
    assert plain_text(payer) == row_of(db).payer
    assert plain_text(shown).startswith("On hold: a question")
    assert plain_text(shown).endswith("…")
