"""Days in A/R: how many days of charges are open, with its numerator and denominator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.db.connect import scalar

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

PERIOD = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysInAr:
    """A/R divided by the average charge of a day.

    Attributes:
        receivable: all of A/R on the day.
        charges: what was charged in the 90 days up to it, reversed charges taken off.
    """

    receivable: Money
    charges: Money

    @property
    def days(self) -> Decimal | None:
        """To one decimal, half up; None where nothing was charged."""
        if self.charges.cents <= 0:
            return None
        days = Decimal(self.receivable.cents) * PERIOD / Decimal(self.charges.cents)
        return days.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def days_in_ar(db: Database, *, receivable: Money, as_of: date) -> DaysInAr:
    """Take the total of that day's aging, and add the charges of the 90 days that end with it."""
    cents = scalar(
        db,
        """select coalesce(-sum(e.amount_cents), 0) from posting p join entry e on e.posting_id = p.id
            where p.posted_on > ? and p.posted_on <= ? and e.account = 'charges'""",
        [(as_of - timedelta(PERIOD)).isoformat(), as_of.isoformat()],
    )
    return DaysInAr(receivable=receivable, charges=Money(cents))
