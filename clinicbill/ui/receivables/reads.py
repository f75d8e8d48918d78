"""What the A/R page reads in one go, and what stands behind days in A/R."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from clinicbill.reports.days_in_ar import PERIOD
from clinicbill.reports.ledger_sums import LedgerLine, Measure, Wanted, ledger_lines
from clinicbill.reports.receivables import Receivables, read_receivables
from clinicbill.reports.risks import Risk, find_risks

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A/R of a day with what to watch in it."""

    found: Receivables
    risks: tuple[Risk, ...]


def read_picture(db: Database, as_of: date) -> Picture:
    """Everything the page shows of a day."""
    found = read_receivables(db, as_of)
    return Picture(found=found, risks=tuple(find_risks(found)))


def first_charged_on(as_of: date) -> date:
    """The first of the days whose charges days in A/R divides by."""
    return date_back(as_of, PERIOD - 1)


def date_back(day: date, days: int) -> date:
    """So many days before; never before the calendar begins."""
    return day - timedelta(days=min(days, day.toordinal() - 1))


def read_charges(db: Database, as_of: date) -> list[LedgerLine]:
    """The charges behind the denominator of days in A/R."""
    return ledger_lines(db, Wanted(measure=Measure.CHARGES, from_on=first_charged_on(as_of), to_on=as_of))
