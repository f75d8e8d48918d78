"""Entries of the ledger as rows behind a number, one for each entry or one for each payment."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO
from clinicbill.reports.aging import aging
from clinicbill.reports.aging_rows import aging_rows
from clinicbill.reports.ledger_sums import LedgerLine, Wanted, ledger_lines, lines_total
from clinicbill.reports.report_table import BehindRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.reports.aging import AgingKind
    from clinicbill.reports.aging_rows import AgingItem


def entry_rows(db: Database, wanted: Wanted) -> list[BehindRow]:
    """One row for each entry behind a sum."""
    return [entry_row(line) for line in ledger_lines(db, wanted)]


def entry_row(line: LedgerLine) -> BehindRow:
    """One entry: whose, what was done, by which check or adjustment, on which service."""
    who = line.patient or line.payer
    detail = ", ".join(part for part in (line.payer if line.patient else "", line.detail) if part)
    return BehindRow(
        key=f"entry {line.entry_id}",
        on=line.posted_on,
        who=who,
        what=f"{line.what}, reversed" if line.undone else line.what,
        detail=detail,
        code=line.procedure,
        amount=line.amount,
        patient_id=line.patient_id,
        claim_id=line.claim_id,
        remittance_id=line.remittance_id,
    )


def open_rows_of(
    db: Database, as_of: date, parties: Iterable[tuple[AgingKind, int | None]]
) -> list[BehindRow]:
    """One row for each open balance of some parties of the aging by payer at the end of a day."""
    return [
        _open_row(item)
        for kind, name_id in parties
        for item in aging_rows(db, as_of=as_of, kind=kind, name_id=name_id)
    ]


def all_parties(db: Database, as_of: date) -> list[tuple[AgingKind, int | None]]:
    """Everybody with a row in the aging by payer of a day."""
    return [(row.kind, row.name_id) for row in aging(db, as_of=as_of).rows]


def _open_row(item: AgingItem) -> BehindRow:
    return BehindRow(
        key=f"{item.account} {item.patient_id} {item.payer_id} {item.service_line_id} {item.aged_from}",
        on=item.visit_on or item.aged_from,
        who=item.patient.sorted(),
        what="Open" if item.open_amount > ZERO else "Credit",
        detail=", ".join(part for part in (item.payer, item.claim_number, f"{item.age} days") if part),
        code=item.procedure,
        amount=item.open_amount,
        patient_id=item.patient_id,
        claim_id=item.claim_id,
    )


def payment_rows(lines: Iterable[LedgerLine]) -> list[BehindRow]:
    """One row for each payment: all that one check or EFT of a payer paid, or one payment of a patient."""
    payments: defaultdict[tuple[object, ...], list[LedgerLine]] = defaultdict(list)
    for line in lines:
        if line.remittance_id is not None:
            payments[line.posted_on, "remittance", line.remittance_id].append(line)
        else:
            payments[line.posted_on, "posting", line.posting_id].append(line)
    return [_payment(group) for group in payments.values()]


def _payment(group: Sequence[LedgerLine]) -> BehindRow:
    first = group[0]
    of_payer = first.remittance_id is not None
    claims = {line.claim_id for line in group if line.claim_id is not None}
    count = f"{len(claims)} claim{'' if len(claims) == 1 else 's'}" if claims else ""
    return BehindRow(
        key=f"remittance {first.remittance_id}" if of_payer else f"posting {first.posting_id}",
        on=first.posted_on,
        who=next((line.payer for line in group if line.payer), "Payer") if of_payer else first.patient,
        what="Insurance payment" if of_payer else first.what,
        detail=", ".join(part for part in (first.detail, count) if part),
        amount=lines_total(group),
        patient_id=None if of_payer else first.patient_id,
        remittance_id=first.remittance_id,
    )
