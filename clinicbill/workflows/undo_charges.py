"""Undo the charges of service lines that nobody has paid, moved or written off, so that they can be charged anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import RECEIVABLES, Account
from clinicbill.ledger.entries_store import entries_of
from clinicbill.ledger.store import line_balances, reverse, standing_charges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.basics.stamp import Stamp


def undo_charges(db: Database, stamp: Stamp, line_ids: Sequence[ServiceLineId], *, why: str) -> bool:
    """Reverse their charges and say so; nothing where money has moved on them, or nothing was charged.

    Part of voiding a claim and of billing a visit to another payer; needs no permission of its own.
    """
    charges = standing_charges(db, line_ids)
    if not charges or not _untouched(db, line_ids):
        return False
    for posting_id in charges:
        reverse(db, stamp, posting_id, on=stamp.on, why=why)
    return True


def _untouched(db: Database, line_ids: Sequence[ServiceLineId]) -> bool:
    """Whether what is open on the lines is exactly what was charged, and the charges hold no other lines."""
    charged = [
        row.entry
        for posting_id in standing_charges(db, line_ids)
        for row in entries_of(db, posting_id=posting_id, accounts=(Account.CHARGES,))
    ]
    opened = [balance for found in line_balances(db, line_ids).values() for balance in found]
    return (
        {entry.service_line_id for entry in charged} <= set(line_ids)
        and all(balance.account in RECEIVABLES for balance in opened)
        and {balance.payer_id for balance in opened} <= {entry.payer_id for entry in charged}
        and Money.total(-entry.amount for entry in charged)
        == Money.total(balance.amount for balance in opened)
    )
