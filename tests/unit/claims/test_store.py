from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import Money
from clinicbill.claims import store
from clinicbill.claims.number import is_claim_number
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import ClaimRecord
from clinicbill.db.connect import IntegrityError, write
from clinicbill.encounters.store import get_encounter
from clinicbill.ledger.patient_money import patient_payment
from clinicbill.ledger.store import add_posting, line_balances, reverse
from clinicbill.practice.payer import Delivery
from tests.support.ledgers import charge_visit
from tests.support.practice import (
    STAMP,
    TODAY,
    a_case,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ServiceLineId

LINES = (("98941", "AT", "65.00"), ("97110", "GP", "52.00"))


class Shelf:
    """One patient with a visit that claims can be made of."""

    def __init__(self) -> None:
        self.db: Database = open_memory_practice()
        self.office = a_practice(self.db)
        self.patient = a_patient(self.db)
        self.coverage = a_coverage(self.db, self.patient, self.office.commercial)
        self.case = a_case(self.db, self.patient)
        self.visit = a_visit(self.db, self.patient, lines=LINES)
        self.lines: list[ServiceLineId] = [line.id for line in get_encounter(self.db, self.visit).lines]

    def add(self, **changes: Any) -> ClaimRecord:
        values: dict[str, Any] = {
            "patient_id": self.patient,
            "case_id": self.case,
            "coverage_id": self.coverage,
            "payer_id": self.office.commercial,
            "responsibility": "P",
            "first_service_on": TODAY,
            "total": Money(11700),
        }
        record = ClaimRecord(**(values | changes))
        return store.add_claim(self.db, STAMP, record, self.lines, text="Made")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_new_claim_has_number_lines_and_history(shelf: Shelf) -> None:
    added = shelf.add()
    assert is_claim_number(added.patient_control_number)
    assert store.get_claim(shelf.db, added.id) == added
    assert store.line_ids_of(shelf.db, added.id) == shelf.lines
    assert store.encounter_ids_of(shelf.db, added.id) == [shelf.visit]
    (event,) = store.events_of(shelf.db, added.id)
    assert (event.before, event.after, event.text, event.at) == ("", ClaimStatus.DRAFT, "Made", STAMP.at)
    assert store.made_at(shelf.db, added.id) == STAMP.at


def test_numbers_run_on_and_are_never_changed(shelf: Shelf) -> None:
    numbers = [shelf.add().patient_control_number for _ in range(3)]
    assert [number[:7] for number in numbers] == ["C000001", "C000002", "C000003"]
    with pytest.raises(CannotDo), write(shelf.db):
        shelf.db.conn.execute("update claim set patient_control_number = 'X' where id = 1")


def test_a_claim_that_fails_gives_its_number_back_unused(shelf: Shelf) -> None:
    shelf.lines.append(shelf.lines[0])  # the same line twice is refused after the number is taken
    with pytest.raises(IntegrityError):
        shelf.add()
    shelf.lines.pop()
    assert shelf.add().patient_control_number.startswith("C000001")


def test_control_numbers_of_different_kinds_run_apart(shelf: Shelf) -> None:
    assert [store.next_control_number(shelf.db, "interchange") for _ in range(3)] == [1, 2, 3]
    assert store.next_control_number(shelf.db, "other") == 1


def test_a_claim_is_found_by_its_number_however_it_was_typed(shelf: Shelf) -> None:
    added = shelf.add()
    typed = f" {added.patient_control_number.lower()} "
    assert store.get_claim_by_number(shelf.db, typed) == added
    with pytest.raises(NotFound, match="C999999A"):
        store.get_claim_by_number(shelf.db, "C999999A")


def test_saving_writes_figures_but_never_the_state(shelf: Shelf) -> None:
    added = shelf.add()
    store.save_claim(
        shelf.db, STAMP, replace(added, total=Money(1), status=ClaimStatus.PAID, hold_reason="no")
    )
    kept = store.get_claim(shelf.db, added.id)
    assert (kept.total, kept.status, kept.hold_reason) == (Money(1), ClaimStatus.DRAFT, "")


def test_claims_are_listed_by_state_way_and_patient(shelf: Shelf) -> None:
    paper = shelf.add(delivery=Delivery.PAPER, first_service_on=date(2026, 11, 1))
    file = shelf.add()
    for claim in (paper, file):
        change_status(shelf.db, STAMP, claim.id, ClaimStatus.READY, text="ok")
    ready = store.claims_with_status(shelf.db, ClaimStatus.READY)
    assert [claim.id for claim in ready] == [paper.id, file.id]
    ready = store.claims_with_status(shelf.db, ClaimStatus.READY, delivery=Delivery.PAPER)
    assert [claim.id for claim in ready] == [paper.id]
    assert store.claims_with_status(shelf.db, ClaimStatus.DRAFT) == []
    assert [claim.id for claim in store.claims_of_patient(shelf.db, shelf.patient)] == [file.id, paper.id]


def test_a_line_may_stand_on_several_claims_and_the_closed_ones_do_not_count(shelf: Shelf) -> None:
    first, second = shelf.add(), shelf.add(responsibility="S")
    assert [c.id for c in store.claims_of_lines(shelf.db, shelf.lines[:1])] == [first.id, second.id]
    change_status(shelf.db, STAMP, first.id, ClaimStatus.VOID, text="wrong")
    assert [c.id for c in store.claims_of_lines(shelf.db, shelf.lines)] == [second.id]
    assert store.claims_of_lines(shelf.db, []) == []


def test_lines_billed_on_other_claims_of_the_day(shelf: Shelf) -> None:
    first, second = shelf.add(), shelf.add()
    billed = store.billed_lines(shelf.db, shelf.patient, [TODAY], other_than=second.id)
    assert [(line.procedure_code, line.modifiers) for line in billed] == [
        ("98941", ("AT",)),
        ("97110", ("GP",)),
    ]
    assert {line.claim_number for line in billed} == {first.patient_control_number}
    assert store.billed_lines(shelf.db, shelf.patient, [date(2026, 1, 1)], other_than=second.id) == ()
    change_status(shelf.db, STAMP, first.id, ClaimStatus.VOID, text="wrong")
    assert store.billed_lines(shelf.db, shelf.patient, [TODAY], other_than=second.id) == ()


def test_what_the_patient_paid_on_the_lines_counts_until_it_is_reversed(shelf: Shelf) -> None:
    charge_visit(shelf.db, shelf.visit, None, on=TODAY)
    (balance,) = line_balances(shelf.db, shelf.lines[:1])[shelf.lines[0]]
    payment = patient_payment(
        on=TODAY, patient_id=shelf.patient, method="cash", parts=[(balance, Money(3000))], rest=Money(500)
    )
    posting_id = add_posting(shelf.db, STAMP, payment)
    assert store.patient_paid(shelf.db, shelf.lines) == Money(3000)
    assert store.patient_paid(shelf.db, shelf.lines[1:]) == Money(0)
    reverse(shelf.db, STAMP, posting_id, on=TODAY, why="wrong patient")
    assert store.patient_paid(shelf.db, shelf.lines) == Money(0)


def test_no_such_claim(shelf: Shelf) -> None:
    with pytest.raises(NotFound):
        store.get_claim(shelf.db, ClaimId(99))
