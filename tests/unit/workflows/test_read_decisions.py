from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import Money
from clinicbill.claims.checks import check_claim
from clinicbill.claims.checks.context import CheckContext
from clinicbill.claims.claim import Adjustment
from clinicbill.claims.current_store import current_claim, load_office
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import ClaimRecord, add_claim, line_ids_of
from clinicbill.remits.remittance import Party
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.read_decisions import (
    decisions_for,
    earlier_answers,
    explained_on,
    forwarded_to,
)
from tests.support.ledgers import PAID_ON, a_payment, a_remittance, a_service, post
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, a_coverage, a_payer

if TYPE_CHECKING:
    from clinicbill.remits.remittance import ClaimPayment

DAY = date(2026, 11, 9)
DECIDED = "CO-45 23.80, CO-253 0.66, PR-2 8.24"


class TwoInsurances(Workplace):
    """A visit of 11/09 billed to Medicare, with a second insurance behind it."""

    def __init__(self) -> None:
        super().__init__()
        patient = self.patient("Alvarez", self.office.medicare, member_id="1EG4TE5MK73")
        self.second_payer = a_payer(self.db)
        self.second = a_coverage(self.db, patient, self.second_payer, priority=2, member_id="LH2")
        visit = self.visit(
            patient,
            DAY,
            diagnoses=("M99.03", "M54.59"),
            lines=[("98941", "AT", "65.00"), ("98940", "AT GY", "50.00")],
        )
        self.first = self.record(bill_visits(self.db, STAMP, [visit]).claims[0].claim_id)
        self.ids = line_ids_of(self.db, self.first.id)
        for status in (ClaimStatus.READY, ClaimStatus.FILE_CREATED):
            change_status(self.db, STAMP, self.first.id, status, text=str(status))

    def payment(self, *services: Any, **fields: Any) -> ClaimPayment:
        return a_payment(self.first.patient_control_number, list(services), **fields)

    def service(self, place: int, code: str, charge: str, paid: str, adjustments: str) -> Any:
        return a_service(code, charge, paid, adjustments, line_control_number=f"L{self.ids[place]}")

    def usual(self, **fields: Any) -> ClaimPayment:
        return self.payment(
            self.service(0, "98941-AT", "65.00", "32.30", DECIDED),
            self.service(1, "98940-AT-GY", "50.00", "0", "PR-96 50.00"),
            **fields,
        )

    def secondary(self) -> ClaimRecord:
        record = ClaimRecord(
            patient_id=self.first.patient_id,
            case_id=self.first.case_id,
            coverage_id=self.second,
            payer_id=self.second_payer,
            responsibility="S",
            first_service_on=DAY,
            total=self.first.total,
        )
        return add_claim(self.db, STAMP, record, self.ids, text="Secondary")


def payment_of_nobody() -> ClaimPayment:
    return a_payment("ZZ999999", [a_service("99213", "80.00", "60.00", "CO-45 20.00")], last="Nobody")


@pytest.fixture
def at() -> TwoInsurances:
    return TwoInsurances()


def test_a_primary_claim_has_no_decisions(at: TwoInsurances) -> None:
    assert decisions_for(at.db, at.first) == {}


def test_before_the_answer_there_is_none(at: TwoInsurances) -> None:
    assert decisions_for(at.db, at.secondary()) == {}
    assert forwarded_to(at.db, at.first) == ""


def test_amounts_are_exactly_those_of_the_remittance(at: TwoInsurances) -> None:
    assert post(at.db, a_remittance([at.usual()])).done
    decision = decisions_for(at.db, at.secondary())[at.first.coverage_id]
    assert (decision.paid, decision.paid_on) == (Money(3230), PAID_ON)
    assert decision.payer_control_number == f"ICN{at.first.patient_control_number}"
    line = decision.lines[at.ids[0]]
    assert (line.payer_number, line.paid, line.procedure_code, line.modifiers) == (
        "02302",
        Money(3230),
        "98941",
        ("AT",),
    )
    assert line.adjustments == (
        Adjustment(group="CO", reason="45", amount=Money(2380)),
        Adjustment(group="CO", reason="253", amount=Money(66)),
        Adjustment(group="PR", reason="2", amount=Money(824)),
    )
    assert decision.lines[at.ids[1]].paid == Money(0)


def test_the_claim_to_the_second_insurance_balances(at: TwoInsurances) -> None:
    post(at.db, a_remittance([at.usual()]))
    record = at.secondary()
    claim = current_claim(at.db, record, load_office(at.db), decisions=decisions_for(at.db, record))
    rules = {finding.rule for finding in check_claim(claim, CheckContext(as_of=DAY))}
    assert not rules & {"X28", "X29", "X30", "X31", "X07", "X06"}
    assert claim.others[0].paid == Money(3230)


def test_two_services_of_one_line_are_one_decision(at: TwoInsurances) -> None:
    split = at.payment(
        at.service(0, "98941-AT", "40.00", "20.00", "CO-45 20.00"),
        at.service(0, "98941-AT", "25.00", "12.30", "CO-45 12.70"),
        at.service(1, "98940-AT-GY", "50.00", "0", "PR-96 50.00"),
    )
    assert post(at.db, a_remittance([split])).done
    line = decisions_for(at.db, at.secondary())[at.first.coverage_id].lines[at.ids[0]]
    assert (line.paid, line.units) == (Money(3230), 2)
    assert sum(one.amount.cents for one in line.adjustments) == 3270


def test_the_payment_of_another_claim_is_not_taken(at: TwoInsurances) -> None:
    other = at.claim("Haddad", at.office.commercial)
    change_status(at.db, STAMP, other.id, ClaimStatus.FILE_CREATED, text="file")
    service = a_service("98941", "65.00", "60.00", "CO-45 5.00", from_on=TODAY, to_on=TODAY)
    payment = a_payment(other.patient_control_number, [service], last="Haddad")
    assert post(at.db, a_remittance([payment, at.usual(), payment_of_nobody()])).findings
    both = post(at.db, a_remittance([payment, at.usual()], trace_number="8812346"))
    assert both.done
    decision = decisions_for(at.db, at.secondary())[at.first.coverage_id]
    assert decision.paid == Money(3230)
    assert set(decision.lines) == set(at.ids)


def test_a_crossover_is_named(at: TwoInsurances) -> None:
    crossed = at.usual(status="19", crossover=Party(organization="Lakeside Medigap"))
    assert post(at.db, a_remittance([crossed])).done
    assert forwarded_to(at.db, at.record(at.first.id)) == "LAKESIDE MEDIGAP"


def test_the_payment_itself_is_found_and_what_was_known_at_a_moment(at: TwoInsurances) -> None:
    record = at.secondary()
    assert earlier_answers(at.db, at.first) == []
    assert earlier_answers(at.db, record) == []
    assert post(at.db, a_remittance([at.usual(), payment_of_nobody()])).findings
    assert post(at.db, a_remittance([at.usual()], trace_number="8812399")).done
    (answer,) = earlier_answers(at.db, record)
    assert answer.earlier.id == at.first.id
    assert answer.payment.patient_control_number == at.first.patient_control_number
    assert earlier_answers(at.db, record, until=STAMP.at) == [answer]
    assert earlier_answers(at.db, record, until=STAMP.at - timedelta(days=1)) == []


def test_the_explanation_of_a_corrected_claim_is_its_newest_posted_remittance(at: TwoInsurances) -> None:
    assert explained_on(at.db, None) is None
    assert explained_on(at.db, at.first.id) is None
    assert post(at.db, a_remittance([at.usual()])).done
    correction = replace(at.first, id=ClaimId(0), replaces_id=at.first.id, status=ClaimStatus.DRAFT)
    corrected = add_claim(at.db, STAMP, correction, at.ids, text="Replacement")
    assert explained_on(at.db, corrected.id) == PAID_ON
    assert explained_on(at.db, at.first.id) == PAID_ON


def test_a_remittance_that_was_set_aside_explains_nothing(at: TwoInsurances) -> None:
    assert post(at.db, a_remittance([at.usual()])).done
    at.db.execute("update remittance set status = 'reversed', status_reason = 'another office'")
    assert explained_on(at.db, at.first.id) is None
