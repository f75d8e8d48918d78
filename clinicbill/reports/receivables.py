"""A/R of a day as one picture: aging, the month before, days in A/R, every row behind it, and how it adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO, Money
from clinicbill.db.connect import rows
from clinicbill.ledger.accounts import AGED, Account
from clinicbill.reports.aging import AgingBy, AgingKind, AgingReport, aging
from clinicbill.reports.days_in_ar import DaysInAr, days_in_ar
from clinicbill.reports.denied_lines import denied_lines, open_by_claim
from clinicbill.reports.open_rows import OpenRow, open_rows, rows_total

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSums:
    """The sums of all entries up to a day, by account; together they are nothing, because every posting is.

    Read from the entries themselves, not from the kept balances the aging is read from: where the two agree, the
    aging is proved.
    """

    by_account: Mapping[Account, Money]

    def of(self, *accounts: Account) -> Money:
        """The sum of some accounts, debit positive."""
        return Money.total(self.by_account.get(account, ZERO) for account in accounts)

    @property
    def receivable(self) -> Money:
        """What the entries say is open: insurance, patients, unapplied credits."""
        return self.of(*AGED)

    @property
    def charged(self) -> Money:
        """Everything charged."""
        return -self.of(Account.CHARGES)

    @property
    def paid(self) -> Money:
        """Everything paid, by whomever."""
        return self.of(Account.CASH)

    @property
    def written_off(self) -> Money:
        """Everything written off."""
        return self.of(Account.ADJUSTMENTS)

    @property
    def other(self) -> Money:
        """What else changed A/R: interest, refunds, withholds, payers' own accounts, prepaid care."""
        return self.of(Account.INTEREST, Account.REFUNDS, Account.PROVIDER_LEVEL, Account.PREPAID_PLAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receivables:
    """Everything the A/R page shows of one day.

    Attributes:
        by_payer, by_patient: the two reports; both have the same total.
        before: the aging by payer at the end of the month before the day.
        rows: every row behind the reports, the oldest first.
    """

    as_of: date
    by_payer: AgingReport
    by_patient: AgingReport
    before: AgingReport
    days: DaysInAr
    ledger: LedgerSums
    rows: tuple[OpenRow, ...] = field(default=())

    def report(self, by: AgingBy) -> AgingReport:
        """The report by payer or by patient."""
        return self.by_payer if by is AgingBy.PAYER else self.by_patient

    def sum_of(self, *kinds: AgingKind) -> Money:
        """The part of the total that stands in rows of these kinds, by payer."""
        return Money.total(row.total for row in self.by_payer.rows if row.kind in kinds)

    @property
    def people(self) -> int:
        """How many patients owe something themselves."""
        return len({row.patient_id for row in self.rows if row.account is Account.PATIENT_RECEIVABLE})

    @property
    def agrees(self) -> bool:
        """Whether the report, its rows and the ledger are the same to the cent."""
        return self.by_payer.total == self.ledger.receivable == rows_total(self.rows)


def read_receivables(db: Database, as_of: date) -> Receivables:
    """A/R at the end of a day, with every row behind it."""
    by_payer = aging(db, as_of=as_of)
    return Receivables(
        as_of=as_of,
        by_payer=by_payer,
        by_patient=aging(db, as_of=as_of, by=AgingBy.PATIENT),
        before=aging(db, as_of=end_of_month_before(as_of)),
        days=days_in_ar(db, receivable=by_payer.total, as_of=as_of),
        ledger=ledger_sums(db, as_of),
        rows=open_rows(db, by_payer, open_by_claim(denied_lines(db))),
    )


def ledger_sums(db: Database, as_of: date) -> LedgerSums:
    """The sums of all entries posted up to a day."""
    found = rows(
        db,
        """select e.account, sum(e.amount_cents) as cents from entry e join posting p on p.id = e.posting_id
            where p.posted_on <= ? group by e.account""",
        [as_of.isoformat()],
    )
    return LedgerSums(by_account={Account(row["account"]): Money(row["cents"]) for row in found})


def end_of_month_before(day: date) -> date:
    """The last day of the month before; the first day of the calendar has none before it."""
    first = day.replace(day=1)
    return first - timedelta(days=1) if first > date.min else first
