"""The aging as a report like the others: one table, its numbers open to the rows behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import ZERO
from clinicbill.reports.aging import BUCKET_WORDS, AgingBy, AgingKind, AgingReport, AgingRow, aging
from clinicbill.reports.denied_lines import denied_lines, open_by_claim
from clinicbill.reports.open_rows import OpenRow, of_party, open_rows
from clinicbill.reports.report_table import (
    TOTAL,
    BehindRow,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
)
from clinicbill.reports.shares import share_words

if TYPE_CHECKING:
    from sqlite_utils import Database

_WHOSE = {AgingBy.PAYER: "Payer", AgingBy.PATIENT: "Patient"}
_BUCKETS = {words: (at,) for at, words in enumerate(BUCKET_WORDS)}


def aging_report(db: Database, days: Days, by: AgingBy) -> ReportTable:
    """What is open at the end of a day, by payer or by patient."""
    found = aging(db, as_of=days.to_on, by=by)
    return ReportTable(
        id=f"aging_{by}",
        title=f"A/R aging by {_WHOSE[by].lower()}",
        about=f"as of {slashed(days.to_on)}, aged from the date of visit",
        columns=(
            ReportColumn(_WHOSE[by], CellKind.TEXT),
            *(
                ReportColumn(words, CellKind.MONEY, opens=True, series=at, aged=True)
                for at, words in enumerate(BUCKET_WORDS)
            ),
            ReportColumn("Total", CellKind.MONEY, opens=True),
            ReportColumn("Over 90", CellKind.SHARE),
        ),
        rows=tuple(_row(row) for row in found.rows),
        total=ReportRow(
            TOTAL, ("Total", *found.amounts, found.total, share_words(found.over_90, found.total))
        ),
        bars=True,
        aged=True,
        empty="Nobody owed anything on that day.",
    )


def _key(row: AgingRow) -> str:
    return f"{row.kind} {row.name_id or 0}"


def _row(row: AgingRow) -> ReportRow:
    return ReportRow(
        _key(row),
        (row.name, *row.amounts, row.total, share_words(row.over_90, row.total)),
        bars=tuple(max(amount, ZERO).cents for amount in row.amounts),
    )


def aging_report_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The open balances behind one number of either report."""
    by_payer = aging(db, as_of=days.to_on)
    rows = open_rows(db, by_payer, open_by_claim(denied_lines(db)))
    party = None if key == TOTAL else _party(db, by_payer, days, key)
    return [_behind(row) for row in of_party(rows, party, _BUCKETS.get(title, ()))]


def _party(db: Database, by_payer: AgingReport, days: Days, key: str) -> AgingRow:
    by_patient = key.startswith(f"{AgingKind.PATIENT} ")
    found = aging(db, as_of=days.to_on, by=AgingBy.PATIENT) if by_patient else by_payer
    return next(row for row in found.rows if _key(row) == key)


def _behind(row: OpenRow) -> BehindRow:
    return BehindRow(
        key=" ".join(str(part) for part in row.key),
        on=row.visit_on or row.aged_from,
        who=row.patient.sorted(),
        what=row.step.words,
        detail=", ".join(
            part for part in (row.payer, row.claim_number, row.last_word, _age(row.age)) if part
        ),
        code=" ".join(row.procedures[:2]),
        amount=row.amount,
        patient_id=row.patient_id,
        claim_id=row.claim_id,
    )


def _age(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"
