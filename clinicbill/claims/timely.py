"""Filing deadlines: the last day on which a payer must have the claim.

Sources: 42 CFR 424.44 and Medicare Claims Processing Manual (Pub. 100-04), chapter 1, section 70, for Medicare;
the limit of the contract, entered with the payer, for everybody else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.claims.claim import ClaimPayer

# SBR09 of payers whose limit is one calendar year by law, whatever was keyed for them.
ONE_CALENDAR_YEAR = frozenset({"MB"})
NEAR_DAYS = 14


def filing_deadline(
    first_service_on: date, *, claim_filing_code: str, filing_limit_days: int | None
) -> date | None:
    """The last day to file; None where no limit is known. A year from February 29 ends on February 28."""
    if claim_filing_code in ONE_CALENDAR_YEAR:
        return _same_day_next_year(first_service_on)
    if filing_limit_days is None:
        return None
    return first_service_on + timedelta(days=filing_limit_days)


def deadline_of(first_service_on: date, payer: ClaimPayer) -> date | None:
    """The last day to file with this payer."""
    return filing_deadline(
        first_service_on,
        claim_filing_code=payer.claim_filing_code,
        filing_limit_days=payer.filing_limit_days,
    )


def days_left(deadline: date, as_of: date) -> int:
    """Days until the deadline: 0 on the last day, negative after it."""
    return (deadline - as_of).days


def _same_day_next_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # February 29
        return day.replace(year=day.year + 1, day=28)
