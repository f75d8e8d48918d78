"""Balances as they would be while postings are still being planned."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import RECEIVABLES, Account
from clinicbill.ledger.insurance_money import TAKEN_OVER
from clinicbill.ledger.posting import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinicbill.basics.identifiers import PayerId, ServiceLineId
    from clinicbill.ledger.posting import OpenBalance

_Key = tuple[Account, "PayerId | None", "date | None"]


class RunningBalances:
    """What is open per service line; starts from the kept balances and takes planned entries in."""

    def __init__(self, balances: Iterable[OpenBalance], charged: Iterable[OpenBalance] = ()) -> None:
        """Start from what is open now, and from the charges that stand with the patient, paid or not."""
        self._cents: defaultdict[ServiceLineId, defaultdict[_Key, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        self._charged: defaultdict[ServiceLineId, defaultdict[date | None, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        self.add(balances)
        for one in charged:
            if one.service_line_id is not None:
                self._charged[one.service_line_id][one.aged_from] += one.amount.cents

    def add(self, amounts: Iterable[Entry | OpenBalance]) -> None:
        """Take entries (or balances) in; what names no service line or is no receivable is passed over."""
        for one in amounts:
            if one.service_line_id is not None and one.account in RECEIVABLES:
                key = (one.account, one.payer_id, one.aged_from)
                self._cents[one.service_line_id][key] += one.amount.cents
                if isinstance(one, Entry) and one.kind == TAKEN_OVER and one.payer_id is None:
                    self._charged[one.service_line_id][one.aged_from] += one.amount.cents

    def payer_owes(self, line: ServiceLineId, payer_id: PayerId | None = None) -> Money:
        """What insurance owes for a line: one payer, or all of them."""
        return self._owed(line, Account.PAYER_RECEIVABLE, payer_id)

    def patient_owes(self, line: ServiceLineId) -> Money:
        """What the patient owes for a line."""
        return self._owed(line, Account.PATIENT_RECEIVABLE, None)

    def patients_charge(self, line: ServiceLineId) -> tuple[Money, date] | None:
        """The charge of a line that stands with the patient, paid or not, and from when it ages; None without one."""
        found = [(cents, day) for day, cents in self._charged.get(line, {}).items() if cents > 0 and day]
        return (Money(max(found)[0]), max(found)[1]) if found else None

    def patient_owes_since(self, line: ServiceLineId, day: date) -> Money:
        """What the patient owes for a line in the one balance that ages from this day."""
        owed = self._cents.get(line)
        return Money(owed[Account.PATIENT_RECEIVABLE, None, day]) if owed else ZERO

    def aged_from(self, line: ServiceLineId, payer_id: PayerId, otherwise: date) -> date:
        """From when the payer's balance of a line ages: of several the largest; `otherwise` where nothing is open."""
        found = [
            (abs(cents), day)
            for (account, payer, day), cents in self._cents.get(line, {}).items()
            if cents and day and (account, payer) == (Account.PAYER_RECEIVABLE, payer_id)
        ]
        return max(found)[1] if found else otherwise

    def _owed(self, line: ServiceLineId, account: Account, payer_id: PayerId | None) -> Money:
        cents = sum(
            cents
            for (kept, payer, _), cents in self._cents.get(line, {}).items()
            if kept == account and payer_id in (None, payer)
        )
        return Money(cents) if cents else ZERO
