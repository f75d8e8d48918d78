"""A/R aging: what is open on any day, by age, by payer or by patient, and the rows behind every number.

A balance ages from the first day of service; a share that became the patient's from the day it did. Thirty days old
is 0–30, 31 is 31–60, 120 is 91–120, 121 is over 120. As of a day means entries with an accounting day up to it:
today's kept balances minus what was posted later, which is far cheaper than summing all entries. Ages are never stored.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.people import PersonName
from clinicbill.db.connect import rows
from clinicbill.ledger.accounts import Account

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

# The last day of each bucket but the open one.
BUCKETS = (30, 60, 90, 120)
BUCKET_WORDS = ("0–30", "31–60", "61–90", "91–120", "Over 120")
_FIRST_OLD = 3  # over 90 days


class AgingBy(StrEnum):
    """Whose rows the report has."""

    PAYER = "payer"
    PATIENT = "patient"


class AgingKind(StrEnum):
    """What a row stands for: one payer, all patients together, one patient, or unapplied money."""

    PAYER = "payer"
    PATIENTS = "patients"
    PATIENT = "patient"
    UNAPPLIED = "unapplied"


KIND_WORDS = {AgingKind.PATIENTS: "Patients", AgingKind.UNAPPLIED: "Unapplied credits"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgingRow:
    """One party and what is open with it, by age.

    Attributes:
        name_id: payer or patient id; None for all patients together and for unapplied credits.
        amounts: open amounts in the order of `BUCKET_WORDS`; below zero where credits prevail.
        insurance: the part of the total that insurance owes.
    """

    kind: AgingKind
    name: str
    name_id: int | None
    amounts: tuple[Money, ...]
    insurance: Money = ZERO

    @property
    def total(self) -> Money:
        """Everything open."""
        return Money.total(self.amounts)

    @property
    def over_90(self) -> Money:
        """What is older than 90 days."""
        return Money.total(self.amounts[_FIRST_OLD:])


@dataclass(frozen=True, slots=True, kw_only=True)
class AgingReport:
    """The aging of one day. Provider-level payer money and prepaid plans are no A/R and not in it."""

    as_of: date
    by: AgingBy
    rows: tuple[AgingRow, ...]

    @property
    def amounts(self) -> tuple[Money, ...]:
        """The total of each bucket."""
        return tuple(Money.total(row.amounts[at] for row in self.rows) for at in range(len(BUCKET_WORDS)))

    @property
    def total(self) -> Money:
        """All of A/R."""
        return Money.total(row.total for row in self.rows)

    @property
    def over_90(self) -> Money:
        """What is older than 90 days."""
        return Money.total(row.over_90 for row in self.rows)


# Dates compare as texts, far faster than julianday() on every row; a balance without a day is the oldest. One column
# for each bucket instead of one row lets SQLite group in the order of its index, three times faster.
_KEPT = """select account, {party} as party_id,
    sum(case when aged_from >= :day_30 then balance_cents else 0 end) as bucket_0,
    sum(case when aged_from < :day_30 and aged_from >= :day_60 then balance_cents else 0 end) as bucket_1,
    sum(case when aged_from < :day_60 and aged_from >= :day_90 then balance_cents else 0 end) as bucket_2,
    sum(case when aged_from < :day_90 and aged_from >= :day_120 then balance_cents else 0 end) as bucket_3,
    sum(case when aged_from < :day_120 then balance_cents else 0 end) as bucket_4
    from balance where balance_cents <> 0 and account in ('payer_receivable', 'patient_receivable', 'unapplied')
    group by account, {party}"""
_LATER = """select e.account, coalesce(e.{party}, 0) as party_id,
    sum(case when e.aged_from >= :day_30 then -e.amount_cents else 0 end) as bucket_0,
    sum(case when e.aged_from < :day_30 and e.aged_from >= :day_60 then -e.amount_cents else 0 end) as bucket_1,
    sum(case when e.aged_from < :day_60 and e.aged_from >= :day_90 then -e.amount_cents else 0 end) as bucket_2,
    sum(case when e.aged_from < :day_90 and e.aged_from >= :day_120 then -e.amount_cents else 0 end) as bucket_3,
    sum(case when coalesce(e.aged_from, '') < :day_120 then -e.amount_cents else 0 end) as bucket_4
    from posting p join entry e on e.posting_id = p.id
    where p.posted_on > :as_of and e.account in ('payer_receivable', 'patient_receivable', 'unapplied')
    group by 1, 2"""
_PARTY = {AgingBy.PAYER: "payer_id", AgingBy.PATIENT: "patient_id"}
_QUERIES = {by: [query.format(party=party) for query in (_KEPT, _LATER)] for by, party in _PARTY.items()}


def aging(db: Database, *, as_of: date, by: AgingBy | str = AgingBy.PAYER) -> AgingReport:
    """What is open at the end of a day.

    By payer the patients' shares are one row; by patient each row is all that is open for that patient, insurance
    included, so both have the same total. Unapplied credits are a row of their own inside the total.
    """
    by = AgingBy(by)
    sums: defaultdict[tuple[AgingKind, int | None], list[int]] = defaultdict(lambda: [0] * len(BUCKET_WORDS))
    insurance: defaultdict[tuple[AgingKind, int | None], int] = defaultdict(int)
    for row in _sums(db, as_of, by):
        key = _party(row["account"], row["party_id"], by)
        amounts = [row[f"bucket_{at}"] for at in range(len(BUCKET_WORDS))]
        sums[key] = [a + b for a, b in zip(sums[key], amounts, strict=True)]
        if row["account"] == Account.PAYER_RECEIVABLE:
            insurance[key] += sum(amounts)
    names = _names(db, by, [name_id for _, name_id in sums if name_id])
    made = [
        AgingRow(
            kind=kind,
            name=KIND_WORDS.get(kind) or names.get(name_id, "Unknown"),
            name_id=name_id,
            amounts=tuple(Money(cents) for cents in amounts),
            insurance=Money(insurance[kind, name_id]),
        )
        for (kind, name_id), amounts in sums.items()
        if any(amounts)
    ]
    return AgingReport(as_of=as_of, by=by, rows=tuple(sorted(made, key=_place)))


def _sums(db: Database, as_of: date, by: AgingBy) -> Iterator[dict[str, Any]]:
    """Open amounts per account and party: what is kept now, and what was posted later with its sign turned."""
    for query in _QUERIES[by]:
        yield from rows(db, query, _days(as_of))


def _party(account: str, name_id: int, by: AgingBy) -> tuple[AgingKind, int | None]:
    if account == Account.UNAPPLIED:
        return AgingKind.UNAPPLIED, None
    if by is AgingBy.PATIENT:
        return AgingKind.PATIENT, name_id
    if account == Account.PATIENT_RECEIVABLE:
        return AgingKind.PATIENTS, None
    return AgingKind.PAYER, name_id


def _place(row: AgingRow) -> tuple[int, str, int]:
    """Payers or patients by name, then all patients, unapplied credits last."""
    rank = {AgingKind.PATIENTS: 1, AgingKind.UNAPPLIED: 2}.get(row.kind, 0)
    return rank, row.name.casefold(), row.name_id or 0


def _days(as_of: date) -> dict[str, str]:
    """The first day that still belongs to each bucket; dates before the calendar begins are its beginning."""
    oldest = as_of.toordinal() - 1
    found = {f"day_{last}": (as_of - timedelta(min(last, oldest))).isoformat() for last in BUCKETS}
    return found | {"as_of": as_of.isoformat()}


_PAYERS = "select id, name from payer where id in (select value from json_each(?))"
_PATIENTS = """select id, last_name, first_name, middle_name, suffix from patient
    where id in (select value from json_each(?))"""


def _names(db: Database, by: AgingBy, ids: Iterable[int]) -> dict[int | None, str]:
    found = rows(db, _PAYERS if by is AgingBy.PAYER else _PATIENTS, [_list(ids)])
    return {row["id"]: row["name"] if by is AgingBy.PAYER else person(row).sorted() for row in found}


def person(row: dict[str, Any]) -> PersonName:
    """The patient's name from a row of the table."""
    return PersonName(
        last=row["last_name"], first=row["first_name"], middle=row["middle_name"], suffix=row["suffix"]
    )


def _list(ids: Iterable[int]) -> str:
    return "[" + ",".join(str(int(one)) for one in ids) + "]"
