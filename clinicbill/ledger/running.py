"""Balances as they would be while postings are still being planned."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import RECEIVABLES, Account

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinicbill.basics.identifiers import PayerId, ServiceLineId
    from clinicbill.ledger.posting import Entry, OpenBalance

_Key = tuple[Account, "PayerId | None", "date | None"]


class RunningBalances:
    """What is open per service line; starts from the kept balances and takes planned entries in."""

    def __init__(self, balances: Iterable[OpenBalance]) -> None:
        """Start from what is open now."""
        self._cents: defaultdict[ServiceLineId, defaultdict[_Key, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        self.add(balances)

    def add(self, amounts: Iterable[Entry | OpenBalance]) -> None:
        """Take entries (or balances) in; what names no service line or is no receivable is passed over."""
        for one in amounts:
            if one.service_line_id is not None and one.account in RECEIVABLES:
                key = (one.account, one.payer_id, one.aged_from)
                self._cents[one.service_line_id][key] += one.amount.cents

    def payer_owes(self, line: ServiceLineId, payer_id: PayerId | None = None) -> Money:
        """What insurance owes for a line: one payer, or all of them."""
        return self._owed(line, Account.PAYER_RECEIVABLE, payer_id)

    def patient_owes(self, line: ServiceLineId) -> Money:
        """What the patient owes for a line."""
        return self._owed(line, Account.PATIENT_RECEIVABLE, None)

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
