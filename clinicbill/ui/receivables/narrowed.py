"""A/R narrowed to a few words: the rows whose patient or payer they name, and the aging of exactly those."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.money import ZERO
from clinicbill.ledger.accounts import Account
from clinicbill.reports.aging import BUCKET_WORDS
from clinicbill.reports.open_rows import of_party, rows_total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.reports.aging import AgingReport, AgingRow
    from clinicbill.reports.open_rows import OpenRow


def matching(rows: Sequence[OpenRow], text: str) -> list[OpenRow]:
    """The rows in whose patient or payer every word typed stands; all of them where nothing is typed."""
    words = text.casefold().split()
    return [row for row in rows if all(word in _said(row) for word in words)]


def _said(row: OpenRow) -> str:
    return f"{row.patient.sorted()} {row.patient} {row.payer}".casefold()


def narrowed(report: AgingReport, rows: Sequence[OpenRow]) -> AgingReport:
    """The report as it would be with these rows alone; a party without any is left out."""
    parties = ((party, of_party(rows, party)) for party in report.rows)
    return replace(report, rows=tuple(_aged(party, behind) for party, behind in parties if behind))


def _aged(party: AgingRow, rows: Sequence[OpenRow]) -> AgingRow:
    amounts = [ZERO] * len(BUCKET_WORDS)
    for row in rows:
        amounts[row.bucket] += row.amount
    insured = rows_total([row for row in rows if row.account is Account.PAYER_RECEIVABLE])
    return replace(party, amounts=tuple(amounts), insurance=insured)
