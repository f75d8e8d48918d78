"""Payer mix: who was charged, who paid, what was written off for whom, and what each still owes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.money import ZERO, Money
from clinicbill.db.connect import rows as query
from clinicbill.reports.aging import AgingKind, aging
from clinicbill.reports.behind import all_parties, entry_rows, open_rows_of
from clinicbill.reports.ledger_sums import LedgerSum, Measure, Wanted, ledger_sums, measured
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


NOBODY = "patients"
_PATIENTS = "Patients, no insurance"
_MEASURES = (
    ("Charges", Measure.CHARGES, 0),
    ("Payments", Measure.PAID, 1),
    ("Written off", Measure.WRITTEN_OFF, 2),
)
_OPEN = "Open"


def payer_mix(db: Database, days: Days) -> ReportTable:
    """Charges by the payer billed first, payments and write-offs by who made them, and what is open at the end."""
    by_payer: defaultdict[PayerId | None, list[LedgerSum]] = defaultdict(list)
    for one in ledger_sums(db, days.from_on, days.to_on):
        by_payer[one.payer_id].append(one)
    open_now = _open(db, days)
    names = {row["id"]: row["name"] for row in query(db, "select id, name from payer")}
    charged = Money.total(measured(sums, Measure.CHARGES) for sums in by_payer.values())
    made = [
        _row(
            payer_id,
            names.get(payer_id, _PATIENTS),
            by_payer.get(payer_id, []),
            charged,
            open_now.get(payer_id, ZERO),
        )
        for payer_id in {*by_payer, *open_now}
    ]
    made = [row for row in made if any(cell for cell in row.cells[1:] if isinstance(cell, Money))]
    rows = tuple(sorted(made, key=lambda row: (row.key == NOBODY, -_money(row, 1).cents, str(row.cells[0]))))
    totals = [Money.total(_money(row, at) for row in rows) for at in (1, 3, 4, 5)]
    total = ReportRow(TOTAL, ("Total", totals[0], share_words(charged, charged), *totals[1:]))
    return ReportTable(
        id="payer_mix",
        title="Payer mix",
        about=f"{slashed(days.from_on)}–{slashed(days.to_on)}, by accounting day; open on the last day",
        columns=(
            ReportColumn("Payer", CellKind.TEXT),
            ReportColumn("Charges", CellKind.MONEY, opens=True),
            ReportColumn("Share", CellKind.SHARE),
            ReportColumn("Payments", CellKind.MONEY, opens=True, series=1),
            ReportColumn("Written off", CellKind.MONEY, opens=True, series=2),
            ReportColumn(_OPEN, CellKind.MONEY, opens=True, series=3),
        ),
        rows=rows,
        total=total,
        bars=True,
    )


def _money(row: ReportRow, at: int) -> Money:
    cell = row.cells[at]
    return cell if isinstance(cell, Money) else ZERO


def _open(db: Database, days: Days) -> dict[PayerId | None, Money]:
    """What each payer owes on the last day; patients and their credits stand under None."""
    found: defaultdict[PayerId | None, Money] = defaultdict(lambda: ZERO)
    for row in aging(db, as_of=days.to_on).rows:
        found[_payer(row.name_id) if row.kind is AgingKind.PAYER else None] += row.total
    return dict(found)


def _payer(name_id: int | None) -> PayerId | None:
    return None if name_id is None else PayerId(name_id)


def _row(
    payer_id: PayerId | None, name: str, sums: list[LedgerSum], charged: Money, open_now: Money
) -> ReportRow:
    charges, paid, written_off = (measured(sums, measure) for _, measure, _ in _MEASURES)
    return ReportRow(
        NOBODY if payer_id is None else str(payer_id),
        (name, charges, share_words(charges, charged), paid, written_off, open_now),
        bars=tuple(max(amount, ZERO).cents for amount in (paid, written_off, open_now)),
    )


def payer_mix_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The entries, or the open balances, behind one number."""
    if title == _OPEN:
        return open_rows_of(db, days.to_on, _parties(db, days, key))
    measure = next(measure for head, measure, _ in _MEASURES if head == title)
    wanted = Wanted(
        measure=measure,
        from_on=days.from_on,
        to_on=days.to_on,
        any_payer=key == TOTAL,
        payer_id=None if key in (TOTAL, NOBODY) else _payer(int(key)),
    )
    return entry_rows(db, wanted)


def _parties(db: Database, days: Days, key: str) -> list[tuple[AgingKind, int | None]]:
    """Whose open balances stand behind a row: one payer's, the patients' with their credits, or all."""
    return [
        (kind, name_id)
        for kind, name_id in all_parties(db, days.to_on)
        if key == TOTAL or (str(name_id) if kind is AgingKind.PAYER else NOBODY) == key
    ]
