from __future__ import annotations

from datetime import date

import pytest

from clinicbill.remits.line_match import Reason, line_id, match_lines
from clinicbill.remits.remittance import ProcedureCode, ServicePayment
from tests.support.ledgers import a_payment, a_service
from tests.unit.remits.billing import a_billed_claim, a_billed_line

CLAIM = a_billed_claim(
    a_billed_line(1, "98941-AT", "65.00"),
    a_billed_line(2, "97110-GP", "52.00"),
    a_billed_line(3, "97140-59-GP", "48.00"),
)


def reasons(*services: ServicePayment) -> list[tuple[int, Reason] | None]:
    found = match_lines(CLAIM, a_payment("CB000001", services))
    return [(one.line.service_line_id, one.reason) if one else None for one in found]


@pytest.mark.parametrize(
    ("text", "number"), [("L17", 17), (" l17 ", 17), ("17", None), ("L", None), ("LX1", None), ("", None)]
)
def test_our_line_number_is_read_back(text: str, number: int | None) -> None:
    assert line_id(text) == number


def test_our_line_number_goes_before_everything() -> None:
    assert reasons(a_service("97110", "1.00", "0", line_control_number="L1")) == [(1, Reason.LINE_NUMBER)]


def test_a_number_that_is_not_on_the_claim_is_no_number() -> None:
    service = a_service("97110-GP", "52.00", "0", "CO-45 52.00", line_control_number="L99")
    assert reasons(service) == [(2, Reason.ALL)]


def test_without_a_number_procedure_modifiers_date_and_charge_decide() -> None:
    assert reasons(a_service("97140-59-GP", "48.00", "20.00")) == [(3, Reason.ALL)]


def test_a_payer_that_drops_modifiers_is_understood() -> None:
    assert reasons(a_service("97110", "52.00", "20.00")) == [(2, Reason.NO_MODIFIERS)]


def test_what_we_sent_counts_where_the_payer_changed_it() -> None:
    service = a_service("98940", "65.00", "20.00", submitted=ProcedureCode(code="98941", modifiers=("AT",)))
    assert reasons(service) == [(1, Reason.ALL)]


def test_a_reversal_with_turned_charge_is_the_same_line() -> None:
    assert reasons(a_service("98941-AT", "-65.00", "-20.00")) == [(1, Reason.ALL)]


def test_another_charge_of_the_same_procedure_and_day_is_the_line() -> None:
    assert reasons(a_service("98941-AT", "60.00", "20.00")) == [(1, Reason.NO_CHARGE)]


def test_another_day_is_another_line() -> None:
    assert reasons(a_service("98941-AT", "65.00", "20.00", from_on=date(2026, 11, 10))) == [None]


def test_the_claims_day_serves_where_a_line_has_none() -> None:
    payment = a_payment(
        "CB000001", [a_service("98941-AT", "65.00", "1", from_on=None)], from_on=date(2026, 11, 9)
    )
    (found,) = match_lines(CLAIM, payment)
    assert found is not None
    assert found.reason is Reason.ALL


def test_another_procedure_of_the_same_day_and_charge_is_the_only_line_of_it() -> None:
    assert reasons(a_service("98942", "65.00", "20.00")) == [(1, Reason.ONLY_CHARGE)]


def test_each_line_is_found_once() -> None:
    twins = a_billed_claim(a_billed_line(1), a_billed_line(2))
    payment = a_payment(
        "CB000001", [a_service("98941-AT", "65.00", "1"), a_service("98941-AT", "65.00", "2")]
    )
    assert [one.line.service_line_id for one in match_lines(twins, payment) if one] == [1, 2]


def test_a_line_the_payer_has_split_takes_its_parts() -> None:
    found = reasons(a_service("98941-AT", "40.00", "1"), a_service("98941-AT", "25.00", "1"))
    assert found == [(1, Reason.NO_CHARGE), (1, Reason.SPLIT)]


def test_more_than_the_line_is_no_part_of_it() -> None:
    found = reasons(a_service("98941-AT", "40.00", "1"), a_service("98941-AT", "25.01", "1"))
    assert found == [(1, Reason.NO_CHARGE), None]


def test_the_last_line_left_is_the_last_service_left() -> None:
    lines = (a_billed_line(1, "98941-AT", "65.00"), a_billed_line(2, "97110-GP", "52.00"))
    payment = a_payment("CB000001", [a_service("97110", "52.00", "1"), a_service("98940", "50.00", "22.66")])
    found = match_lines(a_billed_claim(*lines), payment)
    assert [(one.line.service_line_id, one.reason) for one in found if one] == [
        (2, Reason.NO_MODIFIERS),
        (1, Reason.ONLY_LINE),
    ]


def test_two_services_without_a_line_stay_without() -> None:
    lone = a_billed_claim(a_billed_line(1))
    payment = a_payment("CB000001", [a_service("72040", "75.00", "1"), a_service("99203", "165.00", "1")])
    assert match_lines(lone, payment) == (None, None)
