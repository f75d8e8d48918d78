from __future__ import annotations

from datetime import date

from clinicbill.basics.identifiers import PatientId, PayerId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.insurance_money import TAKEN_OVER
from clinicbill.ledger.posting import Entry, OpenBalance, mirrored
from clinicbill.ledger.running import RunningBalances

LINE, MEDICARE, MEDIGAP = ServiceLineId(5), PayerId(7), PayerId(8)
EARLY, LATE = date(2026, 10, 1), date(2026, 11, 1)


def owes(account: Account, cents: int, payer: PayerId | None, day: date) -> OpenBalance:
    return OpenBalance(
        account=account,
        amount=Money(cents),
        patient_id=PatientId(1),
        payer_id=payer,
        service_line_id=LINE,
        aged_from=day,
    )


def test_what_insurance_and_patient_owe_is_told_apart() -> None:
    running = RunningBalances(
        [
            owes(Account.PAYER_RECEIVABLE, 6500, MEDICARE, EARLY),
            owes(Account.PAYER_RECEIVABLE, 824, MEDIGAP, EARLY),
            owes(Account.PATIENT_RECEIVABLE, 578, None, LATE),
        ]
    )
    assert running.payer_owes(LINE) == Money(7324)
    assert running.payer_owes(LINE, MEDICARE) == Money(6500)
    assert running.patient_owes(LINE) == Money(578)
    assert running.payer_owes(ServiceLineId(6)) == Money(0)


def test_planned_entries_count_and_others_are_passed_over() -> None:
    running = RunningBalances([owes(Account.PAYER_RECEIVABLE, 6500, MEDICARE, EARLY)])
    paid = Entry(
        account=Account.PAYER_RECEIVABLE,
        amount=Money(-3230),
        payer_id=MEDICARE,
        service_line_id=LINE,
        aged_from=EARLY,
    )
    running.add([paid, Entry(account=Account.CASH, amount=Money(3230), service_line_id=LINE)])
    assert running.payer_owes(LINE, MEDICARE) == Money(3270)


def test_the_age_is_that_of_the_largest_open_balance() -> None:
    running = RunningBalances(
        [
            owes(Account.PAYER_RECEIVABLE, 100, MEDICARE, LATE),
            owes(Account.PAYER_RECEIVABLE, 6500, MEDICARE, EARLY),
        ]
    )
    assert running.aged_from(LINE, MEDICARE, LATE) == EARLY
    assert running.aged_from(LINE, MEDIGAP, LATE) == LATE
    assert running.aged_from(ServiceLineId(9), MEDICARE, LATE) == LATE


def test_a_charge_stands_with_the_patient_until_a_payer_takes_it_over() -> None:
    charge = owes(Account.PATIENT_RECEIVABLE, 6500, None, EARLY)
    running = RunningBalances([owes(Account.PATIENT_RECEIVABLE, 4500, None, EARLY)], [charge])
    assert running.patients_charge(LINE) == (Money(6500), EARLY)
    assert running.patient_owes_since(LINE, EARLY) == Money(4500)
    over = Entry(
        account=Account.PATIENT_RECEIVABLE,
        amount=Money(-6500),
        service_line_id=LINE,
        aged_from=EARLY,
        kind=TAKEN_OVER,
    )
    running.add([over])
    assert running.patients_charge(LINE) is None
    running.add(mirrored([over]))
    assert running.patients_charge(LINE) == (Money(6500), EARLY)
    assert running.patients_charge(ServiceLineId(6)) is None
